"""A copy for reading: large type, no ornament, the gist first. It goes with the document and never in its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from bihuan.common.papers import measures
from bihuan.common.papers.numbering import numbered, written_date
from bihuan.common.papers.paper import Paper
from bihuan.common.papers.pdf import font, prepare, write

CSS = Path(__file__).with_name("plain.css")
STANDING = "这是方便阅读的大字版，内容以盖章的正式文书为准。"


def render_plain(paper: Paper, *, points: tuple[str, ...] = ()) -> bytes:
    """A PDF in 22 pt: first `points` (short sentences in everyday words), then the whole text of the paper.

    Raises PangoMissingError, ChineseFontMissingError.
    """
    return write("".join(_parts(paper, points)), _style())


def _parts(paper: Paper, points: tuple[str, ...]) -> Iterator[str]:
    yield f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(paper.plain_title)}</title>'
    yield f"</head><body><h1>{escape(paper.title).replace(chr(10), '<br>')}</h1>"
    yield f'<p class="standing">{STANDING}</p>'
    if points:
        yield '<ul class="points">' + "".join(f"<li>{escape(point)}</li>" for point in points) + "</ul>"
    if paper.addressee:
        yield f"<p>{escape(paper.addressee)}：</p>"
    for level, text in numbered(paper.body):
        tag = f"h{level + 1}" if level else "p"
        yield f"<{tag}>{escape(text)}</{tag}>"
    for number, name in enumerate(paper.attachments, 1):
        yield f"<p>附件{number}：{escape(name)}</p>"
    yield f'<p class="end">{escape(paper.signature)}<br>{written_date(paper.dated)}</p>'
    for line in (paper.number, paper.note):
        if line:
            yield f"<p>{escape(line)}</p>"
    yield "</body></html>"


@lru_cache(maxsize=1)
def _style() -> Any:
    return prepare(CSS.read_text() + f"html{{{font(measures.HEITI)}}}")
