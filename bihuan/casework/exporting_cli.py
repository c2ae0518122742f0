"""`bihuan export`: cases as an Excel workbook."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def export() -> None:
    """Take data out into office files."""


@export.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--filter",
    "query",
    default="",
    help='As in the address of the case list, e.g. "state=handling&overdue=1".',
)
def cases(file: Path, *, query: str) -> None:
    """Write cases to FILE (.xlsx): number, subject, state, holder, deadlines. No petitioner is in it.

    \b
    Example:  bihuan export cases open.xlsx --filter "phase=open"
    """
    from django.utils import timezone

    from bihuan.casework.exporting import FilterError, write_cases

    try:
        count = write_cases(file, query=query, at=timezone.now())
    except FilterError as fault:
        raise click.UsageError(str(fault)) from fault
    click.echo(f"{count} cases written to {file}")
