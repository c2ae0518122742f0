"""How each language writes a day, a moment, a number and the time left. Pure but for the active language."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext

from bihuan.common.language import known as gettext

PLACE = ZoneInfo("Asia/Shanghai")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SOON = dt.timedelta(hours=48)
_HOUR = dt.timedelta(hours=1)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def local_day(value: dt.date) -> dt.date:
    """The day in China of a date or an aware datetime."""
    return value.astimezone(PLACE).date() if isinstance(value, dt.datetime) else value


def day(value: dt.date) -> str:
    """2026年2月14日（周六） / Sat 14 Feb 2026"""
    on = local_day(value)
    if _english():
        return f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日（周{_WEEKDAYS_ZH[on.weekday()]}）"


def day_short(value: dt.date, now: dt.datetime | None = None) -> str:
    """2月14日 / 14 Feb; with the year unless it is that of `now`."""
    on = local_day(value)
    with_year = now is None or local_day(now).year != on.year
    if _english():
        return f"{on.day} {_MONTHS_EN[on.month - 1]}" + (f" {on.year}" if with_year else "")
    return (f"{on.year}年" if with_year else "") + f"{on.month}月{on.day}日"


def moment(value: dt.date) -> str:
    """2026年2月14日 15:04 / 14 Feb 2026, 15:04; a date without a time stays a day."""
    if not isinstance(value, dt.datetime):
        return day_short(value)
    at = value.astimezone(PLACE)
    return f"{day_short(at)}{', ' if _english() else ' '}{at:%H:%M}"


def last_day(due_at: dt.datetime) -> dt.date:
    """The last day on which the duty can be done: midnight belongs to the day that ends (民法典 art. 203)."""
    return (due_at.astimezone(PLACE) - dt.timedelta(microseconds=1)).date()


def deadline(due_at: dt.datetime) -> str:
    """2026年2月17日（周二）24:00 / Tue 17 Feb 2026, 24:00: midnight is written as the end of its day."""
    clock = "24:00" if is_midnight(due_at) else f"{due_at.astimezone(PLACE):%H:%M}"
    return f"{day(last_day(due_at))}{', ' if _english() else ''}{clock}"


def is_midnight(due_at: dt.datetime) -> bool:
    """True for deadlines counted in days, which fall on 24:00."""
    return due_at.astimezone(PLACE).time() == dt.time(0)


def remaining(due_at: dt.datetime, *, now: dt.datetime) -> str:
    """Time left or run over: in days for deadlines at midnight, in hours for those within two days of a time of day."""
    overdue = now >= due_at
    if is_midnight(due_at):
        days = (last_day(due_at) - local_day(now)).days
        if not overdue and days == 0:
            return gettext("今天到期")
        return _days(abs(days), overdue=overdue)
    apart = abs(due_at - now)
    if apart >= _SOON:
        return _days(apart.days, overdue=overdue)
    hours = apart // _HOUR
    if hours == 0:
        return gettext("刚刚超期") if overdue else gettext("不足1小时")
    if overdue:
        return ngettext("超期%(count)s小时", "超期%(count)s小时", hours) % {"count": hours}
    return ngettext("还剩%(count)s小时", "还剩%(count)s小时", hours) % {"count": hours}


def _days(days: int, *, overdue: bool) -> str:
    if overdue:
        return ngettext("超期%(count)s天", "超期%(count)s天", days) % {"count": days}
    return ngettext("还剩%(count)s天", "还剩%(count)s天", days) % {"count": days}


def number(value: float | int | str) -> str:
    """Grouped by three; at most two decimals."""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def number_short(value: float | int) -> str:
    """Chinese groups by ten thousand (万, 亿), English by thousand (K, M)."""
    steps = ((1e6, "M"), (1e3, "K")) if _english() else ((1e8, "亿"), (1e4, "万"))
    for step, sign in steps:
        if abs(value) >= step:
            return f"{value / step:.1f}".removesuffix(".0") + sign
    return number(value)


def percent(value: float | None) -> str:
    """A share between 0 and 1; a dash where there is nothing to divide."""
    return "—" if value is None else f"{value * 100:.1f}".removesuffix(".0") + "%"


def size(value: int) -> str:
    """Bytes in the largest unit that keeps a digit before the point."""
    amount = float(value)
    for sign in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {sign}" if sign == "B" else f"{amount:.1f} {sign}"
        amount /= 1024
    return f"{amount:.1f} GB"
