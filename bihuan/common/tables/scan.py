"""A first pass over a sheet's XML, in blocks: how far its cells reach, and formulas nobody has calculated.

calamine lays a sheet out as a full rectangle. One stray cell at XFD1048576 would ask for 17 thousand million
cells, so the rectangle is known before calamine sees it.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from bihuan.common.tables.sniff import DAMAGED, DamagedWorkbookError, TooLargeError, opened_part, read_to_end

MAX_CELLS = 8_000_000  # of 32 bytes each in calamine: 256 MB
_BLOCK = 1 << 22
# Only cells have letters in their address; a literal to search for first makes this four times as fast.
_FILLED = re.compile(rb' r="([A-Z]+)(\d+)"[^>/]*>')
_ROW = re.compile(rb' r="(\d+)"[^>/]*>')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_SHEET = re.compile(r'<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"[^>]*?\s\w+:id="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_ODS_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')


@dataclass(frozen=True, slots=True)
class Scan:
    """What the pass found. Positions count from zero."""

    formulas: int = 0
    uncalculated: frozenset[tuple[int, int]] = frozenset()


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def scan_xlsx(archive: zipfile.ZipFile, sheet: str) -> Scan:
    """Read the sheet's part through once. Raises TooLargeError beyond MAX_CELLS, DamagedWorkbookError."""
    try:
        for name in archive.namelist():
            if name.lower().endswith("sharedstrings.xml"):
                read_to_end(archive, name)
        return _scan_part(archive, _part_of(archive, sheet))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise DamagedWorkbookError(DAMAGED) from error


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    book = opened_part(archive, "xl/workbook.xml").read().decode("utf-8", "replace")
    relations = opened_part(archive, "xl/_rels/workbook.xml.rels").read().decode("utf-8", "replace")
    wanted = next((found[1] for found in _SHEET.findall(book) if html.unescape(found[0]) == sheet), None)
    for relation in _RELATION.findall(relations):
        if re.search(rf'\bId="{re.escape(wanted or "")}"', relation):
            target = re.search(r'\bTarget="([^"]*)"', relation)
            if target:
                path = target[1].lstrip("/")
                return path if path.startswith("xl/") else f"xl/{path}"
    raise DamagedWorkbookError(DAMAGED)


def _scan_part(archive: zipfile.ZipFile, part: str) -> Scan:
    top, bottom, left, right = 1 << 30, 0, 1 << 30, 0
    formulas = 0
    uncalculated: set[tuple[int, int]] = set()
    rest = b""
    with opened_part(archive, part) as stream:
        while True:
            block = stream.read(_BLOCK)
            text = rest + block
            # Whole cells only: what follows the last closed cell waits for the next block.
            cut = text.rfind(b"</row>") + 6 if block else len(text)
            cut = (
                cut if cut > 5 else max(text.rfind(b"</c>") + 4, 0) if len(text) < 64 * _BLOCK else len(text)
            )
            text, rest = text[:cut], text[cut:]
            cells = _FILLED.findall(text)
            if cells:
                rows = [int(cells[0][1]), int(cells[-1][1])]
                columns = [column_number(letters.decode()) for letters in {cell[0] for cell in cells}]
                top, bottom = min(top, *rows), max(bottom, *rows)
                left, right = min(left, *columns), max(right, *columns)
            elif rows_only := _ROW.findall(text):  # cells without an address stand where their row says
                top, bottom = min(top, int(rows_only[0])), max(bottom, int(rows_only[-1]))
                left = 0
            if _FORMULA.search(text):
                formulas += len(_FORMULA.findall(text))
                uncalculated.update(
                    (int(row) - 1, column_number(letters.decode()))
                    for letters, row in _UNCALCULATED.findall(text)
                )
            if bottom and (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
                raise TooLargeError(
                    _("工作表延伸到 %(cell)s，范围太大；请删除远处多余的单元格，或分成几个文件导入"),
                    cell=f"{column_letters(right)}{bottom}",
                )
            if not block:
                return Scan(formulas, frozenset(uncalculated))


def scan_ods(archive: zipfile.ZipFile) -> None:
    """Guard against repeated cells: two attributes can ask for a thousand million. Raises TooLargeError."""
    filled, rest = 0, b""
    try:
        with opened_part(archive, "content.xml") as stream:
            while block := stream.read(_BLOCK):
                text = rest + block
                cut = text.rfind(b"</table:table-row>") + 18
                text, rest = (text[:cut], text[cut:]) if cut > 17 else (b"", text)
                for head, body in _ODS_ROW.findall(text):
                    filled += _repeats(_ODS_ROWS, head) * _ods_width(body)
                    if filled > MAX_CELLS:
                        raise TooLargeError(
                            _("工作表里重复的单元格太多；请删除多余的行和列，或分成几个文件导入")
                        )
    except (zipfile.BadZipFile, EOFError) as error:
        raise DamagedWorkbookError(DAMAGED) from error


def _ods_width(body: bytes) -> int:
    width = filled_to = 0
    for attributes, closed in _ODS_CELL.findall(body):
        width += _repeats(_ODS_COLUMNS, attributes)
        if not closed:
            filled_to = width
    return filled_to


def _repeats(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
