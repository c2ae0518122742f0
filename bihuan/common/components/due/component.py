"""Markup of a deadline in a list."""

from __future__ import annotations

import datetime as dt

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bihuan.common import habits
from bihuan.common.icons import icon_markup
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
    last = habits.last_day(at)
    date: str = escape(habits.day_short(last, now))
    if not habits.is_midnight(at):
        date += f" {at.astimezone(habits.PLACE):%H:%M}"
    doubt = (
        f' <abbr title="{escape(gettext("该年日历尚未公布，日期暂定"))}">{gettext("暂定")}</abbr>'
        if provisional
        else ""
    )
    time = f'<time class="due__date" datetime="{last.isoformat()}">{date}{doubt}</time>'
    if not running:
        return SafeString(f'<span class="due due--ended">{time}</span>')
    how = urgency(at, now=now, warn=warn)
    left = escape(habits.remaining(at, now=now))
    return SafeString(
        f'<span class="due due--{how}"><span class="due__left">{icon_markup(ICONS[how])}{left}</span> {time}</span>'
    )
