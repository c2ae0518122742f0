"""Dates, numbers and labels in each language's habit. Loaded in every template."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext

from bihuan.common import habits

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    """2026年2月14日（周六） / Sat 14 Feb 2026"""
    return habits.day(value) if value else ""


@register.filter
def day_short(value: dt.date | None, now: dt.datetime | None = None) -> str:
    """2月14日 / 14 Feb; with the year unless it is that of `now`."""
    return habits.day_short(value, now) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """2026年2月14日 15:04 / 14 Feb 2026, 15:04"""
    return habits.moment(value) if value else ""


@register.filter
def last_day(value: dt.datetime | None) -> dt.date | None:
    """The last day of a deadline: the day before, when the deadline is midnight (民法典 art. 203)."""
    return habits.last_day(value) if value else None


@register.filter
def deadline(value: dt.datetime | None) -> str:
    """2026年2月17日（周二）24:00 / Tue 17 Feb 2026, 24:00"""
    return habits.deadline(value) if value else ""


@register.filter
def remaining(value: dt.datetime | None, now: dt.datetime) -> str:
    """还剩3天 / 3 days left; 超期2天 / 2 days overdue."""
    return habits.remaining(value, now=now) if value else ""


@register.filter
def number(value: float | int | str | None) -> str:
    """1,234"""
    return "" if value is None or value == "" else habits.number(value)


@register.filter
def number_short(value: float | int | None) -> str:
    """1.2万 / 12K, for charts and stats."""
    return habits.number_short(value) if value is not None else ""


@register.filter
def percent(value: float | None) -> str:
    """0.873 as 87.3%; a dash where there is nothing to divide."""
    return habits.percent(value)


@register.filter
def size(value: int | None) -> str:
    """Bytes as 3.2 MB."""
    return "" if value is None else habits.size(value)


@register.filter
def t(label: object) -> str:
    """A plain Chinese label (process tables, roles) in the reader's language."""
    return gettext(str(label)) if label else ""
