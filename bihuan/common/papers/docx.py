"""The paper as .docx, with the typefaces by the names offices have them under."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor

from bihuan.common.papers import measures
from bihuan.common.papers.docx_imprint import imprint
from bihuan.common.papers.docx_letter import letter_foot, letter_head
from bihuan.common.papers.docx_parts import border, field, grid, name_substitutes, off_grid, put, tighten
from bihuan.common.papers.measures import Face
from bihuan.common.papers.numbering import (
    attachment_lines,
    day_of,
    numbered,
    signature_places,
    title_lines,
    width,
)
from bihuan.common.papers.paper import Paper

CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
ONE = measures.SIZE_3  # one character of the body, in pt
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(paper: Paper) -> bytes:
    """The .docx of a paper. The same paper gives the same bytes."""
    document = Document()
    _set_page(document)
    _set_properties(document, paper)
    if paper.letter_form:
        letter_foot(document)
        letter_head(document, paper)
    else:
        _put_head(document, paper)
    for line in title_lines(paper.title):
        text = _line(document, line, measures.XIAOBIAOSONG, size=measures.SIZE_2, align=CENTER)
        text.paragraph_format.line_spacing = Pt(measures.TITLE_PITCH)
        off_grid(text)
        text.paragraph_format.keep_with_next = True
    _blank(document)
    if paper.addressee:
        _line(document, f"{paper.addressee}：", align=LEFT)
    _put_body(document, paper)
    _put_end(document, paper)
    if paper.has_imprint:
        imprint(document, paper)
    return _same_every_time(document)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(measures.PAGE[0]), Mm(measures.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(measures.TOP), Mm(measures.BOTTOM)
    section.left_margin, section.right_margin = Mm(measures.LEFT), Mm(measures.RIGHT)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(measures.BOTTOM - measures.NUMBER_FALL) - Pt(measures.SIZE_4 / 2 + 3)
    grid(section)
    normal = document.styles["Normal"]
    put(normal.element.get_or_add_rPr(), measures.FANGSONG)
    normal.font.size = Pt(measures.SIZE_3)
    tighten(normal.element.get_or_add_rPr())
    name_substitutes(document)
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(measures.LINE_PITCH)
    shape.widow_control = False
    shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = normal
        line.alignment = align
        line.paragraph_format.line_spacing = Pt(measures.SIZE_4 + 6)
        one = Pt(measures.SIZE_4)
        line.paragraph_format.right_indent, line.paragraph_format.left_indent = (
            (one, None) if align is RIGHT else (None, one)
        )
        for piece in ("— ", None, " —"):
            run = line.add_run(piece or "")
            put(run._r.get_or_add_rPr(), measures.SONGTI)
            run.font.size = one
            if piece is None:
                field(run, "PAGE")


def _set_properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.plain_title, paper.organ, ""
    properties.language = "zh-CN"
    moment = datetime(paper.dated.year, paper.dated.month, paper.dated.day)  # noqa: DTZ001  the format has no zone
    properties.created = properties.modified = moment
    properties.last_modified_by = paper.organ


def _put_head(document: Any, paper: Paper) -> None:
    for mark in paper.top_marks:
        _line(document, mark, measures.HEITI, align=LEFT)
    size = measures.head_size(paper.organ)
    head = _line(
        document, paper.organ, measures.XIAOBIAOSONG, size=size, align=CENTER, color=measures.HEAD_RED
    )
    head.paragraph_format.line_spacing = Pt(size * 1.3)
    off_grid(head)
    fall = Mm(measures.HEAD_FALL) - Pt(measures.LINE_PITCH * len(paper.top_marks) + size * 0.15)
    head.paragraph_format.space_before = fall
    _blank(document)
    _blank(document)
    if paper.number and paper.signatory:
        line = _line(document, f"{paper.number}\t签发人：", align=LEFT)
        put(line.add_run(paper.signatory)._r.get_or_add_rPr(), measures.KAITI)
        line.paragraph_format.left_indent = Pt(ONE)
        line.paragraph_format.tab_stops.add_tab_stop(Pt(27 * ONE - 6), WD_TAB_ALIGNMENT.RIGHT)
    else:
        line = _line(document, paper.number, align=CENTER)
    border(line, bottom=(12, measures.HEAD_RED, round(measures.RULE_FALL / 25.4 * 72)))
    _blank(document)
    _blank(document)


def _put_body(document: Any, paper: Paper) -> None:
    for level, text in numbered(paper.body):
        line = _line(document, text, measures.BLOCK_FACES[level])
        line.paragraph_format.first_line_indent = Pt(2 * ONE)
        line.paragraph_format.keep_with_next = bool(level) or None
        line.paragraph_format.widow_control = True
    # The signature must not stand on a page without text before it (7.3.5.5).
    if paper.body:
        line.paragraph_format.keep_with_next = True
    _put_signatures(document, paper)
    if not paper.attachments:
        return
    _blank(document).paragraph_format.keep_with_next = True
    several = len(paper.attachments) > 1
    for label, name in attachment_lines(paper.attachments):
        hang = 4.0 * ONE if several else width(label) * ONE
        line = _line(document, f"{label}\t{name}" if several else f"{label}{name}", align=LEFT)
        shape = line.paragraph_format
        shape.keep_with_next = True
        shape.left_indent = Pt(2 * ONE + hang)
        shape.first_line_indent = Pt(-hang if label.startswith("附件") else -width(label) * ONE)
        shape.tab_stops.add_tab_stop(Pt(2 * ONE + hang))


def _put_signatures(document: Any, paper: Paper) -> None:
    for one in paper.signatures:
        line = _line(document, f"{one.label}：{one.text}", align=LEFT)
        shape = line.paragraph_format
        shape.first_line_indent, shape.keep_with_next = Pt(2 * ONE), True
        if one.picture:
            off_grid(line)
            shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
            line.add_run().add_picture(io.BytesIO(one.picture), height=Mm(measures.SIGNED_HEIGHT))


def _put_end(document: Any, paper: Paper) -> None:
    day = day_of(paper)
    organ_right, date_right = signature_places(paper.signature, day, sealed=paper.sealed)
    for _ in range(2 if paper.sealed else 1):
        _blank(document).paragraph_format.keep_with_next = True
    for text, right in ((paper.signature, organ_right), (day, date_right)):
        line = _line(document, text, align=RIGHT)
        line.paragraph_format.right_indent = Pt(right * ONE)
        line.paragraph_format.keep_with_next = text is not day
    if paper.note:
        line = _line(document, f"（{paper.note}）", align=LEFT)
        line.paragraph_format.first_line_indent = Pt(2 * ONE)


def _line(
    document: Any,
    text: str,
    face: Face = measures.FANGSONG,
    *,
    size: float = measures.SIZE_3,
    align: Any = None,
    color: str = "",
) -> Any:
    line = document.add_paragraph()
    run = line.add_run(text)
    put(run._r.get_or_add_rPr(), face)
    run.font.size = Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    if align is not None:
        line.alignment = align
    return line


def _blank(document: Any) -> Any:
    return document.add_paragraph()


def _same_every_time(document: Any) -> bytes:
    """python-docx stamps each member with the present time; the bytes of a document must not depend on it."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()
