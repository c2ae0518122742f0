"""Markup of a deadline in a list."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bihuan.common import habits
from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup
from bihuan.common.language import known as gettext
from bihuan.common.urgency import urgency

ICONS = {"overdue": "overdue", "soon": "soon", "calm": "time"}


def render(
    *,
    at: dt.datetime | None = None,
    now: dt.datetime,
    warn: int = 3,
    provisional: bool = False,
    running: bool = True,
) -> SafeString:
    """See contract.toml."""
    if not at:
        return SafeString('<span class="due due--none">—</span>')
    if not habits.is_midnight(at):
        return _markup(at, now, warn, provisional, running)
    # Most deadlines of a list end at some midnight, and then only the day of `now` matters: one markup for many rows.
    midnight = dt.datetime.combine(habits.local_day(now), dt.time(0), habits.PLACE)
    return _remembered(at, midnight, warn, bool(provisional), bool(running), get_language())


def _markup(at: dt.datetime, now: dt.datetime, warn: int, provisional: bool, running: bool) -> SafeString:
    last = habits.last_day(at)
    date: str = escape(habits.day_short(last, now))
    if not habits.is_midnight(at):
        date += f" {at.astimezone(habits.PLACE):%H:%M}"
    doubt = ""
    if provisional:
        doubt = (
            f' <abbr title="{escape(gettext("该年日历尚未公布，日期暂定"))}">{escape(gettext("暂定"))}</abbr>'
        )
    time = f'<time class="due__date" datetime="{last.isoformat()}">{date}{doubt}</time>'
    if not running:
        return SafeString(f'<span class="due due--ended">{time}</span>')
    how = urgency(at, now=now, warn=warn)
    left = f'<span class="due__left">{icon_markup(ICONS[how])}{escape(habits.remaining(at, now=now))}</span>'
    return SafeString(f'<span class="due due--{how}">{left} {time}</span>')


@lru_cache(maxsize=4096)
def _remembered(
    at: dt.datetime, now: dt.datetime, warn: int, provisional: bool, running: bool, language: str | None
) -> SafeString:
    del language  # a key of the cache; the active language does the work
    return _markup(at, now, warn, provisional, running)
