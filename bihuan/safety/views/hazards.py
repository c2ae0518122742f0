"""The ledger, finding a hazard, what waits for a judgment, packs, statistics."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.forms import FoundForm
from bihuan.safety.hazards import ledger_file, self_reports, services, statistics
from bihuan.safety.hazards.models import Hazard, RulePack, StatisticsReport, Suspicion
from bihuan.safety.hazards.packs import pack_on
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.selectors import ledger, waiting_suspicions
from bihuan.safety.risk.models import RiskPoint
from bihuan.safety.views.files import workbook
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import inspectors, meant, offices, readers, submission_of

FILTERS = ("enterprise", "sector", "grade", "found_by", "state", "open", "overdue", "since", "until")


@readers
def show_ledger(request: SignedInRequest) -> HttpResponse:
    """The ledger (台账): filters in the address, the newest first."""
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    page = ledger(request.actor, {**wanted, "now": timezone.now(), "after": request.GET.get("after", "")})
    kept = {name: value for name, value in wanted.items() if value}
    context = {
        "rows": page.rows, "wanted": wanted, "query": urlencode(kept), "labels": labels(),
        "following": "?" + urlencode({**kept, "after": page.following}) if page.following else "",
        "first": "?" + urlencode(kept) if request.GET.get("after") else "",
        "states": [(state.name, state.label) for state in HAZARD.states],
        "ways": Hazard.FoundBy.choices, "grades": [("none", _("未定级")), *Hazard.Grade.choices[1:]],
        "outside": request.actor.has(*OUTSIDE),
    }  # fmt: skip
    return render(request, "safety/ledger.html", context)


@readers
def export_ledger(request: SignedInRequest) -> HttpResponse:
    """The ledger of the address as a workbook, in the statutory columns."""
    at = timezone.now()
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return workbook(
        _("隐患台账"),
        ledger_file.headings(),
        ledger_file.rows(request.actor, {**wanted, "now": at}),
        widths=ledger_file.WIDTHS,
    )


@readers
def find(request: SignedInRequest) -> HttpResponse:
    """GET: an empty form. POST: open the hazard and go to it."""
    outside = request.actor.has(*OUTSIDE)
    points: list[tuple[str, str]] = []
    initial: dict[str, Any] = {
        "found_on": timezone.localdate(),
        "found_by": "self" if outside else "inspection",
    }
    ways = (
        [("self", _("企业自查")), ("third", _("第三方检查"))] if outside else list(Hazard.FoundBy.choices[1:])
    )
    if outside:
        points = [
            (str(pk), name)
            for pk, name in RiskPoint.objects.filter(enterprise=request.actor.unit_id).values_list(
                "pk", "name"
            )
        ]
        initial["enterprise"] = request.actor.unit_name
    elif code := request.GET.get("enterprise"):
        initial["enterprise"] = code
    form = FoundForm(request.POST or None, initial=initial, ways=ways, points=points)
    submission = submission_of(request)
    status = 200
    if request.method == "POST":
        case = _found(request, form, submission)
        if case is not None:
            messages.success(request, _("已登记：%(number)s") % {"number": case.number})
            return (
                redirect("casework:case", number=case.number)
                if _sees(request, case)
                else redirect("safety:home")
            )
        status = 422
    context = {"form": form, "submission": submission, "outside": outside}
    return render(request, "safety/find.html", context, status=status)


def _sees(request: SignedInRequest, case: Case) -> bool:
    try:
        visible_case(request.actor, case.number)
    except Case.DoesNotExist:
        return False
    return True


def _found(request: SignedInRequest, form: FoundForm, submission: Any) -> Case | None:
    data = request.POST
    enterprise, fault = meant(request.actor, data.get("enterprise", ""))
    if enterprise is None:
        form.show({"enterprise": fault})
        return None
    try:
        on = form.fields["found_on"].clean(data.get("found_on"))
    except Exception:
        form.show({"found_on": _("日期请写成 2026-03-05 的样子。")})
        return None
    point = (
        RiskPoint.objects.filter(enterprise=enterprise, pk=data["risk_point"]).first()
        if data.get("risk_point")
        else None
    )
    found = services.Found(
        subject=data.get("subject", ""), body=data.get("body", ""), found_by=data.get("found_by", ""), found_on=on,
        spot=data.get("spot", "")[:120], clause=data.get("clause", ""), risk_point=point,
        reporter={"name": data.get("reporter_name", ""), "phone": data.get("reporter_phone", "")},
    )  # fmt: skip
    try:
        return services.find(
            found=found, enterprise=enterprise, actor=request.actor, at=timezone.now(), submission=submission
        )
    except Incomplete as incomplete:
        form.show(incomplete.fields, {"received_on": "found_on"})
    except Refused as refused:
        form.show({"": str(refused)})
    return None


@offices
def suspicions(request: SignedInRequest) -> HttpResponse:
    """What the criteria say may be major: read, and say whether it is."""
    if request.method == "POST":
        row = waiting_suspicions(request.actor).filter(pk=request.POST.get("suspicion") or 0).first()
        if row is None:
            raise Http404
        try:
            self_reports.decide(
                suspicion=row, verdict=request.POST.get("verdict", ""), reason=request.POST.get("reason", ""),
                actor=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已记下您的判断。定级在隐患的页面上办理。"))
            if row.verdict == Suspicion.Verdict.MAJOR:
                return redirect("casework:case", number=row.hazard.case.number)
        return redirect("safety:suspicions")
    rows = waiting_suspicions(request.actor)
    context = {
        "rows": list(rows[:50]),
        "count": rows.count(),
        "stale": self_reports.stale_judgments(timezone.now())[:20],
    }
    return render(request, "safety/suspicions.html", context)


@readers
def packs(request: SignedInRequest) -> HttpResponse:
    """The packs of criteria with their dates, and the clauses of one."""
    today = timezone.localdate()
    chosen = RulePack.objects.filter(pk=request.GET.get("pack") or 0).first() or pack_on(today)
    context = {
        "packs": RulePack.objects.order_by("-in_force_from", "-pk"), "chosen": chosen, "today": today,
        "clauses": chosen.clauses.order_by("pk") if chosen else (),
    }  # fmt: skip
    return render(request, "safety/packs.html", context)


@offices
def reports(request: SignedInRequest) -> HttpResponse:
    """Quarterly and yearly statistics as they were frozen; `again=KEY`: one is made again before your eyes and compared."""
    key = request.GET.get("again", "")
    rows = list(StatisticsReport.objects.select_related("regulator").order_by("-made_at")[:12])
    context = {
        "reports": [(row, statistics.made_again(row) if str(row.pk) == key else None) for row in rows],
        "due": statistics.due_reports(timezone.localdate()),
    }  # fmt: skip
    return render(request, "safety/statistics.html", context)


@inspectors
def freeze(request: SignedInRequest) -> HttpResponse:
    """POST: make the report of a period."""
    if request.method == "POST":
        try:
            row, new = statistics.freeze(
                period=request.POST.get("period", ""), regulator=None, actor=request.actor, at=timezone.now()
            )
        except Incomplete as incomplete:
            messages.error(request, " ".join(str(text) for text in incomplete.fields.values()))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            text = _("%(period)s 的统计已经定稿。") if new else _("%(period)s 的统计早已定稿，没有改动。")
            messages.success(request, text % {"period": row.period})
    return redirect("safety:statistics")
