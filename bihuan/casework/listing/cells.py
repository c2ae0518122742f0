"""What stands in a cell of a list. Written in Python, not in a template: a page holds hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bihuan.casework import registry
from bihuan.casework.listing.columns import ListColumn, channel_label, clock_label
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.common import habits
from bihuan.common.components.due.component import render as due
from bihuan.common.components.state_badge.component import render as state_badge
from bihuan.common.escaping import escape
from bihuan.common.language import known as gettext
from bihuan.common.language import known_path
from bihuan.common.search.text import Part, Query, snippet

NONE = SafeString('<span class="muted">—</span>')


def rows_markup(
    cases: Sequence[Case], columns: Sequence[ListColumn], searched: Query, now: datetime, *, selects: bool
) -> SafeString:
    """The lines of a page's table; with `selects` each begins with a box to tick."""
    labels = [(column.name, escape(str(column.label)), _class(column.name)) for column in columns]
    tick = escape(gettext("选择 %(number)s"))
    lines = []
    for case in cases:
        cells = [_select(case, tick)] if selects else []
        cells += [
            f'<td{kind} data-label="{label}">{_cell(case, name, searched, now)}</td>'
            for name, label, kind in labels
        ]
        lines.append(f"<tr data-row-link>{''.join(cells)}</tr>")
    return SafeString("".join(lines))


def _class(name: str) -> str:
    return ' class="card-title"' if name == "subject" else ' class="tight"' if name in TIGHT else ""


def _select(case: Case, text: str) -> str:
    return (
        '<td class="tight select"><label class="select__box">'
        f'<input type="checkbox" class="form-check-input" name="cases" value="{case.pk}-{case.seq}">'
        f'<span class="visually-hidden">{text % {"number": escape(case.number)}}</span></label></td>'
    )


def _cell(case: Case, name: str, searched: Query, now: datetime) -> SafeString:
    if name == "subject":
        return subject(case, searched)
    if name in PLAIN:
        return SafeString(escape(PLAIN[name](case))) or NONE
    return MAKERS[name](case, now) or NONE


def address(case: Case) -> str:
    """Where the case is opened."""
    return _pattern(get_script_prefix()).replace("NUMBER", case.number)


@lru_cache(maxsize=4)
def _pattern(_prefix: str) -> str:
    return reverse("casework:case", args=["NUMBER"])


def marked(parts: Sequence[Part]) -> SafeString:
    """Pieces of text with the matches marked."""
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in parts))


def subject(case: Case, searched: Query) -> SafeString:
    """The subject as the way in, and under it the place in the text that a search found."""
    if not searched:
        return SafeString(f'<a class="quiet" href="{escape(address(case))}">{escape(case.subject)}</a>')
    title = snippet(case.subject, searched, width=len(case.subject))
    body = snippet(case.body, searched, width=90)
    html = f'<a class="quiet" href="{escape(address(case))}">{marked(title)}</a>'
    if any(hit for _, hit in body):
        html += f'<span class="found">{marked(body)}</span>'
    return SafeString(html)


def deadline(case: Case, now: datetime) -> SafeString:
    """What is left and whose clock it is; without a deadline, why there is none."""
    if case.next_due_at is not None and case.phase != Phase.ENDED:
        left = due(at=case.next_due_at, now=now)
        return SafeString(
            f'<span class="deadline">{left} <span class="due__clock">{escape(clock_label(case))}</span></span>'
        )
    if case.phase == Phase.OPEN:
        why = gettext(registry.get(case.process).state(case.state).unclocked_because) or gettext(
            "没有在计算的期限"
        )
        return SafeString(
            f'<span class="due due--none" title="{escape(why)}">{escape(gettext("没有法定期限"))}</span>'
        )
    return SafeString()


def _number(case: Case, _now: datetime) -> SafeString:
    return SafeString(f'<a class="mono" href="{escape(address(case))}">{escape(case.number)}</a>')


def _state(case: Case, _now: datetime) -> SafeString:
    return _badge(case.process, case.state, case.phase, get_language() or "")


@lru_cache(maxsize=512)
def _badge(process: str, state: str, phase: str, _language: str) -> SafeString:
    return state_badge(label=registry.get(process).state(state).label, phase=phase)


def _moment(name: str) -> Callable[[Case, datetime], SafeString]:
    def make(case: Case, now: datetime) -> SafeString:
        value = getattr(case, name)
        if not value:
            return SafeString()
        return _time(value, habits.local_day(now).year, get_language() or "")

    return make


@lru_cache(maxsize=8192)
def _time(value: date, year: int, _language: str) -> SafeString:
    exact, short = habits.moment(value), habits.day_short(value, datetime(year, 7, 1, tzinfo=UTC))
    return SafeString(f'<time datetime="{value.isoformat()}" title="{escape(exact)}">{escape(short)}</time>')


def _topic(case: Case, _now: datetime) -> SafeString:
    path = known_path(case.topic)
    *above, last = path.split("/")
    if not above:
        return SafeString(escape(last))
    return SafeString(f'<span title="{escape(path)}">{escape(last)}</span>')


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
