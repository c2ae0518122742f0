"""信函格式 in a .docx (10.1): head and red double rule above, the number under it, a double rule at the first page's foot."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bihuan.common.papers import measures
from bihuan.common.papers.docx_parts import border, off_grid, put
from bihuan.common.papers.paper import Paper

OUT = Mm((measures.LETTER_WIDTH - measures.TEXT[0]) / 2)  # what the rules stick out on either side
RULES = (24, measures.HEAD_RED, 0)


def letter_head(document: Any, paper: Paper) -> None:
    """The head at 30 mm, the rules 4 mm under it, then marks at the left and the number at the right."""
    document.sections[0].top_margin = Mm(measures.LETTER_TOP)
    size = measures.head_size(paper.organ)
    head = document.add_paragraph()
    run = head.add_run(paper.organ)
    put(run._r.get_or_add_rPr(), measures.XIAOBIAOSONG)
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(measures.HEAD_RED)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.line_spacing = Pt(size * 1.15)
    off_grid(head)
    rule = document.add_paragraph()
    rule.paragraph_format.line_spacing = Mm(measures.LETTER_RULE)
    _rules(rule, "bottom", "thickThinMediumGap")
    marks = [*paper.top_marks] or [""]
    for place, mark in enumerate(marks):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if mark:
            put(line.add_run(mark)._r.get_or_add_rPr(), measures.HEITI)
        if place == 0:
            line.paragraph_format.tab_stops.add_tab_stop(Mm(measures.TEXT[0]), WD_TAB_ALIGNMENT.RIGHT)
            put(line.add_run(f"\t{paper.number}")._r.get_or_add_rPr(), measures.FANGSONG)
    document.add_paragraph()


def letter_foot(document: Any) -> None:
    """The first page bears no number but the lower rules, 20 mm from the page's edge; later numbers stand centred."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    first = section.first_page_footer
    first.is_linked_to_previous = False
    line = first.paragraphs[0]
    line.style = document.styles["Normal"]
    line.paragraph_format.line_spacing = Pt(2)
    # The footer ends where the page's other footers do; the space under this line lifts it to its 20 mm.
    fall = Mm(measures.LETTER_FOOT) - section.footer_distance
    line.paragraph_format.space_after = max(fall, Pt(0))
    _rules(line, "top", "thinThickMediumGap")
    for footer in (section.footer, section.even_page_footer):
        shape = footer.paragraphs[0]
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.paragraph_format.left_indent = shape.paragraph_format.right_indent = None


def _rules(line: Any, side: str, kind: str) -> None:
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = -OUT
    border(line, **{side: RULES})
    line._p.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}")).set(qn("w:val"), kind)
