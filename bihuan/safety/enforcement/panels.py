"""What a case of enforcement adds to its page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.models import Case, ClockRow
from bihuan.casework.panels import Panel, register
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enforcement import counting, filing
from bihuan.safety.enforcement.models import Matter, Penalty
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.selectors import article_on, open_major, repeats_of
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING


def penalty_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The article and its range, the two officers, what is added day by day, how often before."""
    row = Penalty.objects.filter(pk=case.pk).select_related("enterprise", "lead", "second", "hazard").first()
    if row is None or actor.has(*OUTSIDE):
        return None
    today = timezone.localdate()
    article = article_on(row.article, row.decided_on or today) if row.article else None
    daily = None
    if row.ordered_on is not None and row.amount:
        until = row.corrected_on - timedelta(days=1) if row.corrected_on else today
        daily = (
            counting.fined_days(row.ordered_on, until),
            counting.daily_fine(row.amount, row.ordered_on, until),
        )
    return {
        "enterprise": row.enterprise, "hazard": row.hazard, "article": article, "daily": daily,
        "surcharge": _surcharge(row, case, timezone.now()),
        "facts": [
            (_("当事人"), _("生产经营单位") if row.party == "unit" else _("有关负责人员")),
            (_("办案人员"), "、".join(one.name for one in (row.lead, row.second) if one is not None)),
            (_("罚款数额（元）"), f"{row.amount:,}" if row.amount is not None else ""),
        ],
        "repeats": repeats_of(row.enterprise, today), "major": open_major(row.enterprise).exists(),
        **_filed(case),
    }  # fmt: skip


def _filed(case: Case) -> dict[str, Any]:
    rows = list(case.filings.order_by("-seq"))
    return {"filings": rows, "files": filing.files_of(case, rows), "number": case.number}


def _surcharge(row: Penalty, case: Case, now: datetime) -> int:
    """What late payment adds until the fine is paid, in yuan (行政处罚法 art. 72)."""
    clock = ClockRow.objects.filter(case=case, name="pay").order_by("-start_seq").first()
    if clock is None or clock.due_at is None or not row.amount or row.annulled_on is not None:
        return 0
    last = (clock.due_at - timedelta(microseconds=1)).astimezone(CHINA).date()
    return counting.surcharge(row.amount, last, row.executed_on or now.astimezone(CHINA).date())


def matter_panel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """The enterprise and the hazard."""
    row = Matter.objects.filter(pk=case.pk).select_related("enterprise", "hazard").first()
    if row is None or actor.has(*OUTSIDE):
        return None
    return {
        "enterprise": row.enterprise, "hazard": row.hazard, "repeats": repeats_of(row.enterprise, timezone.localdate()),
        "major": open_major(row.enterprise).exists(), "facts": [],
        **_filed(case),
    }  # fmt: skip


def register_all() -> None:
    """Make the panels known to the engine."""
    template = "enforcement/panel.html"
    register(PENALTY.name, Panel("penalty", "行政处罚", template, penalty_panel))
    for process in (CLOSURE, ADMONITION, LISTING):
        register(process.name, Panel("matter", process.label, template, matter_panel))
