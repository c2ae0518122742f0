"""Inspections, the sheet that is filled in on site, draws and checklists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Account
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.forms import DrawForm, PlanForm
from bihuan.safety.inspections import services
from bihuan.safety.inspections.drawing import replay
from bihuan.safety.inspections.models import Checklist, Inspection
from bihuan.safety.inspections.process import OWES_RECORD
from bihuan.safety.inspections.selectors import visible_draws, visible_inspections
from bihuan.safety.inspections.services import Answer, Record
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import inspectors, meant, offices, sheets_now, submission_of


@offices
def inspections(request: SignedInRequest) -> HttpResponse:
    """The unit's inspections, those to be done first."""
    rows = visible_inspections(request.actor).select_related("case", "enterprise", "lead", "second")
    context = {
        "open": list(rows.exclude(case__phase="ended").order_by("case__next_due_at", "case_id")[:100]),
        "ended": list(rows.filter(case__phase="ended").order_by("-case__ended_at")[:30]), "labels": labels(),
        "officers": services.officers_of(request.actor.unit_id, timezone.localdate()) if request.actor.unit_id else {},
    }  # fmt: skip
    return render(request, "safety/inspections.html", context)


@inspectors
def plan(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: put an inspection on the list."""
    initial = {"enterprise": request.GET.get("enterprise", ""), "kind": "routine"}
    form = PlanForm(request.POST or None, initial=initial, sheets=sheets_now())
    submission = submission_of(request)
    if request.method == "POST":
        enterprise, fault = meant(request.actor, request.POST.get("enterprise", ""))
        day = _day(request.POST.get("inspect_by", ""))
        if enterprise is None or day is None:
            faults = {**({"enterprise": fault} if enterprise is None else {})}
            form.show({**faults, **({"inspect_by": _("请填写这一栏。")} if day is None else {})})
        else:
            try:
                case = services.plan(
                    enterprise=enterprise, kind=request.POST.get("kind", ""), inspect_by=day,
                    checklist=_sheet(request), actor=request.actor,
                    at=timezone.now(), submission=submission,
                )  # fmt: skip
            except Incomplete as incomplete:
                form.show(incomplete.fields)
            except Refused as refused:
                form.show({"": str(refused)})
            else:
                return redirect("casework:case", number=case.number)
    status = 422 if request.method == "POST" else 200
    return render(request, "safety/plan.html", {"form": form, "submission": submission}, status=status)


@inspectors
def check(request: SignedInRequest, number: str) -> HttpResponse:
    """The sheet of an inspection: every item, the signature, and sending it in."""
    row = (
        visible_inspections(request.actor).select_related("case", "enterprise", "checklist")
        .filter(case__number=number, case__state__in=OWES_RECORD).first()
    )  # fmt: skip
    if row is None:
        raise Http404
    items = list(row.checklist.items.order_by("number")) if row.checklist is not None else []
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            done = services.submit_inspection(
                submission=submission_of(request),
                case_id=row.pk,
                record=_record(request, row, items),
                actor=request.actor,
                at=timezone.now(),
            )
        except Incomplete as incomplete:
            faults = {name: str(text) for name, text in incomplete.fields.items()}
        except Refused as refused:
            faults = {"": str(refused)}
        else:
            messages.success(
                request, _("检查记录已提交，立案隐患 %(count)s 件。") % {"count": len(done.hazards)}
            )
            for remark in done.remarks:
                messages.warning(request, remark)
            return redirect("casework:case", number=done.case.number)
    before = {one.item_id: one for one in row.findings.all()}
    sheet = [
        {
            "item": item, "fault": faults.get(f"item-{item.pk}", ""),
            "answer": request.POST.get(f"answer-{item.pk}") or (before[item.pk].answer if item.pk in before else ""),
            "note": request.POST.get(f"note-{item.pk}") or (before[item.pk].note if item.pk in before else ""),
        }
        for item in items
    ]  # fmt: skip
    top = [text for name, text in faults.items() if not name.startswith("item-")]
    context = {
        "row": row, "sheet": sheet, "faults": top, "submission": submission_of(request), "given": request.POST,
        "began": request.POST.get("began_at") or timezone.localtime(timezone.now(), CHINA).strftime("%Y-%m-%dT%H:%M"),
        "failing": bool(faults),
    }  # fmt: skip
    return render(request, "safety/check.html", context, status=422 if faults else 200)


def _record(request: SignedInRequest, row: Inspection, items: list[Any]) -> Record:
    data = request.POST
    now = timezone.now()
    answers = [
        Answer(item.pk, data[f"answer-{item.pk}"], data.get(f"note-{item.pk}", ""), data.get(f"place-{item.pk}", ""))
        for item in items if data.get(f"answer-{item.pk}")
    ]  # fmt: skip
    return Record(
        began_at=_moment(data.get("began_at", "")) or now, ended_at=_moment(data.get("ended_at", "")) or now,
        place=data.get("place", ""), content=data.get("content", ""), answers=answers, signature=data.get("signature", ""),
        signed_by=data.get("signed_by", ""), refusal=data.get("refusal", ""), handling=data.get("handling", ""),
        checklist_id=row.checklist_id,
    )  # fmt: skip


@offices
def draws(request: SignedInRequest) -> HttpResponse:
    """The draws made, and the form of a new one for inspectors."""
    context = {"rows": list(visible_draws(request.actor)[:50])}
    return render(request, "safety/draws.html", context)


@inspectors
def new_draw(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: draw, and put the inspections on the list."""
    form = DrawForm(request.POST or None, sheets=sheets_now())
    if request.method == "POST":
        day, count = _day(request.POST.get("inspect_by", "")), request.POST.get("count", "")
        recused, fault = _recused(request.POST.get("recused", ""))
        if day is None or not count.isdecimal() or fault:
            form.show({
                **({"inspect_by": _("请填写这一栏。")} if day is None else {}),
                **({"count": _("请填写整数。")} if not count.isdecimal() else {}), **({"recused": fault} if fault else {}),
            })  # fmt: skip
        else:
            try:
                row = services.draw(
                    seed=request.POST.get("seed", ""), count=int(count), sector=request.POST.get("sector",
                    "").strip(), recused=recused,
                    inspect_by=day, checklist=_sheet(request), actor=request.actor, at=timezone.now(),
                )  # fmt: skip
            except Refused as refused:
                form.show({"": str(refused)})
            else:
                return redirect("safety:draw", row.number)
    status = 422 if request.method == "POST" else 200
    return render(request, "safety/new_draw.html", {"form": form}, status=status)


@offices
def draw(request: SignedInRequest, number: str) -> HttpResponse:
    """One draw: the seed, the pool's fingerprint, the result, drawn again before your eyes."""
    row = get_object_or_404(visible_draws(request.actor), number=number)
    published = services.published(row)
    codes = [one["enterprise"] for one in row.result]
    names = dict(Enterprise.objects.filter(credit_code__in=codes).values_list("credit_code", "name"))
    numbers = {number for one in row.result for number in one["officers"]}
    officers = dict(
        Account.objects.filter(enforcement_certificates__number__in=numbers).values_list(
            "enforcement_certificates__number", "name"
        )
    )
    cases = {one.enterprise_id: one.case for one in row.inspections.select_related("case")}
    by_code = dict(Enterprise.objects.filter(credit_code__in=codes).values_list("credit_code", "pk"))
    context = {
        "row": row, "wrong": replay(published), "replacements": row.replacements.select_related("enterprise", "out", "into"),
        "result": [
            {"name": names.get(one["enterprise"], ""), "code": one["enterprise"],
            "case": cases.get(by_code.get(one["enterprise"], 0)),
             "officers": [f"{officers.get(number, '')}（{number}）" for number in one["officers"]]}
            for one in row.result
        ],
    }  # fmt: skip
    return render(request, "safety/draw.html", context)


@offices
def draw_file(request: SignedInRequest, number: str) -> HttpResponse:
    """The draw as the file that `bihuan safety draw replay` takes."""
    row = get_object_or_404(visible_draws(request.actor), number=number)
    response = JsonResponse(services.published(row), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{row.number}.json"'
    return response


def _sheet(request: SignedInRequest) -> Checklist | None:
    return Checklist.objects.filter(pk=request.POST.get("checklist") or 0, retired_at__isnull=True).first()


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=CHINA) if moment is not None and moment.tzinfo is None else moment


def _recused(text: str) -> tuple[dict[str, list[str]], str]:
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = line.split()
        if len(parts) != 2:
            return {}, _("“%(line)s”不是“执法证号 空格 企业信用代码”。") % {"line": line[:40]}
        found.setdefault(parts[0], []).append(parts[1])
    return found, ""
