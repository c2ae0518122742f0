"""`bihuan migrate`."""

from __future__ import annotations

import click

from bihuan.common import boot, database
from bihuan.common.database.running import refuse_old


@click.command()
def command() -> None:
    """Bring the database to this version of Bihuan.

    Makes the tables on a new database and changes them after an upgrade. Safe to run again. `bihuan serve` does it
    by itself; with several machines on one database, run it once before starting the new version.

    \b
    Example:
      DATABASE_URL=postgresql://bihuan:secret@db.internal/bihuan bihuan migrate
    """
    if url := database.ensure_running():
        refuse_old(url)
    boot.prepare()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
