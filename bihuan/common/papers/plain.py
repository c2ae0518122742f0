"""A copy for reading: large type, no ornament, short sentences under the questions people ask. It goes with the document
and never in its place. As PDF to hand over, and as HTML for a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from bihuan.common.papers import measures
from bihuan.common.papers.numbering import written_date
from bihuan.common.papers.pdf import font, prepare, write

CSS = Path(__file__).with_name("plain.css")
STANDING = "这是方便阅读的大字版，内容以盖章的正式文书为准。"
END = re.compile(r"(?<=[。！？；])(?![”’）」』])")
LONGEST = 40  # characters; a longer sentence is broken at its commas


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """What a document says, in everyday words: questions, each with short sentences."""

    title: str
    organ: str
    number: str
    dated: date
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def sentences(text: str) -> list[str]:
    """The text's sentences, one by one; one that is too long for a breath is broken at a comma near its middle."""
    found: list[str] = []
    for line in text.splitlines():
        for sentence in END.split(line.strip()):
            if sentence.strip():
                found += _breaths(sentence.strip())
    return found


def _breaths(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST:
        return [sentence]
    # A comma inside 《》, （） or “” belongs to what is quoted.
    depth, commas = 0, []
    for place, character in enumerate(sentence[:-1]):
        depth += (character in "《（“") - (character in "》）”")
        if character == "，" and not depth:
            commas.append(place + 1)
    if not commas:
        return [sentence]
    middle = min(commas, key=lambda place: abs(place - len(sentence) / 2))
    return [*_breaths(sentence[:middle]), *_breaths(sentence[middle:])]


def render_plain(copy: PlainCopy) -> bytes:
    """A PDF in 22 pt. Raises PangoMissingError, ChineseFontMissingError."""
    head = f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(copy.title)}（大字版）</title>'
    return write(f"{head}</head><body>{''.join(_parts(copy, 'h1', 'h2'))}</body></html>", _style())


def plain_html(copy: PlainCopy) -> str:
    """The same as a part of a page, without any style; headings begin at level 2. Every text is escaped."""
    return f'<article class="plain-copy" lang="zh-CN">{"".join(_parts(copy, "h2", "h3"))}</article>'


def _parts(copy: PlainCopy, first: str, second: str) -> Iterator[str]:
    yield f"<{first}>{escape(copy.title)}</{first}>"
    yield f'<p class="standing">{STANDING}</p>'
    for question, lines in copy.sections:
        yield f"<section><{second}>{escape(question)}</{second}>"
        yield from (f"<p>{escape(line)}</p>" for line in lines)
        yield "</section>"
    about = "　".join(part for part in (copy.organ, written_date(copy.dated), copy.number) if part)
    yield f'<p class="end">{escape(about)}</p>'


@lru_cache(maxsize=1)
def _style() -> Any:
    return prepare(CSS.read_text() + f"html{{{font(measures.HEITI)}}}")
