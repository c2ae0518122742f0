"""Find the heading of a ledger: below its titles, on one row or two, merged or not."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from bihuan.common.tables.clean import Cell, is_blank, line
from bihuan.common.tables.opening import Row, Sheet, Span
from bihuan.common.tables.reasons import Reason, TableError
from bihuan.common.tables.scan import column_letters

_LOOK_AT = 30  # rows with something in them; a heading further down is no heading
_LONGEST_HEADING = 40
_NUMERIC = re.compile(r"[\d\s./:-]+(?:年[\d\s月日]*)?")
_BRACKETED = re.compile(r"[(\[{【〔<].*?[)\]}】〕>]")
_NOT_WORDS = re.compile(r"[\W_]+")


class NoHeadingError(TableError):
    """No row looks like a heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading. `parts` are its rows from the top; `text` joins them."""

    index: int
    text: str
    parts: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The column as the clerk knows it: A, B, … AA."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a sheet: its rows (numbers from 1) and its columns."""

    first_row: int
    last_row: int
    headings: tuple[Heading, ...]
    notices: tuple[Reason, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for every file with these headings in this order: a mapping is remembered under it."""
        joined = "\n".join(f"{heading.index}:{normalised(heading.text)}" for heading in self.headings)
        return hashlib.sha256(joined.encode()).hexdigest()


def normalised(heading: str, *, brackets: bool = True) -> str:
    """A heading without spaces, punctuation, width and case; without what stands in brackets if asked."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    if not brackets:
        text = _BRACKETED.sub("", text)
    return _NOT_WORDS.sub("", text)


def find_head(sheet: Sheet, known: Iterable[str] = (), *, row: int = 0) -> Head:
    """The heading of the sheet. `known`: names a target recognises; `row`: the clerk's own choice, from 1.

    Raises NoHeadingError when there is none, saying how to choose one.
    """
    rows = list(itertools.islice(sheet.rows(), _LOOK_AT))
    names = {normalised(name) for name in known}
    asked_for = next((place for place, (number, _cells) in enumerate(rows) if number == row), None)
    chosen = asked_for if row else _best(rows, names)
    if chosen is None:
        raise NoHeadingError(_("没有找到表头；请在第一行写上各列的名称，或指定表头在第几行"))
    return _head(rows, chosen, sheet.merged, names)


def _best(rows: Sequence[Row], names: set[str]) -> int | None:
    usual = sorted(_filled(cells) for _number, cells in rows)[len(rows) // 2] if rows else 0
    best: tuple[float, int] | None = None
    for place, (_number, cells) in enumerate(rows[:20]):
        texts = [line(cell) for cell in cells if not is_blank(cell)]
        words = [text for text in texts if len(text) <= _LONGEST_HEADING and not _NUMERIC.fullmatch(text)]
        hits = sum(normalised(text) in names or normalised(text, brackets=False) in names for text in words)
        # One known word may stand in any row; two make a heading whatever else the row holds.
        if not words or (hits < 2 and (len(words) < 0.8 * len(texts) or len(words) < 0.5 * usual)):
            continue
        distinct = len(set(words)) / len(words)
        score = (
            (hits * 10 if hits > 1 else 0) + distinct * len(words) / max(len(texts), usual, 1) - place * 0.05
        )
        if best is None or score > best[0]:
            best = (score, place)
    return best[1] if best else None


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _head(rows: Sequence[Row], chosen: int, merged: Sequence[Span], names: set[str]) -> Head:
    first, last = _extent(rows, chosen, merged, names)
    grid = dict(rows[first : last + 1])
    top, bottom = rows[first][0], rows[last][0]
    width = max(len(cells) for cells in grid.values())
    headings: list[Heading] = []
    seen: dict[str, int] = {}
    twice: list[str] = []
    for index in range(width):
        parts: list[str] = []
        for number in range(top, bottom + 1):
            part = _covering(grid, merged, number, index, top)
            if part and part not in parts:
                parts.append(part)
        text = " ".join(parts)
        if not text:
            continue
        key = normalised(text)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            twice.append(text)
        headings.append(Heading(index, text, tuple(parts)))
    notices = [
        Reason(
            _("表头“%(name)s”出现了 %(count)s 次；默认用第一列，请核对"),
            {"name": text, "count": str(seen[normalised(text)])},
        )
        for text in dict.fromkeys(twice)
    ]
    if top != bottom:
        notices.append(
            Reason(
                _("表头占第 %(top)s 至 %(bottom)s 行，已合在一起"), {"top": str(top), "bottom": str(bottom)}
            )
        )
    return Head(top, bottom, tuple(headings), tuple(notices))


def _extent(rows: Sequence[Row], chosen: int, merged: Sequence[Span], names: set[str]) -> tuple[int, int]:
    """First and last place in `rows` of the heading: merges tell; without merges, known names below gaps."""
    number = rows[chosen][0] - 1
    top = bottom = number
    for (r0, _c0), (r1, _c1) in merged:
        if r0 <= number <= r1 and r1 - r0 <= 3:
            top, bottom = min(top, r0), max(bottom, r1)
    above = [(c0, c1) for (r0, c0), (r1, c1) in merged if r0 == r1 == top - 1 and c1 > c0]
    if above and not any(c1 - c0 + 1 >= _filled(rows[chosen][1]) for c0, c1 in above):
        top -= 1  # the chosen row is the lower of two: groups stand over it
    groups = [(c0, c1) for (r0, c0), (r1, c1) in merged if r0 == r1 == bottom and c1 > c0]
    places = {row_number - 1: place for place, (row_number, _cells) in enumerate(rows)}
    below = rows[places[bottom + 1]][1] if bottom + 1 in places else None
    if below is not None and top == bottom:
        under = [line(below[c]) for c0, c1 in groups for c in range(c0, min(c1 + 1, len(below)))]
        whole = any(c1 - c0 + 1 >= _filled(below) for c0, c1 in groups)  # a title over everything is no group
        gaps = [c for c, cell in enumerate(rows[chosen][1]) if is_blank(cell)]
        known_in_gaps = sum(normalised(line(below[c])) in names for c in gaps if c < len(below))
        if known_in_gaps or (
            under and not whole and all(text and not _NUMERIC.fullmatch(text) for text in under)
        ):
            bottom += 1
    first = min((place for at, place in places.items() if at >= top), default=chosen)
    last = max((place for at, place in places.items() if at <= bottom), default=chosen)
    return min(first, chosen), max(last, chosen)


def _covering(grid: dict[int, list[Cell]], merged: Sequence[Span], number: int, index: int, top: int) -> str:
    """The text at a place of the heading, or of the merged cell that covers it."""
    row, column = number - 1, index
    for (r0, c0), (r1, c1) in merged:
        if r0 <= row <= r1 and c0 <= column <= c1 and r0 + 1 >= top:
            row, column = r0, c0
            break
    cells = grid.get(row + 1, [])
    return line(cells[column]) if column < len(cells) else ""
