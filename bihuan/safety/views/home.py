"""The first page of work safety: what must I fix or do, by when, and what do I owe."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import expiring, visible_enterprises
from bihuan.safety.hazards import owing
from bihuan.safety.hazards.selectors import visible_hazards, waiting_suspicions
from bihuan.safety.hazards.statistics import due_reports
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.views.shared import readers


@readers
def home(request: SignedInRequest) -> HttpResponse:
    """An enterprise's own duties, or an office's."""
    actor, now = request.actor, timezone.now()
    outside = actor.has(*OUTSIDE)
    hazards = visible_hazards(actor).filter(open=True)
    mine = (
        hazards.filter(case__holder_unit_id=actor.unit_id).select_related("case", "enterprise")
        .order_by("case__next_due_at", "case_id")
    )  # fmt: skip
    context = {
        "outside": outside,
        "enterprise": visible_enterprises(actor).first() if outside else None,
        "rows": list(mine[:30]),
        "open_count": hazards.count(),
        "major_count": hazards.filter(grade="major").count(),
        "late_count": hazards.filter(case__next_due_at__lt=now).count(),
        "expiries": expiring(actor, on=timezone.localdate())[:12],
        "labels": labels(),
        "enterprises": visible_enterprises(actor).count(),
        "suspicions": 0 if outside else waiting_suspicions(actor).count(),
        "inspections": [] if outside else list(
            visible_inspections(actor).filter(case__phase="open").select_related("case",
            "enterprise").order_by("case__next_due_at")[:12]
        ),
        "reports": due_reports(timezone.localdate()),
        "owed": (owing.by_enterprise if outside else owing.by_office)(actor, on=timezone.localdate()),
    }  # fmt: skip
    return render(request, "safety/home.html", context)


def labels() -> dict[str, str]:
    """State names of both tables, as their labels."""
    from bihuan.safety.hazards.process import HAZARD
    from bihuan.safety.inspections.process import INSPECTION

    return {state.name: state.label for process in (HAZARD, INSPECTION) for state in process.states}
