"""A file an office has, told by its columns: criteria of major hazards, checklists, a risk manual, or bands of risk."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from bihuan.casework.errors import Refused
from bihuan.safety.hazards import packs, self_reports
from bihuan.safety.inspections import checklists
from bihuan.safety.risk import bands, library
from bihuan.safety.risk.services import load_tables


def kind_of(content: bytes) -> str | None:
    """What a file is by its first line; None when it is nothing we know."""
    head = content.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    names = {name.strip() for name in head.split(",")}
    for kind, needed in (
        ("criteria", {"criterion"}),
        ("checklists", {"item", "legal_reference"}),
        ("risks", {"factors", "measures"}),
        ("bands", {"above", "up_to", "colour"}),
    ):
        if needed <= names:
            return kind
    return None


def enter_file(
    *,
    content: bytes,
    name: str,
    kind: str | None,
    code: str,
    version: str,
    title: str,
    since: object,
    at: datetime,
) -> tuple[str, str]:
    """Enter the file. Returns (what is wrong or "", what was done)."""
    kind = kind or kind_of(content)
    if kind is None:
        return (
            "The columns of this file are none of criteria, checklists, a risk manual or bands. Say which: --kind.",
            "",
        )
    try:
        if kind == "criteria":
            start = since.date() if isinstance(since, datetime) else timezone.localdate(at)
            pack, new = packs.enter_pack(
                code=code, version=version, title=title or name, source="", in_force_from=start,
                criteria=packs.read_criteria(content), at=at,
            )  # fmt: skip
            waiting = (
                self_reports.rejudge_open(pack=pack, at=at) if new and start <= timezone.localdate(at) else 0
            )
            done = "entered" if new else "was there already"
            return (
                "",
                f"{pack} {done}: {pack.clauses.count()} criteria; {waiting} open hazards wait for a person",
            )
        if kind == "bands":
            load_tables()
            first = since.date() if isinstance(since, datetime) else timezone.localdate(at)
            table, fresh = bands.enter(content=content, code=name[:40], title=title or name, since=first)
            said = "entered" if fresh else "was there already"
            return (
                "",
                f"table {table.code} {said}: {len(table.bands)} bands, in force from {table.in_force_from}",
            )
        if kind == "checklists":
            made = [
                checklists.publish(code=sector, title=title or sector, sector=sector, items=items, at=at)
                for sector, items in checklists.read_items(content).items()
            ]
            items = sum(sheet.items.count() for sheet, _new in made)
            return (
                "",
                f"{len(made)} checklists with {items} items, {sum(new for _sheet, new in made)} of them new",
            )
        load_tables()
        return "", f"{library.enter(content=content, library=title or name)} new lines in the risk library"
    except Refused as refused:
        return str(refused), ""
