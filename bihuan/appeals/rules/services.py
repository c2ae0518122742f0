"""Setting a value from a day on. A row is added, none is changed: what was in force on any day stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.appeals.models import DatedSetting
from bihuan.appeals.rules import figures
from bihuan.appeals.rules.catalog import BY_NAME, Bound, Setting
from bihuan.casework import registry
from bihuan.casework.errors import Guarded, Incomplete, NotYours, Refused, Text
from bihuan.casework.journal import actor_line
from bihuan.casework.services.ruling import RuleRefused, set_clock_rule
from bihuan.common.calendar.rules import Roll, TimeUnit
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction
from bihuan.organizations.roles import Role

# Calendar days in one unit, for comparing two limits of different units only.
DAYS = {TimeUnit.HOURS: 1 / 24, TimeUnit.CALENDAR_DAYS: 1.0, TimeUnit.WORKING_DAYS: 7 / 5}


@dataclass(frozen=True, slots=True)
class Value:
    """What is set. A figure has only its amount; a time limit also a unit, what happens on a day off, and its start."""

    amount: int | None
    unit: str = ""
    roll: str = ""
    counts_from: str = ""


@transaction.atomic
def set_value(
    *, name: str, value: Value, place_id: int | None, in_force_from: date, source: str, reason: str, actor: Actor,
    at: datetime,
) -> DatedSetting:  # fmt: skip
    """Set a value in a place from a day on (tomorrow at the earliest: what runs is not changed behind anybody's back).

    Raises NotYours; Incomplete; Guarded when the statute leaves no room for it. `place_id` None: everywhere.
    """
    if not actor.has(Role.ADMINISTRATOR):
        raise NotYours
    setting = BY_NAME.get(name)
    if setting is None:
        raise Refused(_("没有这个设定。"))
    faults: dict[str, Text] = {}
    if value.amount is None or value.amount < 1:
        faults["amount"] = _("请填写1以上的整数。")
    if not source.strip():
        faults["source"] = _("请写明依据的文件和条款。")
    if not reason.strip():
        faults["reason"] = _("请写明为什么改。")
    if in_force_from <= at.astimezone(CHINA).date():
        faults["in_force_from"] = _("最早从明天起生效：已经开始计算的期限不能事后改变。")
    if faults:
        raise Incomplete(faults)
    assert value.amount is not None
    kept = DatedSetting(
        name=name, jurisdiction_id=place_id, in_force_from=in_force_from, source=source.strip()[:120],
        reason=reason.strip(), set_at=at, account_id=actor.account_id, by=actor_line(actor),
    )  # fmt: skip
    if setting.is_limit:
        _within_statute(setting, value)
        kept.rule_id = _rule(setting, value, kept)
    else:
        if not setting.least <= value.amount <= setting.most:
            raise Guarded(
                _("应当在%(least)s和%(most)s之间（%(article)s）。")
                % {"least": setting.least, "most": setting.most, "article": _(setting.article)},
                field="amount",
            )
        kept.value = value.amount
    kept.save()
    figures.forget()
    return kept


def _within_statute(setting: Setting, value: Value) -> None:
    clock = registry.get(setting.process).clock(setting.clock)
    asked, national = _days(value), clock.amount * DAYS[clock.unit]
    if setting.bound is Bound.SHORTER and asked > national:
        raise Guarded(
            _("这是机关、单位的义务，地方规定只能更短，不能超过%(article)s的期限。")
            % {"article": _(setting.article)},
            field="amount",
        )
    if setting.bound is Bound.LONGER:
        if asked < national:
            raise Guarded(
                _("这是群众的权利，地方规定只能更长，不能短于%(article)s的期限。")
                % {"article": _(setting.article)},
                field="amount",
            )
        if value.roll == Roll.STRICT:
            raise Guarded(_("群众的权利期限，末日逢休息日必须顺延（民法典第二百零三条）。"), field="roll")


def _days(value: Value) -> float:
    try:
        unit = TimeUnit(value.unit)
    except ValueError:
        raise Incomplete({"unit": _("请从列出的选项中选一个。")}) from None
    assert value.amount is not None
    return value.amount * DAYS[unit]


def _rule(setting: Setting, value: Value, kept: DatedSetting) -> int:
    if value.roll not in set(Roll):
        raise Incomplete({"roll": _("请从列出的选项中选一个。")})
    place = (
        Jurisdiction.objects.filter(pk=kept.jurisdiction_id).values_list("code", flat=True).first()
        if kept.jurisdiction_id is not None
        else ""
    )
    try:
        return set_clock_rule(
            process=setting.process, clock=setting.clock, amount=value.amount or 0, unit=value.unit, roll=value.roll,
            article=kept.source, in_force_from=kept.in_force_from, today=kept.set_at.astimezone(CHINA).date(),
            place=place or "", counts_from=value.counts_from,
        ).pk  # fmt: skip
    except RuleRefused as refused:
        raise Guarded(str(refused)) from refused
