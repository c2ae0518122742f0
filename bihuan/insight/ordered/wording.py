"""The words of a document's trace, the same on the page, on paper and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.common import habits
from bihuan.common.tables.writing import Written
from bihuan.insight.ordered.reading import DocumentTrace, OrderedTask, Said
from bihuan.supervision.escalation import REASONS, STAGES
from bihuan.supervision.trace.wording import OUTCOMES, margin

LABELS = {stage.name: stage.label for stage in STAGES}


def standing(task: OrderedTask) -> str:
    """Where the measure is: the state of its case, or why it has none."""
    if task.measure.controls_persons:
        return _("不能成为任务")
    if task.hidden:
        return _("您不能查看这个案件")
    return _(task.stands) if task.case else str(task.measure.get_standing_display())


def outcome(task: OrderedTask) -> str:
    """What became of the deadline, and by how much."""
    if task.ended is None:
        return ""
    return f"{_(OUTCOMES[task.ended.outcome])} {margin(task.ended.margin)}".strip()


def told(task: OrderedTask) -> list[str]:
    """Each step of escalation in words: when, to whom, why."""
    return [
        f"{habits.day_short(one.at)} {_(LABELS.get(one.stage, one.stage))} {one.to or _('空缺')}（{_(REASONS[one.reason])}）"
        for one in task.told
    ]


def said(one: Said | None) -> str:
    """A step in words."""
    return "" if one is None else f"{habits.moment(one.at)} {one.by}\n{one.text}".strip()


def where(task: OrderedTask) -> str:
    """The part of the document that the sentence stands in."""
    section = task.measure.section
    return f"{section.numbering}{section.title}" if section else ""


def heads() -> list[str]:
    """Heads of the workbook."""
    return [
        _("序号"), _("所属部分"), _("文件原话"), _("任务"), _("情况"), _("任务编号"), _("牵头单位"), _("配合单位"),
        _("球在谁手里"), _("文件的期限"), _("完成日期"), _("期限的结果"), _("最近进展"), _("完成百分比"), _("报完成"),
        _("凭证附件"), _("核实"), _("退回次数"), _("预算科目"), _("计划（元）"), _("已签约（元）"), _("已支出（元）"),
        _("逐级告知"),
    ]  # fmt: skip


def rows(trace: DocumentTrace) -> Iterator[list[Written]]:
    """A row for each measure, in the document's order; amounts and dates stay what they are."""
    text = trace.directive.text
    for number, task in enumerate(trace.tasks, 1):
        one, money = task.measure, task.money
        yield [
            number, where(task), " ".join(text[one.start : one.end].split()), one.wording, standing(task),
            task.case.number if task.case else "", one.lead.short_name if one.lead else "",
            "、".join(unit.short_name for unit in one.co_units.all()), f"{task.holder} {task.person}".strip(),
            one.due_words, task.last_day, outcome(task), said(task.progress), task.percent, said(task.reported),
            "、".join(task.reported.files) if task.reported else "", said(task.confirmed), task.returned or None,
            one.budget_line, money.planned if money else None, money.committed if money else None,
            money.spent if money else None, "\n".join(told(task)),
        ]  # fmt: skip
