"""What came in, was decided and ended, month by month; how long decisions took; what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.spec import Process
from bihuan.common import habits
from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.measures import DAYS, ENDED, RECEIVED, RESULT, STEP, meaning_of
from bihuan.insight.reading import Tallies, on_time
from bihuan.insight.selection import Selection
from bihuan.insight.spread import percentile


def volumes(selection: Selection, tallies: Tallies) -> Figure:
    """Received, decided and ended by month."""
    decides = meaning_of(selection.process).decides
    rows: list[list[Value]] = [
        [
            f"{month:%Y-%m}",
            tallies.in_month(RECEIVED, month),
            tallies.in_month(STEP, month, decides),
            tallies.in_month(ENDED, month),
        ]
        for month in selection.period.months()
    ]
    how = (
        _(
            "收到：第一次转到本单位的案件，按转到的那一天。作出处理意见和办结：按办理的那一天，计入当时承办的单位。"
        )
        if selection.unit
        else _(
            "收到：登记的案件，按登记的那一天。作出处理意见、办结：按办理的那一天。补录的旧件按原来的日期。"
        )
    )
    return Figure(
        key="volumes", title=_("每月收到和办结"), how=how, article=_("信访工作条例 第二十二条、第三十二条"),
        heads=[_("月份"), _("收到"), _("作出处理意见"), _("办结")], rows=rows, chart="line", drawn=(1, 2, 3), unit=_("件"),
    )  # fmt: skip


def days_taken(tallies: Tallies) -> Counter[int]:
    """How many decisions took how many days."""
    return Counter({int(days): tallies.total(DAYS, [days]) for days in tallies.keys(DAYS)})


def pace(selection: Selection, tallies: Tallies) -> Figure:
    """Median and 90th percentile of days from receipt to decision, by month of the decision."""
    keys = tallies.keys(DAYS)
    rows: list[list[Value]] = []
    for month in selection.period.months():
        counts = {int(key): tallies.in_month(DAYS, month, [key]) for key in keys}
        rows.append([f"{month:%Y-%m}", _middle(counts), _nearly_all(counts), sum(counts.values())])
    counts = days_taken(tallies)
    rows.append([_("全期"), _middle(counts), _nearly_all(counts), sum(counts.values())])
    both = selection.unit is not None and selection.place is not None
    return Figure(
        key="pace", title=_("作出处理意见用了多少天"),
        how=_(
            "从收到信访事项那一天，到作出处理意见那一天，按自然日数。中位数：一半案件在这么多天之内；九成：90%的案件在这么多天之内。条例的60日从承办单位收到之日的次日起算，与这里的天数不是一回事。"
        ),
        article=_("信访工作条例 第三十四条"), heads=[_("月份"), _("中位数"), _("九成在内"), _("件数")], rows=rows,
        chart="line", drawn=(1, 2), unit=_("天"), summed=True,
        note=_("同时选了单位和区域时，不计算天数。") if both else _overall(counts),
    )  # fmt: skip


def _overall(counts: Mapping[int, int]) -> str:
    if not counts:
        return ""
    return _("全期 %(count)s 件：一半在%(middle)s天之内，90%%在%(most)s天之内。") % {
        "count": habits.number(sum(counts.values())), "middle": _middle(counts), "most": _nearly_all(counts),
    }  # fmt: skip


def _shares(rows: Sequence[Sequence[Value]]) -> str:
    return " · ".join(f"{row[0]} {habits.percent(row[2])}" for row in rows if isinstance(row[2], float))


def _middle(counts: Mapping[int, int]) -> int | None:
    return percentile(counts, 0.5)


def _nearly_all(counts: Mapping[int, int]) -> int | None:
    return percentile(counts, 0.9)


def results(selection: Selection, tallies: Tallies) -> Figure:
    """What the decisions said."""
    labels = _result_labels(registry.get(selection.process))
    total = tallies.total(RESULT)
    rows: list[list[Value]] = []
    for key in [*labels, *(key for key in tallies.keys(RESULT) if key not in labels)]:
        count = tallies.total(RESULT, [key])
        rows.append([labels.get(key, key), count, count / total if total else None])
    return Figure(
        key="results", title=_("处理结果"),
        how=_("期内作出的处理意见，按其中写明的处理结果。原系统的旧答复没有写明结果，不计入。"),
        article=_("信访工作条例 第三十二条"), heads=[_("处理结果"), _("件数"), _("占比")], rows=rows, chart="bars", drawn=(1,),
        unit=_("件"), shares=frozenset({2}), note=_shares(rows),
    )  # fmt: skip


def _result_labels(process: Process) -> dict[str, str]:
    decides = meaning_of(process.name).decides
    return {
        key: _(label)
        for step in process.steps
        if step.name in decides
        for asked in step.gives
        if asked.name == "result"
        for key, label in asked.choices
    }


def exceptions(selection: Selection, tallies: Tallies) -> Figure:
    """Extensions and objections: how often asked, and what was answered."""
    meaning = meaning_of(selection.process)
    lines = (
        (_("延期"), meaning.asks_extension, meaning.grants_extension, meaning.refuses_extension),
        (_("异议"), meaning.objects, meaning.upholds, meaning.rejects),
    )
    rows: list[list[Value]] = []
    for label, *steps in lines:
        if steps[0]:
            asked, yes, no = (tallies.total(STEP, [step]) for step in steps)
            rows.append([label, asked, yes, no, on_time(yes, no)])
    return Figure(
        key="exceptions", title=_("延期和异议"),
        how=_("期内提出和答复的次数，按各自办理的那一天；提出与答复可能不在同一期。延期由单位负责人批准，最多30日；异议由信访部门核实。"),
        article=_("信访工作条例 第三十四条、第二十三条第三款"),
        heads=[_("事项"), _("提出件数"), _("批准或者成立"), _("不批准或者不成立"), _("批准或者成立占比")], rows=rows,
        shares=frozenset({4}),
    )  # fmt: skip


def channels(selection: Selection, tallies: Tallies) -> Figure:
    """Received by channel."""
    labels = _channel_labels(registry.get(selection.process))
    total = tallies.total(RECEIVED)
    counted = sorted(((tallies.total(RECEIVED, [key]), key) for key in tallies.keys(RECEIVED)), reverse=True)
    rows: list[list[Value]] = [
        [labels.get(key, key) or _("未写明"), count, count / total if total else None]
        for count, key in counted
    ]
    return Figure(
        key="channels", title=_("渠道"), how=_("期内收到的案件，按登记时选的渠道。"),
        article=_("信访工作条例 第十七条"), heads=[_("渠道"), _("收到"), _("占比")], rows=rows, chart="bars", drawn=(1,),
        unit=_("件"), shares=frozenset({2}), note=_shares(rows),
    )  # fmt: skip


def _channel_labels(process: Process) -> dict[str, str]:
    return {
        key: _(label)
        for step in process.openings
        for asked in step.gives
        if asked.name == "channel"
        for key, label in asked.choices
    }
