"""Reads of the buckets and the standing. Four queries for a Board, each a range of an index.

From each is taken away what a wall keeps from the reader (`behind`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from bihuan.insight import places
from bihuan.insight.behind import Counted, net
from bihuan.insight.measures import ALL, ENDED, LAPSED, LATE, MEASURES, MET, RECEIVED, STEP, TOPIC, meaning_of
from bihuan.insight.models import Bucket, Standing
from bihuan.insight.selection import Selection


def _rows(selection: Selection) -> QuerySet[Bucket]:
    period = selection.period
    return Bucket.objects.filter(process=selection.process, month__gte=period.first, month__lte=period.last)


def taken(
    selection: Selection, measures: Iterable[str], *, units: Iterable[int], places: Iterable[int]
) -> Iterator[Counted]:
    """What is taken away from the buckets of these measures, units and places in the period."""
    measures, units, places = set(measures), set(units), set(places)
    period = selection.period
    return (
        one
        for one in selection.less.counted
        if one.process == selection.process
        and one.measure in measures
        and one.unit in units
        and one.place in places
        and period.first <= one.month <= period.last
    )


@dataclass(frozen=True, slots=True)
class Tallies:
    """All buckets of a selection."""

    counts: Mapping[str, Mapping[str, Mapping[date, int]]]  # measure, key, month

    def keys(self, measure: str) -> list[str]:
        """The keys of a measure that occur."""
        return sorted(self.counts.get(measure, {}))

    def total(self, measure: str, keys: Iterable[str] | None = None) -> int:
        """Over all months, of some keys or of all."""
        by_key = self.counts.get(measure, {})
        wanted = by_key if keys is None else keys
        return sum(sum(by_key.get(key, {}).values()) for key in wanted)

    def in_month(self, measure: str, month: date, keys: Iterable[str] | None = None) -> int:
        """In one month."""
        by_key = self.counts.get(measure, {})
        wanted = by_key if keys is None else keys
        return sum(by_key.get(key, {}).get(month, 0) for key in wanted)


def tallies(selection: Selection) -> Tallies:
    """Everything counted in the period for the unit and place chosen, by month."""
    counts: dict[str, dict[str, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
    # Every measure by name: each is then one range of the index.
    rows = _rows(selection).filter(measure__in=MEASURES, unit=selection.unit_key, place=selection.place_key)
    away = taken(selection, MEASURES, units=[selection.unit_key], places=[selection.place_key])
    columns = ("measure", "key", "month", "count")
    for measure, key, month, count in net(
        rows.values_list(*columns), ((one.measure, one.key, one.month, one.count) for one in away)
    ):
        counts[measure][key][month] = count
    return Tallies(counts)


@dataclass(slots=True)
class Part:
    """What one unit or place has done in the period, and what it has now."""

    received: int = 0
    decided: int = 0
    ended: int = 0
    met: int = 0
    missed: int = 0  # done late, or fallen away when it was late already
    open: int = 0
    overdue: int = 0
    clocks_overdue: int = 0

    @property
    def rate(self) -> float | None:
        """The share of duties met in time; None when none fell due."""
        return on_time(self.met, self.missed + self.clocks_overdue)


def on_time(met: int, missed: int) -> float | None:
    """The share of `met`; None when there is nothing to divide."""
    return met / (met + missed) if met + missed else None


PARTS = (RECEIVED, STEP, ENDED, MET, LATE, LAPSED)


def by_unit(selection: Selection, open_now: Standings) -> dict[int, Part]:
    """Each unit's part, at the place chosen."""
    keys = [unit.id for unit in places.units()]
    rows = _rows(selection).filter(measure__in=PARTS, place=selection.place_key, unit__in=keys)
    away = taken(selection, PARTS, units=keys, places=[selection.place_key])
    less = ((one.unit, one.measure, one.key, one.count) for one in away)
    return _parts(selection, net(_summed(rows, "unit"), less), open_now.by_unit)


