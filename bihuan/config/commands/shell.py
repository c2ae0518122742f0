"""`bihuan shell`."""

from __future__ import annotations

import click

from bihuan.common import boot


@click.command()
@click.option("-c", "--command", "code", help="Python to run instead of opening a prompt.")
def command(code: str | None) -> None:
    """Open a Python prompt with Bihuan loaded.

    \b
    Example:
      bihuan shell -c "from bihuan.casework.models import Case; print(Case.objects.count())"
    """
    boot.prepare()
    from django.core.management import call_command

    call_command("shell", **({"command": code} if code else {}))
