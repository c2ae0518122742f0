"""`bihuan places` and `bihuan units`: the first of each, before there is anybody who could sign in."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bihuan.organizations.models import Jurisdiction, Unit

LEVELS = ("city", "district", "town", "village")
KINDS = ("registry", "department", "town", "government", "discipline", "court_side", "hotline")


def register(root: click.Group) -> None:
    """Hang the groups `places` and `units` into the command `bihuan`."""
    root.add_command(places)
    root.add_command(units)


@click.group()
def places() -> None:
    """Jurisdictions: city, district, towns and subdistricts, villages and communities, by their official codes.

    \b
    A new district begins like this:
      bihuan places load areas.csv                 (columns: code, name; 12 digits, the levels follow from them)
      bihuan units add QL-ZF 青岚区人民政府 --short 区政府 --kind government --place 990103000000
      bihuan units add QL-XF 青岚区信访局 --short 信访局 --kind registry --place 990103000000 --superior QL-ZF
      bihuan accounts create tang.yining --name 唐以宁 --administrator-of QL-XF
    """


@places.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--level", type=click.Choice(LEVELS), help="Follows from the code when left out.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), default="1949-10-01", help="First day.")
def add_place(code: str, name: str, level: str | None, start: datetime) -> None:
    """Add the place CODE (12 digits), called NAME. It lies in the place whose code its own begins with."""
    click.echo(f"Added {_add(code, name, level, start)}.")


@places.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), default="1949-10-01", help="First day.")
def load_places(file: Path, start: datetime) -> None:
    """Add every place of a CSV FILE (columns code and name, UTF-8). Those that are there already are left alone."""
    from django.db import transaction

    from bihuan.organizations.models import Jurisdiction

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"code", "name"} <= rows[0].keys():
        raise click.ClickException("The file needs the columns code and name in its first line.")
    known = set(Jurisdiction.objects.values_list("code", flat=True))
    with transaction.atomic():
        new = [row for row in rows if row["code"].strip().ljust(12, "0") not in known]
        for row in sorted(new, key=lambda row: row["code"]):
            _add(row["code"], row["name"], None, start)
    click.echo(f"{len(new)} places added, {len(rows) - len(new)} were there.")


@click.group()
def units() -> None:
    """Units: organs, bureaus, offices that can hold a case."""


@units.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--short", required=True, help="Short name, as in document numbers and lists.")
@click.option(
    "--kind", required=True, type=click.Choice(KINDS), help="registry is the petition office (信访部门)."
)
@click.option("--place", required=True, metavar="CODE", help="Official code of its jurisdiction.")
@click.option("--superior", metavar="CODE", help="The unit above, which reviews what this one decides.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), default="1949-10-01", help="First day.")
def add_unit(
    code: str, name: str, short: str, kind: str, place: str, superior: str | None, start: datetime
) -> None:
    """Add the unit CODE, called NAME. Everything further is done on the page 机构."""
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Unit

    try:
        unit = services.create_unit(
            code=code, name=name, short_name=short, kind=Unit.Kind(kind), jurisdiction=_place(place),
            superior=_unit(superior) if superior else None, valid_from=start.date(), by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    except services.RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Added {unit}.")


def _add(code: str, name: str, level: str | None, start: datetime) -> Jurisdiction:
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Jurisdiction

    code, name = code.strip().ljust(12, "0"), name.strip()
    if not (code.isascii() and code.isdigit() and len(code) == 12) or not name:
        raise click.ClickException(f"{code!r} {name!r}: a place needs a code of 12 digits and a name.")
    try:
        return services.create_jurisdiction(
            code=code, name=name, level=Jurisdiction.Level(level or _level(code)), parent=_within(code),
            valid_from=start.date(), by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    except services.RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _level(code: str) -> str:
    """Positions 5-6 are the district, 7-9 the town, 10-12 the village (统计用区划代码)."""
    if code[9:] != "000":
        return "village"
    if code[6:9] != "000":
        return "town"
    return "district" if code[4:6] != "00" else "city"


def _within(code: str) -> Jurisdiction | None:
    from bihuan.organizations.models import Jurisdiction

    wider = [code[:length].ljust(12, "0") for length in (9, 6, 4)]
    return (
        Jurisdiction.objects.filter(code__in=[one for one in wider if one != code]).order_by("-code").first()
    )


def _place(code: str) -> Jurisdiction:
    from bihuan.organizations.models import Jurisdiction

    found = Jurisdiction.objects.filter(code=code).first()
    if found is None:
        raise click.ClickException(f"No place has the code {code}. `bihuan places add` makes one.")
    return found


def _unit(code: str) -> Unit:
    from bihuan.organizations.models import Unit

    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise click.ClickException(f"No unit has the code {code}.")
    return found
