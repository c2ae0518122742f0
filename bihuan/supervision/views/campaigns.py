"""Campaigns over a backlog, and joint meetings with what they decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.casework.errors import Refused
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.access import SignedInRequest
from bihuan.supervision import duty_forms, duty_selectors, selectors, services
from bihuan.supervision.models import AgendaItem, Campaign, Meeting
from bihuan.supervision.permissions import URGERS
from bihuan.supervision.views.duties import filled, readers, today, urgers
from bihuan.supervision.views.queue import label
from bihuan.supervision.views.tabs import tabs


@readers
@require_GET
def campaigns(request: SignedInRequest) -> HttpResponse:
    """Every campaign with its progress, and the meetings."""
    at = timezone.now()
    context = {
        "rows": duty_selectors.campaigns(at), "meetings": Meeting.objects.select_related("unit")[:50],
        "tabs": tabs(request.actor, "campaigns"), "may": request.actor.has(*URGERS), "at": at,
    }  # fmt: skip
    return render(request, "supervision/campaigns.html", context)


@urgers
@require_http_methods(["GET", "POST"])
def new_campaign(request: SignedInRequest) -> HttpResponse:
    """Start one."""
    form = duty_forms.CampaignForm(
        request.POST or None, at=timezone.now(), initial={"starts_on": today().isoformat()}
    )

    def do(given: dict[str, Any]) -> HttpResponse:
        row = services.start_campaign(actor=request.actor, **given)
        return redirect("supervision:campaign", row.pk)

    return filled(request, form, do, title=_("开始集中化解"), tab="campaigns")


@readers
@require_http_methods(["GET", "POST"])
def campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """One campaign by unit, its open cases, and a form to take more in."""
    row = get_object_or_404(Campaign.objects.select_related("unit"), pk=pk)
    at = timezone.now()
    form = duty_forms.AddCasesForm(request.POST or None, at=at)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            numbers = form.cleaned_data["numbers"].split()
            try:
                count = services.add_cases(
                    campaign=row, actor=request.actor, at=at, numbers=numbers,
                    registered_before=form.cleaned_data["registered_before"],
                )  # fmt: skip
                messages.success(request, _("收进来%(n)s件。") % {"n": count})
                return redirect("supervision:campaign", pk)
            except Refused as refused:
                form.add_error(None, str(refused))
    parts = duty_selectors.by_unit(row, at)
    cases = list(
        visible_cases(request.actor)
        .filter(pk__in=row.members.values("case"))
        .exclude(phase="ended")
        .select_related("holder_unit")
        .order_by("received_on", "pk")[: selectors.SHOWN]
    )
    for case in cases:
        label(case)
    context = {
        "row": row, "parts": parts, "cases": cases, "form": form, "may": request.actor.has(*URGERS), "at": at,
        "tabs": tabs(request.actor, "campaigns"), "total": sum(part.total for part in parts),
        "ended": sum(part.ended for part in parts), "overdue": sum(part.overdue for part in parts),
        "chart": [[part.unit, part.ended, part.total - part.ended] for part in parts],
    }  # fmt: skip
    return render(request, "supervision/campaign.html", context, status=status)


@urgers
@require_http_methods(["GET", "POST"])
def new_meeting(request: SignedInRequest) -> HttpResponse:
    """Call a joint meeting."""
    form = duty_forms.MeetingForm(request.POST or None, at=timezone.now())

    def do(given: dict[str, Any]) -> HttpResponse:
        given["agenda"] = given["agenda"].splitlines()
        row = services.call_meeting(actor=request.actor, units=[], **given)
        return redirect("supervision:meeting", row.pk)

    return filled(request, form, do, title=_("召集联席会议"), tab="campaigns")


@readers
@require_http_methods(["GET", "POST"])
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """The agenda, the decisions with how far they are, and the minutes."""
    row = get_object_or_404(Meeting.objects.select_related("unit"), pk=pk)
    at = timezone.now()
    items = list(row.agenda.select_related("decision__holder_unit", "case"))
    for item in items:
        if item.decision:
            label(item.decision)
    may = request.actor.has(*URGERS) and row.closed_at is None
    form = duty_forms.MinutesForm(request.POST or None, at=at, initial={"minutes": row.minutes})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.close_minutes(
                meeting=row, minutes=form.cleaned_data["minutes"], actor=request.actor, at=at
            )
            return redirect("supervision:meeting", pk)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422
    context = {
        "row": row, "items": items, "tabs": tabs(request.actor, "campaigns"), "may": may, "form": form, "at": at,
    }  # fmt: skip
    return render(request, "supervision/meeting.html", context, status=status)


@urgers
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a point of the agenda came to."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)
    form = duty_forms.DecideForm(request.POST or None, at=timezone.now())

    def do(given: dict[str, Any]) -> HttpResponse:
        unit = given["to_unit"] or None
        services.decide(
            item=item, decided=given["decided"], actor=request.actor, at=timezone.now(),
            to_unit_id=unit.pk if unit else None, due_by=given["due_by"],
        )  # fmt: skip
        return redirect("supervision:meeting", item.meeting_id)

    return filled(request, form, do, title=_("写下议定的事"), tab="campaigns", text=item.title)