def by_place(selection: Selection, open_now: Standings) -> dict[int, Part]:
    """Each town's part, for the unit chosen. Key 0 is all of them together and is left out."""
    keys = [place.id for place in places.places()]
    rows = _rows(selection).filter(measure__in=PARTS, place__in=keys, unit=selection.unit_key)
    away = taken(selection, PARTS, units=[selection.unit_key], places=keys)
    less = ((one.place, one.measure, one.key, one.count) for one in away)
    return _parts(selection, net(_summed(rows, "place"), less), open_now.by_place)


def _summed(rows: QuerySet[Bucket], what: str) -> Iterable[tuple[Any, ...]]:
    return rows.values_list(what, "measure", "key").annotate(n=Sum("count")).order_by()


def _parts(
    selection: Selection, rows: Iterable[tuple[Any, ...]], open_now: Mapping[int, Standings.Sums]
) -> dict[int, Part]:
    meaning = meaning_of(selection.process)
    parts: dict[int, Part] = defaultdict(Part)
    for key, measure, name, count in rows:
        part = parts[key]
        if measure == RECEIVED:
            part.received += count
        elif measure == STEP and name in meaning.decides:
            part.decided += count
        elif measure == ENDED:
            part.ended += count
        elif measure == MET and name not in meaning.rights:
            part.met += count
        elif measure in (LATE, LAPSED) and name not in meaning.rights:
            part.missed += count
    for key, sums in open_now.items():
        part = parts[key]
        part.open, part.overdue = sums.running - sums.waiting, sums.overdue
        if selection.running:
            part.clocks_overdue = sums.clocks_overdue
    parts.pop(ALL, None)
    return parts


def matters_by_place(selection: Selection) -> dict[tuple[str, int], int]:
    """Received cases by branch of topic and town."""
    keys = [place.id for place in places.places()]
    rows = _rows(selection).filter(measure=TOPIC, place__in=keys, unit=selection.unit_key)
    away = taken(selection, [TOPIC], units=[selection.unit_key], places=keys)
    summed = rows.values_list("key", "place").annotate(n=Sum("count")).order_by()
    return {
        (branch, place): count
        for branch, place, count in net(summed, ((one.key, one.place, one.count) for one in away))
    }


@dataclass(slots=True)
class Standings:
    """What is open now for a selection."""

    @dataclass(slots=True)
    class Sums:
        """Cases, those waiting for the resident, those overdue; and overdue clocks that are duties."""

        running: int = 0
        waiting: int = 0
        overdue: int = 0
        clocks_overdue: int = 0

    total: Sums = field(default_factory=Sums)
    by_unit: dict[int, Sums] = field(default_factory=dict)
    by_place: dict[int, Sums] = field(default_factory=dict)
    clocks: dict[str, Sums] = field(default_factory=dict)


def standings(selection: Selection) -> Standings:
    """What is open now: by unit (of the place chosen), by place (of the unit chosen), by clock and in all (of both)."""
    rights = meaning_of(selection.process).rights
    found = Standings()
    rows = Standing.objects.filter(process=selection.process)
    columns = ("unit", "place", "clock", "running", "waiting", "overdue")
    away = (
        (one.unit, one.place, one.clock, one.running, one.waiting, one.overdue)
        for one in selection.less.standing
        if one.process == selection.process
    )
    for unit, place, clock, running, waiting, overdue in net(rows.values_list(*columns), away, 3):
        here = selection.place is None or place == selection.place.id
        ours = selection.unit is None or unit == selection.unit.id
        into = []
        if here:
            into.append(found.by_unit.setdefault(unit, Standings.Sums()))
        if ours:
            into.append(found.by_place.setdefault(place, Standings.Sums()))
        if here and ours:
            into.append(found.total)
        for sums in into:
            if not clock:
                sums.running += running
                sums.waiting += waiting
                sums.overdue += overdue
            elif clock not in rights:
                sums.clocks_overdue += overdue
        if clock and here and ours:
            one = found.clocks.setdefault(clock, Standings.Sums())
            one.running += running
            one.overdue += overdue
    return found
