"""Cell to text: what is stray in a ledger goes, what a person wrote stays."""

from __future__ import annotations

import datetime as dt
import re

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta

UNCALCULATED = (
    "#未计算的公式"  # stands in a cell whose formula was never calculated by the program that wrote it
)

# Control characters (PostgreSQL refuses NUL), zero-width, byte order and direction marks, soft hyphens.
_NOISE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ESCAPED = re.compile(r"_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f])_")  # how OOXML writes control characters
_WHOLE_FLOAT = re.compile(r"-?\d+\.0+")


def text_of(cell: Cell | None) -> str:
    """The cell as text, untrimmed: 2554.0 is "2554", a moment is "2019-04-24 16:03:40", true is "是"."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, dt.datetime):
        if cell.microsecond:  # Excel keeps fractions of a day: 16:03:40 comes back as 16:03:39.999998
            cell = (cell + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
        return cell.strftime("%Y-%m-%d %H:%M:%S") if cell.time() != dt.time() else cell.strftime("%Y-%m-%d")
    return str(cell)


def line(cell: Cell | None) -> str:
    """One line: tabs, newlines, non-breaking and ideographic spaces become one space, invisible marks go."""
    text = text_of(cell)
    if "_x00" in text:
        text = _ESCAPED.sub(" ", text)
    if text.isprintable() and "  " not in text:  # true of nearly every cell, and quick to know
        return text.strip()
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_NOISE.sub("", text).split())


def paragraphs(cell: Cell | None) -> str:
    """Paragraphs kept, each trimmed, empty lines dropped: the indents that a web page left in the cell go."""
    text = text_of(cell)
    if "_x00" in text:
        text = _ESCAPED.sub("\n", text)
    if text.isprintable() and "  " not in text:
        return text.strip()
    return "\n".join(part for part in map(line, text.splitlines()) if part)


def identifier(cell: Cell | None) -> str:
    """A number that is really a name ("2554.0" is "2554"), without spaces inside."""
    text = line(cell).replace(" ", "")
    if _WHOLE_FLOAT.fullmatch(text):
        return text.split(".", 1)[0]
    return text


def is_blank(cell: Cell | None) -> bool:
    """True for an empty cell and for one that holds only spaces."""
    return cell is None or cell == "" or (isinstance(cell, str) and not line(cell))
