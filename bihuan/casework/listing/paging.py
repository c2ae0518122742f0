"""Pages of a list by keyset: "what comes after this row", never "skip ten thousand".

An order is a chain of segments, each with its own condition and keys, because a NULL has no place between two values
and a case that has ended has no deadline. Every row lies in exactly one segment, so every row comes exactly once, also
when others are added while somebody turns the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from bihuan.casework.filters import Path
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase

SIZE = 50


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the list ordered by `key` and then by `id`, both in one direction. `key` "" orders by id alone.

    It holds the cases with a deadline, those without one (`due`), those that run, those that have ended (`running`).
    """

    key: str
    descending: bool
    due: bool | None = None
    running: bool | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is read of a segment, in which direction, from where on. Fields are named by the path the list is read along."""

    segment: Segment
    descending: bool
    start: Cursor | None = None

    def only(self, path: Path) -> list[Q]:
        """What its cases fulfil. That they run is left to the list, which knows the index for it."""
        segment, found = self.segment, []
        if segment.due is not None:
            found.append(Q(**{f"{path('next_due_at')}__isnull": not segment.due}))
        if segment.running is False:
            found.append(Q(**{path("phase"): Phase.ENDED}))
        if self.start is not None:
            found.append(
                _beyond(
                    path(segment.key) if segment.key else "", path("pk"), self.start, down=self.descending
                )
            )
        return found

    def order(self, path: Path) -> list[str]:
        """The order in which they are read."""
        return [f"{'-' if self.descending else ''}{path(name)}" for name in (self.segment.key, "pk") if name]


class Rows(Protocol):
    """The list to be read."""

    def holds(self, *, running: bool) -> bool:
        """False when it is known that none of its cases runs, or that none has ended."""

    def read(self, stretch: Stretch, count: int | None = None) -> QuerySet[Case]:
        """Its cases in the stretch, in order; the first `count` of them."""


_ENDED = Segment("registered_at", descending=True, running=False)


def _by_deadline(*, descending: bool) -> tuple[Segment, ...]:
    """Cases with a deadline, then those for which none runs, then the ended ones."""
    return (
        Segment("next_due_at", descending, due=True, running=True),
        Segment("", descending, due=False, running=True),
        _ENDED,
    )


DEFAULT = "-registered"
SORTS: dict[str, tuple[Segment, ...]] = {
    "-registered": (Segment("registered_at", descending=True),),
    "registered": (Segment("registered_at", descending=False),),
    "due": _by_deadline(descending=False),
    "-due": _by_deadline(descending=True),
    "-changed": (Segment("changed_at", descending=True),),
    "changed": (Segment("changed_at", descending=False),),
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
    cases: Rows,
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


def ordered(cases: Rows, sort: str) -> list[QuerySet[Case]]:
    """The whole list as querysets one after the other, for reading all of it."""
    return [
        cases.read(Stretch(segment, segment.descending))
        for segment in SORTS[sort]
        if _may_hold(cases, segment)
    ]


def _may_hold(cases: Rows, segment: Segment) -> bool:
    return segment.running is None or cases.holds(running=segment.running)


def _place(segment: Segment, index: int, case: Case) -> Cursor:
    return Cursor(index, getattr(case, segment.key) if segment.key else None, case.pk)


def _walk(
    cases: Rows, segments: Sequence[Segment], start: Cursor | None, count: int, *, backwards: bool
) -> list[tuple[int, Case]]:
    found: list[tuple[int, Case]] = []
    order = range(len(segments))
    for index in reversed(order) if backwards else order:
        if start is not None and ((index > start.segment) if backwards else (index < start.segment)):
            continue
        if not _may_hold(cases, segments[index]):
            continue
        here = start if start is not None and index == start.segment else None
        segment = segments[index]
        rows = cases.read(Stretch(segment, segment.descending != backwards, here), count - len(found))
        found += [(index, case) for case in rows]
        if len(found) >= count:
            break
    return found


def _beyond(key: str, pk: str, start: Cursor, *, down: bool) -> Q:
    """Rows past the cursor. Written so that the index is entered at the cursor's value, not filtered up to it."""
    way = "lt" if down else "gt"
    past = Q(**{f"{pk}__{way}": start.pk})
    if not key:
        return past
    return Q(**{f"{key}__{way}e": start.value}) & (Q(**{f"{key}__{way}": start.value}) | past)
