"""The clocks that bind offices: kept or not."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.spec import Clock, Obliges
from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.measures import LAPSED, LATE, MET, VOID, meaning_of
from bihuan.insight.reading import Standings, Tallies, on_time
from bihuan.insight.selection import Selection

NOTHING = Standings.Sums()


def office_clocks(process: str) -> Iterator[Clock]:
    """The clocks of a process that bind an office, in table order."""
    return (clock for clock in registry.get(process).clocks if clock.obliges is not Obliges.RESIDENT)


def duties(process: str) -> list[str]:
    """Those of them that are duties and not rights."""
    rights = meaning_of(process).rights
    return [clock.name for clock in office_clocks(process) if clock.name not in rights]


def overall(selection: Selection, tallies: Tallies, open_now: Standings) -> float | None:
    """The share of all duties that were met in time."""
    names = duties(selection.process)
    missed = tallies.total(LATE, names) + tallies.total(LAPSED, names)
    return on_time(
        tallies.total(MET, names), missed + (open_now.total.clocks_overdue if selection.running else 0)
    )


def clocks(selection: Selection, tallies: Tallies, open_now: Standings) -> Figure:
    """Each clock: how it ended in the period, and what runs now."""
    rights = meaning_of(selection.process).rights
    rows: list[list[Value]] = []
    for clock in office_clocks(selection.process):
        name = [clock.name]
        met, late, void, lapsed = (tallies.total(measure, name) for measure in (MET, LATE, VOID, LAPSED))
        now = open_now.clocks.get(clock.name, NOTHING)
        right = clock.name in rights
        missed = late + lapsed + (now.overdue if selection.running else 0)
        rows.append([
            _(clock.label), met, late, void, None if right else lapsed, now.running - now.overdue,
            None if right else now.overdue, None if right else on_time(met, missed), _(clock.article),
        ])  # fmt: skip
    return Figure(
        key="clocks", title=_("各项期限"),
        how=_(
            "按期、超期完成：期内办完的，超期指到了截止时刻还没有办完。不再需要：期内因为案件转走等原因不必再办的；其中已经超期的另列。在期内、现已超期：现在的数。按期率＝按期完成÷（按期完成＋超期完成＋超期后不再需要＋现已超期）；所选期间不含本月时，不算现已超期。提出异议是承办单位的权利，过了期限只是不能再提，不算超期。"
        ),
        article=_("信访工作条例 第二十二条、第二十三条、第三十二条、第三十四条；民法典 第二百零三条"),
        heads=[
            _("哪项期限"), _("按期办完"), _("超期完成"), _("不再需要"), _("超期后不再需要"),
            _("在期内"), _("现已超期"), _("按期率"), _("依据"),
        ],
        rows=rows, shares=frozenset({7}), texts=frozenset({8}),
    )  # fmt: skip


def rates(selection: Selection, tallies: Tallies) -> Figure:
    """The share met in time by month, one line per clock."""
    names = duties(selection.process)
    labels = {clock.name: _(clock.label) for clock in office_clocks(selection.process)}
    rows: list[list[Value]] = []
    for month in selection.period.months():
        row: list[Value] = [f"{month:%Y-%m}"]
        for name in names:
            missed = sum(tallies.in_month(measure, month, [name]) for measure in (LATE, LAPSED))
            row.append(on_time(tallies.in_month(MET, month, [name]), missed))
        rows.append(row)
    every = tuple(range(1, len(names) + 1))
    return Figure(
        key="rates", title=_("每月按期率"),
        how=_("当月办完的期限里，按期完成的占多少；当月超期后不再需要的也算超期。现在还没有办完的不在这里，见“各项期限”。"),
        article=_("信访工作条例 第二十二条、第二十三条、第三十二条、第三十四条"),
        heads=[_("月份"), *(labels[name] for name in names)], rows=rows, chart="line", drawn=every, shares=frozenset(every),
    )  # fmt: skip
