"""What every template may say: functions and filters of ours, and those that apps register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.template.defaultfilters import date as django_date
from django.template.defaultfilters import linebreaksbr, truncatechars
from django.templatetags.static import static as django_static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from bihuan.common import habits, urgency
from bihuan.common.icons import icon_markup
from bihuan.common.pages import components, days, fields, texts

functions: dict[str, Callable[..., Any]] = {}
filters: dict[str, Callable[..., Any]] = {}


def register_function(name: str, function: Callable[..., Any]) -> None:
    """Templates may call `name(…)`. Registered in `AppConfig.ready`, before the first page."""
    functions[name] = function


def register_filter(name: str, function: Callable[..., Any]) -> None:
    """Templates may write `value|name`. Registered in `AppConfig.ready`, before the first page."""
    filters[name] = function


def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; without a label it is decoration and hidden from screen readers."""
    return SafeString(icon_markup(name, label))


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view. Raises NoReverseMatch when there is none."""
    return reverse(name, args=args, kwargs=kwargs) if kwargs else _address(name, *args)


@lru_cache(maxsize=4096)
def _address(name: str, *args: object) -> str:
    return reverse(name, args=args)


def forget_addresses() -> None:
    """For tests, which change the addresses of a running process."""
    _address.cache_clear()


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a file of the front end, which does not change while the process runs."""
    return str(django_static(path))


def querystring(request: Any, **changes: object) -> str:
    """The query of this request with some values changed; None takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def day(value: dt.date | None) -> str:
    """2026年2月14日（周六） / Sat 14 Feb 2026"""
    return habits.day(value) if value else ""


def day_short(value: dt.date | None, now: dt.datetime | None = None) -> str:
    """2月14日 / 14 Feb; with the year unless it is that of `now`."""
    return habits.day_short(value, now) if value else ""


def moment(value: dt.datetime | None) -> str:
    """2026年2月14日 15:04 / 14 Feb 2026, 15:04"""
    return habits.moment(value) if value else ""


def last_day(value: dt.datetime | None) -> dt.date | None:
    """The last day of a deadline: the day before, when the deadline is midnight (民法典 art. 203)."""
    return habits.last_day(value) if value else None


def deadline(value: dt.datetime | None) -> str:
    """2026年2月17日（周二）24:00 / Tue 17 Feb 2026, 24:00"""
    return habits.deadline(value) if value else ""


def remaining(value: dt.datetime | None, now: dt.datetime) -> str:
    """还剩3天 / 3 days left; 超期2天 / 2 days overdue."""
    return habits.remaining(value, now=now) if value else ""


def urgency_of(due_at: dt.datetime | None, now: dt.datetime) -> str:
    """overdue, soon or calm."""
    return urgency.urgency(due_at, now=now) if due_at else "calm"


def number(value: float | int | str | None) -> str:
    """1,234"""
    return "" if value is None or value == "" else habits.number(value)


def number_short(value: float | int | None) -> str:
    """1.2万 / 12K, for charts and stats."""
    return habits.number_short(value) if value is not None else ""


def size(value: int | None) -> str:
    """Bytes as 3.2 MB."""
    return "" if value is None else habits.size(value)


def date(value: dt.date | None, pattern: str) -> str:
    """Django's date format, for what machines read: `at|date("c")`."""
    return str(django_date(value, pattern))


functions.update(
    {
        "_": texts.gettext,
        "gettext": texts.gettext,
        "ngettext": texts.ngettext,
        "pgettext": texts.pgettext,
        "_html": texts.markup,
        "component": components.component,
        "icon": icon,
        "url": url,
        "static": static,
        "querystring": querystring,
        "prepare_field": fields.prepare_field,
        "numbered": days.numbered,
    }
)
filters.update(
    {
        "day": day,
        "day_short": day_short,
        "moment": moment,
        "last_day": last_day,
        "deadline": deadline,
        "remaining": remaining,
        "urgency": urgency_of,
        "number": number,
        "number_short": number_short,
        "percent": habits.percent,
        "size": size,
        "date": date,
        "t": texts.label,
        "topic": texts.topic,
        "icon": icon,
        "json_script": json_script,
        "linebreaksbr": linebreaksbr,
        "truncatechars": truncatechars,
    }
)
