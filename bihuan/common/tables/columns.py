"""What an import asks of a ledger: its columns, and how a cell becomes the value of one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from bihuan.common.tables.clean import UNCALCULATED, Cell, identifier, line, paragraphs
from bihuan.common.tables.dates import When, read_when
from bihuan.common.tables.reasons import Reason, TableError


class Kind(StrEnum):
    """What a column holds, and the type of its value."""

    LINE = "line"  # str, one line
    TEXT = "text"  # str, paragraphs
    IDENTIFIER = "identifier"  # str, a number that is a name
    DATE = "date"  # datetime.date
    MOMENT = "moment"  # dates.When: aware moment and whether a time was written
    NUMBER = "number"  # Decimal
    CHOICE = "choice"  # str, one of the column's values


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a target. Labels are Chinese msgids; synonyms are headings seen in offices' ledgers."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    required: bool = False
    synonyms: tuple[str, ...] = ()
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, label); a cell may hold either
    longest: int = 0  # characters; 0: 200 for a line, 50,000 for a text
    private: bool = False  # of a person: reasons do not quote the cell


class CellError(TableError):
    """The cell cannot be the value its column asks for."""


Value = object
_BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "#N/A", "NULL", "null", "None"})
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+", re.ASCII)
_EXACT_TO = 1e15  # Excel keeps fifteen digits of a number; later ones have become zeros


def read_cell(column: Column, cell: Cell | None) -> Value | None:
    """The value of the cell for this column, None where it is blank. Raises CellError or DateError."""
    if cell is None or cell == "":
        return None
    if cell == UNCALCULATED:
        raise CellError(_("单元格是公式，文件里没有计算结果；请在 WPS 或 Excel 中打开并保存一次"))
    return _READERS[column.kind](column, cell)


def _line(column: Column, cell: Cell) -> str | None:
    return _within(column, line(cell), 200)


def _text(column: Column, cell: Cell) -> str | None:
    return _within(column, paragraphs(cell), 50_000)


def _within(column: Column, text: str, usual: int) -> str | None:
    longest = column.longest or usual
    if len(text) > longest:
        raise CellError(_("有 %(length)s 个字，最多 %(longest)s 个"), length=len(text), longest=longest)
    return None if text in _BLANKS else text


def _identifier(column: Column, cell: Cell) -> str | None:
    if isinstance(cell, float) and cell >= _EXACT_TO:
        raise CellError(_("数字超过 15 位，Excel 已丢掉末尾几位；请把这一列设为文本后重新填写"))
    text = identifier(cell)
    if isinstance(cell, str) and _LOST_DIGITS.fullmatch(text):
        raise CellError(
            _("“%(given)s”是科学计数法，末尾几位已丢失；请把这一列设为文本后重新填写"), given=text
        )
    return _within(column, text, 200)


def _date(column: Column, cell: Cell) -> dt.date | None:
    when = _moment(column, cell)
    return when.day if when else None


def _moment(_column: Column, cell: Cell) -> When | None:
    if isinstance(cell, str) and line(cell) in _BLANKS:
        return None
    return read_when(cell)


def _number(_column: Column, cell: Cell) -> Decimal | None:
    text = identifier(cell).replace(",", "").replace("，", "")
    if text in _BLANKS:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CellError(_("“%(given)s”不是数字"), given=text[:40])
    return number


def _choice(column: Column, cell: Cell) -> str | None:
    text = line(cell)
    if text in _BLANKS:
        return None
    for value, label in column.choices:
        if text in (value, label):
            return value
    raise CellError(
        _("“%(given)s”不在可选范围内（%(choices)s）"),
        given=text[:40],
        choices="、".join(label for _value, label in column.choices[:12]),
    )


_READERS: dict[Kind, Callable[[Column, Cell], Value | None]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _identifier,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
}


def _unquoted(reason: Reason, column: Column) -> Reason:
    """Reasons are kept in the clear and long: what a private cell says stays out of them."""
    return Reason(reason.text, dict.fromkeys(reason.values, "…")) if column.private else reason


class RowReader:
    """Reads whole rows for a target once its columns are matched to positions in the sheet."""

    def __init__(self, columns: Sequence[Column], positions: Mapping[str, int]) -> None:
        """`positions`: name of the column -> index of its cell in the row. One left out reads as blank."""
        self._plan = [(column, positions.get(column.name, -1)) for column in columns]

    def read(self, cells: Sequence[Cell]) -> tuple[dict[str, Value | None], list[Reason]]:
        """The values by column name, and every reason why the row cannot be taken, not only the first."""
        values: dict[str, Value | None] = {}
        reasons: list[Reason] = []
        width = len(cells)
        for column, position in self._plan:
            value = None
            try:
                if 0 <= position < width:
                    value = read_cell(column, cells[position])
            except TableError as problem:
                reasons.append(_unquoted(problem.reason, column).for_column(column.label))
            else:
                if value is None and column.required:
                    reasons.append(Reason(_("必填，但这一行是空的"), {}, column.label))
            values[column.name] = value
        return values, reasons
