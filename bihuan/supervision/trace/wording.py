"""The words of a trace. They name what happened and blame nobody."""

from __future__ import annotations

from datetime import timedelta

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_noop, ngettext

from bihuan.casework.listing.notices import TITLES
from bihuan.casework.spec import Process
from bihuan.common.habits import day_short, last_day
from bihuan.supervision import escalation
from bihuan.supervision.trace.days import Outcome
from bihuan.supervision.trace.reading import ToldLine

OUTCOMES = {
    Outcome.MET: gettext_noop("按期办了"),
    Outcome.LATE: gettext_noop("办了，过了期限"),
    Outcome.RUNNING: gettext_noop("还在期限内"),
    Outcome.OVERDUE: gettext_noop("过了期限，没有办"),
    Outcome.PAUSED: gettext_noop("中止计算"),
    Outcome.VOID: gettext_noop("不再需要"),
    Outcome.EXPIRED: gettext_noop("期间已过，没有行使"),
    Outcome.LAPSED: gettext_noop("过了期限后改期或者不再需要"),
}
KINDS = {
    Outcome.MET: "good", Outcome.LATE: "overdue", Outcome.RUNNING: "open", Outcome.OVERDUE: "overdue",
    Outcome.PAUSED: "waiting", Outcome.VOID: "ended", Outcome.EXPIRED: "ended", Outcome.LAPSED: "overdue",
}  # fmt: skip


def margin(span: timedelta | None) -> str:
    """By how much: days and hours before or after the deadline."""
    if span is None:
        return ""
    late, left = span <= timedelta(0), abs(span)
    days, hours = left.days, left.seconds // 3600
    text = (
        ngettext("%(n)s天", "%(n)s天", days) % {"n": days}
        if days
        else ngettext("%(n)s小时", "%(n)s小时", hours) % {"n": hours}
    )
    return (gettext("晚%(span)s") if late else gettext("早%(span)s")) % {"span": text}


def told_text(line: ToldLine, process: Process) -> str:
    """What a message said."""
    if line.kind == "escalated":
        return gettext(escalation.REASONS.get(str(line.data.get("reason")), "逐级告知"))
    labels = {clock.name: clock.label for clock in process.clocks}
    due = parse_datetime(str(line.data.get("due_at") or ""))
    words = {
        "clock": gettext(labels.get(str(line.data.get("clock")), "")) if line.data.get("clock") else "",
        "day": day_short(last_day(due), line.at) if due else "",
    }
    return str(TITLES.get(line.kind, gettext("通知"))) % words
