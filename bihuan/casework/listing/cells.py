"""What stands in a cell of a list. Written in Python, not in a template: a page holds hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bihuan.casework import registry
from bihuan.casework.listing.columns import ListColumn, channel_label, clock_label
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.common import habits
from bihuan.common.components.due.component import render as due
from bihuan.common.components.state_badge.component import render as state_badge
from bihuan.common.search.text import Part, Query, snippet

NONE = SafeString('<span class="muted">—</span>')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column's label (read on a phone), its classes, its markup."""

    label: str
    classes: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    case: Case
    cells: Sequence[Cell]


def rows_of(
    cases: Sequence[Case], columns: Sequence[ListColumn], searched: Query, now: datetime
) -> list[Row]:
    """The lines of a page."""
    labels = {column.name: str(column.label) for column in columns}
    return [
        Row(case, [_cell(case, column.name, labels[column.name], searched, now) for column in columns])
        for case in cases
    ]


def _cell(case: Case, name: str, label: str, searched: Query, now: datetime) -> Cell:
    if name == "subject":
        return Cell(label, "card-title", subject(case, searched))
    make = MAKERS.get(name, _plain(name))
    return Cell(label, "tight" if name in TIGHT else "", make(case, now) or NONE)


def address(case: Case) -> str:
    """Where the case is opened."""
    return reverse("casework:case", args=[case.number])


def marked(parts: Sequence[Part]) -> SafeString:
    """Pieces of text with the matches marked."""
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in parts))


def subject(case: Case, searched: Query) -> SafeString:
    """The subject as the way in, and under it the place in the text that a search found."""
    if not searched:
        return format_html('<a class="quiet" href="{}">{}</a>', address(case), case.subject)
    title = snippet(case.subject, searched, width=len(case.subject))
    body = snippet(case.body, searched, width=90)
    html = format_html('<a class="quiet" href="{}">{}</a>', address(case), marked(title))
    if any(hit for _, hit in body):
        html += format_html('<span class="found">{}</span>', marked(body))
    return html


def deadline(case: Case, now: datetime) -> SafeString:
    """What is left and whose clock it is; without a deadline, why there is none."""
    if case.next_due_at is not None and case.phase != Phase.ENDED:
        return format_html(
            '{} <span class="due__clock">{}</span>', due(at=case.next_due_at, now=now), clock_label(case)
        )
    if case.phase == Phase.OPEN:
        why = gettext(registry.get(case.process).state(case.state).unclocked_because) or gettext(
            "没有在计算的期限"
        )
        return format_html('<span class="due due--none" title="{}">{}</span>', why, gettext("没有法定期限"))
    return SafeString()


def _number(case: Case, _now: datetime) -> SafeString:
    return format_html('<a class="mono" href="{}">{}</a>', address(case), case.number)


def _state(case: Case, _now: datetime) -> SafeString:
    return state_badge(label=registry.get(case.process).state(case.state).label, phase=case.phase)


def _moment(name: str) -> Callable[[Case, datetime], SafeString]:
    def make(case: Case, now: datetime) -> SafeString:
        value = getattr(case, name)
        if not value:
            return SafeString()
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            value.isoformat(),
            habits.moment(value),
            habits.day_short(value, now),
        )

    return make


def _topic(case: Case, _now: datetime) -> SafeString:
    *above, last = case.topic.split("/")
    return format_html('<span title="{}">{}</span>', case.topic, last) if above else SafeString(escape(last))


def _plain(name: str) -> Callable[[Case, datetime], SafeString]:
    return lambda case, _now: SafeString(escape(PLAIN[name](case)))


PLAIN: dict[str, Callable[[Case], str]] = {
    "holder": lambda case: case.holder_unit.short_name,
    "officer": lambda case: case.holder_account.name if case.holder_account else "",
    "place": lambda case: case.jurisdiction.name if case.jurisdiction else "",
    "channel": channel_label,
    "clock": clock_label,
}
MAKERS: dict[str, Callable[[Case, datetime], SafeString]] = {
    "number": _number, "state": _state, "due": deadline, "registered": _moment("registered_at"),
    "received": _moment("received_on"), "changed": _moment("changed_at"), "ended": _moment("ended_at"), "topic": _topic,
}  # fmt: skip
TIGHT = frozenset(
    {"number", "state", "registered", "received", "changed", "ended", "channel", "officer", "clock"}
)
