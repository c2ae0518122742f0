"""The figures of a bulletin. Each statement walks along an index over the span, never over the whole register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from bihuan.casework import registry
from bihuan.casework.wall import policy
from bihuan.insight import places
from bihuan.insight.behind import less, net
from bihuan.insight.bulletin.spans import Span
from bihuan.insight.models import Standing
from bihuan.insight.small import LEAST, Hidden, Shown, screen
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Jurisdiction

TOPICS, TOWNS = 12, 12  # rows and columns of the table of hot matters
RECEIVED = """
SELECT process, holder_unit_id, registered_at >= %(begin)s, count(*) FROM casework_case
WHERE registered_at >= %(before)s AND registered_at < %(end)s AND NOT (id = ANY(%(hidden)s::bigint[]))
GROUP BY 1, 2, 3
"""
# Whatever ended in the span was changed in it or later: the index over changes finds it.
ENDED = """
SELECT process, holder_unit_id, ended_at >= %(begin)s, count(*) FROM casework_case
WHERE changed_at >= %(before)s AND ended_at >= %(before)s AND ended_at < %(end)s AND NOT (id = ANY(%(hidden)s::bigint[]))
GROUP BY 1, 2, 3
"""
CLOCKS = """
SELECT k.stopped_by, k.stopped_at < k.due_at, count(*) FROM casework_case c JOIN casework_clockrow k ON k.case_id = c.id
WHERE c.changed_at >= %(begin)s AND k.stopped_at >= %(begin)s AND k.stopped_at < %(end)s AND k.due_at IS NOT NULL
  AND k.obliges IN ('holder', 'registry') AND NOT (c.id = ANY(%(hidden)s::bigint[])) GROUP BY 1, 2
"""
MATTERS = """
SELECT split_part(topic, '/', 1) || coalesce('/' || nullif(split_part(topic, '/', 2), ''), ''), jurisdiction_id,
       registered_at >= %(begin)s, count(*)
FROM casework_case WHERE registered_at >= %(before)s AND registered_at < %(end)s AND topic <> ''
  AND process LIKE 'appeals.%%' AND NOT (id = ANY(%(hidden)s::bigint[])) GROUP BY 1, 2, 3
"""
STEPS = """
SELECT c.process, e.step, count(*) FROM casework_case c JOIN casework_entry e ON e.case_id = c.id
WHERE c.process LIKE 'supervision.%%' AND c.changed_at >= %(begin)s AND e.kind = 'step' AND e.at >= %(begin)s
  AND e.at < %(end)s AND NOT (c.id = ANY(%(hidden)s::bigint[])) GROUP BY 1, 2
"""
TOLD = """
SELECT stage, count(*) FROM supervision_escalation
WHERE at >= %(begin)s AND at < %(end)s AND NOT (case_id = ANY(%(hidden)s::bigint[])) GROUP BY 1
"""
OLDEST = """
SELECT c.number, c.process, u.short_name, c.next_due_at FROM casework_case c JOIN organizations_unit u ON u.id = c.holder_unit_id
WHERE c.next_due_at <= %(at)s AND NOT (c.id = ANY(%(hidden)s::bigint[])) ORDER BY c.next_due_at, c.id LIMIT 10
"""


@dataclass(slots=True)
class Pair:
    """A number in the span and in the one before."""

    now: int = 0
    before: int = 0

    @property
    def change(self) -> int:
        """By how many more."""
        return self.now - self.before


@dataclass(slots=True)
class Part:
    """A kind of case, or a unit."""

    received: Pair = field(default_factory=Pair)
    ended: Pair = field(default_factory=Pair)
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Matters:
    """Hot matters by topic and town; cells of fewer than five are not shown, nor what would tell them."""

    towns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Shown], Shown, Shown]]  # topic, cells, all towns, before


@dataclass(slots=True)
class Figures:
    """All of a bulletin's figures."""

    span: Span
    at: datetime
    kinds: dict[str, Part]
    units: list[tuple[str, Part]]
    met: int
    late: int
    matters: Matters
    supervision: Mapping[tuple[str, str], int]
    told: Mapping[str, int]
    oldest: Sequence[tuple[str, str, str, datetime]]

    @property
    def total(self) -> Part:
        """All kinds together."""
        whole = Part()
        for part in self.kinds.values():
            for name in ("received", "ended"):
                mine, theirs = getattr(whole, name), getattr(part, name)
                mine.now += theirs.now
                mine.before += theirs.before
            whole.open += part.open
            whole.overdue += part.overdue
        return whole

    @property
    def on_time(self) -> float | None:
        """The share of duties done in time; None when none was done."""
        return self.met / (self.met + self.late) if self.met + self.late else None

    def taken(self, process: str, *steps: str) -> int:
        """How often steps of a kind of supervision were taken in the span."""
        return sum(self.supervision.get((f"supervision.{process}", step), 0) for step in steps)


