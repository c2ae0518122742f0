"""The lines of a table of hazards. Written in Python, not in a template: a page holds fifty of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.casework.listing.cells import address
from bihuan.common.components.due.component import render as due
from bihuan.common.components.state_badge.component import render as state_badge
from bihuan.common.escaping import escape
from bihuan.common.icons import icon_markup
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.process import HAZARD

LABELS = {state.name: state.label for state in HAZARD.states}
NO_DEADLINE = SafeString('<span class="muted">—</span>')


def plain(number: Decimal) -> str:
    """An exact number as people write it: 0.5, 320, never 3.2E+2."""
    return f"{number.normalize():f}"


def hazard_rows(rows: Iterable[Hazard], now: datetime) -> SafeString:
    """One line for each hazard; its case and enterprise are read with it."""
    heads = [escape(text) for text in (_("编号"), _("企业"), _("等级"), _("状态"), _("期限"))]
    return SafeString("".join(_row(row, now, heads) for row in rows))


def _row(row: Hazard, now: datetime, heads: list[str]) -> str:
    case = row.case
    number, enterprise, grade, state, limit = heads
    spot = f' <span class="muted">{escape(row.place)}</span>' if row.place else ""
    left = due(at=case.next_due_at, now=now) if case.next_due_at is not None else NO_DEADLINE
    return (
        f'<tr data-row-link><td class="tight" data-label="{number}">'
        f'<a href="{escape(address(case))}">{escape(case.number)}</a></td>'
        f'<td class="card-title">{escape(case.subject)}{spot}</td>'
        f'<td data-label="{enterprise}">{escape(row.enterprise.name)}</td>'
        f'<td class="tight" data-label="{grade}">{_grade(row.grade, get_language())}</td>'
        f'<td data-label="{state}">{state_badge(label=LABELS.get(case.state, case.state), phase=case.phase)}</td>'
        f'<td data-label="{limit}">{left}</td></tr>'
    )


@lru_cache(maxsize=16)
def _grade(grade: str, language: str | None) -> SafeString:
    del language  # a key of the cache; the active language does the work
    if grade == "major":
        return SafeString(
            f'<span class="badge badge--overdue">{icon_markup("warning")}{escape(_("重大隐患"))}</span>'
        )
    if grade == "general":
        return SafeString(f'<span class="badge badge--plain">{escape(_("一般隐患"))}</span>')
    return SafeString(f'<span class="badge badge--soon">{escape(_("未定级"))}</span>')
