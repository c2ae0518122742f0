"""What a Board was asked for, as it stands in the address: months, unit, place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.insight import access, places
from bihuan.insight.behind import NOTHING, Less, less
from bihuan.insight.measures import ALL, MEANINGS
from bihuan.insight.period import MOST, Period, latest, read_month
from bihuan.insight.places import Named
from bihuan.organizations.actor import Actor


@dataclass(frozen=True, slots=True)
class Selection:
    """One process, some months; `unit` and `place` None: all. `fixed`: the actor may see this unit alone.

    `less`: what is taken away from every count, because a wall stands before it.
    """

    process: str
    period: Period
    today: date
    unit: Named | None = None
    place: Named | None = None
    fixed: bool = False
    less: Less = NOTHING

    @property
    def unit_key(self) -> int:
        """The unit in the buckets."""
        return self.unit.id if self.unit else ALL

    @property
    def place_key(self) -> int:
        """The place in the buckets."""
        return self.place.id if self.place else ALL

    @property
    def running(self) -> bool:
        """The period reaches into the month that runs: what is open now belongs to it."""
        return self.period.last >= self.today.replace(day=1)

    def given(self) -> dict[str, str]:
        """What differs from the Board as it opens, as in the address."""
        pairs: dict[str, str] = {}
        if self.process != processes()[0]:
            pairs["process"] = self.process
        if self.period != latest(self.today):
            pairs |= {"from": f"{self.period.first:%Y-%m}", "to": f"{self.period.last:%Y-%m}"}
        if self.unit is not None and not self.fixed:
            pairs["unit"] = self.unit.code
        if self.place is not None:
            pairs["place"] = self.place.code
        return pairs

    def address(self, *, without: str = "", **more: str) -> str:
        """The query of the address; `without`: one part taken off."""
        pairs = {name: value for name, value in self.given().items() if name != without}
        return urlencode({**pairs, **more})

    def with_period(self, period: Period) -> Selection:
        """The same in other months."""
        return replace(self, period=period)


def processes() -> list[str]:
    """The kinds of case, first those that the Board knows most of."""
    return sorted(
        (process.name for process in registry.all_processes()), key=lambda name: (name not in MEANINGS, name)
    )


def read(query: QueryDict, *, actor: Actor, today: date) -> tuple[Selection, list[str]]:
    """The selection of an address, and a sentence for each part that means nothing and was left out."""
    faults: list[str] = []
    only = access.only_unit(actor)
    found: dict[str, Any] = {}
    for name, rows in (("unit", places.units()), ("place", places.towns())):
        code = query.get(name, "").strip()
        found[name] = next((row for row in rows if row.code == code), None)
        if code and found[name] is None:
            faults.append(_("没有编号为“%(code)s”的单位或者区域，没有使用这个条件。") % {"code": code[:40]})
    if only is not None:
        found["unit"] = next((row for row in places.units() if row.id == only), None)
    process = query.get("process", "")
    return (
        Selection(
            process=process if process in processes() else processes()[0],
            period=_period(query, today, faults),
            today=today,
            fixed=only is not None,
            less=less(actor),
            **found,
        ),
        faults,
    )


def _period(query: QueryDict, today: date, faults: list[str]) -> Period:
    usual = latest(today)
    given = {name: query.get(name, "").strip() for name in ("from", "to")}
    if not any(given.values()):
        return usual
    months = {name: read_month(text) if text else None for name, text in given.items()}
    if any(text and months[name] is None for name, text in given.items()):
        faults.append(_("月份请写成 2026-03 的样子；现在显示近12个月。"))
        return usual
    last = min(months["to"] or usual.last, usual.last)
    first = months["from"] or min(usual.first, last)
    if first > last:
        faults.append(_("开始的月份晚于结束的月份；现在显示近12个月。"))
        return usual
    period = Period(first, last)
    if period.length > MOST:
        faults.append(_("一次最多看60个月；现在显示近12个月。"))
        return usual
    return period
