"""The heading found below titles, on one row or two, and matched to what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.common.tables.columns import Column, Kind
from bihuan.common.tables.heads import Head, NoHeadingError, find_head, normalised
from bihuan.common.tables.matching import known_names, propose
from bihuan.common.tables.opening import open_book
from bihuan.common.tables.tests.books import xlsx

COLUMNS = (
    Column("number", "信访编号", Kind.IDENTIFIER, required=True, synonyms=("留言编号",)),
    Column("person", "信访人", synonyms=("留言用户", "姓名")),
    Column("phone", "联系电话", synonyms=("电话", "手机")),
    Column("subject", "标题", required=True, synonyms=("留言主题",)),
    Column("received", "登记时间", Kind.MOMENT, required=True, synonyms=("留言时间",)),
    Column("replied", "答复时间", Kind.MOMENT),
)


def head_of(rows: list[list[Any]], merges: tuple[str, ...] = (), row: int = 0) -> Head:
    return find_head(open_book(xlsx(rows, merges=merges)).sheet(), known_names(COLUMNS), row=row)


def test_titles_above_the_heading_are_passed_over() -> None:
    head = head_of(
        [
            ["某区2024年信访台账", "", ""],
            ["填表单位：信访局", "", "2024年5月"],
            ["信访编号", "标题", "登记时间"],
            ["1", "甲", "2024-5-1"],
        ],
        merges=("A1:C1",),
    )
    assert (head.first_row, head.last_row) == (3, 3)
    assert [heading.text for heading in head.headings] == ["信访编号", "标题", "登记时间"]


def test_a_heading_of_unknown_words_is_still_found() -> None:
    head = head_of([["台账"], [], ["件号", "由来", "何时"], ["1", "甲", "2024-5-1"], ["2", "乙", "2024-5-2"]])
    assert head.last_row == 3


def test_a_known_word_in_a_row_does_not_make_it_the_heading() -> None:
    head = head_of(
        [["件号", "由来", "何时", "说明"], ["1", "标题", "2024-5-1", "甲"], ["2", "乙", "2024-5-1", "标题"]]
    )
    assert head.last_row == 1


def test_two_rows_with_merged_groups_are_read_together() -> None:
    head = head_of(
        [
            ["信访编号", "来信人", "", "标题", "登记时间"],
            ["", "姓名", "电话", "", ""],
            ["1", "王某", "000", "甲", "2024-5-1"],
        ],
        merges=("A1:A2", "B1:C1", "D1:D2", "E1:E2"),
    )
    assert (head.first_row, head.last_row) == (1, 2)
    assert [heading.text for heading in head.headings] == [
        "信访编号",
        "来信人 姓名",
        "来信人 电话",
        "标题",
        "登记时间",
    ]
    positions = propose(head.headings, COLUMNS).positions
    assert positions == {"number": 0, "person": 1, "phone": 2, "subject": 3, "received": 4}


def test_two_rows_are_read_together_when_the_merges_are_lost() -> None:
    head = head_of([["信访编号", "来信人", "", "标题"], ["", "姓名", "电话", ""], ["1", "王某", "000", "甲"]])
    assert head.last_row == 2


def test_a_group_over_one_row_only_is_a_second_row() -> None:
    head = head_of(
        [
            ["台账", "", "", ""],
            ["编号", "来信人", "", "标题"],
            ["号", "姓名", "电话", "题"],
            ["1", "王某", "000", "甲"],
        ],
        merges=("A1:D1", "B2:C2"),
    )
    assert (head.first_row, head.last_row) == (2, 3)


def test_the_clerk_may_choose_the_row() -> None:
    assert head_of([["信访编号", "标题"], ["件号", "由来"], ["1", "甲"]], row=2).headings[0].text == "件号"


def test_no_heading_is_said_with_what_to_do() -> None:
    with pytest.raises(NoHeadingError) as refused:
        head_of([[1, 2, 3], [4, 5, 6]])
    assert "第一行" in str(refused.value)


def test_the_same_heading_twice_is_said_and_the_first_is_taken() -> None:
    head = head_of([["信访编号", "标题", "标题", "登记时间"], ["1", "甲", "乙", "2024-5-1"]])
    assert "“标题”出现了 2 次" in str(head.notices[0])
    proposal = propose(head.headings, COLUMNS)
    assert proposal.positions["subject"] == 1
    assert [heading.index for heading in proposal.unused] == [2]


def test_a_required_column_that_is_missing_is_named() -> None:
    head = head_of([["信访编号", "标题"], ["1", "甲"]])
    assert [column.name for column in propose(head.headings, COLUMNS).missing] == ["received"]


@pytest.mark.parametrize(
    ("heading", "how"),
    [
        ("信访编号", "exact"),
        (" 信 访\n编 号 ", "exact"),
        ("*信访编号：", "exact"),
        ("NUMBER", "exact"),
        ("信访编号（必填）", "exact"),
        ("留言编号", "synonym"),
        ("信访件编号", "like"),
    ],
)
def test_headings_match_however_they_are_spelt(heading: str, how: str) -> None:
    head = head_of([[heading, "标题", "登记时间"], ["1", "甲", "2024-5-1"]])
    match = next(match for match in propose(head.headings, COLUMNS).matches if match.column == "number")
    assert (match.index, match.how) == (0, how)
    assert match.sure is (how != "like")


def test_the_nearer_of_two_like_headings_wins() -> None:
    head = head_of([["答复时间", "登记时间", "信访编号", "标题"], ["2024-5-2", "2024-5-1", "1", "甲"]])
    positions = propose(head.headings, COLUMNS).positions
    assert (positions["replied"], positions["received"]) == (0, 1)


def test_full_and_half_width_are_the_same_heading() -> None:
    assert normalised("Ａ（时 间）") == normalised("a(时间)")


def test_a_fingerprint_follows_the_headings_and_not_the_rows() -> None:
    one = head_of([["信访编号", "标题"], ["1", "甲"]])
    two = head_of([["信访 编号", "标题"], ["9", "乙"], ["8", "丙"]])
    other = head_of([["标题", "信访编号"], ["甲", "1"]])
    assert one.fingerprint == two.fingerprint != other.fingerprint
