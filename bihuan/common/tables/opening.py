"""Open a workbook and go through its rows. Row numbers are those the clerk sees in WPS or Excel."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import python_calamine as calamine
from django.utils.translation import gettext_noop as _

from bihuan.common.tables.clean import UNCALCULATED, Cell, is_blank
from bihuan.common.tables.reasons import Reason, TableError
from bihuan.common.tables.scan import Scan, column_letters, scan_ods, scan_xlsx
from bihuan.common.tables.sniff import (
    DAMAGED,
    LOCKED,
    DamagedWorkbookError,
    EmptyTableError,
    LockedWorkbookError,
    NotATableError,
    Shape,
    encoding_of,
    sniff,
)

Row = tuple[int, list[Cell]]
Span = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each (row, column) counted from zero
_LONGEST_CELL = 4_000_000  # characters of one .csv cell: an unclosed quote would otherwise eat the file


class SheetMissingError(TableError):
    """The workbook has no sheet of that name."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet one may choose."""

    name: str
    hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet, open. `notices` says what a reader should know before trusting it."""

    name: str
    merged: Sequence[Span] = ()
    notices: list[Reason] = field(default_factory=list)
    _source: calamine.CalamineSheet | None = None
    _scan: Scan = field(default_factory=Scan)
    _text: tuple[BinaryIO, str] | None = None

    def rows(self) -> Iterator[Row]:
        """Every row that holds something: (its number in the sheet from 1, cells from column A).

        A million empty rows cost about half a second and are never kept. Cells of a vertical merge below the
        heading carry the value of its first cell, as the eye reads them.
        """
        if self._text is not None:
            return _csv_rows(*self._text)
        return self._book_rows()

    def _book_rows(self) -> Iterator[Row]:
        sheet = self._source
        if sheet is None or sheet.start is None:
            return
        shift = sheet.start[1]
        pad: list[Cell] = [""] * shift
        marks = _marks(self._scan)
        falls = _falls(self.merged)
        carried: dict[int, tuple[Cell, int]] = {}  # column -> value and the last row it stands for
        for index, cells in enumerate(sheet.iter_rows()):
            row = [*pad, *cells] if shift else cells
            for column in marks.get(index, ()):
                if column < len(row) and row[column] == "":
                    row[column] = UNCALCULATED
            for column, last in falls.get(index, ()):
                if column < len(row):
                    carried[column] = (row[column], last)
            if carried:
                for column, (value, last) in list(carried.items()):
                    if index > last:
                        del carried[column]
                    elif row[column] == "":
                        row[column] = value
            if row.count("") != len(row) and not all(map(is_blank, row)):
                yield index + 1, row


@dataclass(slots=True)
class Book:
    """An opened file. Close by dropping it."""

    shape: Shape
    sheets: tuple[SheetName, ...]
    _file: BinaryIO
    _book: calamine.CalamineWorkbook | None = None

    def sheet(self, name: str = "") -> Sheet:
        """The sheet of that name, or the first visible one with rows.

        Raises SheetMissingError, EmptyTableError, TooLargeError, DamagedWorkbookError.
        """
        if self.shape is Shape.CSV:
            return Sheet("", _text=(self._file, encoding_of(self._file)))
        if name and name not in {sheet.name for sheet in self.sheets}:
            raise SheetMissingError(
                _("没有名为“%(name)s”的工作表；有：%(names)s"),
                name=name,
                names="、".join(sheet.name for sheet in self.sheets),
            )
        wanted = [name] if name else [sheet.name for sheet in self.sheets if not sheet.hidden]
        for candidate in wanted:
            sheet = self._open(candidate)
            if sheet is not None:
                others = [other.name for other in self.sheets if other.name != candidate and not other.hidden]
                if others and not name:
                    sheet.notices.append(
                        Reason(
                            _("工作簿有多个工作表，现在读的是“%(name)s”；另有：%(others)s"),
                            {"name": candidate, "others": "、".join(others)},
                        )
                    )
                return sheet
        raise EmptyTableError(_("工作表里没有任何内容"))

    def _open(self, name: str) -> Sheet | None:
        assert self._book is not None
        scan = Scan()
        if self.shape is Shape.XLSX:
            self._file.seek(0)
            scan = scan_xlsx(zipfile.ZipFile(self._file), name)
        try:
            source = self._book.get_sheet_by_name(name)
        except calamine.CalamineError as error:
            raise DamagedWorkbookError(DAMAGED) from error
        if source.start is None:
            return None
        sheet = Sheet(name, tuple(source.merged_cell_ranges or ()), [], source, scan)
        if scan.uncalculated:
            first = sorted(scan.uncalculated)[:5]
            sheet.notices.append(
                Reason(
                    _("有 %(count)s 个公式没有计算结果（%(cells)s 等），无法读取；请先用 WPS 打开并保存"),
                    {
                        "count": str(len(scan.uncalculated)),
                        "cells": "、".join(f"{column_letters(column)}{row + 1}" for row, column in first),
                    },
                )
            )
        elif scan.formulas:
            sheet.notices.append(
                Reason(_("有 %(count)s 个公式，导入的是它们保存时的结果"), {"count": str(scan.formulas)})
            )
        return sheet


def open_book(source: Path | bytes | BinaryIO, *, name: str = "") -> Book:
    """Open a workbook or .csv by its content; `name` is what the clerk called it.

    Raises EmptyTableError, TooLargeError, NotATableError, LockedWorkbookError or DamagedWorkbookError; each says
    what to do.
    """
    file: BinaryIO
    if isinstance(source, Path):
        file, name = source.open("rb"), name or source.name
    else:
        file = io.BytesIO(source) if isinstance(source, bytes) else source
    shape = sniff(file, name)
    if shape is Shape.CSV:
        return Book(shape, (SheetName(""),), file)
    if shape is Shape.ODS:  # calamine lays out every sheet of these at once
        scan_ods(zipfile.ZipFile(file))
    file.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise LockedWorkbookError(LOCKED) from error
    except (calamine.CalamineError, OSError) as error:
        if shape is Shape.XLS and "password" in str(error).lower():
            raise LockedWorkbookError(LOCKED) from error
        raise DamagedWorkbookError(DAMAGED) from error
    sheets = tuple(
        SheetName(sheet.name, sheet.visible is not calamine.SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ is calamine.SheetTypeEnum.WorkSheet
    )
    if not sheets:
        raise EmptyTableError(_("工作簿里没有工作表"))
    return Book(shape, sheets, file, book)


def _marks(scan: Scan) -> dict[int, list[int]]:
    marks: dict[int, list[int]] = {}
    for row, column in scan.uncalculated:
        marks.setdefault(row, []).append(column)
    return marks


def _falls(merged: Sequence[Span]) -> dict[int, list[tuple[int, int]]]:
    """Vertical merges of one column by their first row. Blocks over several columns are titles and stay."""
    falls: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merged:
        if bottom > top and left == right:
            falls.setdefault(top, []).append((left, bottom))
    return falls


def _csv_rows(file: BinaryIO, encoding: str) -> Iterator[Row]:
    file.seek(0)
    # A fresh wrapper each time; detached, because closing it would close the file under the next reading.
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    csv.field_size_limit(_LONGEST_CELL)
    sample = "".join(itertools.islice(text, 5))
    text.seek(0)
    delimiter = max(",\t;，", key=sample.count)
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), 1):
            if any(cells) and not all(map(is_blank, cells)):
                yield number, list(cells)
    except csv.Error as error:
        raise NotATableError(
            _("第 %(row)s 行读不下去（引号没有成对？）；请另存为 .xlsx"), row=number + 1
        ) from error
    finally:
        text.detach()
