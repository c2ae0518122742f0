"""A journal entry as markup. Written in Python, not in a template: a page holds a dozen of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from bihuan.casework.showing.journal import EntryView, Given, Moved
from bihuan.common import habits
from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup
from bihuan.common.language import known as gettext

FOLDED = 60  # characters of a long text that are seen before it is opened
ICONS = {"started": "time", "late": "overdue", "met": "check"}


def render(view: EntryView, now: datetime, *, anchor: bool = False) -> SafeString:
    """What happened, who, when, what it moved and what was given."""
    entry = view.entry
    kind = "is-system" if view.system else "" if view.step else "is-minor"
    late = " is-late" if view.late else ""
    own = f' id="entry-{entry.seq}"' if anchor else ""
    return SafeString(
        f'<li class="{kind}{late}"{own}>\n<div class="timeline__head">{"".join(_head(view))}</div>\n'
        f"{_moves(view, now)}\n{_given(view)}\n</li>\n"
    )


def _head(view: EntryView) -> Iterator[str]:
    entry, digest = view.entry, view.hash
    yield f'<span class="timeline__title">{_t(view.label)}</span><span class="timeline__meta">{escape(view.actor)}</span>'
    at = entry.at.astimezone(habits.PLACE).isoformat()
    yield f'<time class="timeline__meta" datetime="{at}">{escape(habits.moment(entry.at))}</time>'
    if view.recorded_later:
        text = gettext("（%(moment)s录入）") % {"moment": escape(habits.moment(entry.recorded_at))}
        yield f'<span class="timeline__meta">{text}</span>'
    copy = gettext("复制第%(number)s条记录的校验值") % {"number": entry.seq}
    yield (
        f'<span class="entry__hash no-print"><span title="{digest}">#{entry.seq} · {digest[:12]}</span>'
        f'<button class="js-only" type="button" data-copy="{digest}" aria-label="{copy}">{icon_markup("copy")}</button></span>'
    )


def _moves(view: EntryView, now: datetime) -> str:
    parts = []
    if view.moved:
        before = f"{_t(view.from_label)} → " if view.entry.seq > 1 else ""
        parts.append(f"<span>{before}<strong>{_t(view.to_label)}</strong></span>")
    if view.given_to:
        parts.append(f"<span>{gettext('由%(unit)s承办') % {'unit': escape(view.given_to)}}</span>")
    parts += [
        f'<span class="entry__clock entry__clock--{moved.how}">{_clock(moved, now)}</span>'
        for moved in view.clocks
    ]
    return f'<p class="entry__moves">{"".join(parts)}</p>' if parts else ""


def _clock(moved: Moved, now: datetime) -> str:
    label = _t(moved.label)
    picture = icon_markup(ICONS[moved.how]) if moved.how in ICONS else ""
    match moved.how:
        case "started" if moved.due_at is None:
            return picture + label
        case "started":
            assert moved.due_at is not None
            day = escape(habits.day_short(habits.last_day(moved.due_at), now))
            return picture + gettext("%(clock)s期限至%(day)s") % {"clock": label, "day": day}
        case "late":
            text = gettext("%(clock)s逾期完成")
        case "met":
            text = gettext("%(clock)s完成")
        case _:
            text = gettext("%(clock)s不再计算")
    return picture + text % {"clock": label}


def _given(view: EntryView) -> str:
    rows = "".join(f"<div><dt>{escape(row.label)}</dt><dd>{_value(row)}</dd></div>" for row in view.given)
    return f'<dl class="entry__given">{rows}</dl>' if rows else ""


def _value(row: Given) -> str:
    text = escape(row.text)
    if row.case:
        return f'<a href="{reverse("casework:case", args=[row.case])}">{text}</a>'
    if not row.long:
        return f'<span class="prose">{text}</span>'
    first = escape(row.text if len(row.text) <= FOLDED else f"{row.text[: FOLDED - 1]}…")
    return f'<details><summary>{first}</summary><div class="prose">{text}</div></details>'


def _t(label: object) -> str:
    """A plain Chinese label in the reader's language."""
    return escape(gettext(str(label))) if label else ""