def figures(span: Span, *, at: datetime, actor: Actor = SYSTEM) -> Figures:
    """Read them, without what a wall keeps from the actor. `at` says what is open and overdue now."""
    hidden = policy.hidden_keys(actor)
    given = {"begin": span.begin, "end": span.end, "before": span.before.begin, "at": at, "hidden": hidden}
    kinds: dict[str, Part] = defaultdict(Part)
    units: dict[int, Part] = defaultdict(Part)
    for sql, name in ((RECEIVED, "received"), (ENDED, "ended")):
        for process, unit, inside, count in _rows(sql, given):
            for part in (kinds[process], units[unit]):
                pair = getattr(part, name)
                setattr(
                    pair, "now" if inside else "before", getattr(pair, "now" if inside else "before") + count
                )
    standing = Standing.objects.filter(clock="").values_list("process", "unit", "place", "running", "overdue")
    away = (
        (one.process, one.unit, one.place, one.running, one.overdue)
        for one in less(actor).standing
        if not one.clock
    )
    for process, unit, _place, running, overdue in net(standing, away, 2):
        for part in (kinds[process], units[unit]):
            part.open += running
            part.overdue += overdue
    clocks = {(how, bool(in_time)): count for how, in_time, count in _rows(CLOCKS, given)}
    names = {unit.id: unit.name for unit in places.units()}
    known = {process.name for process in registry.all_processes()}
    return Figures(
        span=span, at=at, kinds={name: kinds[name] for name in sorted(kinds) if name in known},
        units=sorted(
            ((names[key], part) for key, part in units.items() if key in names),
            key=lambda one: (-one[1].overdue, -one[1].open, one[0]),
        ),
        met=clocks.get(("met", True), 0), late=clocks.get(("met", False), 0) + clocks.get(("void", False), 0),
        matters=_matters(_rows(MATTERS, given)),
        supervision={(process, step): count for process, step, count in _rows(STEPS, given)},
        told=dict(_rows(TOLD, given)), oldest=_rows(OLDEST, given),
    )  # fmt: skip


def _rows(sql: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _matters(rows: Sequence[tuple[str, int | None, bool, int]]) -> Matters:
    """The commonest topics by town. What lies in no town is the district's own column."""
    town_of, names = _towns()
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    before: dict[str, int] = defaultdict(int)
    for topic, place, inside, count in rows:
        if inside:
            counts[topic][town_of.get(place, 0) if place is not None else 0] += count
        else:
            before[topic] += count
    large = [topic for topic in counts if sum(counts[topic].values()) >= LEAST]
    topics = sorted(large, key=lambda topic: (-sum(counts[topic].values()), topic))[:TOPICS]
    towns = sorted(
        {town for topic in topics for town in counts[topic]},
        key=lambda town: (-sum(counts[topic].get(town, 0) for topic in topics), town),
    )[:TOWNS]
    shown = screen([[counts[topic].get(town, 0) for town in towns] for topic in topics])
    totals = screen([[sum(counts[topic].values()), before[topic]] for topic in topics], margins=False)
    return Matters(
        [names.get(town, "") for town in towns],
        [(topic, cells, total[0], total[1]) for topic, cells, total in zip(topics, shown, totals, strict=True)],
    )  # fmt: skip


def _towns() -> tuple[dict[int, int], dict[int, str]]:
    """Place -> its town (0: the district itself), and the towns' names."""
    rows = list(Jurisdiction.objects.values_list("pk", "parent_id", "level", "name"))
    parents = {pk: parent for pk, parent, _level, _name in rows}
    towns = {pk: name for pk, _parent, level, name in rows if level == Jurisdiction.Level.TOWN}
    found = {}
    for pk in parents:
        step: int | None = pk
        seen: set[int] = set()
        while step is not None and step not in towns and step not in seen:
            seen.add(step)
            step = parents.get(step)
        found[pk] = step if step is not None and step in towns else 0
    return found, towns


def hidden(cell: Shown) -> bool:
    """Whether the cell is not shown."""
    return isinstance(cell, Hidden)
