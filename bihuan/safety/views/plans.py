"""The annual plan, month by month, and the week's work made of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.forms import find_unit, units_on
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role
from bihuan.safety.inspections import arranging, planning
from bihuan.safety.inspections.forms import LineForm, YearForm
from bihuan.safety.inspections.models import Checklist, Plan, PlanLine
from bihuan.safety.inspections.services import officers_of
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import day_of, inspectors, meant, offices, sheets_now

KINDS = [(key, label) for key, label in PlanLine.Why.choices if key in arranging.BY_HAND]


def _plan(request: SignedInRequest, year: int) -> Plan:
    found = Plan.objects.filter(unit_id=request.actor.unit_id or 0, year=year).first()
    if found is None:
        raise Http404
    return found


@offices
def plans(request: SignedInRequest) -> HttpResponse:
    """The plans there are. POST: make the draft of a year, sized by the officers' working days."""
    actor, today = request.actor, timezone.localdate()
    officers = len(officers_of(actor.unit_id, today)) if actor.unit_id else 0
    year = today.year + (1 if today.month > 10 else 0)
    initial = {"year": year, "officers": officers or 2, "days_per_officer": 120, "days_per_inspection": "1.5"}
    form = YearForm(request.POST or None, initial=initial)
    may = actor.has(Role.INSPECTOR, Role.UNIT_HEAD)
    if request.method == "POST":
        if not may:
            raise Http404
        try:
            made = planning.make_plan(**_size(request), actor=actor, at=timezone.now())
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        except Refused as refused:
            form.show({"": str(refused)})
        else:
            messages.success(request, _("计划草案已经做好：重点企业已先行列入，请核对后由负责人批准。"))
            return redirect("safety:plan_year", made.year)
    rows = list(Plan.objects.select_related("unit").order_by("-year", "unit__code")[:60])
    context = {
        "rows": [(one, one.lines.count(), planning.room_of(one)) for one in rows], "form": form, "may": may, "year": year,
        "days": arranging.working_days(year), "officers": officers, "own": actor.unit_id,
    }  # fmt: skip
    return render(request, "safety/plans.html", context, status=422 if request.method == "POST" else 200)


def _size(request: SignedInRequest) -> dict[str, Any]:
    data, numbers, faults = request.POST, dict[str, Any](), dict[str, Any]()
    for name in ("year", "officers", "days_per_officer"):
        typed = data.get(name, "").strip()
        if typed.isdecimal() and int(typed) < 10_000:
            numbers[name] = int(typed)
        else:
            faults[name] = _("请填写整数。")
    try:
        numbers["days_per_inspection"] = Decimal(data.get("days_per_inspection", "")).quantize(Decimal("0.1"))
        if not 0 < numbers["days_per_inspection"] < 100:
            raise InvalidOperation
    except InvalidOperation:
        faults["days_per_inspection"] = _("请填写大于零的数，例如 1.5。")
    if faults:
        raise Incomplete(faults)
    return numbers


@offices
def plan_year(request: SignedInRequest, year: int) -> HttpResponse:
    """One plan, month by month. POST: add a line, take one out, approve."""
    plan = _plan(request, year)
    form = LineForm(
        request.POST if "enterprise" in request.POST else None,
        kinds=KINDS,
        initial={"month": timezone.localdate().month},
    )
    if request.method == "POST" and _changed(request, plan, form):
        return redirect("safety:plan_year", year)
    lines = list(plan.lines.select_related("enterprise", "case").order_by("month", "why", "enterprise__name"))
    room = planning.room_of(plan)
    context = {
        "plan": plan, "form": form, "room": room, "left": room - len(lines), "labels": labels(),
        "months": [(n, [one for one in lines if one.month == n]) for n in range(1, 13)],
        "kinds": [(label, sum(one.why == key for one in lines)) for key, label in PlanLine.Why.choices],
        "done": sum(one.case is not None and one.case.phase == "ended" for one in lines),
        "opened": sum(one.case_id is not None for one in lines), "count": len(lines),
        "may": request.actor.has(Role.INSPECTOR, Role.UNIT_HEAD), "head": request.actor.has(Role.UNIT_HEAD),
    }  # fmt: skip
    return render(request, "safety/plan_year.html", context, status=422 if request.method == "POST" else 200)


