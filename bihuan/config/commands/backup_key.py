"""`bihuan backup-key`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Make the pair of keys for backups: the private one into FILE, the public one is printed.

    Keep FILE in a safe and a copy in another; it is not needed on this machine until something must be restored.

    \b
    Example:
      bihuan backup-key /media/safe/backup.key
    """
    from bihuan.config.backup.age import make_key

    try:
        public = make_key(file, at=datetime.now(UTC))
    except FileExistsError as error:
        raise click.ClickException(f"{file} exists; a key is never overwritten.") from error
    click.echo(public)
