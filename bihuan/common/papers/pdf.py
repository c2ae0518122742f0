"""The paper as PDF: HTML of our own and paged CSS, laid out by WeasyPrint."""

from __future__ import annotations

import base64
import gc
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from bihuan.common.papers import measures
from bihuan.common.papers.errors import ChineseFontMissingError, PangoMissingError
from bihuan.common.papers.numbering import (
    attachment_lines,
    day_of,
    numbered,
    signature_places,
    title_lines,
    width,
    written_date,
)
from bihuan.common.papers.paper import Paper

CSS = Path(__file__).with_name("paper.css")
SAMPLE = "信"
OWN_PICTURE = "data:image/"  # a picture inside the document itself


def render_pdf(paper: Paper) -> bytes:
    """The PDF of a paper, with its fonts inside. The same paper on the same machine gives the same bytes.

    Raises PangoMissingError, ChineseFontMissingError.
    """
    return write(html(paper), _style())


def write(source: str, style: Any) -> bytes:
    """Lay out our own HTML with a prepared style sheet. Nothing is loaded from anywhere."""
    page = _weasyprint().HTML(string=source, url_fetcher=_fetch_nothing)
    identifier = hashlib.sha256(source.encode()).digest()[:16]
    # WeasyPrint leaves its mapped fonts, 70 MB a document, in reference cycles; without looking for them a worker that
    # makes several documents in a row is seen to hold 500 MB. While the collector rests, everything new stays in its
    # youngest generation, so that one look at that is enough: a sixth of the time that looking everywhere takes.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return bytes(page.write_pdf(stylesheets=[style], pdf_identifier=identifier))
    finally:
        del page
        gc.collect(0)
        if was_on:
            gc.enable()


def prepare(css: str) -> Any:
    """A style sheet, parsed once. Raises PangoMissingError, ChineseFontMissingError."""
    return _weasyprint().CSS(string=css)


def html(paper: Paper) -> str:
    """The document that WeasyPrint lays out. Every text of the paper is escaped."""
    return "".join(_parts(paper))


def _parts(paper: Paper) -> Iterator[str]:
    yield f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(paper.plain_title)}</title>'
    yield f'<meta name="author" content="{escape(paper.organ)}"></head>'
    yield f"<body{' class=letter' if paper.letter_form else ''}>"
    yield from _letter_head(paper) if paper.letter_form else _head(paper)
    lines = "<br>".join(map(escape, title_lines(paper.title)))
    yield f'<h1 class="title" style="{font(measures.XIAOBIAOSONG)}">{lines}</h1>'
    if paper.addressee:
        yield f'<p class="addressee">{escape(paper.addressee)}：</p>'
    for position, (level, text) in enumerate(numbered(paper.body)):
        tag = "h2" if level else "p"
        classes = "body"
        classes += " first" if position == 0 and not paper.addressee else ""
        classes += " last" if position == len(paper.body) - 1 else ""
        style = f' style="{font(measures.BLOCK_FACES[level])}"' if level in (1, 2) else ""
        yield f'<{tag} class="{classes}"{style}>{escape(text)}</{tag}>'
    yield from _signatures(paper)
    if paper.attachments:
        yield '<div class="attachments">'
        hang = 4.0 if len(paper.attachments) > 1 else 3.0
        for label, name in attachment_lines(paper.attachments):
            room = width(label)
            yield f'<p style="padding-left:{hang}em;text-indent:-{room}em">'
            yield f'<span class="label" style="width:{room}em">{escape(label)}</span>{escape(name)}</p>'
        yield "</div>"
    yield from _end(paper)
    yield "</body></html>"


def _head(paper: Paper) -> Iterator[str]:
    for mark in paper.top_marks:
        yield f'<p class="mark" style="{font(measures.HEITI)}">{escape(mark)}</p>'
    size = measures.head_size(paper.organ)
    # The fall is to the top of the characters; half of what the line has over the type size lies above them.
    fall = f"calc({measures.HEAD_FALL}mm - {measures.LINE_PITCH * len(paper.top_marks)}pt)"
    yield f'<p class="head" style="{font(measures.XIAOBIAOSONG)};font-size:{size:.1f}pt;line-height:{size:.1f}pt;'
    yield f'padding-top:{fall}">{escape(paper.organ)}</p>'
    if paper.number and paper.signatory:
        yield f'<p class="number up"><span>{escape(paper.number)}</span><span>签发人：'
        yield f'<span style="{font(measures.KAITI)}">{escape(paper.signatory)}</span></span></p>'
    elif paper.number:
        yield f'<p class="number">{escape(paper.number)}</p>'
    yield '<div class="rule"></div>'


