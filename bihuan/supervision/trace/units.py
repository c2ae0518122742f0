"""The trace of a unit: its posts day by day, what it had in hand, and which of its clocks it met or let run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from bihuan.casework import registry
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Post, Unit
from bihuan.organizations.selectors import Tenure, who_held
from bihuan.supervision.models import Statement
from bihuan.supervision.trace import days
from bihuan.supervision.trace.days import Ended, Outcome

MOST = 500


@dataclass(frozen=True, slots=True)
class UnitClock:
    """A clock that bound the unit and fell due in the period."""

    case: Case
    row: ClockRow
    label: str
    ended: Ended


@dataclass(frozen=True, slots=True)
class UnitTrace:
    """What the record shows of a unit between two days."""

    unit: Unit
    first: date
    last: date
    at: datetime
    posts: list[tuple[Post, list[Tenure]]]
    clocks: list[UnitClock]
    cut: bool  # more than MOST clocks: only the latest are shown
    in_hand: int
    statements: list[Statement]

    def count(self, *outcomes: Outcome) -> int:
        """Clocks with one of these outcomes."""
        return sum(one.ended.outcome in outcomes for one in self.clocks)

    @property
    def gaps(self) -> list[tuple[str, Tenure]]:
        """Posts that nobody held for days."""
        return [(post.title, one) for post, tenures in self.posts for one in tenures if one.vacant]


def of_unit(unit: Unit, *, actor: Actor, at: datetime, first: date, last: date) -> UnitTrace:
    """The trace of a unit over a period; only cases the actor may see are in it."""
    begin = datetime.combine(first, time(), CHINA)
    end = min(datetime.combine(last + timedelta(days=1), time(), CHINA), at)
    cases = visible_cases(actor)
    had = Entry.objects.filter(case=OuterRef("case"), holder_unit=unit, seq__gte=OuterRef("start_seq"))
    rows = list(
        ClockRow.objects.filter(due_at__gte=begin, due_at__lt=end, obliges="holder")
        .filter(Q(case__holder_unit=unit) | Exists(had), case__in=cases)
        .select_related("case")
        .order_by("-due_at", "-pk")[: MOST + 1]
    )
    clocks = [one for row in rows[:MOST] if (one := _owed(row, unit, end)) is not None]
    posts = [(post, who_held(post, first, last)) for post in unit.posts.order_by("sort", "pk")]
    return UnitTrace(
        unit, first, last, at, posts, clocks, len(rows) > MOST,
        cases.filter(holder_unit=unit, phase="open").count(),
        list(Statement.objects.filter(about=unit).select_related("unit")),
    )  # fmt: skip


def _owed(row: ClockRow, unit: Unit, seen: datetime) -> UnitClock | None:
    """The clock if it was the unit that had the ball when it ran out or stopped."""
    before = Entry.objects.filter(case=row.case_id)
    before = before.filter(seq__lt=row.stop_seq) if row.stop_seq is not None else before
    last = before.order_by("-seq").values_list("holder_unit_id", flat=True).first()
    if last != unit.pk:
        return None
    label = registry.get(row.case.process).clock(row.name).label
    ended = days.ended(due_at=row.due_at, stopped_at=row.stopped_at, stopped_by=row.stopped_by, at=seen)
    return UnitClock(row.case, row, label, ended)
