"""Words for values of settings."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bihuan.appeals.rules.catalog import Bound, Mark, Setting
from bihuan.casework.showing.labels import limit_words
from bihuan.common.calendar.rules import Roll, TimeUnit

MARKS = {
    Mark.READ: gettext_lazy("核对过原文"),
    Mark.EXCERPT: gettext_lazy("只见于摘录"),
    Mark.MEMORY: gettext_lazy("未核实"),
}
BOUNDS = {
    Bound.SHORTER: gettext_lazy("地方规定只能更短、更少"),
    Bound.LONGER: gettext_lazy("地方规定只能更长"),
    Bound.FREE: gettext_lazy("没有全国性法律，由地方规定"),
}
ROLLS = {
    Roll.STRICT: gettext_lazy("末日逢休息日不顺延"),
    Roll.GENEROUS: gettext_lazy("末日逢休息日顺延"),
}
UNITS = {
    TimeUnit.CALENDAR_DAYS: gettext_lazy("日（自然日）"),
    TimeUnit.WORKING_DAYS: gettext_lazy("工作日"),
    TimeUnit.HOURS: gettext_lazy("小时"),
}
STARTS = {
    "received_on": gettext_lazy("从承办单位收到之日的次日起算"),
    "notified_on": gettext_lazy("从书面告知受理之日的次日起算"),
}


def amount_words(setting: Setting, amount: int, unit: str) -> str:
    """60日, 5个工作日, 5人, 3次."""
    if setting.is_limit:
        return limit_words(amount, unit)
    match setting.counted:
        case "people":
            return ngettext("%(count)s人", "%(count)s人", amount) % {"count": amount}
        case "times":
            return ngettext("%(count)s次", "%(count)s次", amount) % {"count": amount}
        case "working_days":
            return limit_words(amount, TimeUnit.WORKING_DAYS)
        case _:
            return limit_words(amount, TimeUnit.CALENDAR_DAYS)


def how_words(roll: str, start: str) -> str:
    """What happens on a day off and from when it counts; "" for a figure."""
    parts = [str(ROLLS[Roll(roll)])] if roll else []
    parts += [str(STARTS[start])] if start in STARTS else []
    return _("；").join(parts)
