"""What those who may see a case see of its wall: who, why, since when. Those behind it never see the page at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.casework.models import Case
from bihuan.casework.wall import named
from bihuan.casework.wall.models import Wall


@dataclass(frozen=True, slots=True)
class WallLine:
    """One who is, or was, behind the wall."""

    pk: int
    whom: str
    of: str  # the kind: a unit, or the units in which the official sits
    why: str
    since: datetime
    by: str
    until: datetime | None
    lifted_by: str


def lines(case: Case, *, former: bool = False) -> list[WallLine]:
    """Who is behind the wall of the case, the first first; with `former` also who was. No statement where nobody is."""
    if not former and not case.facts.get(named.KEY):
        return []
    rows = Wall.objects.filter(case=case).select_related("unit", "account").order_by("since", "pk")
    if not former:
        rows = rows.filter(until__isnull=True)
    return [
        WallLine(
            row.pk, row.unit.name if row.unit else row.account.name if row.account else "",
            str(row.unit.get_kind_display()) if row.unit else row.account.username if row.account else "",
            str(row.get_why_display()), row.since, row.by, row.until, row.lifted_by,
        )
        for row in rows
    ]  # fmt: skip
