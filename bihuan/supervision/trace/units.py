"""The trace of a unit: its posts day by day, what it had in hand, which of its clocks it met or let run out, who moved them,
what it was told and when that was opened, and the money. One query for each kind of thing, however many cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from bihuan.casework import registry
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Post, Unit
from bihuan.organizations.selectors import Tenure, who_held
from bihuan.supervision.models import Money, Statement
from bihuan.supervision.trace import days
from bihuan.supervision.trace.days import Ended, Outcome
from bihuan.supervision.trace.reading import Extension, ToldLine, extensions, told_lines

MOST = 500


@dataclass(frozen=True, slots=True)
class UnitClock:
    """A clock that bound the unit and fell due in the period."""

    case: Case
    row: ClockRow
    label: str
    ended: Ended
    extensions: list[Extension] = field(default_factory=list)


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
    told: list[tuple[Case, ToldLine]]
    money: list[Money]
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
    clocks = _owed(rows[:MOST], unit, end)
    by_key = {one.case.pk: one.case for one in clocks}
    posts = [(post, who_held(post, first, last)) for post in unit.posts.order_by("sort", "pk")]
    money = Money.objects.filter(Q(line__unit=unit) | Q(unit=unit), on__gte=first, on__lte=last)
    return UnitTrace(
        unit, first, last, at, posts, clocks, len(rows) > MOST,
        cases.filter(holder_unit=unit, phase="open").count(),
        [(by_key[key], line) for key, line in told_lines(Q(case__in=list(by_key), unit=unit), begin, end) if key in by_key],
        list(money.filter(Q(case__isnull=True) | Q(case__in=cases)).select_related("line", "case", "campaign")[:MOST]),
        list(Statement.objects.filter(about=unit).select_related("unit")),
    )  # fmt: skip


def _owed(rows: list[ClockRow], unit: Unit, seen: datetime) -> list[UnitClock]:
    """Of the clocks those for which it was the unit that had the ball when they ran out or stopped."""
    entries: dict[int, list[Entry]] = {}
    keys = {row.case_id for row in rows}
    for entry in Entry.objects.filter(case__in=keys).defer("previous", "hash").order_by("case", "seq"):
        entries.setdefault(entry.case_id, []).append(entry)
    found = []
    for row in rows:
        record = entries.get(row.case_id, [])
        before = [entry for entry in record if row.stop_seq is None or entry.seq < row.stop_seq]
        if not before or before[-1].holder_unit_id != unit.pk:
            continue
        process = registry.get(row.case.process)
        ended = days.ended(due_at=row.due_at, stopped_at=row.stopped_at, stopped_by=row.stopped_by, at=seen)
        label = process.clock(row.name).label
        found.append(UnitClock(row.case, row, label, ended, extensions(row, process, record)))
    return found
