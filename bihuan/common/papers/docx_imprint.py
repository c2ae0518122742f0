"""The 版记 of a .docx: framed paragraphs at the foot of the last page's text area (7.4).

Frames and not a floating table, and one for each row: Word, WPS and LibreOffice all keep those at the foot, while
LibreOffice gives up a frame whose paragraphs have different rules.
"""

from __future__ import annotations

import math
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.common.papers import measures
from bihuan.common.papers.docx_parts import border, put
from bihuan.common.papers.numbering import width, written_date
from bihuan.common.papers.paper import Paper

ONE = measures.SIZE_4
THICK, THIN = (round(mm / 25.4 * 72 * 8) for mm in (measures.THICK, measures.THIN))
PITCH = 26.0
BLACK = "000000"
SPACE = "\u3000"
ACROSS = measures.TEXT[0] / 25.4 * 72 / (ONE - 0.25)  # characters of this size in a line
FOOT = {"yAlign": "bottom"}
AFTER_FRAME = [
    f"w:{tag}" for tag in ("widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "rPr")
]


def imprint(document: Any, paper: Paper) -> None:
    """抄送, then 印发机关 with its date, between rules as wide as the text area."""
    copies = f"{SPACE}抄送：{'，'.join(paper.copies_to)}。" if paper.copies_to else ""
    printed = written_date(paper.printed_on or paper.dated)
    printer = f"{SPACE}{paper.printed_by}\t{printed}印发" if paper.printed_by else ""
    if copies:
        rest = PITCH if printer else 0
        height = PITCH * math.ceil((width(copies) - ACROSS) / (ACROSS - 4) + 1) + rest
        bottom = {} if printer else {"bottom": (THICK, BLACK, 0)}
        line = _row(document, copies, top=(THICK, BLACK, 0), **bottom)
        place = {"y": str(round((measures.TEXT[1] / 25.4 * 72 - height) * 20))} if printer else FOOT
        _frame(line, place)
    if printer:
        line = _row(document, printer, top=(THIN if copies else THICK, BLACK, 0), bottom=(THICK, BLACK, 0))
        _frame(line, FOOT)
    # A frame hangs on the paragraph after it. This one is as low as a line can be.
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _row(document: Any, text: str, **rules: tuple[int, str, int]) -> Any:
    line = document.add_paragraph()
    run = line.add_run(text)
    put(run._r.get_or_add_rPr(), measures.FANGSONG)
    run.font.size = Pt(ONE)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    shape = line.paragraph_format
    shape.line_spacing = Pt(PITCH)
    # A rule is as wide as the indents leave it, so the free character on the left is a space, not an indent;
    # wrapped lines hang under the first name.
    shape.left_indent, shape.first_line_indent = Pt(4 * ONE), Pt(-4 * ONE)
    shape.tab_stops.add_tab_stop(Mm(measures.TEXT[0]) - Pt(ONE), WD_TAB_ALIGNMENT.RIGHT)
    border(line, **rules)
    return line


def _frame(line: Any, vertical: dict[str, str]) -> None:
    frame = OxmlElement("w:framePr")
    width_twips = str(round(measures.TEXT[0] / 25.4 * 1440))
    places = {"w": width_twips, "wrap": "around", "vAnchor": "margin", "hAnchor": "margin", "xAlign": "left"}
    for name, value in (places | vertical).items():
        frame.set(qn(f"w:{name}"), value)
    line._p.get_or_add_pPr().insert_element_before(frame, *AFTER_FRAME)
