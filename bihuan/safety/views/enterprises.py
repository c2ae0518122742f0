"""The register and the file of an enterprise."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.codes import SECTIONS, section_of
from bihuan.safety.enterprises.selectors import masked_name, masked_phone, may_change, visible_enterprises
from bihuan.safety.hazards.selectors import visible_hazards
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import enterprise_or_404, readers

PAGE = 50


@readers
def enterprises(request: SignedInRequest) -> HttpResponse:
    """The enterprises the actor sees. An enterprise goes straight to its own file."""
    actor = request.actor
    if actor.has(*OUTSIDE):
        own = visible_enterprises(actor).first()
        return redirect("safety:enterprise", own.credit_code) if own else redirect("safety:home")
    typed, sector, after = (request.GET.get(name, "").strip() for name in ("q", "sector", "after"))
    rows = visible_enterprises(actor).select_related("place", "regulator").order_by("name", "pk")
    if typed:
        rows = rows.filter(Q(name__contains=typed) | Q(credit_code__startswith=typed.upper()))
    if sector:
        rows = rows.filter(sector=sector)
    if after:
        rows = rows.filter(name__gt=after)
    found = list(rows[: PAGE + 1])
    kept = {name: value for name, value in (("q", typed), ("sector", sector)) if value}
    following = "?" + urlencode({**kept, "after": found[PAGE - 1].name}) if len(found) > PAGE else ""
    sectors = (
        visible_enterprises(actor)
        .exclude(sector="")
        .order_by("sector")
        .values_list("sector", flat=True)
        .distinct()[:60]
    )
    context = {
        "rows": found[:PAGE], "q": typed, "sector": sector, "sectors": list(sectors), "following": following,
        "first": "?" + urlencode(kept) if after else "",
    }  # fmt: skip
    return render(request, "safety/enterprises.html", context)


@readers
def enterprise(request: SignedInRequest, code: str) -> HttpResponse:
    """The file of one enterprise: what is registered, its hazards, inspections, risks, certificates."""
    actor, row = request.actor, enterprise_or_404(request.actor, code)
    whole = may_change(row, actor)  # who works in the file sees the contacts, others masked
    contacts = [
        (
            one.get_duty_display(),
            one.name if whole else masked_name(one.name),
            one.phone if whole else masked_phone(one.phone),
        )
        for one in row.contacts.order_by("pk")
    ]
    hazards = visible_hazards(actor).filter(enterprise=row)
    section = next((name for key, name, _divisions in SECTIONS if key == section_of(row.industry)), "")
    context = {
        "row": row, "contacts": contacts, "today": timezone.localdate(), "industry": f"{row.industry} {section}".strip(),
        "certificates": row.certificates.order_by("expires_on"), "installations": row.installations.order_by("pk"),
        "equipment": row.equipment.order_by("examine_by"), "contractors": row.contractors.order_by("pk"),
        "places": row.places_of_work.order_by("pk"), "points": row.risk_points.order_by("pk")[:40],
        "hazards": list(hazards.select_related("case", "enterprise").order_by("-open", "-found_on", "-case_id")[:20]),
        "open_count": hazards.filter(open=True).count(), "labels": labels(),
        "inspections": list(visible_inspections(actor).filter(enterprise=row).select_related("case").order_by("-case_id")[:10]),
        "outside": actor.has(*OUTSIDE), "may_change": whole,
    }  # fmt: skip
    return render(request, "safety/enterprise.html", context)
