"""Every way a file can be no table, and every way a table can be odd."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from bihuan.common.tables.clean import UNCALCULATED
from bihuan.common.tables.opening import SheetMissingError, open_book
from bihuan.common.tables.reasons import TableError
from bihuan.common.tables.sniff import (
    DamagedWorkbookError,
    EmptyTableError,
    LockedWorkbookError,
    NotATableError,
    Shape,
    TooLargeError,
)
from bihuan.common.tables.tests.books import bare_xlsx, ods, parts, xlsx

FIXTURES = Path(__file__).parent / "fixtures"
LEDGER = [["信访编号", "标题"], [2554.0, "路灯不亮"], [2555.0, "井盖缺失"]]


def test_rows_carry_the_numbers_the_clerk_sees() -> None:
    book = open_book(xlsx([["台账"], [], ["编号", "标题"], [], [1, "甲"]]))
    assert [(number, cells[:2]) for number, cells in book.sheet().rows()] == [
        (1, ["台账", ""]),
        (3, ["编号", "标题"]),
        (5, [1.0, "甲"]),
    ]


def test_a_table_that_starts_to_the_right_keeps_its_columns() -> None:
    rows = list(open_book(xlsx([["", "", "编号"], ["", "", "1"]])).sheet().rows())
    assert rows[0] == (1, ["", "", "编号"])


@pytest.mark.parametrize(("name", "shape"), [("plain.xls", Shape.XLS), ("plain.ods", Shape.ODS)])
def test_old_and_open_formats_are_read(name: str, shape: Shape) -> None:
    book = open_book(FIXTURES / name)
    assert book.shape is shape
    rows = list(book.sheet("台账").rows())
    assert rows[0][1] == ["信访编号", "标题", "登记时间"]
    assert rows[1][1][1] == "第1件"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding: str, delimiter: str) -> None:
    text = f"信访编号{delimiter}标题\n\n2554{delimiter}“路灯”不亮\n"
    sheet = open_book(text.encode(encoding), name="台账.csv").sheet()
    assert list(sheet.rows()) == [(1, ["信访编号", "标题"]), (3, ["2554", "“路灯”不亮"])]
    assert len(list(sheet.rows())) == 2, "a sheet can be gone through again"


def test_a_workbook_with_a_password_says_how_to_take_it_off() -> None:
    with pytest.raises(LockedWorkbookError) as refused:
        open_book(FIXTURES / "locked.xlsx")
    assert "取消" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "error", "said"),
    [
        (b"", "a.xlsx", EmptyTableError, "空的"),
        ("编号,标题\n1,甲\n".encode(), "a.xlsx", NotATableError, "内容却是文本"),
        ("编号,标题\n1,甲\n".encode("gb18030"), "a.xls", NotATableError, "内容却是文本"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", NotATableError, "网页"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.xlsx", NotATableError, "不是表格文件"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.csv", NotATableError, "不是表格文件"),
        (parts({"a.txt": "x"}), "a.xlsx", NotATableError, "压缩包"),
        (parts({"word/document.xml": "<w/>"}), "a.xlsx", NotATableError, "Word"),
        (xlsx(LEDGER)[:2000], "a.xlsx", DamagedWorkbookError, "损坏"),
        (b"\xff\xff\x81" + "编号".encode("gb18030") + b"\xff", "a.csv", NotATableError, "编码"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    content: bytes, name: str, error: type[TableError], said: str
) -> None:
    with pytest.raises(error) as refused:
        open_book(content, name=name).sheet()
    assert said in str(refused.value)


def test_a_workbook_named_xls_is_read_by_what_it_is() -> None:
    assert open_book(xlsx(LEDGER), name="台账.xls").shape is Shape.XLSX


def test_a_workbook_without_a_cell_says_so() -> None:
    with pytest.raises(EmptyTableError):
        open_book(xlsx([])).sheet()


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(SheetMissingError) as refused:
        open_book(xlsx(LEDGER)).sheet("六月")
    assert "六月" in str(refused.value)
    assert "台账" in str(refused.value)


def test_a_formula_that_was_never_calculated_is_marked_and_counted() -> None:
    content = bare_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>金额</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>A2*2</f></c></row>'
        '<row r="3"><c r="A3"><f>1+2</f><v></v></c><c r="B3"><f>A3*2</f><v>6</v></c></row>'
    )
    sheet = open_book(content).sheet()
    rows = list(sheet.rows())
    assert rows[1][1] == [2.0, UNCALCULATED]
    assert rows[2][1] == [UNCALCULATED, 6.0]
    said = str(sheet.notices[0])
    assert "2 个公式" in said
    assert "B2" in said


def test_formulas_with_results_are_read_by_their_results() -> None:
    content = bare_xlsx('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    sheet = open_book(content).sheet()
    assert [cells for _number, cells in sheet.rows()] == [[2.0]]
    assert "保存时的结果" in str(sheet.notices[0])


def test_a_vertical_merge_stands_for_each_of_its_rows() -> None:
    content = xlsx(
        [["单位", "事项"], ["街道", "甲"], ["", "乙"], ["", "丙"], ["住建", "丁"]], merges=["A2:A4"]
    )
    assert [cells[0] for _number, cells in open_book(content).sheet().rows()] == [
        "单位",
        "街道",
        "街道",
        "街道",
        "住建",
    ]


def test_a_million_empty_rows_cost_little_time() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3, 1_000_003))
    last = '<row r="1000003"><c r="A1000003" t="inlineStr"><is><t>末行</t></is></c></row>'
    content = bare_xlsx(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>' + empty + last.encode()
    )
    started = time.process_time()  # CPU, so that a busy machine does not fail it
    rows = list(open_book(content).sheet().rows())
    assert [number for number, _cells in rows] == [1, 1_000_003], "what stands after them is not lost"
    assert time.process_time() - started < 10


def test_a_cell_at_the_far_end_is_refused_before_it_costs_memory() -> None:
    content = bare_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    with pytest.raises(TooLargeError) as refused:
        open_book(content).sheet()
    assert "XFD1048576" in str(refused.value)


def test_empty_formatted_cells_at_the_far_end_are_no_matter() -> None:
    content = bare_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert [cells for _number, cells in open_book(content).sheet().rows()] == [[1.0]]


def test_repeated_cells_of_an_open_document_are_counted_before_they_are_made() -> None:
    repeated = 'table:number-columns-repeated="999" office:value-type="string"'
    cell = f"<table:table-cell {repeated}><text:p/></table:table-cell>"
    with pytest.raises(TooLargeError):
        open_book(
            ods(f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-row>')
        ).sheet()
    plain = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048575">{wide}</table:table-row>'
    sheet = open_book(ods(f"<table:table-row>{plain}</table:table-row>{tail}")).sheet()
    assert list(sheet.rows()) == [(1, ["a"])]


def test_a_part_that_unpacks_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.common.tables.sniff.MAX_UNPACKED", 1024**2)
    with pytest.raises(TooLargeError) as refused:
        open_book(parts({"xl/workbook.xml": "", "xl/sharedStrings.xml": b" " * 2 * 1024**2}), name="a.xlsx")
    assert "展开后" in str(refused.value)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(xlsx([["编号"], *[[f"第{n}件"] for n in range(500)]]))
    directory = content.rfind(b"xl/sharedStrings.xml") - 46
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DamagedWorkbookError):
        open_book(bytes(content)).sheet()


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.common.tables.sniff.MAX_FILE", 100)
    with pytest.raises(TooLargeError):
        open_book(xlsx(LEDGER))


def test_a_date_cell_comes_as_a_date() -> None:
    rows = list(open_book(xlsx([["时间"], [dt.date(2024, 5, 1)]])).sheet().rows())
    assert str(rows[1][1][0]).startswith("2024-05-01")


def test_another_sheet_with_rows_is_mentioned() -> None:
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("说明")
        book.add_worksheet("一月").write(0, 0, "编号")
        book.add_worksheet("二月").write(0, 0, "编号")
        hidden = book.add_worksheet("底稿")
        hidden.write(0, 0, "x")
        hidden.hide()
    sheet = open_book(buffer.getvalue()).sheet()
    assert sheet.name == "一月"
    assert "二月" in str(sheet.notices[0])
    assert "底稿" not in str(sheet.notices[0])
