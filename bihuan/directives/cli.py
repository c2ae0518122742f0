"""`bihuan directives`: from an official document to its measures."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from bihuan.common.boot import no_database


def register(root: click.Group) -> None:
    """Hang the group `directives` into the command `bihuan`."""
    root.add_command(directives)


@click.group()
def directives() -> None:
    """Official documents: their sections and what each sentence orders."""


@directives.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--json", "as_json", is_flag=True, help="The whole tree as JSON, with spans in the text as read."
)
@click.option(
    "--units",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A register of units: one a line, full name, then other names after commas. Without it: the "
    "database, if DATABASE_URL is set and it answers; else only general forms.",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The document's date, if it does not say."
)
@no_database
def parse(file: Path, *, as_json: bool, units: Path | None, day: datetime | None) -> None:
    """Show what FILE orders (.docx, .doc, .pdf, .txt; - for pasted text). Nothing is stored.

    \b
    Examples:  bihuan directives parse report.docx
               bihuan directives parse report.docx --json > tree.json
    Ends with 0 when it was read, 1 when it could not be, 2 when the command was wrong.
    """
    from bihuan.directives import showing, units_known
    from bihuan.directives.reading import read
    from bihuan.directives.reading.deadlines import Dated
    from bihuan.directives.sources import Unreadable, read_bytes, read_file

    try:
        source = read_bytes("-", sys.stdin.buffer.read()) if str(file) == "-" else read_file(file)
    except Unreadable as fault:
        raise click.ClickException(f"{file}: {fault}") from fault
    except OSError as fault:
        raise click.ClickException(f"{file}: {fault.strerror}") from fault
    register = units_known.from_file(units) if units else units_known.from_database(date.today())  # noqa: DTZ011
    reading = read(source.text, register=register, dated=Dated(day.date(), day.year) if day else None)
    if as_json:
        click.echo(json.dumps(showing.as_json(source, reading), ensure_ascii=False, indent=1))
        return
    for line in showing.as_outline(source, reading):
        click.echo(line)
