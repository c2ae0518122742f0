"""Which days offices work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.common.calendar.days import DayKind
from bihuan.common.calendar.papers import Paper, Ruling
from bihuan.common.calendar.tests.counting import day
from bihuan.common.calendar.working import WorkingCalendar, load_shipped


@pytest.mark.parametrize(
    ("when", "kind", "why"),
    [
        ("2026-02-13", DayKind.WORKING, "工作日"),
        ("2026-02-14", DayKind.MAKE_UP, "调休上班"),  # a Saturday worked before the Spring Festival
        ("2026-02-17", DayKind.HOLIDAY, "春节放假"),
        ("2026-02-22", DayKind.HOLIDAY, "春节放假"),  # a Sunday inside the holiday
        ("2026-03-01", DayKind.WEEKEND, "周末"),
        ("2025-10-06", DayKind.HOLIDAY, "国庆节、中秋节放假"),
        ("2020-02-03", DayKind.WORKING, "工作日"),  # a Monday that the second notice of 2020 names as worked
    ],
)
def test_each_day_says_what_it_is(when: str, kind: DayKind, why: str) -> None:
    found = load_shipped().kind(day(when))
    assert (found.kind, found.why, found.known) == (kind, why, True)
    assert found.works == load_shipped().is_working(day(when))


def test_the_shipped_years_are_2010_to_2026_and_2027_is_not_guessed() -> None:
    calendar = load_shipped()
    assert calendar.years == tuple(range(2010, 2027))
    assert not calendar.is_known(2027)
    new_year = calendar.kind(date(2027, 1, 1))  # a Friday, sure to be a holiday, but no paper says so yet
    assert (new_year.works, new_year.known, new_year.why) == (True, False, "工作日（放假安排未公布）")
    assert calendar.kind(date(2027, 1, 2)).why == "周末（放假安排未公布）"


@pytest.mark.parametrize(
    ("year", "working"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, working: int) -> None:
    calendar = load_shipped()
    first, end = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    assert sum(calendar.works_on(n) for n in range(first, end)) == working
    assert calendar.working_between(first, end) == working


def test_the_notice_of_a_year_rules_the_december_before() -> None:
    assert load_shipped().kind(date(2022, 12, 31)).why == "元旦放假"
    eve = Paper(2031, (Ruling(date(2030, 12, 31), off=True, name="元旦"),))
    calendar = WorkingCalendar([eve])
    assert calendar.kind(date(2030, 12, 31)).why == "元旦放假"
    assert calendar.kind(date(2030, 12, 31)).known
    assert not calendar.is_known(2030)
    assert not calendar.kind(date(2030, 12, 30)).known


def test_where_two_notices_rule_a_day_the_later_year_wins_in_whatever_order_they_come() -> None:
    older = Paper(2030, (Ruling(date(2030, 12, 29), off=False, name="元旦"),))
    newer = Paper(2031, (Ruling(date(2030, 12, 29), off=True, name="元旦"),))
    for papers in ([older, newer], [newer, older]):
        assert WorkingCalendar(papers).kind(date(2030, 12, 29)).kind is DayKind.HOLIDAY


def test_the_version_follows_what_is_ruled_and_nothing_else() -> None:
    ruling = Ruling(date(2031, 1, 1), off=True, name="元旦")
    one = WorkingCalendar([Paper(2031, (ruling,), source="a")])
    assert one.version == WorkingCalendar([Paper(2031, (ruling,), source="b")]).version
    moved = Ruling(date(2031, 1, 2), off=True, name="元旦")
    assert one.version != WorkingCalendar([Paper(2031, (moved,))]).version
    assert WorkingCalendar().version == "none"


@pytest.mark.parametrize(
    "start", ["1999-03-05", "2018-12-30", "2019-06-01", "2026-02-10", "2028-12-20", "2045-05-05"]
)
def test_look_up_and_walk_agree_inside_and_outside_the_table(start: str) -> None:
    calendar = load_shipped()
    here = day(start)
    for count in (0, 1, 5, 40, 700):
        worked, walked = 0, here
        while worked < count:
            walked += timedelta(days=1)
            worked += calendar.is_working(walked)
        assert calendar.nth_working_after(here.toordinal(), count) == walked.toordinal()
        assert calendar.working_between(here.toordinal() + 1, walked.toordinal() + 1) == count
