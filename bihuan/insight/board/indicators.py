"""The indicators as figures: in all, by month, by unit, and what the review found of the first replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.common import habits
from bihuan.insight import places, scores
from bihuan.insight.board.figure import Figure, Value
from bihuan.insight.board.shown import Shown
from bihuan.insight.scores import Score
from bihuan.insight.small import Hidden, screen

PROCESS, ORDERS = "appeals.petition", "appeals.hotline"
RATES = (
    scores.NOTICE, scores.HANDLING, scores.CONTACT, scores.PUBLIC, scores.REGISTRY, scores.HANDLER,
)  # fmt: skip


def _words() -> dict[str, tuple[str, str, str]]:
    """Of each indicator: its name, how it is counted, and where it is written."""
    return {
        scores.NOTICE: (
            _("按期受理告知率"),
            _("期内应当书面告知的，在期限内告知的占多少；现在已经超期没有告知的也算没有按期。"),
            _("信访工作条例 第二十三条"),
        ),
        scores.HANDLING: (
            _("按期办结率"),
            _("期内应当作出处理意见的，在期限内作出的占多少；现在已经超期的也算没有按期。"),
            _("信访工作条例 第三十四条"),
        ),
        scores.ACCEPTING: (
            _("平均受理周期"),
            _("从收到信访事项那一天，到书面告知受理那一天，平均多少天（自然日）。"),
            _("信访工作条例 第二十三条"),
        ),
        scores.ANSWERING: (
            _("平均答复周期"),
            _("从收到信访事项那一天，到作出处理意见那一天，平均多少天（自然日）。"),
            _("信访工作条例 第三十四条"),
        ),
        scores.CONTACT: (
            _("办理联系率"),
            _("期内作出的处理意见，事前联系过信访人、听取过陈述的占多少。“联系信访人”或者“举行听证”的记录算联系过。"),
            _("信访工作条例 第三十一条第六项"),
        ),
        scores.PUBLIC: (
            _("公开回复率"),
            _("期内公开的答复，与期内作出的处理意见之比。公开要本人同意，所以不以100%为目标。"),
            _("各地考核办法；条例没有规定"),
        ),
        scores.REGISTRY: (
            _("信访机构满意率"),
            _("期内对信访部门的评价，满意和很满意的占多少。没有评价的不算。"),
            _("信访工作条例 第二十一条第二款"),
        ),
        scores.HANDLER: (
            _("有权处理单位满意率"),
            _("期内对办理单位的评价，满意和很满意的占多少。没有评价的不算。"),
            _("信访工作条例 第二十一条第二款"),
        ),
        scores.UPHELD: (
            _("复查、复核维持率"),
            _("期内的复查、复核意见，维持原意见的占多少，记在作出原意见的单位名下。这是答复的质量问题，不是人的问题。"),
            _("信访工作条例 第三十五条、第三十六条"),
        ),
        scores.WHOLE_REPLY: (
            _("原答复内容完整率"),
            _("期内录入的旧答复，写明了请求、事实和理由、意见、依据、救济途径的占多少。本系统出具的，缺一项不能出具。"),
            _("信访工作条例 第三十二条、第三十五条"),
        ),
    }  # fmt: skip


class Indicators(Shown):
    """The indicators of a selection, each figure made when it is asked for."""

    KEYS = (
        "indicators", "quality", "indicators-months", "indicators-days", "indicators-units", "indicators-orders",
    )  # fmt: skip

    @cached_property
    def months(self) -> dict[object, dict[str, Score]]:
        """The indicators month by month."""
        return scores.by_month(self.selection)

    @property
    def makers(self) -> dict[str, Callable[[], Figure]]:
        """Every figure by its key, in the order of the page."""
        return {
            "indicators": self.overall,
            "indicators-months": self.rates,
            "indicators-days": self.days,
            "indicators-units": self.units,
            "quality": self.quality,
            "indicators-orders": self.orders,
        }

    def overall(self) -> Figure:
        """Each indicator with what it is made of and how it is counted."""
        found, words = scores.district(self.selection), _words()
        rows: list[list[Value]] = []
        for key in scores.KEYS:
            if key in (scores.UPHELD, scores.WHOLE_REPLY):
                continue  # with the quality of replies
            one = found[key]
            name, how, article = words[key]
            part: Value = None if one.days else _part(one)
            rows.append([name, _said(one), part, _whole(one), how, article])
        return Figure(
            key="indicators", title=_("考核指标"),
            how=_("每一项都写明怎样算、依据什么；分母少于5件的不显示。天数是自然日。"),
            article=_("信访工作条例 第三十九条"),
            heads=[_("指标"), _("结果"), _("分子"), _("分母（件）"), _("怎样算的"), _("依据")], rows=rows,
            texts=frozenset({4, 5}), wide=True,
            note=_("这里没有重复信访率：它奖励劝人不再信访。第一次答复答得怎么样，看“答复的质量”。"),
        )  # fmt: skip

    def rates(self) -> Figure:
        """The shares month by month."""
        words = _words()
        rows: list[list[Value]] = []
        for month in self.selection.period.months():
            found = self.months.get(month, {})
            rows.append([f"{month:%Y-%m}", *(_value(found[key]) if key in found else None for key in RATES)])
        every = tuple(range(1, len(RATES) + 1))
        return Figure(
            key="indicators-months", title=_("每月的比率"),
            how=_("当月办的，算法同上；现在还没有办完的不在这里。某个月分母少于5件的不显示、不画。"),
            heads=[_("月份"), *(words[key][0] for key in RATES)], rows=rows, chart="line", drawn=every,
            shares=frozenset(every),
        )  # fmt: skip

    def days(self) -> Figure:
        """The means of days month by month."""
        rows: list[list[Value]] = []
        for month in self.selection.period.months():
            found = self.months.get(month, {})
            both = (scores.ACCEPTING, scores.ANSWERING)
            rows.append([f"{month:%Y-%m}", *(_value(found[key]) if key in found else None for key in both)])
        words = _words()
        chosen = self.selection
        return Figure(
            key="indicators-days", title=_("每月的平均周期"), how=_("当月告知、当月作出处理意见的，从收到那一天起平均多少天。"),
            article=_("信访工作条例 第二十三条、第三十四条"),
            heads=[_("月份"), words[scores.ACCEPTING][0], words[scores.ANSWERING][0]], rows=rows, chart="line",
            drawn=(1, 2), unit=_("天"),
            note=_("同时选了单位和区域时，不计算天数。") if chosen.unit is not None and chosen.place is not None else "",
        )  # fmt: skip

    def units(self) -> Figure:
        """Each indicator of each unit."""
        found, words = scores.by_unit(self.selection), _words()
        keys = [key for key in scores.KEYS if key != scores.WHOLE_REPLY]
        named = [unit for unit in places.units() if unit.id in found]
        shown = {
            key: [row[0] for row in screen([[found[unit.id][key].whole] for unit in named])] if named else []
            for key in keys
        }
        rows: list[list[Value]] = [
            [unit.name, *(_guarded(found[unit.id][key], shown[key][place]) for key in keys)]
            for place, unit in enumerate(named)
        ]
        shares = frozenset(
            index
            for index, key in enumerate(keys, start=1)
            if key not in (scores.ACCEPTING, scores.ANSWERING)
        )
        return Figure(
            key="indicators-units", title=_("各单位的指标"),
            how=_(
                "算法同上。少于5件的不显示；能由别的数推算出它的也不显示。评价记在被评价的单位名下，维持率记在作出原意见的单位名下。两个周期的单位是天。"
            ),
            article=_("信访工作条例 第三十九条"), heads=[_("单位"), *(words[key][0] for key in keys)], rows=rows, shares=shares,
            links=[f"{reverse('casework:cases')}?unit={unit.code}&sort=due" for unit in named],
        )  # fmt: skip

    def quality(self) -> Figure:
        """In place of a rate of people who come again: did the first reply meet art. 32, and did it stand?"""
        found, words = scores.district(self.selection), _words()
        rows: list[list[Value]] = []
        for key in (scores.UPHELD, scores.WHOLE_REPLY):
            one = found[key]
            name, how, article = words[key]
            rows.append([name, _said(one), _part(one), _whole(one), how, article])
        return Figure(
            key="quality", title=_("答复的质量"),
            how=_("有人为同一件事再来，先问第一次答复答得怎么样：内容完整吗，经得起复查吗。"),
            article=_("信访工作条例 第三十二条、第三十五条、第三十六条"),
            heads=[_("问题"), _("结果"), _("分子"), _("分母（件）"), _("怎样算的"), _("依据")], rows=rows,
            texts=frozenset({4, 5}), wide=True,
        )  # fmt: skip

    def orders(self) -> Figure:
        """The hotline's own: answered in time, satisfied on call-back, done again, disputed, not reached."""
        found = scores.of_orders(replace(self.selection, process=ORDERS))
        words = {
            scores.ANSWERED: (
                _("按期答复率"),
                _("期内应当办结并答复的工单，在期限内答复的占多少；现在已经超期的也算没有按期。"),
            ),
            scores.SATISFIED: (
                _("回访满意率"),
                _("期内回访到的和本人自己说的，满意的占多少。联系不上的不算满意，也不算不满意。"),
            ),
            scores.REDONE: (_("退回再办率"), _("期内因为不满意退回再次办理的，与期内办结回复的之比。")),
            scores.DISPUTED: (_("派单异议成立率"), _("期内审核的派单异议，成立的占多少：派错了多少。")),
            scores.UNREACHED: (
                _("联系不上率"),
                _("期内多次联系不上而归档的，占期内回访结束的多少。本人以后仍然可以说不满意。"),
            ),
        }  # fmt: skip
        rows: list[list[Value]] = [
            [name, _said(found[key]), _part(found[key]), _whole(found[key]), how]
            for key, (name, how) in words.items()
        ]
        return Figure(
            key="indicators-orders", title=_("热线工单"),
            how=_("12345热线的工单，按期内办的。没有全国性法律规定这些指标；北京市的条例以响应率、解决率、满意率考核（第三十二条）。"),
            article=_("12345热线地方规定"), heads=[_("指标"), _("结果"), _("分子"), _("分母（件）"), _("怎样算的")],
            rows=rows, texts=frozenset({4}), wide=True,
        )  # fmt: skip


def _value(one: Score) -> Value:
    if one.small:
        return Hidden.SMALL
    return round(one.value, 1) if one.days and one.value is not None else one.value


def _guarded(one: Score, whole: int | Hidden) -> Value:
    return whole if isinstance(whole, Hidden) else _value(one)


def _part(one: Score) -> Value:
    return Hidden.SMALL if one.small else one.part


def _whole(one: Score) -> Value:
    return Hidden.SMALL if one.small else one.whole


def _said(one: Score) -> str:
    if one.small:
        return _("少于5")
    if one.value is None:
        return "—"
    return _("%(days)s天") % {"days": f"{one.value:.1f}"} if one.days else habits.percent(one.value)
