"""Counting, checked by hand against a printed calendar."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from bihuan.common.calendar.days import Reason
from bihuan.common.calendar.deadlines import DayNote, compute, days_of, due, due_at, midnight
from bihuan.common.calendar.pauses import Pause
from bihuan.common.calendar.rules import Roll, TimeUnit
from bihuan.common.calendar.tests.counting import (
    DAYS,
    GENEROUS,
    HOURS,
    STRICT,
    WORKING,
    at,
    day,
    limit,
    pause,
)  # fmt: skip
from bihuan.common.calendar.working import load_shipped

SHIPPED = load_shipped()


@pytest.mark.parametrize(
    ("amount", "unit", "roll", "start", "on"),
    [
        # Fri 13, Sat 14 (made up), holiday 15 to 23, Tue 24, Wed 25, Thu 26.
        (5, WORKING, STRICT, "2026-02-12", "2026-02-26"),
        # The holiday of 2020 was prolonged to 2 February: Thu 23, then Mon 3 to Thu 6.
        (5, WORKING, STRICT, "2020-01-22", "2020-02-06"),
        # Thu 29, Fri 30, holiday 31 December (by the notice of 2023) to 2 January, Tue 3, Wed 4, Thu 5.
        (5, WORKING, STRICT, "2022-12-28", "2023-01-05"),
        # Sun 20 September 2026 is worked: it counts.
        (1, WORKING, STRICT, "2026-09-19", "2026-09-20"),
        # 22 to 24 and 28 to 30 September make 6; Thu 8 to Sat 10 October (made up) 9; two weeks 19; Mon 26.
        (20, WORKING, STRICT, "2026-09-21", "2026-10-26"),
        # 26 days of January, 28 of February, 6 of March.
        (60, DAYS, STRICT, "2026-01-05", "2026-03-06"),
        (60, DAYS, STRICT, "2024-01-05", "2024-03-05"),  # a leap year
        # Inside the National Day holiday: an office's duty stays, a resident's right moves.
        (15, DAYS, STRICT, "2026-09-20", "2026-10-05"),
        (15, DAYS, GENEROUS, "2026-09-20", "2026-10-08"),
        (30, DAYS, GENEROUS, "2026-01-23", "2026-02-24"),  # Sun 22 and Mon 23 February are holiday
        (30, DAYS, GENEROUS, "2026-04-09", "2026-05-09"),  # a Saturday that is worked: nothing to move
        (30, DAYS, GENEROUS, "2026-05-14", "2026-06-15"),  # an ordinary Saturday moves to Monday
        (0, DAYS, STRICT, "2026-03-02", "2026-03-02"),
        (0, DAYS, GENEROUS, "2026-03-01", "2026-03-02"),
    ],
)
def test_a_limit_ends_on_the_day_counted_by_hand(
    amount: int, unit: TimeUnit, roll: Roll, start: str, on: str
) -> None:
    deadline = compute(limit(amount, unit, roll), start=at(start), calendar=SHIPPED)
    assert deadline.due_on == day(on)
    assert not deadline.provisional
    assert due(limit(amount, unit, roll), start=at(start), calendar=SHIPPED) == (
        deadline.due_at,
        day(on),
        False,
    )


def test_the_last_day_ends_at_24_00() -> None:
    deadline = compute(limit(60, DAYS), start=at("2026-01-05T00:00"), calendar=SHIPPED)
    assert deadline.due_at == datetime.fromisoformat("2026-03-07T00:00+08:00")


def test_the_hour_of_the_start_day_does_not_matter_for_days() -> None:
    ends = {
        due_at(limit(5, WORKING), start=at(f"2026-02-12T{hour}"), calendar=SHIPPED)
        for hour in ("00:00", "12:00", "23:59:59.999999")
    }
    assert ends == {midnight(date(2026, 2, 27))}


def test_the_start_day_is_that_of_beijing() -> None:
    evening_in_utc = datetime(2026, 1, 4, 16, 30, tzinfo=UTC)  # 00:30 on the 5th in Beijing
    assert compute(limit(60, DAYS), start=evening_in_utc, calendar=SHIPPED).due_on == date(2026, 3, 6)


def test_hours_run_through_night_and_holiday_from_the_moment() -> None:
    deadline = compute(limit(24, HOURS), start=at("2026-02-14T09:30"), calendar=SHIPPED)
    assert deadline.due_at == at("2026-02-15T09:30")
    assert [(note.date.day, note.counted, note.why) for note in deadline.days] == [
        (14, True, "连续计时"),
        (15, True, "连续计时"),
    ]


@pytest.mark.parametrize("year", range(2020, 2027))
@pytest.mark.parametrize("before", range(12))
def test_five_working_days_over_every_spring_festival_agree_with_a_plain_count(
    year: int, before: int
) -> None:
    data = json.loads((files("bihuan.common.calendar") / "data" / f"{year}.json").read_text("utf-8"))
    off = {day for day, does, _ in data["days"] if does == "off"}
    worked = {day for day, does, _ in data["days"] if does == "work"}
    festival = min(day for day, _, name in data["days"] if name == "春节" and day in off)
    start = date.fromordinal(date.fromisoformat(festival).toordinal() - before)
    plain, left = start, 5
    while left:
        plain = date.fromordinal(plain.toordinal() + 1)
        text = plain.isoformat()
        left -= text in worked or (plain.weekday() < 5 and text not in off)
    assert compute(limit(5, WORKING), start=midnight(start), calendar=SHIPPED).due_on == plain


def test_every_day_says_whether_it_counted_and_why() -> None:
    deadline = compute(limit(5, WORKING), start=at("2026-02-12"), calendar=SHIPPED)
    assert deadline.days[:4] == (
        DayNote(date(2026, 2, 12), counted=False, why="开始当日不计入"),
        DayNote(date(2026, 2, 13), counted=True, why="工作日"),
        DayNote(date(2026, 2, 14), counted=True, why="调休上班"),
        DayNote(date(2026, 2, 15), counted=False, why="春节放假"),
    )
    assert deadline.days[-1] == DayNote(date(2026, 2, 26), counted=True, why="工作日")
    assert sum(note.counted for note in deadline.days) == 5


def test_a_last_day_off_says_that_it_stays_or_where_it_moves() -> None:
    strict = compute(limit(15, DAYS), start=at("2026-09-20"), calendar=SHIPPED)
    assert strict.days[-1] == DayNote(date(2026, 10, 5), counted=True, why="最后一日逢休息日，不顺延")
    generous = compute(limit(15, DAYS, GENEROUS), start=at("2026-09-20"), calendar=SHIPPED)
    assert [note.why for note in generous.days[-4:]] == [
        "最后一日逢休息日，顺延", "国庆节放假", "国庆节放假", "顺延至休假结束的次日",
    ]  # fmt: skip
    assert sum(note.counted for note in generous.days) == 15


def test_days_are_stored_as_a_few_runs_and_read_back_the_same() -> None:
    deadline = compute(limit(60, DAYS), start=at("2026-01-05"), calendar=SHIPPED)
    assert deadline.runs == [
        ("2026-01-05", "2026-01-05", False, "开始当日不计入"),
        ("2026-01-06", "2026-03-06", True, "自然日"),
    ]
    assert days_of(json.loads(json.dumps(deadline.runs))) == deadline.days


def test_an_extension_adds_units_of_the_limits_own_kind() -> None:
    # 政府信息公开条例 art. 33: 20 working days and 20 more.
    twice = compute(limit(20, WORKING), start=at("2026-03-02"), calendar=SHIPPED, extended_by=20)
    assert twice.due_on == compute(limit(40, WORKING), start=at("2026-03-02"), calendar=SHIPPED).due_on
    assert twice.extended_by == 20


def test_a_paused_clock_skips_the_day_it_stops_and_counts_the_day_it_goes_on() -> None:
    deadline = compute(
        limit(5, WORKING),
        start=at("2026-03-02"),
        calendar=SHIPPED,
        pauses=[pause("2026-03-04T10:00", "2026-03-06T09:00")],
    )
    assert [note.date.day for note in deadline.days if note.counted] == [3, 6, 9, 10, 11]
    assert [note.date.day for note in deadline.days if note.code is Reason.PAUSED] == [4, 5]


def test_a_pause_within_one_day_takes_no_day_but_takes_its_hours() -> None:
    short = [pause("2026-03-04T10:00", "2026-03-04T16:30")]
    assert compute(limit(5, WORKING), start=at("2026-03-02"), calendar=SHIPPED, pauses=short).due_on == day(
        "2026-03-09"
    )
    assert compute(
        limit(48, HOURS), start=at("2026-03-03T09:00"), calendar=SHIPPED, pauses=short
    ).due_at == at("2026-03-05T15:30")


@pytest.mark.parametrize(
    ("start", "until", "on"),
    [
        ("2026-03-09", "2026-03-11", "2026-03-11"),  # stops on what would be the last day
        ("2026-03-10", "2026-03-11", "2026-03-09"),  # stops a day too late to matter
        ("2026-03-02", "2026-03-04", "2026-03-10"),  # stops on the start day, which was never counted
        ("2026-03-06", "2026-03-09", "2026-03-10"),  # over a weekend: one working day is lost
    ],
)
def test_a_pause_moves_the_end_by_the_days_it_takes_before_it(start: str, until: str, on: str) -> None:
    for count in (compute, due):
        found = count(
            limit(5, WORKING), start=at("2026-03-02"), calendar=SHIPPED, pauses=[pause(start, until)]
        )
        assert found.due_on == day(on)


def test_overlapping_pauses_are_taken_once() -> None:
    over = [
        pause("2026-03-04", "2026-03-10"),
        pause("2026-03-06", "2026-03-12"),
        pause("2026-03-07", "2026-03-08"),
    ]
    once = [pause("2026-03-04", "2026-03-12")]
    for unit in TimeUnit:
        ends = {
            due_at(limit(90, unit), start=at("2026-03-02"), calendar=SHIPPED, pauses=pauses)
            for pauses in (over, once)
        }
        assert len(ends) == 1


@pytest.mark.parametrize("unit", TimeUnit)
def test_a_clock_that_stands_still_has_no_end_and_says_what_is_left(unit: TimeUnit) -> None:
    deadline = compute(
        limit(10, unit),
        start=at("2026-03-02T10:00"),
        calendar=SHIPPED,
        pauses=[pause("2026-03-02T14:30", None)],
    )
    assert deadline.paused
    assert (deadline.due_at, deadline.due_on, deadline.provisional) == (None, None, False)
    assert deadline.left == (6 if unit is HOURS else 10)  # 5 and a half hours, rounded up
    if unit is not HOURS:
        assert deadline.days[-1].why == "暂停计算，尚未恢复"


@pytest.mark.parametrize("unit", TimeUnit)
def test_a_pause_after_the_end_does_not_save_a_late_office(unit: TimeUnit) -> None:
    late = [pause("2026-04-01", None)]
    paused = compute(limit(5, unit), start=at("2026-03-02"), calendar=SHIPPED, pauses=late)
    assert paused == compute(limit(5, unit), start=at("2026-03-02"), calendar=SHIPPED)
    assert not paused.paused


def test_a_moved_last_day_waits_for_the_end_of_a_pause_too() -> None:
    # The 30 days end on Sat 13 June; the pause covers the Monday on which they would end instead.
    asked = limit(30, DAYS, GENEROUS)
    held = [pause("2026-06-15", "2026-06-17")]
    for count in (compute, due):
        assert count(asked, start=at("2026-05-14"), calendar=SHIPPED, pauses=held).due_on == day("2026-06-17")
    assert due_at(asked, start=at("2026-05-14"), calendar=SHIPPED, pauses=[pause("2026-06-15", None)]) is None
    standing = compute(asked, start=at("2026-05-14"), calendar=SHIPPED, pauses=[pause("2026-06-15", None)])
    assert standing.paused
    assert standing.left == 0


@pytest.mark.parametrize(("unit", "amount"), [(WORKING, 5), (DAYS, 10), (HOURS, 72)])
def test_a_date_in_a_year_without_a_calendar_is_provisional(unit: TimeUnit, amount: int) -> None:
    assert compute(limit(amount, unit), start=at("2026-12-30"), calendar=SHIPPED).provisional
    assert not compute(limit(amount, unit), start=at("2026-11-30"), calendar=SHIPPED).provisional


def test_the_start_day_is_not_counted_so_its_year_need_not_be_known() -> None:
    assert not SHIPPED.is_known(2009)
    assert not compute(limit(5, WORKING), start=at("2009-12-31"), calendar=SHIPPED).provisional
    assert compute(limit(5, WORKING), start=at("2009-12-30"), calendar=SHIPPED).provisional


def test_a_limit_that_ends_on_31_december_is_not_provisional_though_its_moment_lies_in_january() -> None:
    deadline = compute(limit(1, DAYS), start=at("2026-12-30"), calendar=SHIPPED)
    assert deadline.due_at == midnight(date(2027, 1, 1))
    assert not deadline.provisional


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 1, 5)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="time zone"):
        compute(limit(5, DAYS), start=naive, calendar=SHIPPED)
    with pytest.raises(ValueError, match="time zone"):
        due_at(limit(5, HOURS), start=naive, calendar=SHIPPED)


def test_a_negative_limit_or_a_backward_pause_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        compute(limit(-1, DAYS), start=at("2026-01-05"), calendar=SHIPPED)
    with pytest.raises(ValueError, match="negative"):
        due_at(limit(1, DAYS), start=at("2026-01-05"), calendar=SHIPPED, extended_by=-1)
    with pytest.raises(ValueError, match="ends before"):
        Pause(at("2026-01-05"), at("2026-01-04"))
