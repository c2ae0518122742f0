"""Which value of a figure is in force: the catalog's default, or a district's dated one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bihuan.appeals.models import DatedSetting
from bihuan.appeals.rules.catalog import BY_NAME
from bihuan.common.kept import Kept
from bihuan.organizations.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with where it is written; `local`: a district set it."""

    value: int
    source: str
    local: bool = False
    since: date | None = None


def _read() -> dict[str, list[DatedSetting]]:
    found: dict[str, list[DatedSetting]] = {}
    for row in DatedSetting.objects.filter(value__isnull=False).order_by("pk"):
        found.setdefault(row.name, []).append(row)
    return found


_figures = Kept(_read, seconds=10)  # a value begins tomorrow at the earliest


def forget() -> None:
    """After a value was set: read them again."""
    _figures.forget()


def figure(name: str, *, place: int | None, on: date) -> Figure:
    """The value in force in a place on a day. The nearest place wins, then the latest. KeyError for no such figure."""
    setting = BY_NAME[name]
    dated = [row for row in _figures.get().get(name, ()) if row.in_force_from <= on]
    if dated:
        line = line_up(place)
        near = [row for row in dated if row.jurisdiction_id is None or row.jurisdiction_id in line]
        if near:
            best = min(near, key=lambda row: _nearness(row, line))
            assert best.value is not None
            return Figure(best.value, best.source, local=True, since=best.in_force_from)
    return Figure(setting.default, _(setting.article), since=setting.since)


def line_up(place: int | None) -> list[int]:
    """A place and what it lies in, nearest first."""
    line: list[int] = []
    while place is not None and place not in line:
        line.append(place)
        place = Jurisdiction.objects.filter(pk=place).values_list("parent_id", flat=True).first()
    return line


def _nearness(row: DatedSetting, line: list[int]) -> tuple[int, int, int]:
    where = line.index(row.jurisdiction_id) if row.jurisdiction_id is not None else len(line)
    return where, -row.in_force_from.toordinal(), -row.pk
