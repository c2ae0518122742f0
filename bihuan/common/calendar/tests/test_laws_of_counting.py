"""What must hold for every limit, start, pause and extension."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.common.calendar.deadlines import compute, days_of, due, due_at
from bihuan.common.calendar.pauses import Pause
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.calendar.tests.counting import limit, limits, moments, pauses_after
from bihuan.common.calendar.working import load_shipped

SHIPPED = load_shipped()
each = settings(deadline=None, max_examples=250)
with_pauses = moments.flatmap(lambda start: st.tuples(st.just(start), pauses_after(start)))
with_any_pauses = moments.flatmap(lambda start: st.tuples(st.just(start), pauses_after(start, open_too=True)))
Case = tuple[datetime, list[Pause]]


@each
@given(limits, with_any_pauses, st.integers(0, 30))
def test_the_quick_count_is_the_explained_count(asked: TimeLimit, case: Case, more: int) -> None:
    start, pauses = case
    explained = compute(asked, start=start, calendar=SHIPPED, pauses=pauses, extended_by=more)
    quick = due(asked, start=start, calendar=SHIPPED, pauses=pauses, extended_by=more)
    assert quick == (explained.due_at, explained.due_on, explained.provisional)
    assert explained.paused == (quick.due_at is None)


@each
@given(limits, with_any_pauses)
def test_the_days_are_whole_in_order_and_survive_storage(asked: TimeLimit, case: Case) -> None:
    start, pauses = case
    found = compute(asked, start=start, calendar=SHIPPED, pauses=pauses)
    assert days_of(found.runs) == found.days
    assert found.days[0].date == start.date()
    for one, next_one in pairwise(found.days):
        assert next_one.date - one.date == timedelta(days=1)
    assert found.due_on is None or found.days[-1].date == found.due_on
    if asked.unit is not TimeUnit.HOURS:
        assert sum(note.counted for note in found.days) == asked.amount - found.left
    for note in found.days:
        assert note.code  # every reason has its code


@each
@given(limits, with_pauses, st.integers(0, 40))
def test_a_longer_amount_is_never_earlier(asked: TimeLimit, case: Case, more: int) -> None:
    start, pauses = case
    longer = limit(asked.amount + more, asked.unit, asked.roll)
    ends = [due_at(one, start=start, calendar=SHIPPED, pauses=pauses) for one in (asked, longer)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@each
@given(limits, with_pauses, st.integers(-100, 3000), st.integers(0, 60 * 24 * 40))
def test_a_pause_never_brings_a_date_forward(asked: TimeLimit, case: Case, begins: int, minutes: int) -> None:
    start, pauses = case
    begin = start + timedelta(hours=begins)
    one_more = [*pauses, Pause(begin, begin + timedelta(minutes=minutes))]
    without = due_at(asked, start=start, calendar=SHIPPED, pauses=pauses)
    having = due_at(asked, start=start, calendar=SHIPPED, pauses=one_more)
    assert without is not None
    assert having is not None
    assert without <= having


@each
@given(limits, with_pauses, st.integers(0, 40), st.integers(0, 40))
def test_an_extension_and_another_are_their_sum(
    asked: TimeLimit, case: Case, first: int, second: int
) -> None:
    start, pauses = case
    extended = limit(asked.amount + first, asked.unit, asked.roll)
    assert due(extended, start=start, calendar=SHIPPED, pauses=pauses, extended_by=second) == due(
        asked, start=start, calendar=SHIPPED, pauses=pauses, extended_by=first + second
    )


@each
@given(limits, moments, moments)
def test_a_later_start_never_ends_earlier(asked: TimeLimit, one: datetime, other: datetime) -> None:
    ends = [due_at(asked, start=start, calendar=SHIPPED) for start in sorted((one, other))]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@each
@given(st.integers(1, 120), moments, st.sampled_from(Roll))
def test_working_days_end_on_a_working_day_and_never_before_as_many_calendar_days(
    amount: int, start: datetime, roll: Roll
) -> None:
    worked = due(limit(amount, TimeUnit.WORKING_DAYS, roll), start=start, calendar=SHIPPED)
    plain = due(limit(amount, TimeUnit.CALENDAR_DAYS), start=start, calendar=SHIPPED)
    assert worked.due_on is not None
    assert plain.due_on is not None
    assert SHIPPED.is_working(worked.due_on)
    assert worked.due_on >= plain.due_on


@each
@given(st.integers(0, 120), with_pauses)
def test_a_generous_end_is_worked_and_never_before_the_strict_one(amount: int, case: Case) -> None:
    start, pauses = case
    strict, generous = (
        due(limit(amount, TimeUnit.CALENDAR_DAYS, roll), start=start, calendar=SHIPPED, pauses=pauses)
        for roll in (Roll.STRICT, Roll.GENEROUS)
    )
    assert strict.due_on is not None
    assert generous.due_on is not None
    assert generous.due_on >= strict.due_on
    assert SHIPPED.is_working(generous.due_on)


@each
@given(st.integers(0, 500), with_pauses)
def test_hours_run_exactly_the_amount_outside_the_pauses(amount: int, case: Case) -> None:
    start, pauses = case
    end = due_at(limit(amount, TimeUnit.HOURS), start=start, calendar=SHIPPED, pauses=pauses)
    assert end is not None
    # Count the minutes one by one on a line of edges, without merging spans as the code does.
    edges = sorted(
        {start, end, *(e for p in pauses for e in (p.start, p.end) if e is not None and start < e < end)}
    )
    ran = timedelta()
    for left, right in pairwise(edges):
        if not any(p.start <= left and p.end is not None and p.end >= right for p in pauses):
            ran += right - left
    assert ran == timedelta(hours=amount)
