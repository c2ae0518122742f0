"""Numbers, dates and places as GB/T 9704-2012 writes them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from bihuan.common.papers.paper import LEVELS, Block, Heading, Paper

DIGITS = "零一二三四五六七八九"
LINE = 28  # characters in a line of the text area


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    if not 0 < number < 100:
        raise ValueError(f"headings are numbered 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """The four levels of 7.3.3: 一、 （一） 1. （1）."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[level - 1]


def numbered(body: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Each block as (level, text with its number); a paragraph has level 0. A heading restarts the levels below it."""
    counters = [0] * LEVELS
    for block in body:
        if isinstance(block, Heading):
            counters[block.level - 1] += 1
            counters[block.level :] = [0] * (LEVELS - block.level)
            yield block.level, heading_number(block.level, counters[block.level - 1]) + block.text
        else:
            yield 0, block.text


def written_date(day: date) -> str:
    """2026年9月8日: Arabic digits and no leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_of(paper: Paper) -> str:
    """成文日期 as it stands under the text."""
    return paper.dated_text or written_date(paper.dated)


def attachment_lines(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """附件说明 as (label, name): one is not numbered, several are (7.3.4)."""
    if len(names) == 1:
        return (("附件：", names[0]),)
    return tuple((f"附件：{n}." if n == 1 else f"{n}.", name) for n, name in enumerate(names, 1))


def width(text: str) -> float:
    """In characters: full-width ones count one, half-width ones one half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def signature_places(signature: str, day: str, *, sealed: bool) -> tuple[float, float]:
    """Free characters to the right of the signature and of the date.

    With a seal the date ends four characters from the right and the signature is centred over it (7.3.5.1). Without,
    the signature ends two characters from the right and the date begins two characters after it (7.3.5.2). Where
    one would leave the line, both move to the left together.
    """
    organ, dated = width(signature), width(day)
    if sealed:
        date_right = max(4.0, (organ - dated) / 2)
        return min(date_right + (dated - organ) / 2, LINE - organ), date_right
    organ_right = 2.0
    date_right = organ_right + organ - 2 - dated
    if date_right < 2:
        organ_right, date_right = organ_right + 2 - date_right, 2.0
    return max(0.0, min(organ_right, LINE - organ)), date_right


def title_lines(title: str, *, per_line: int = 20) -> tuple[str, ...]:
    """The title's lines: broken where the writer broke it, else evenly, so that no line holds a single character."""
    lines: list[str] = []
    for part in title.split("\n"):
        count = -(-len(part) // per_line)
        size = -(-len(part) // count) if count else 0
        lines += [part[i : i + size] for i in range(0, len(part), size)] if size else []
    return tuple(lines)
