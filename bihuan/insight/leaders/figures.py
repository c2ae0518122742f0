"""The figures of a leader's board: each a picture, the table behind it, and how it was counted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.leaders.reading import LeaderBoard, Part

OF_UNITS = "安全生产法 第三条第三款"
OF_HEARING = "信访工作条例 第十八条第二款"


def figures(board: LeaderBoard) -> dict[str, Figure]:
    """Every figure by its key, in the order of the page."""
    own = _parts(
        "own", _("我包的积案和承诺"), _("写着这位领导名字的包案和承诺，按现在的情况。"), [
            Part(_(label), part.total, part.open, part.overdue) for label, part in board.own_parts().items()
        ], first=_("种类"), article=OF_HEARING,
    )  # fmt: skip
    by_unit = (
        ("backlog", _("集中化解的积案"), _("列入集中化解、现在由分管单位承办的案件。"), board.backlog()),
        ("listed", _("挂牌督办"), _("挂牌督办的隐患和事项，现在由分管单位承办的。"), board.listed()),
        ("hazards", _("事故隐患"), _("现在由分管单位承办的事故隐患。"), board.hazards()),
        ("tasks", _("文件任务"), _("公文交办、现在由分管单位承办的任务。"), board.tasks()),
    )
    made = [
        own,
        *(_parts(key, title, how, rows) for key, title, how, rows in by_unit),
        days(board),
        money(board),
    ]
    return {figure.key: figure for figure in made}


def _parts(
    key: str, title: str, how: str, parts: Sequence[Part], *, first: str = "", article: str = OF_UNITS
) -> Figure:
    rows: list[list[Value]] = [
        [one.label, one.total, one.open - one.overdue, one.overdue, one.ended] for one in parts
    ]
    return Figure(
        key=key, title=title, how=how, article=article,
        heads=[first or _("单位"), _("合计"), _("期限内在办"), _("超期在办"), _("已结束")], rows=rows, chart="bars", drawn=(2, 3),
        tones=("accent", "overdue"), unit=_("件"), links=[""] * len(rows),
    )  # fmt: skip


def days(board: LeaderBoard) -> Figure:
    """Reception days, letters read, visits."""
    rows: list[list[Value]] = [
        [one.label, one.planned, one.held, one.called_off, one.missed, one.matters, one.promises]
        for one in board.days()
    ]
    return Figure(
        key="days", title=_("接访、阅信、下访"),
        how=_("过去一年和今后一个月排定的日子。过了日子没有记录、也没有取消的，算没有记录。听取事项按件，不记是谁。"),
        article=OF_HEARING,
        heads=[_("种类"), _("排定"), _("已举行"), _("已取消"), _("没有记录"), _("听取事项"), _("作出承诺")], rows=rows,
        chart="bars", drawn=(2, 3, 4), tones=("accent", "waiting", "overdue"), unit=_("天"), links=[""] * len(rows), wide=True,
    )  # fmt: skip


def money(board: LeaderBoard) -> Figure:
    """The budget lines of the units in charge, in yuan."""
    rows: list[list[Value]] = [
        [f"{one.line.code} {one.line.title}", one.line.unit.short_name, *map(float, (one.line.planned, one.committed, one.spent))]
        for one in board.money()
    ]  # fmt: skip
    return Figure(
        key="money", title=_("经费"), how=_("今年分管单位的预算科目。这里不付款，只记计划和结果。"),
        heads=[_("科目"), _("单位"), _("预算（元）"), _("已签约（元）"), _("已支出（元）")], rows=rows, chart="bars",
        drawn=(4,), unit=_("元"), links=[""] * len(rows), texts=frozenset({1}), wide=True,
    )  # fmt: skip
