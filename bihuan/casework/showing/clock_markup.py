"""A clock with its reasons as markup. Written in Python, not in a template: a page holds half a dozen of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from bihuan.casework.showing.clocks import ClockView, RunView
from bihuan.common import habits
from bihuan.common.components.due.component import render as due
from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup
from bihuan.common.language import known as gettext


def render(view: ClockView, now: datetime) -> SafeString:
    """What is left or how it ended, its limit and article, and every day counted or skipped."""
    row = view.row
    kind = view.urgency if view.state == "running" else view.state
    extended = gettext("，延长%(days)s日") % {"days": row.extended_by} if row.extended_by else ""
    local = f" · {gettext('本地规定')}" if view.local_rule else ""
    return SafeString(
        f'<div class="clock clock--{kind}">\n'
        f'<div class="clock__head"><span class="clock__label">{_t(view.label)}</span>\n{_standing(view, now)}\n</div>\n'
        f'<div class="clock__meta">{escape(view.limit)}{extended} · {_t(row.article)} · {escape(view.obliges)}{local}</div>\n'
        f"<details><summary>{gettext('怎么算的')}</summary>\n{''.join(_reasons(view, now))}</details>\n</div>\n"
    )


def _standing(view: ClockView, now: datetime) -> str:
    row = view.row
    match view.state:
        case "running":
            return due(at=row.due_at, now=now, warn=view.warn, provisional=row.provisional)
        case "lapsed":
            assert row.due_at is not None
            return _ended(
                "none", gettext("已届满"), escape(habits.day_short(habits.last_day(row.due_at), now))
            )
        case "paused":
            left = f'<span class="due__left">{icon_markup("waiting")}{gettext("已暂停计算")}</span>'
            return f'<span class="due due--paused">{left}</span>'
    assert row.stopped_at is not None
    on = escape(habits.day_short(row.stopped_at, now))
    if view.state != "met":
        return _ended("none", gettext("不再计算"), on)
    picture, text = ("overdue", gettext("逾期完成")) if view.late else ("check", gettext("按期完成"))
    left = f'<span class="due__left">{icon_markup(picture)}{text}</span>'
    return _ended("overdue" if view.late else "met", left, on)


def _ended(kind: str, text: str, day: str) -> str:
    return f'<span class="due due--{kind}">{text} <span class="due__date">{day}</span></span>'


def _reasons(view: ClockView, now: datetime) -> Iterator[str]:
    row = view.row
    start = gettext("自%(day)s起算") % {"day": escape(habits.day_short(row.started_at, now))}
    if view.start_label:
        start += f' · <a href="#entry-{row.start_seq}">{_t(view.start_label)}</a>'
    if row.stop_seq:
        start += f' · <a href="#entry-{row.stop_seq}">{gettext("停止的记录")}</a>'
    yield _line(start)
    if view.given:
        yield _line(gettext("日期由填写人指定，不是计算得出。"))
    if view.runs:
        runs = "".join(_run(run, now, first=at == 0) for at, run in enumerate(view.runs))
        yield f'<ol class="runs">{runs}</ol>\n'
    if row.due_at:
        yield _line(
            gettext("最后一日：%(moment)s24时") % {"moment": escape(habits.day(habits.last_day(row.due_at)))}
        )
    for begin, end in view.pauses:
        text = gettext("%(start)s暂停") % {"start": escape(habits.moment(begin))}
        if end:
            text += gettext("，%(end)s恢复") % {"end": escape(habits.moment(end))}
        yield _line(text)
    if view.principles:
        yield f'<ul class="principles">{"".join(f"<li>{escape(text)}</li>" for text in view.principles)}</ul>\n'


def _line(text: str) -> str:
    return f'<p class="clock__from">{text}</p>\n'


def _run(run: RunView, now: datetime, *, first: bool) -> str:
    days: str = escape(habits.day_short(run.first, now))
    if run.days > 1:
        days += f"–{escape(habits.day_short(run.last, now))}"
    why: str = escape(run.why)
    if run.why and (run.counted or not first):
        why += "，"
    if run.counted:
        why += ngettext("计入%(days)s天", "计入%(days)s天", run.days) % {"days": run.days}
    elif not first:
        why += gettext("不计入")
    total = f'<span class="runs__sum">{run.upto}</span>' if run.counted else ""
    skipped = "" if run.counted else ' class="skipped"'
    return (
        f'<li{skipped}><span class="runs__days">{days}</span><span class="runs__why">{why}</span>{total}</li>'
    )


def _t(label: object) -> str:
    """A plain Chinese label in the reader's language."""
    return escape(gettext(str(label))) if label else ""
