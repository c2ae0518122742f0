"""Rows out: .xlsx in constant memory and .csv. Whatever a cell says, no program may take it for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from bihuan.common.tables.clean import Cell, text_of
from bihuan.common.tables.dates import SHANGHAI

if TYPE_CHECKING:
    import xlsxwriter

Written = Cell | Decimal | None
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # characters that a cell of Excel holds
_WIDEST = 60
MAX_ROWS = 1_048_575  # below the heading, on one sheet


def write_rows(
    headings: Sequence[str],
    rows: Iterable[Sequence[Written]],
    *,
    to: IO[bytes] | Path | None = None,
    sheet: str = "Sheet1",
    widths: Sequence[int] = (),
) -> bytes:
    """A workbook with frozen bold headings, widths by the headings, dates as dates and text as text.

    Written row by row in constant memory; beyond 1,048,575 rows another sheet begins. Without `to` the bytes
    are returned, otherwise they go there and b"" is returned.
    """
    buffer = io.BytesIO()
    target = str(to) if isinstance(to, Path) else to if to is not None else buffer
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
    }
    import xlsxwriter  # 20 MB in each web process, for an export now and then

    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        page = None
        at = 0
        for number, row in enumerate(rows):
            if page is None or at > MAX_ROWS:
                page, at = _begin(book, sheet, number, headings, widths, bold), 1
            for column, value in enumerate(row):
                _write(page, at, column, value, day, moment)
            at += 1
        if page is None:
            _begin(book, sheet, 0, headings, widths, bold)
    return buffer.getvalue() if to is None else b""


def _begin(
    book: xlsxwriter.Workbook,
    sheet: str,
    number: int,
    headings: Sequence[str],
    widths: Sequence[int],
    bold: object,
) -> xlsxwriter.worksheet.Worksheet:
    page = book.add_worksheet(sheet if number == 0 else f"{sheet[:25]}-{number // MAX_ROWS + 1}")
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        width = widths[column] if column < len(widths) else min(max(len(heading) * 2 + 4, 12), _WIDEST)
        page.set_column(column, column, width)
        page.write_string(0, column, heading[:_LONGEST], bold)
    return page


def _write(page: object, row: int, column: int, value: Written, day: object, moment: object) -> None:
    write = page  # xlsxwriter has no types
    if value is None or value == "":
        return
    if isinstance(value, str):
        write.write_string(row, column, value[:_LONGEST])  # type: ignore[attr-defined]
    elif isinstance(value, bool):
        write.write_string(row, column, text_of(value))  # type: ignore[attr-defined]
    elif isinstance(value, dt.datetime):
        naive = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
        write.write_datetime(row, column, naive, moment)  # type: ignore[attr-defined]
    elif isinstance(value, dt.date):
        write.write_datetime(row, column, value, day)  # type: ignore[attr-defined]
    elif isinstance(value, (int, float, Decimal)) and abs(float(value)) < 1e15:
        write.write_number(row, column, value)  # type: ignore[attr-defined]
    else:
        write.write_string(row, column, str(value))  # type: ignore[attr-defined]


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> Iterator[bytes]:
    """The rows as UTF-8 .csv with the mark that makes Excel read it as such, in pieces for a streamed answer.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    yield "\ufeff".encode()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([defused(heading) for heading in headings])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > 65_536:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value: Written) -> str:
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(SHANGHAI) if value.tzinfo else value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, str):
        return defused(value)
    return str(value) if isinstance(value, Decimal) else text_of(value)


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def write_rejected(
    headings: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Written], str]],
    *,
    to: IO[bytes] | Path | None = None,
) -> bytes:
    """The rows that were not taken: their number, why (in the reader's language), the cells as they were.

    Mended there and imported again, the file adds only what was missing: the two new columns are no target's.
    """
    return write_rows(
        [_("原行号"), _("原因"), *headings],
        ([number, why, *cells] for number, cells, why in rows),
        to=to,
        sheet=_("未导入的行"),
        widths=(8, 50),
    )
