"""The breakdown table (任务分解表) of a document, as Excel and as Word."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.common.tables.writing import write_rows
from bihuan.directives.models import Directive, Measure
from bihuan.directives.selectors import measures_of

WIDTHS_MM = (12, 38, 90, 28, 36, 26, 27)


def heads() -> tuple[str, ...]:
    """Column heads, in the reader's language."""
    return (_("序号"), _("所属部分"), _("任务"), _("牵头单位"), _("配合单位"), _("完成时限"), _("任务编号"))


def rows(directive: Directive) -> Iterator[tuple[str | int, ...]]:
    """A row for each measure that is or may become a task. An order to control persons is none and is left out."""
    kept = measures_of(directive).exclude(standing=Measure.Standing.DISMISSED).filter(controls_persons=False)
    for number, measure in enumerate(kept, 1):
        section = f"{measure.section.numbering}{measure.section.title}" if measure.section else ""
        due = measure.due_on.isoformat() if measure.due_on else measure.due_words
        yield (
            number, section, measure.wording, measure.lead.short_name if measure.lead else "",
            "、".join(unit.short_name for unit in measure.co_units.all()), due,
            measure.case.number if measure.case else "",
        )  # fmt: skip


def as_xlsx(directive: Directive) -> bytes:
    """The table as a workbook."""
    return write_rows(heads(), rows(directive), sheet=_("任务分解表"), widths=(6, 24, 60, 14, 20, 14, 16))


def as_docx(directive: Directive) -> bytes:
    """The table as a document to be mended and printed: landscape A4, the head repeated on each page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    title = document.add_paragraph()
    _put(
        title, _("%(title)s任务分解表") % {"title": f"《{directive.title}》"}, size=18, face="方正小标宋简体"
    )
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    names = heads()
    table = document.add_table(1, len(names), style="Table Grid")
    table.autofit = False
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        _put(cell.paragraphs[0], name, size=10.5, face="黑体")
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in rows(directive):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _put(cell.paragraphs[0], str(value), size=10.5, face="仿宋_GB2312")
    for row_of_table in table.rows:
        for cell, width in zip(row_of_table.cells, WIDTHS_MM, strict=True):
            cell.width = Mm(width)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _put(paragraph: object, words: str, *, size: float, face: str) -> None:
    run = paragraph.add_run(words)  # type: ignore[attr-defined]
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