def _letter_head(paper: Paper) -> Iterator[str]:
    """Head, double rule, then the number at the right under it; the lower rules stand at the foot of that page."""
    size = measures.head_size(paper.organ)
    yield f'<p class="head" style="{font(measures.XIAOBIAOSONG)};font-size:{size:.1f}pt;line-height:{size:.1f}pt">'
    yield f'{escape(paper.organ)}</p><div class="rules"></div><div class="marks"><div>'
    for mark in paper.top_marks:
        yield f'<p class="mark" style="{font(measures.HEITI)}">{escape(mark)}</p>'
    yield f'</div><p class="number">{escape(paper.number)}</p></div>'


def _signatures(paper: Paper) -> Iterator[str]:
    for one in paper.signatures:
        yield f'<p class="signed">{escape(one.label)}：{escape(one.text)}'
        if one.picture:
            kind = "png" if one.picture.startswith(b"\x89PNG") else "jpeg"
            shown = base64.b64encode(one.picture).decode()
            yield f'<img alt="" src="{OWN_PICTURE}{kind};base64,{shown}" style="height:{measures.SIGNED_HEIGHT}mm">'
        yield "</p>"


def _end(paper: Paper) -> Iterator[str]:
    day = day_of(paper)
    organ_right, date_right = signature_places(paper.signature, day, sealed=paper.sealed)
    yield f'<div class="end{" sealed" if paper.sealed else ""}">'
    yield f'<p style="padding-right:{organ_right}em">{escape(paper.signature)}</p>'
    yield f'<p style="padding-right:{date_right}em">{escape(day)}</p>'
    if paper.note:
        yield f'<p class="note">（{escape(paper.note)}）</p>'
    if paper.has_imprint:
        yield '<div class="imprint">'
        if paper.copies_to:
            yield f'<div class="copies">抄送：{escape("，".join(paper.copies_to))}。</div>'
        if paper.printed_by:
            printed = f"{written_date(paper.printed_on or paper.dated)}印发"
            yield f'<div class="printed"><span>{escape(paper.printed_by)}</span><span>{printed}</span></div>'
        yield "</div>"
    yield "</div>"


def font(face: measures.Face) -> str:
    """CSS for a face."""
    names = ",".join(f"'{name}'" for name in face.server)
    return f"font-family:{names},serif;font-weight:{'bold' if face.bold else 'normal'}"


@lru_cache(maxsize=1)
def _style() -> Any:
    own = f"html{{{font(measures.FANGSONG)}}}@page{{font-family:'{measures.SONGTI.server[-1]}',serif}}"
    return prepare(CSS.read_text() + own)


def _fetch_nothing(url: str, *_args: object, **_kwargs: object) -> Any:
    if url.startswith(OWN_PICTURE):
        kind, _comma, content = url.removeprefix("data:").partition(";base64,")
        from weasyprint.urls import URLFetcherResponse

        return URLFetcherResponse(url, base64.b64decode(content), {"Content-Type": kind})
    raise ValueError(f"a paper loads nothing from elsewhere, and not {url}")


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """WeasyPrint, if its libraries and a Chinese font are here. Loaded late: most processes never make a PDF."""
    try:
        import weasyprint
    except OSError as error:
        raise PangoMissingError from error
    if not _has_chinese():
        raise ChineseFontMissingError
    return weasyprint


def _has_chinese() -> bool:
    """Whether the font that fontconfig would choose for Chinese really has the characters."""
    from fontTools.ttLib import TTFont, TTLibError
    from weasyprint.text.ffi import ffi, fontconfig

    config = fontconfig.FcInitLoadConfigAndFonts()
    pattern = fontconfig.FcPatternCreate()
    family = measures.FANGSONG.server[-1].encode()
    fontconfig.FcPatternAddString(pattern, b"family", family)
    fontconfig.FcPatternAddString(pattern, b"lang", b"zh-cn")
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *"))
    file = ffi.new("FcChar8 **")
    if (
        match == ffi.NULL
        or fontconfig.FcPatternGetString(match, b"file", 0, file) != fontconfig.FcResultMatch
    ):
        return False
    try:
        with TTFont(ffi.string(file[0]).decode(), fontNumber=0, lazy=True) as font:
            return ord(SAMPLE) in (font.getBestCmap() or {})
    except (TTLibError, OSError):
        return False
