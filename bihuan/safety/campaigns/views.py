"""Campaigns: the list, drafting one, its board with comparison of places, its units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.actor import Actor
from bihuan.safety.campaigns import services
from bihuan.safety.campaigns.figures import REFUSED, STOPPED, by_place, goals_of, total
from bihuan.safety.campaigns.forms import CampaignForm, KindForm
from bihuan.safety.campaigns.models import Campaign, Goal
from bihuan.safety.campaigns.selectors import visible_campaigns
from bihuan.safety.enforcement.views import labels
from bihuan.safety.views.shared import inspectors, meant, offices, submission_of


@offices
def campaigns(request: SignedInRequest) -> HttpResponse:
    """Campaigns under way, then those that ended."""
    rows = visible_campaigns(request.actor).order_by("case__next_due_at", "-case_id")
    context = {
        "running": list(rows.exclude(case__phase="ended")[:60]), "ended": list(rows.filter(case__phase="ended")[:30]),
        "labels": labels(),
    }  # fmt: skip
    return render(request, "campaigns/home.html", context)


@inspectors
def new(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: draft a campaign."""
    known = services.kinds()
    initial = {
        "starts_on": timezone.localdate(),
        "goal_checked": 100,
        "goal_rectified": 95,
        "goal_major": 100,
    }
    form = CampaignForm(
        request.POST or None, initial=initial, kinds=[(code, _(one.label)) for code, one in known.items()]
    )
    submission = submission_of(request)
    if request.method == "POST":
        faults: dict[str, Text] = {}
        plan = _plan(request.POST, faults)
        if not faults:
            try:
                case = services.draft(
                    plan=services.Plan(**plan), actor=request.actor, at=timezone.now(), submission=submission
                )
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                return redirect("campaigns:board", number=case.number)
        form.show(faults)
    context = {"form": form, "submission": submission, "title": _("拟定专项整治"), "back": "campaigns:home"}
    return render(request, "campaigns/new.html", context, status=422 if request.method == "POST" else 200)


@inspectors
def kinds(request: SignedInRequest) -> HttpResponse:
    """The kinds of campaigns, and adding one's own."""
    form = KindForm(request.POST or None)
    if request.method == "POST":
        try:
            services.add_kind(
                label=request.POST.get("label", ""), sectors=request.POST.get("sectors", "").split(),
                items=[line.strip() for line in request.POST.get("items", "").splitlines()], actor=request.actor,
            )  # fmt: skip
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        else:
            messages.success(request, _("已经增加。"))
            return redirect("campaigns:kinds")
    context = {"form": form, "rows": list(services.kinds().values())}
    return render(request, "campaigns/kinds.html", context, status=422 if request.method == "POST" else 200)


@offices
def board(request: SignedInRequest, number: str) -> HttpResponse:
    """Goals, the comparison of places, each unit's stop, check and resumption, the weekly reports."""
    row = _campaign_or_404(request.actor, number)
    places = by_place(row, timezone.localdate())
    members = list(
        row.members.select_related("enterprise", "enterprise__place", "suspension").order_by(
            "enterprise__place", "pk"
        )[:500]
    )
    figures = total(places)
    stops = [
        ("stopped", _("停产中"), sum(one.suspension is not None and one.suspension.state in STOPPED for one in members)),
        ("refused", _("拒不停产"), sum(one.suspension is not None and one.suspension.state in REFUSED for one in members)),
        ("handled", _("已复产或者依法处置"), figures.handled),
    ]  # fmt: skip
    context = {
        "campaign": row, "figures": figures, "places": places, "goals": goals_of(row, figures), "members": members,
        "count": row.members.count(), "stops": stops, "labels": labels(), "weeks": list(row.weeks.order_by("-seq")[:30]),
        "chart": [[place.name, place.share("checked") or 0, place.share("rectified") or 0] for place in places],
        "may_change": request.actor.unit_id == row.case.holder_unit_id and row.stopped_on is None and row.case.phase != "ended",
    }  # fmt: skip
    return render(request, "campaigns/board.html", context)


@inspectors
def units(request: SignedInRequest, number: str) -> HttpResponse:
    """POST: put an enterprise on the list, or take one off."""
    row = _campaign_or_404(request.actor, number)
    if request.method != "POST":
        return redirect("campaigns:board", number=number)
    firm, fault = meant(request.actor, request.POST.get("enterprise", ""))
    if firm is None:
        messages.error(request, fault)
        return redirect("campaigns:board", number=number)
    off = request.POST.get("do") == "remove"
    try:
        services.set_members(
            case=row.case, add=[] if off else [firm], remove=[firm] if off else [], actor=request.actor
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("campaigns:board", number=number)


def _campaign_or_404(actor: Actor, number: str) -> Campaign:
    row = visible_campaigns(actor).filter(case__number=number).first()
    if row is None:
        raise Http404
    return row


def _plan(typed: Any, faults: dict[str, Text]) -> dict[str, Any]:
    plan: dict[str, Any] = {name: typed.get(name, "").strip() for name in ("kind", "subject", "plan")}
    if not plan["plan"]:
        faults["plan"] = _("请填写这一栏。")
    for name in ("starts_on", "ends_on"):
        plan[name] = _day(typed.get(name, ""))
        if plan[name] is None:
            faults[name] = _("请填写日期。")
    goals: dict[str, int] = {}
    for measure in Goal.Measure.values:
        text = typed.get(f"goal_{measure}", "").strip()
        if text:
            goals[measure] = int(text) if text.isdecimal() else 0
    return plan | {"goals": goals}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