def _changed(request: SignedInRequest, plan: Plan, form: LineForm) -> bool:
    data, actor = request.POST, request.actor
    try:
        if "approve" in data:
            planning.approve_plan(plan=plan, on=timezone.localdate(), actor=actor)
            messages.success(request, _("计划已经批准，可以按周安排。"))
        elif "drop" in data:
            line = (
                plan.lines.select_related("plan")
                .filter(pk=data["drop"] if data["drop"].isdecimal() else 0)
                .first()
            )
            if line is None:
                raise Http404
            arranging.drop_line(line=line, actor=actor)
        else:
            enterprise, fault = meant(actor, data.get("enterprise", ""))
            if enterprise is None:
                form.show({"enterprise": fault})
                return False
            month = int(data["month"]) if data.get("month", "").isdecimal() else 0
            arranging.add_line(
                plan=plan, enterprise=enterprise, month=month, why=data.get("why", ""), actor=actor
            )
            messages.success(request, _("已列入计划：%(name)s") % {"name": enterprise.name})
    except Incomplete as incomplete:
        form.show(incomplete.fields)
        return False
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@inspectors
def week(request: SignedInRequest) -> HttpResponse:
    """The week's work. POST: arrange lines for it, or make the inspection of one."""
    day = day_of(request.GET.get("on", "")) or timezone.localdate()
    plan = Plan.objects.filter(unit_id=request.actor.unit_id or 0, year=arranging.monday(day).year).first()
    if request.method == "POST" and plan is not None:
        _work(request, plan, day)
        return redirect(f"{request.path}?on={day.isoformat()}")
    officers = officers_of(request.actor.unit_id or 0, timezone.localdate())
    first = arranging.monday(day)
    context = {
        "plan": plan, "week": arranging.week_of(plan=plan, day=day, officers=len(officers)) if plan else None,
        "before": (first - timedelta(days=7)).isoformat(), "after": (first + timedelta(days=7)).isoformat(),
        "first": first, "last": first + timedelta(days=6), "friday": (first + timedelta(days=4)).isoformat(),
        "labels": labels(), "sheets": sheets_now(), "officers": len(officers), "units": units_on(timezone.localdate()),
    }  # fmt: skip
    return render(request, "safety/week.html", context)


def _work(request: SignedInRequest, plan: Plan, day: date) -> None:
    data, actor = request.POST, request.actor
    keys = [int(key) for key in data.getlist("line") if key.isdecimal()]
    lines = list(plan.lines.select_related("plan", "enterprise").filter(pk__in=keys))
    try:
        if "open" in data:
            for line in lines[:1]:
                sheet = data.get("checklist", "")
                case = arranging.open_inspection(
                    line=line, inspect_by=day_of(data.get("inspect_by", "")) or arranging.monday(day) + timedelta(days=4),
                    checklist=Checklist.objects.filter(pk=sheet, retired_at__isnull=True).first() if sheet.isdecimal() else None,
                    partners=_partners(data.get("partners", "")), actor=actor, at=timezone.now(),
                )  # fmt: skip
                messages.success(request, _("已列入检查：%(number)s") % {"number": case.number})
        elif lines:
            n = arranging.arrange(lines=lines, week=day, actor=actor)
            messages.success(request, _("已安排到这一周：%(n)s家。") % {"n": n})
        else:
            messages.error(request, _("请先选择企业。"))
    except Incomplete as incomplete:
        messages.error(request, " ".join(str(text) for text in incomplete.fields.values()))
    except Refused as refused:
        messages.error(request, str(refused))


def _partners(typed: str) -> list[Unit]:
    """The departments named, separated by blanks or commas. Raises Incomplete for one that is not known."""
    found = []
    for name in typed.replace("、", " ").replace("，", " ").replace(",", " ").split():
        key, fault = find_unit(name, timezone.localdate())
        if key is None:
            raise Incomplete({"partners": fault})
        found.append(Unit.objects.get(pk=key))
    return found
