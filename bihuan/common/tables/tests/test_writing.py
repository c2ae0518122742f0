"""Rows out: nothing a cell says may be run by the program that opens it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.common.tables.dates import SHANGHAI
from bihuan.common.tables.opening import open_book
from bihuan.common.tables.writing import write_csv, write_rejected, write_rows

FORMULAS = ['=cmd|"/c calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_like_a_formula_stays_a_text(text: str) -> None:
    content = write_rows([text], [[text]])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert list(open_book(content).sheet().rows())[1][1] == [text]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_disarms_a_text_like_a_formula(text: str) -> None:
    written = b"".join(write_csv(["标题"], [[text]])).decode("utf-8-sig")
    assert written.splitlines()[1].lstrip('"').startswith("'")


def test_csv_begins_with_the_mark_that_excel_needs_and_reads_back() -> None:
    content = b"".join(write_csv(["编号", "标题"], [["1", "甲，“乙”\n丙"]]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(open_book(content, name="a.csv").sheet().rows())[1] == (2, ["1", "甲，“乙”\n丙"])


def test_dates_numbers_and_addresses_keep_their_kind() -> None:
    moment = dt.datetime(2024, 5, 1, 9, 30, tzinfo=SHANGHAI)
    content = write_rows(
        ["a", "b", "c", "d", "e", "f"],
        [
            [moment, dt.date(2024, 5, 1), 3, Decimal("1.5"), "http://x.cn", None],
            [True, "0012", 10**17, 1.0, "", "x"],
        ],
    )
    rows = [cells for _number, cells in open_book(content).sheet().rows()]
    assert str(rows[1][0]).startswith("2024-05-01 09:30")
    assert str(rows[1][1]).startswith("2024-05-01")
    assert rows[1][2:5] == [3.0, 1.5, "http://x.cn"]
    assert rows[2][:3] == ["是", "0012", "100000000000000000"]
    assert b"hyperlink" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_the_heading_is_frozen_and_an_empty_list_still_has_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_rows(["编号"], [], to=path) == b""
    assert b'state="frozen"' in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert list(open_book(path).sheet().rows()) == [(1, ["编号"])]


def test_rows_beyond_one_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.common.tables.writing.MAX_ROWS", 3)
    book = open_book(write_rows(["编号"], [[n] for n in range(7)]))
    names = [sheet.name for sheet in book.sheets]
    assert names == ["Sheet1", "Sheet1-2", "Sheet1-3"]
    assert [cells[0] for name in names for _n, cells in book.sheet(name).rows() if cells[0] != "编号"] == [
        *range(7)
    ]


def test_rejected_rows_come_back_with_their_number_reason_and_cells() -> None:
    content = write_rejected(["信访编号", "时间"], [(17, [2554, "4月24日"], "没有年份")])
    rows = [cells for _number, cells in open_book(content).sheet().rows()]
    assert rows == [["原行号", "原因", "信访编号", "时间"], [17.0, "没有年份", 2554.0, "4月24日"]]
