"""`bihuan restore`."""

from __future__ import annotations

from pathlib import Path

import click

from bihuan.common import database


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The private key's file.",
)
def command(file: Path, key: Path) -> None:
    """Restore a backup into an empty place: an empty database and an empty data folder.

    Set BIHUAN_DATA_DIR (and DATABASE_URL, if the database is a server of yours) to the new place first. All of it comes
    back or nothing; then every row and every file is compared with what was backed up. Put the vault's key back
    afterwards.

    \b
    Example:
      BIHUAN_DATA_DIR=/var/lib/bihuan-new bihuan restore bihuan-2026-03-02.age --key /media/safe/backup.key
    """
    from bihuan.config.backup.reading import read

    manifest = read(
        source=file, key=key, url=database.ensure_running(), folder=database.data_dir(),
        say=lambda text: click.echo(text, err=True),
    )  # fmt: skip
    rows = sum(table["rows"] for table in manifest["tables"])
    click.echo(
        f"Restored as of {manifest['made']}: {rows:,} rows of {len(manifest['tables'])} tables and "
        f"{len(manifest['files']):,} files, each compared and equal."
    )
    click.echo(
        "Now: put vault.key and journal.key back, then bihuan migrate, bihuan check, bihuan journal verify."
    )
