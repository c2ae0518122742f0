"""`bihuan verify-package`: hung under `bihuan` by the slice's own cli."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def verify_package(file: Path) -> None:
    """Check the case package FILE (.zip) of an inspection: hashes, records, journal.

    Needs no database and nothing but the file. Exits with 0 when everything agrees, 2 when something does not.

    \b
    Example:
      bihuan verify-package JC-2026-000017.zip
    """
    from bihuan.safety.field.verifying import verify

    with file.open("rb") as opened:
        checked = verify(opened)
    for line in checked.problems:
        click.echo(line)
    if checked.problems:
        sys.exit(2)
    click.echo(
        f"{checked.files} files as they were, {checked.records} records whose files are all here, "
        f"{checked.entries} journal entries in an unbroken chain."
    )


verify_package.needs_database = False  # type: ignore[attr-defined]
command = click.command("verify-package")(
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))(verify_package)
)
