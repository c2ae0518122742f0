"""Notices in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework import registry
from bihuan.casework.models import Notice
from bihuan.common.habits import day_short, last_day

TITLES: dict[str, str | Promise] = {
    "case_came": _("新到一件，由本单位承办"),
    "case_moved": _("本单位承办的一件有新的情况"),
    "assigned": _("有一件指定由您承办"),
    "help_asked": _("有单位请求协办"),
    "help_given": _("协办单位已答复"),
    "clock_warns": _("“%(clock)s”期限将到：%(day)s"),
    "clock_due": _("“%(clock)s”期限已过：%(day)s"),
    "escalated": _("“%(clock)s”期限已过，逐级告知您：%(day)s"),
}
KINDS = {"clock_due": "overdue", "escalated": "overdue", "clock_warns": "soon"}


def name_kind(kind: str, title: str | Promise, look: str = "plain") -> None:
    """Say how a slice's own message is called, from its AppConfig.ready. The title may hold %(day)s."""
    TITLES[kind], KINDS[kind] = title, look


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as it is shown. `number` empty: it is about no case."""

    pk: int
    title: str
    kind: str
    number: str
    subject: str
    by: str
    at: datetime
    read: bool
    href: str = ""  # where a message that is about no case leads


def lines(notices: Sequence[Notice]) -> list[NoticeLine]:
    """Notices with what they say; loaded with `message` and `message__case`."""
    return [_line(notice) for notice in notices]


def _line(notice: Notice) -> NoticeLine:
    message, case = notice.message, notice.message.case
    words = {"clock": "", "day": ""}
    if case is not None and (name := message.data.get("clock")):
        names = {clock.name: clock.label for clock in registry.get(case.process).clocks}
        due = parse_datetime(message.data.get("due_at") or "")
        words = {
            "clock": gettext(names.get(name, name)),
            "day": day_short(last_day(due), notice.at) if due else "",
        }
    elif on := parse_date(str(message.data.get("day") or "")):
        words["day"] = day_short(on, notice.at)
    return NoticeLine(
        pk=notice.pk, title=str(TITLES.get(message.kind, _("通知"))) % words, kind=KINDS.get(message.kind, "plain"),
        number=case.number if case else "", subject=case.subject if case else str(message.data.get("subject") or ""),
        href=str(message.data.get("href") or ""), by=str(message.data.get("by") or ""),
        at=notice.at, read=notice.read_at is not None,
    )  # fmt: skip
