"""The trace of a case and of a unit: as a timeline on the page, and as a package of files."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.casework import registry
from bihuan.casework.errors import Refused
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Unit
from bihuan.supervision import services
from bihuan.supervision.permissions import WATCHERS
from bihuan.supervision.trace import drawing, package, reading, unit_package, units
from bihuan.supervision.trace.days import Outcome
from bihuan.supervision.trace.wording import KINDS, OUTCOMES, margin, told_text
from bihuan.supervision.views.duties import today
from bihuan.supervision.views.queue import readers
from bihuan.supervision.views.tabs import tabs


def period(request: SignedInRequest) -> tuple[date | None, date | None, str]:
    """The days in the address, and what is wrong with them."""
    found: list[date | None] = []
    for name in ("from", "to"):
        text = request.GET.get(name, "").strip()
        try:
            day = parse_date(text) if text else None
        except ValueError:
            return None, None, _("日历上没有这一天，请改正。")
        if text and day is None:
            return None, None, _("日期请写成 2026-03-05 的样子。")
        found.append(day)
    first, last = found
    if first is not None and last is not None and last < first:
        return None, None, _("结束日期早于开始日期，请改正。")
    return first, last, ""


def _case(request: SignedInRequest, number: str) -> Case:
    try:
        return visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None


@readers
@require_http_methods(["GET", "POST"])
def case(request: SignedInRequest, number: str) -> HttpResponse:
    """The trace of a case; the office concerned may add what it has to say."""
    found, at, problem = _case(request, number), timezone.now(), ""
    first, last, wrong = period(request)
    if request.method == "POST":
        try:
            services.state(case=found, text=request.POST.get("text", ""), actor=request.actor, at=at)
            return redirect("supervision:trace", number)
        except Refused as refused:
            problem = str(refused)
    trace = reading.of_case(found, at=at, first=first, last=last)
    context = {
        "trace": trace, "drawing": drawing.draw(trace), "tabs": tabs(request.actor, "home"), "problem": problem,
        "wrong": wrong, "outcomes": OUTCOMES, "kinds": KINDS, "margin": margin,
        "told": [(one, told_text(one, trace.process)) for one in trace.told],
        "may_state": services.may_state(request.actor, case=found), "text": request.POST.get("text", ""), "at": at,
    }  # fmt: skip
    return render(request, "supervision/trace_case.html", context, status=422 if problem or wrong else 200)


@readers
@require_GET
def packed(request: SignedInRequest, number: str) -> HttpResponse:
    """The package of files."""
    found = _case(request, number)
    first, last, _wrong = period(request)
    trace = reading.of_case(found, at=timezone.now(), first=first, last=last)
    return HttpResponse(
        package.pack(trace), content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="trace-{found.number}.zip"', "Cache-Control": "no-store"},
    )  # fmt: skip


def _unit(request: SignedInRequest, code: str) -> Unit:
    """Others than watchers see their own."""
    found = get_object_or_404(Unit, code=code)
    if not request.actor.has(*WATCHERS) and request.actor.unit_id != found.pk:
        raise Http404
    return found


@readers
@require_http_methods(["GET", "POST"])
def unit(request: SignedInRequest, code: str) -> HttpResponse:
    """The trace of a unit over a period, the last 90 days unless asked otherwise."""
    found, at, problem = _unit(request, code), timezone.now(), ""
    first, last, wrong = period(request)
    if request.method == "POST":
        try:
            services.state(about=found, text=request.POST.get("text", ""), actor=request.actor, at=at)
            return redirect("supervision:trace_unit", code)
        except Refused as refused:
            problem = str(refused)
    last = last or today()
    trace = units.of_unit(
        found, actor=request.actor, at=at, first=first or last - timedelta(days=90), last=last
    )
    context = {
        "trace": trace, "tabs": tabs(request.actor, "home"), "problem": problem, "wrong": wrong, "outcomes": OUTCOMES,
        "kinds": KINDS, "margin": margin, "met": trace.count(Outcome.MET),
        "told": [(case, one, told_text(one, registry.get(case.process))) for case, one in trace.told],
        "missed": trace.count(Outcome.LATE, Outcome.OVERDUE, Outcome.LAPSED), "at": at,
        "may_state": services.may_state(request.actor, about=found), "most": units.MOST,
    }  # fmt: skip
    return render(request, "supervision/trace_unit.html", context, status=422 if problem or wrong else 200)


@readers
@require_GET
def unit_packed(request: SignedInRequest, code: str) -> HttpResponse:
    """The same as files."""
    found, at = _unit(request, code), timezone.now()
    first, last, _wrong = period(request)
    last = last or today()
    trace = units.of_unit(
        found, actor=request.actor, at=at, first=first or last - timedelta(days=90), last=last
    )
    return HttpResponse(
        unit_package.pack(trace), content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="trace-{found.code}.zip"', "Cache-Control": "no-store"},
    )  # fmt: skip
