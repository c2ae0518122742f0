"""Cells cleaned: what is stray goes, what a person wrote stays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bihuan.common.tables.clean import UNCALCULATED, identifier, is_blank, line, paragraphs, text_of
from bihuan.common.tables.columns import Column, Kind, RowReader, read_cell
from bihuan.common.tables.reasons import Reason, TableError


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("\n\t\t\t\t路灯\u00a0不亮\t\n", "路灯 不亮"),
        ("路灯\u200b不亮\ufeff", "路灯不亮"),
        ("路灯_x000D_不亮", "路灯 不亮"),
        ("a\x00b", "ab"),
        ("　路灯　", "路灯"),
        (2554.0, "2554"),
        (True, "是"),
        (None, ""),
        (dt.datetime(2019, 4, 24), "2019-04-24"),  # noqa: DTZ001 - cells have no zone
    ],
)
def test_a_short_field_is_one_clean_line(cell: object, read: str) -> None:
    assert line(cell) == read  # type: ignore[arg-type]


def test_a_long_text_keeps_its_paragraphs_and_loses_its_indents() -> None:
    cell = "\n\t\t\t\t第一段，\u00a0有空格。\r\n\t\t\n\t\t第二段。\t\n"
    assert paragraphs(cell) == "第一段， 有空格。\n第二段。"


@pytest.mark.parametrize(
    "cell", ["2554.0", 2554.0, 2554, " 2554 ", "２５５４".translate(str.maketrans("２５４", "254"))]
)
def test_a_number_that_is_a_name_has_no_decimals(cell: object) -> None:
    assert identifier(cell) == "2554"  # type: ignore[arg-type]


def test_a_decimal_that_is_a_number_stays_one() -> None:
    assert text_of(1.5) == "1.5"
    assert read_cell(Column("n", "金额", Kind.NUMBER), "1,234.50") == Decimal("1234.50")


@pytest.mark.parametrize("cell", ["", None, "  ", "\u200b\n\t"])
def test_spaces_are_nothing(cell: object) -> None:
    assert is_blank(cell)  # type: ignore[arg-type]


NUMBER = Column("number", "信访编号", Kind.IDENTIFIER, required=True)
AT = Column("at", "登记时间", Kind.MOMENT, required=True)
SUBJECT = Column("subject", "标题", Kind.LINE, longest=5)
WAY = Column("way", "渠道", Kind.CHOICE, choices=(("letter", "来信"), ("visit", "来访")))


def test_a_row_says_everything_that_is_wrong_with_it_not_only_the_first() -> None:
    reader = RowReader([NUMBER, AT, SUBJECT, WAY], {"number": 0, "at": 1, "subject": 2, "way": 3})
    values, reasons = reader.read(["", "2019年2月30日", "一二三四五六", "托梦"])
    said = [str(reason) for reason in reasons]
    assert [reason.about for reason in reasons] == ["信访编号", "登记时间", "标题", "渠道"]
    assert "必填" in said[0]
    assert "不存在" in said[1]
    assert "最多 5 个" in said[2]
    assert "来信、来访" in said[3]
    assert all(value is None for value in values.values())


def test_the_reason_about_a_private_cell_does_not_quote_it() -> None:
    phone = Column("phone", "电话", Kind.IDENTIFIER, private=True)
    _values, reasons = RowReader([phone], {"phone": 0}).read(["1.38E+10"])
    assert "科学计数法" in str(reasons[0])
    assert "1.38" not in str(reasons[0])


def test_a_row_shorter_than_the_heading_reads_as_blank() -> None:
    values, reasons = RowReader([NUMBER, SUBJECT], {"number": 0, "subject": 7}).read(["1"])
    assert values == {"number": "1", "subject": None}
    assert not reasons


def test_a_choice_may_be_given_by_value_or_label() -> None:
    assert read_cell(WAY, "来信") == read_cell(WAY, "letter") == "letter"


@pytest.mark.parametrize("cell", ["-", "——", "/", "#N/A"])
def test_a_dash_means_nothing_was_filled_in(cell: str) -> None:
    assert read_cell(AT, cell) is None
    assert read_cell(SUBJECT, cell) is None


@pytest.mark.parametrize("cell", [4.30103199001011e17, "4.30103E+17"])
def test_a_long_number_that_excel_has_cut_is_refused(cell: object) -> None:
    with pytest.raises(TableError) as refused:
        read_cell(NUMBER, cell)  # type: ignore[arg-type]
    assert "文本" in str(refused.value)


def test_a_formula_without_a_result_is_no_value() -> None:
    with pytest.raises(TableError) as refused:
        read_cell(SUBJECT, UNCALCULATED)
    assert "公式" in str(refused.value)


def test_a_reason_survives_being_stored_and_is_counted_without_the_values_of_its_row() -> None:
    one = Reason("“%(given)s”不是日期", {"given": "甲"}, "登记时间")
    two = Reason("“%(given)s”不是日期", {"given": "乙"}, "登记时间")
    assert Reason.from_json(one.as_json()) == one
    assert str(one) == "登记时间：“甲”不是日期"
    assert one.kind == two.kind
