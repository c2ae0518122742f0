"""Pages of a list by keyset: "what comes after this row", never "skip ten thousand".

An order is a chain of segments, each with its own condition and keys, because a NULL has no place between two values
and a case that has ended has no deadline. Every row lies in exactly one segment, so every row comes exactly once, also
when others are added while somebody turns the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from bihuan.casework.filters import RUNNING
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase

SIZE = 50


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the list ordered by `key` and then by `id`, both in one direction. `key` "" orders by id alone."""

    only: Q
    key: str
    descending: bool


_ENDED = Segment(Q(phase=Phase.ENDED), "registered_at", descending=True)


def _by_deadline(*, descending: bool) -> tuple[Segment, ...]:
    """Cases with a deadline, then those for which none runs, then the ended ones."""
    return (
        Segment(RUNNING & Q(next_due_at__isnull=False), "next_due_at", descending),
        Segment(RUNNING & Q(next_due_at__isnull=True), "", descending),
        _ENDED,
    )


DEFAULT = "-registered"
SORTS: dict[str, tuple[Segment, ...]] = {
    "-registered": (Segment(Q(), "registered_at", descending=True),),
    "registered": (Segment(Q(), "registered_at", descending=False),),
    "due": _by_deadline(descending=False),
    "-due": _by_deadline(descending=True),
    "-changed": (Segment(Q(), "changed_at", descending=True),),
    "changed": (Segment(Q(), "changed_at", descending=False),),
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a row in an order."""

    segment: int
    value: datetime | None
    pk: int

    @classmethod
    def read(cls, text: str, sort: str) -> Cursor | None:
        """A cursor from the address; None for what is no place in this order."""
        parts = text.split("~")
        try:
            segment, pk = int(parts[0]), int(parts[2])
            value = parse_datetime(parts[1]) if parts[1] else None
        except (ValueError, IndexError):
            return None
        if not 0 <= segment < len(SORTS[sort]) or not 0 < pk < 2**63:
            return None
        keyed = bool(SORTS[sort][segment].key)
        if keyed != (value is not None) or (value is not None and value.tzinfo is None):
            return None
        return cls(segment, value, pk)

    def __str__(self) -> str:
        return f"{self.segment}~{self.value.isoformat() if self.value else ''}~{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in their order, and the cursors from which the neighbouring pages start ("" at an end)."""

    cases: Sequence[Case]
    before: str
    after: str


def page(
    cases: QuerySet[Case],
    sort: str,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = SIZE,
) -> Page:
    """The rows after a cursor, or the ones just before it, or the first ones."""
    backwards = before is not None
    found = _walk(cases, SORTS[sort], before or after, size + 1, backwards=backwards)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    rows = [case for _, case in found]
    if not found:
        return Page(rows, "", "")
    first, last = (str(_place(SORTS[sort][i], i, case)) for i, case in (found[0], found[-1]))
    return Page(
        rows,
        before=first if (more if backwards else after is not None) else "",
        after=last if backwards or more else "",
    )


def ordered(cases: QuerySet[Case], sort: str) -> list[QuerySet[Case]]:
    """The whole list as querysets one after the other, for reading all of it."""
    return [_in_order(cases.filter(segment.only), segment, backwards=False) for segment in SORTS[sort]]


def _place(segment: Segment, index: int, case: Case) -> Cursor:
    return Cursor(index, getattr(case, segment.key) if segment.key else None, case.pk)


def _in_order(cases: QuerySet[Case], segment: Segment, *, backwards: bool) -> QuerySet[Case]:
    sign = "-" if segment.descending != backwards else ""
    return cases.order_by(*(f"{sign}{key}" for key in (segment.key, "pk") if key))


def _walk(
    cases: QuerySet[Case], segments: Sequence[Segment], start: Cursor | None, count: int, *, backwards: bool
) -> list[tuple[int, Case]]:
    found: list[tuple[int, Case]] = []
    order = range(len(segments))
    for index in reversed(order) if backwards else order:
        segment = segments[index]
        rows = cases.filter(segment.only)
        if start is not None:
            if (index > start.segment) if backwards else (index < start.segment):
                continue
            if index == start.segment:
                rows = rows.filter(_beyond(segment, start, backwards=backwards))
        found += [
            (index, case) for case in _in_order(rows, segment, backwards=backwards)[: count - len(found)]
        ]
        if len(found) >= count:
            break
    return found


def _beyond(segment: Segment, start: Cursor, *, backwards: bool) -> Q:
    """Rows past the cursor. Written so that the index is entered at the cursor's value, not filtered up to it."""
    way = "lt" if segment.descending != backwards else "gt"
    past = Q(**{f"pk__{way}": start.pk})
    if not segment.key:
        return past
    value = start.value
    return Q(**{f"{segment.key}__{way}e": value}) & (Q(**{f"{segment.key}__{way}": value}) | past)
