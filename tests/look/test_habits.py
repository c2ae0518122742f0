"""Days, numbers and time left, as each language writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from bihuan.common import habits
from bihuan.common.urgency import urgency

PLACE = habits.PLACE
END_OF_14 = dt.datetime(2026, 2, 15, tzinfo=PLACE)  # 24:00 of 14 February


def at(day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 2, day, hour, minute, tzinfo=PLACE)


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", "2026年2月14日（周六）"), ("en", "Sat 14 Feb 2026")]
)
def test_a_day_is_written_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert habits.day(dt.date(2026, 2, 14)) == expected


def test_a_moment_is_told_in_chinese_time_whatever_its_zone() -> None:
    with translation.override("zh-hans"):
        assert habits.moment(dt.datetime(2026, 2, 13, 16, 30, tzinfo=dt.UTC)) == "2026年2月14日 00:30"


def test_a_short_day_carries_the_year_only_when_it_is_another() -> None:
    with translation.override("zh-hans"):
        assert habits.day_short(dt.date(2026, 3, 1), at(14)) == "3月1日"
        assert habits.day_short(dt.date(2027, 3, 1), at(14)) == "2027年3月1日"


@pytest.mark.parametrize(
    ("now", "chinese", "english"),
    [
        (at(11), "还剩3天", "3 days left"),
        (at(13), "还剩1天", "1 day left"),
        (at(14, 23, 59), "今天到期", "due today"),
        (at(15, 0, 0), "超期1天", "1 day overdue"),
        (at(16, 23), "超期2天", "2 days overdue"),
    ],
)
def test_a_deadline_in_days_is_counted_to_the_end_of_its_last_day(
    now: dt.datetime, chinese: str, english: str
) -> None:
    with translation.override("zh-hans"):
        assert habits.remaining(END_OF_14, now=now) == chinese
    with translation.override("en"):
        assert habits.remaining(END_OF_14, now=now) == english


@pytest.mark.parametrize(
    ("now", "chinese"),
    [
        (at(14, 9), "还剩6小时"),
        (at(14, 14, 30), "不足1小时"),
        (at(14, 15, 20), "刚刚超期"),
        (at(14, 18), "超期3小时"),
        (at(10, 9), "还剩4天"),
    ],
)
def test_a_deadline_at_a_time_of_day_is_counted_in_hours_when_near(now: dt.datetime, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert habits.remaining(at(14, 15), now=now) == chinese


def test_midnight_is_written_as_the_end_of_its_day() -> None:
    with translation.override("zh-hans"):
        assert habits.deadline(END_OF_14) == "2026年2月14日（周六）24:00"


@pytest.mark.parametrize(
    ("now", "how"), [(at(15, 0), "overdue"), (at(14, 23), "soon"), (at(11), "soon"), (at(10), "calm")]
)
def test_urgency_turns_at_the_deadline_itself(now: dt.datetime, how: str) -> None:
    assert urgency(END_OF_14, now=now) == how


def test_large_numbers_are_grouped_by_ten_thousand_in_chinese_and_by_thousand_in_english() -> None:
    with translation.override("zh-hans"):
        assert habits.number_short(12345) == "1.2万"
        assert habits.number_short(300_000_000) == "3亿"
    with translation.override("en"):
        assert habits.number_short(12345) == "12.3K"
    assert habits.number(1234567) == "1,234,567"
    assert habits.percent(0.9734) == "97.3%"
    assert habits.percent(None) == "—"
    assert habits.size(20 * 1024 * 1024) == "20.0 MB"
