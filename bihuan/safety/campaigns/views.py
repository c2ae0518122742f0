"""Campaigns: the list, drafting one, its board with comparison of places, its units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.common import habits
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.actor import Actor
from bihuan.safety.campaigns import board as boards
from bihuan.safety.campaigns import services
from bihuan.safety.campaigns.figures import STOPPED, by_place, goals_of, total
from bihuan.safety.campaigns.forms import CampaignForm, KindForm
from bihuan.safety.campaigns.mapping import picture
from bihuan.safety.campaigns.models import Campaign, Goal
from bihuan.safety.campaigns.selectors import visible_campaigns
from bihuan.safety.enforcement.views.desk import labels
from bihuan.safety.maps.drawing import WIDTH
from bihuan.safety.views.files import workbook
from bihuan.safety.views.shared import inspectors, meant, offices, submission_of

COLOURS = {
    "red": gettext_noop("拒不停产"), "orange": gettext_noop("停产、验收中"), "yellow": gettext_noop("还没有检查"),
    "blue": gettext_noop("已检查或者已复产"),
}  # fmt: skip


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
    """Goals, the map, the comparison of places, each unit's check, stop and resumption, the weeks."""
    row = _campaign_or_404(request.actor, number)
    today = timezone.localdate()
    places = by_place(row, today)
    figures = total(places)
    states = dict(
        row.members.exclude(suspension=None)
        .values_list("suspension__state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    stops = [
        ("stopped", _("停产中"), sum(states.get(one, 0) for one in STOPPED)),
        ("refused", _("拒不停产"), figures.refused),
        ("accepting", _("待验收、待批准"), figures.stopped - figures.handled - figures.refused - sum(
            states.get(one, 0) for one in STOPPED)),
        ("handled", _("已复产或者依法处置"), figures.handled),
    ]  # fmt: skip
    only = request.GET.get("only", "")
    only = only if only in COLOURS else ""
    weeks = boards.weeks(row)
    drawn = picture(request.actor, row, today, lambda code: reverse("safety:enterprise", args=(code,)))
    context = {
        "campaign": row, "figures": figures, "places": places, "goals": goals_of(row, figures), "stops": stops,
        "lines": boards.lines(row, today, only=only), "only": only, "count": row.members.count(), "labels": labels(),
        "weeks": list(reversed(weeks)), "picture": drawn, "unit": drawn.box[2] / WIDTH if drawn else 1,
        "colours": [(key, _(text)) for key, text in COLOURS.items()],
        "progress": [
            [habits.day_short(one.weekly.made_at, timezone.now()), one.percent("checked", "units"),
             one.percent("rectified", "hazards")] for one in weeks
        ],
        "chart": [[place.name, place.share("checked") or 0, place.share("rectified") or 0] for place in places],
        "may_change": request.actor.unit_id == row.case.holder_unit_id and row.stopped_on is None and row.case.phase != "ended",
    }  # fmt: skip
    return render(request, "campaigns/board.html", context)


@offices
def week_form(request: SignedInRequest, number: str) -> HttpResponse:
    """The form that goes up each week, filled from the records: every place and all together, as of now."""
    row = _campaign_or_404(request.actor, number)
    places = by_place(row, timezone.localdate())
    heads = [
        _("地方"), _("名单内企业"), _("已检查"), _("检查到位率（%）"), _("发现隐患"), _("已整改"), _("隐患整改率（%）"),
        _("重大隐患"),
        _("重大隐患已整改"), _("处罚"), _("罚款（元）"), _("停产"), _("拒不停产"), _("已复产或者依法处置"),
    ]  # fmt: skip
    lines = [
        [
            one.name or _("合计"), one.units, one.checked, one.share("checked"), one.hazards, one.rectified,
            one.share("rectified"), one.major, one.major_rectified, one.penalties, one.fined, one.stopped, one.refused,
            one.handled,
        ]
        for one in (*places, total(places))
    ]  # fmt: skip
    return workbook(
        _("%(name)s进度表") % {"name": row.case.subject[:20]}, heads, lines, widths=(16, *(10,) * 13)
    )


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
