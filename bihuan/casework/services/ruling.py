"""Setting a district's dated override of a time limit."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import limits, registry
from bihuan.casework.models import ClockRule
from bihuan.common.calendar.rules import Roll, TimeUnit
from bihuan.organizations.models import Jurisdiction


class RuleRefused(Exception):
    """The rule cannot be set; the message says why."""


@transaction.atomic
def set_clock_rule(
    *, process: str, clock: str, amount: int, unit: str, roll: str, article: str, in_force_from: date, today: date,
    in_force_to: date | None = None, place: str = "", counts_from: str = "",
) -> ClockRule:  # fmt: skip
    """Set an override. It may begin today at the earliest: no clock that runs is changed behind anybody's back.

    `place` is an official code, empty for everywhere; `counts_from` one of the dates that the table offers for the
    start, empty for its own. Raises RuleRefused.
    """
    try:
        found = registry.get(process).clock(clock)
    except KeyError:
        raise RuleRefused(_("没有这个流程或者期限。用 bihuan clocks rules 查看全部。")) from None
    if found.due_from is not None:
        raise RuleRefused(_("这个期限由填写的日期决定，没有长度可以设定。"))
    if counts_from and counts_from not in starts_of(process, clock):
        raise RuleRefused(_("这个期限不能从这个日期起算。"))
    if in_force_from <= today:
        raise RuleRefused(_("新规则最早从明天起生效：已经开始计算的期限不能事后改变。"))
    if in_force_to is not None and in_force_to < in_force_from:
        raise RuleRefused(_("失效日期早于生效日期。"))
    if not article.strip():
        raise RuleRefused(_("请写明依据的文件和条款。"))
    jurisdiction = Jurisdiction.objects.filter(code=place).first() if place else None
    if place and jurisdiction is None:
        raise RuleRefused(_("没有代码为 %(code)s 的区划。") % {"code": place})
    rule = ClockRule.objects.create(
        process=process, clock=clock, jurisdiction=jurisdiction, in_force_from=in_force_from, in_force_to=in_force_to,
        amount=amount, unit=TimeUnit(unit).value, roll=Roll(roll).value, article=article.strip(),
        counts_from=counts_from,
    )  # fmt: skip
    limits.forget()
    return rule


def starts_of(process: str, clock: str) -> tuple[str, ...]:
    """The dates from which a rule may let the clock count: the table's own first, then the others; empty without a choice."""
    for step in registry.get(process).steps:
        for start in step.starts:
            if start.clock == clock and start.or_from:
                return (start.counts_from, *start.or_from)
    return ()
