"""The bulletin in words, from its figures: the same sentences on the page and in the .docx."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.casework import registry
from bihuan.common import habits
from bihuan.insight.bulletin.charts import add_bars
from bihuan.insight.bulletin.figures import Figures, hidden
from bihuan.insight.bulletin.spans import WEEK

UNITS = 12  # in a chart; the table has them all


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with sentences, a table and a chart, any of which may be missing."""

    title: str
    sentences: Sequence[str]
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    chart: tuple[str, Sequence[str], Sequence[tuple[str, Sequence[int]]]] | None = field(default=None)

    @property
    def drawn_heads(self) -> list[str]:
        """Heads of the chart's table."""
        return [_("单位"), *(label for label, _values in self.chart[2])] if self.chart else []

    @property
    def drawn_rows(self) -> list[list[str | int]]:
        """Rows of the chart's table."""
        if self.chart is None:
            return []
        _title, names, series = self.chart
        return [[name, *(values[place] for _label, values in series)] for place, name in enumerate(names)]


def title(figures: Figures) -> str:
    """What it is called."""
    name = _("督查周报") if figures.span.kind == WEEK else _("督查月报")
    return _("%(name)s（%(first)s至%(last)s）") % {
        "name": name, "first": habits.day_short(figures.span.first), "last": habits.day_short(figures.span.last),
    }  # fmt: skip


def _change(number: int) -> str:
    if number == 0:
        return _("与上期持平")
    return (_("比上期多%(n)s件") if number > 0 else _("比上期少%(n)s件")) % {"n": abs(number)}


def chapters(figures: Figures) -> Iterator[Chapter]:
    """The parts in order. Nothing in them is about a person."""
    whole = figures.total
    first = [
        _("本期收到%(n)s件，%(change)s；办结%(ended)s件，%(ended_change)s。")
        % {"n": whole.received.now, "change": _change(whole.received.change), "ended": whole.ended.now,
           "ended_change": _change(whole.ended.change)},
        _("现在在办%(open)s件，其中已经超期%(overdue)s件。") % {"open": whole.open, "overdue": whole.overdue},
    ]  # fmt: skip
    if figures.on_time is not None:
        first.append(
            _("本期应当办理的期限，按期%(met)s个，超期%(late)s个，按期率%(share)s。")
            % {"met": figures.met, "late": figures.late, "share": habits.percent(figures.on_time)}
        )
    kinds = [
        (registry.get(name).label, part)
        for name, part in figures.kinds.items()
        if part.received.now or part.open
    ]
    yield Chapter(
        _("总体情况"), first, (_("类别"), _("收到"), _("上期"), _("办结"), _("在办"), _("超期")),
        [[_(label), *map(str, (p.received.now, p.received.before, p.ended.now, p.open, p.overdue))] for label, p in kinds],
    )  # fmt: skip
    units = [(name, part) for name, part in figures.units if part.open or part.received.now or part.ended.now]
    drawn = units[:UNITS]
    yield Chapter(
        _("各单位"), [_("按超期件数排列，只说事项，不作考核。")], (_("单位"), _("收到"), _("办结"), _("在办"), _("超期")),
        [[name, *map(str, (p.received.now, p.ended.now, p.open, p.overdue))] for name, p in units],
        (_("在办件"), [name for name, _p in drawn],
         [(_("未超期"), [p.open - p.overdue for _n, p in drawn]), (_("超期"), [p.overdue for _n, p in drawn])])
        if drawn else None,
    )  # fmt: skip
    matters = figures.matters
    yield Chapter(
        _("突出事项"),
        [_("按事项和区域统计信访事项，供领导定期研究。少于5件的不显示，不统计任何人。")]
        if matters.rows
        else [_("本期没有可以列出的事项。")],
        (_("事项"), _("合计"), _("上期"), *(name or _("区本级") for name in matters.towns)) if matters.rows else (),
        [[topic, _cell(total), _cell(before), *map(_cell, cells)] for topic, cells, total, before in matters.rows],
    )  # fmt: skip
    yield Chapter(_("督查"), list(_supervision(figures)))
    if figures.oldest:
        yield Chapter(
            _("超期最久的"), [_("只列编号和单位。")], (_("编号"), _("类别"), _("单位"), _("超期天数")),
            [[number, _(registry.get(process).label), unit, str((figures.at - due).days)]
             for number, process, unit, due in figures.oldest],
        )  # fmt: skip


def _supervision(figures: Figures) -> Iterator[str]:
    taken = figures.taken
    yield _("发出催办%(urged)s件、督办函%(orders)s件，挂牌%(listed)s件、解除挂牌%(delisted)s件。") % {
        "urged": taken("urging", "urge"), "orders": taken("order", "issue"), "listed": taken("listing", "list"),
        "delisted": taken("listing", "delist"),
    }  # fmt: skip
    yield _("通报%(criticised)s件，约谈单位%(interviewed)s次，督查%(checked)s次。") % {
        "criticised": taken("criticism", "criticise"), "interviewed": taken("interview", "hold"),
        "checked": taken("check", "record"),
    }  # fmt: skip
    yield _("提出建议%(proposed)s条，书面反馈采纳%(adopted)s条、不采纳%(declined)s条（信访工作条例第四十一条第三项）。") % {
        "proposed": taken("proposal", "propose"), "adopted": taken("proposal", "adopt"),
        "declined": taken("proposal", "decline"),
    }  # fmt: skip
    yield _("领导包案新增%(charges)s件，本人接触%(contacts)s次，当事人确认解决%(confirmed)s件。") % {
        "charges": taken("charge", "take_charge"), "contacts": taken("charge", "contact"),
        "confirmed": taken("charge", "confirm"),
    }  # fmt: skip
    yield _("承诺新增%(promises)s件，兑现%(kept)s件。") % {
        "promises": taken("promise", "promise"), "kept": taken("promise", "confirm"),
    }  # fmt: skip
    yield _(
        "期限过后逐级告知：单位负责人%(head)s次，督查员%(supervisor)s次，分管领导%(leader)s次，再上一级%(superior)s次。"
    ) % {stage: figures.told.get(stage, 0) for stage in ("head", "supervisor", "leader", "superior")}


def _cell(value: object) -> str:
    return _("少于5") if hidden(value) else str(value)  # type: ignore[arg-type]


def as_docx(figures: Figures) -> bytes:
    """The bulletin as a document to be edited: headings, sentences, tables, charts that Word can change."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _put(head, title(figures), size=22, face="方正小标宋简体")
    charts = 0
    for number, chapter in enumerate(chapters(figures), 1):
        heading = document.add_heading(level=1)
        _put(heading, f"{number}. {chapter.title}", size=16, face="黑体")
        for sentence in chapter.sentences:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(32)
            _put(paragraph, sentence, size=16, face="仿宋_GB2312")
        if chapter.rows:
            _table(document, chapter)
        if chapter.chart is not None:
            charts += 1
            caption, names, series = chapter.chart
            add_bars(document, number=charts, title=caption, names=names, series=series)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _table(document: object, chapter: Chapter) -> None:
    table = document.add_table(1, len(chapter.heads), style="Table Grid")  # type: ignore[attr-defined]
    for cell, name in zip(table.rows[0].cells, chapter.heads, strict=True):
        _put(cell.paragraphs[0], name, size=10.5, face="黑体")
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in chapter.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _put(cell.paragraphs[0], value, size=10.5, face="仿宋_GB2312")


def _put(paragraph: object, words: str, *, size: float, face: str) -> None:
    run = paragraph.add_run(words)  # type: ignore[attr-defined]
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
