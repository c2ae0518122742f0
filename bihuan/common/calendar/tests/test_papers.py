"""Reading a year's arrangement: what is taken and what is refused, with words that say what to do."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bihuan.common.calendar.papers import CalendarFileError, NotPublishedError, parse
from bihuan.common.calendar.working import load_shipped


def file(**changes: Any) -> bytes:
    content = {
        "year": 2027,
        "papers": ["https://example.gov.cn/1"],
        "days": [["2027-01-01", "off", "元旦"]],
        **changes,
    }
    return json.dumps(content, ensure_ascii=False).encode()


def test_both_shapes_say_the_same() -> None:
    ours = parse(file(days=[["2027-01-01", "off", "元旦"], ["2027-01-03", "work", "元旦"]]))
    theirs = parse(
        file(
            days=[
                {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
                {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
            ]
        )
    )
    assert ours == theirs
    assert ours.sha == theirs.sha
    assert ours.source == "https://example.gov.cn/1"
    assert [ruling.date for ruling in theirs.rulings] == [date(2027, 1, 1), date(2027, 1, 3)]


def test_what_a_paper_writes_it_reads_again() -> None:
    for paper in load_shipped().papers:
        assert parse(json.dumps({"year": paper.year, "days": paper.days()})) == paper


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbf" + file()).year == 2027


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<html>", "不是有效的 JSON"),
        (b"\xff\xfe\x00", "不是有效的 JSON"),
        (b"[" * 200_000, "不是有效的 JSON"),
        (b"[]", "缺少年份"),
        (b'{"days": []}', "缺少年份"),
        (file(year="2027"), "缺少年份"),
        (file(year=True), "缺少年份"),
        (b'{"year": 2027}', "缺少日期列表"),
        (file(days={"2027-01-01": "元旦"}), "缺少日期列表"),
        (file(days=[["2027-01-01", "off", "元旦"], ["2027-01-01", "work", "元旦"]]), "2027-01-01 重复"),
        (file(days=[["2028-01-01", "off", "元旦"]]), "2028-01-01 不属于2027年"),
        (file(days=[["2026-11-30", "off", "元旦"]]), "2026-11-30 不属于2027年"),
        (file(days=[["2027-02-30", "off", "春节"]]), "第1条"),
        (file(days=[["2027-01-01", "off", "元旦"], ["2027-01-02", "holiday", "元旦"]]), "第2条"),
        (file(days=[{"date": "2027-01-01", "isOffDay": "yes", "name": "元旦"}]), "第1条"),
        (file(days=[["2027-01-01", "off", " "]]), "第1条"),
        (b" " * 1_000_001, "文件过大"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(CalendarFileError) as refused:
        parse(raw)
    assert said in str(refused.value)


def test_a_file_of_another_year_is_refused_when_a_year_is_wanted() -> None:
    with pytest.raises(CalendarFileError, match="文件是2027年的放假安排，需要的是2028年"):
        parse(file(), year=2028)


def test_an_empty_list_means_not_published_yet() -> None:
    with pytest.raises(NotPublishedError, match="2027年的放假安排尚未公布"):
        parse(file(days=[]))


def test_a_day_of_the_december_before_belongs_to_the_paper() -> None:
    assert parse(file(days=[["2026-12-31", "off", "元旦"]])).rulings[0].date == date(2026, 12, 31)
