"""`bihuan backup`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bihuan.common import database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--to",
    multiple=True,
    help="Public key to encrypt to (age1…); several may be given. Else BIHUAN_BACKUP_TO.",
)
@click.option(
    "--with-keys", is_flag=True, help="Also the vault's and the journal's key files. Read the manual first."
)
def command(file: Path, to: tuple[str, ...], *, with_keys: bool) -> None:
    """Back up the database and the stored files into one encrypted FILE, while people work.

    Everything is of one moment. Without the private key (`bihuan backup-key` made it) nobody can read the file, this
    machine included. The vault's key is left out: whoever holds both reads every name. docs/operations/backup.md.

    \b
    Example:
      bihuan backup /mnt/backup/bihuan-2026-03-02.age --to age1…
    """
    from bihuan.config.backup.writing import write

    recipients = to or tuple(
        part for part in os.environ.get("BIHUAN_BACKUP_TO", "").split(",") if part.strip()
    )
    manifest = write(
        url=database.ensure_running(), folder=database.data_dir(), into=file, to=recipients,
        at=datetime.now(UTC), with_keys=with_keys, say=lambda text: click.echo(text, err=True),
    )  # fmt: skip
    tables, files = manifest["tables"], manifest["files"]
    assert isinstance(tables, list)
    assert isinstance(files, list)
    rows = sum(table["rows"] for table in tables)
    click.echo(
        f"{file}: {rows:,} rows of {len(tables)} tables, {len(files):,} files, {file.stat().st_size:,} bytes"
    )
    if not with_keys:
        click.echo(
            "The keys (vault.key, journal.key) are not in it: keep them in a safe, apart from backups."
        )
