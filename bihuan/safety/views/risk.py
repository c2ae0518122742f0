"""Risk points with their colours, assessment, the manual to pick from, the notice cards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import may_change, visible_enterprises
from bihuan.safety.risk import services
from bihuan.safety.risk.forms import LecForm, MatrixForm, PointForm
from bihuan.safety.risk.models import Assessment, Colour, LibraryEntry, RiskPoint
from bihuan.safety.risk.selectors import industries, matrix_rows, search_library
from bihuan.safety.views.files import workbook
from bihuan.safety.views.shared import enterprise_or_404, readers

ORDER = ("red", "orange", "yellow", "blue", "")
LIST_FILTERS = ("colour", "enterprise", "level")
MOST = 200


def visible_points(request: SignedInRequest) -> QuerySet[RiskPoint]:
    """The points of the enterprises the actor sees."""
    seen = visible_enterprises(request.actor).values("pk")
    return RiskPoint.objects.filter(enterprise__in=seen).select_related("enterprise")


def _filtered(request: SignedInRequest, wanted: dict[str, str]) -> QuerySet[RiskPoint]:
    rows = visible_points(request)
    if code := wanted["enterprise"]:
        rows = rows.filter(Q(enterprise__credit_code=code) | Q(enterprise__name=code))
    if wanted["level"] in RiskPoint.Level.values:
        rows = rows.filter(control_level=wanted["level"])
    return rows


@readers
def points(request: SignedInRequest) -> HttpResponse:
    """The four-colour list: the highest first, with the count of each colour."""
    wanted = {name: request.GET.get(name, "").strip() for name in LIST_FILTERS}
    rows = _filtered(request, wanted)
    counts = dict(rows.values_list("colour").annotate(n=Count("pk")))
    if wanted["colour"] in Colour.values:
        rows = rows.filter(colour=wanted["colour"])
    found: list[RiskPoint] = []
    for one in ORDER:
        found += (
            rows.filter(colour=one)
            .annotate(open_hazards=Count("hazards", filter=Q(hazards__open=True)))
            .order_by("enterprise__name", "pk")[: max(0, MOST - len(found))]
        )
    kept = {name: value for name, value in wanted.items() if value}
    context = {
        "rows": found, "wanted": wanted, "query": urlencode(kept), "levels": RiskPoint.Level.choices,
        "counts": [
            (key, label, counts.get(key, 0), "?" + urlencode({**kept, "colour": key})) for key, label in Colour.choices
        ],
        "total": rows.count(), "own": request.actor.has(*OUTSIDE),
    }  # fmt: skip
    return render(request, "safety/points.html", context)


@readers
def export_points(request: SignedInRequest) -> HttpResponse:
    """The four-colour list as a workbook, with every measure."""
    wanted = {name: request.GET.get(name, "").strip() for name in LIST_FILTERS}
    rows = _filtered(request, wanted)
    if wanted["colour"] in Colour.values:
        rows = rows.filter(colour=wanted["colour"])
    heads = [
        _("企业"), _("风险点"), _("部位"), _("危险因素"), _("可能发生的事故"), _("固有风险"), _("剩余风险"), _("现在的颜色"),
        _("工程技术措施"), _("管理措施"), _("培训教育措施"), _("个体防护措施"), _("应急处置措施"), _("管控层级"), _("责任岗位"),
    ]  # fmt: skip
    lines = (
        (
            one.enterprise.name, one.name, one.place, one.factors, one.accident, one.get_inherent_display(),
            one.get_residual_display(), one.get_colour_display(), *(getattr(one, name) for name in services.MEASURES),
            one.get_control_level_display(), one.answerable,
        )
        for one in rows.order_by("enterprise__name", "pk").iterator(chunk_size=1000)
    )  # fmt: skip
    return workbook(
        _("风险分级管控清单"),
        heads,
        lines,
        widths=(24, 20, 14, 40, 20, 10, 10, 10, 30, 30, 30, 30, 30, 10, 12),
    )


@readers
def new_point(request: SignedInRequest, code: str) -> HttpResponse:
    """GET: a form, filled from a line of the manual when one is picked. POST: enter the point."""
    enterprise = enterprise_or_404(request.actor, code)
    if not may_change(enterprise, request.actor):
        raise Http404
    entry = request.GET.get("entry", "")
    picked = LibraryEntry.objects.filter(pk=entry).first() if entry.isdecimal() else None
    initial = {"control_level": "workshop"}
    if picked is not None:
        initial |= {
            "name": picked.unit.rsplit(" / ", 1)[-1][:120], "factors": picked.factors, "accident": picked.accident,
            "engineering": picked.measures, "reference": picked.reference[:300],
        }  # fmt: skip
    form = PointForm(request.POST or None, initial=initial)
    if request.method == "POST":
        point, faults = _point(request)
        if not faults:
            try:
                made = services.add_point(
                    enterprise=enterprise, point=point, actor=request.actor, at=timezone.now()
                )
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                return redirect("safety:point", made.pk)
        form.show(faults)
    typed, industry = request.GET.get("q", "").strip(), request.GET.get("industry", "").strip()
    context = {
        "form": form, "enterprise": enterprise, "q": typed, "industry": industry, "industries": industries(), "picked": picked,
        "entries": search_library(typed, industry) if typed or industry else (),
    }  # fmt: skip
    return render(request, "safety/new_point.html", context, status=422 if request.method == "POST" else 200)


@readers
def edit_point(request: SignedInRequest, key: int) -> HttpResponse:
    """Change what is written of a point. Its colours come from assessments."""
    row = get_object_or_404(visible_points(request), pk=key)
    if not may_change(row.enterprise, request.actor):
        raise Http404
    form = PointForm(
        request.POST or None, initial={name: getattr(row, name) for name in PointForm.base_fields}
    )
    if request.method == "POST":
        point, faults = _point(request)
        if not faults:
            try:
                services.change_point(row=row, point=point, actor=request.actor, at=timezone.now())
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                messages.success(request, _("已保存。"))
                return redirect("safety:point", row.pk)
        form.show(faults)
    context = {"form": form, "enterprise": row.enterprise, "row": row}
    return render(request, "safety/new_point.html", context, status=422 if request.method == "POST" else 200)


def _point(request: SignedInRequest) -> tuple[services.Point, dict[str, Text]]:
    data, faults, degrees = request.POST, dict[str, Text](), dict[str, Decimal | None]()
    for name, limit in (("longitude", 180), ("latitude", 90)):
        typed = data.get(name, "").strip()
        try:
            degrees[name] = round(Decimal(typed), 6) if typed else None
        except InvalidOperation:
            degrees[name] = Decimal(999)
        if (value := degrees[name]) is not None and not -limit <= value <= limit:
            faults[name] = _("请写成十进制的度，例如 112.938814。")
    if (degrees["longitude"] is None) != (degrees["latitude"] is None) and not faults:
        faults["latitude"] = _("经度和纬度要一起填写。")
    point = services.Point(
        name=data.get("name", ""), factors=data.get("factors", ""), control_level=data.get("control_level", ""),
        place=data.get("place", ""), accident=data.get("accident", ""), answerable=data.get("answerable", ""),
        reference=data.get("reference", ""), measures={name: data.get(name, "") for name in services.MEASURES},
        longitude=degrees["longitude"], latitude=degrees["latitude"],
    )  # fmt: skip
    return point, faults


@readers
def point(request: SignedInRequest, key: int) -> HttpResponse:
    """One risk point: measures, assessments, the history of its colour. POST: assess it by LEC or by the matrix."""
    row = get_object_or_404(visible_points(request), pk=key)
    method = "matrix" if request.GET.get("method") == "matrix" else "lec"
    form: Any = (MatrixForm if method == "matrix" else LecForm)(
        request.POST or None, initial={"stage": "residual"}
    )
    if request.method == "POST":
        data = request.POST
        try:
            done = services.assess(
                point=row, stage="inherent" if data.get("stage") == "inherent" else "residual", method=method,
                values={name: data.get(name, "") for name in ("likelihood", "exposure", "consequence")}, actor=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        except Refused as refused:
            form.show({"": str(refused)})
        else:
            letter = "R" if method == "matrix" else "D"
            said = {"letter": letter, "score": f"{done.score.normalize():f}", "level": _(done.level)}
            messages.success(request, _("%(letter)s = %(score)s，%(level)s。") % said)
            return redirect(f"{request.path}?method={method}")
    made = list(row.assessments.select_related("table").order_by("-pk")[:20])
    context = {
        "row": row, "form": form, "method": method, "assessments": made, "latest": _latest(made),
        "changes": row.changes.order_by("-pk")[:50], "matrix": matrix_rows(timezone.localdate()) if method == "matrix" else None,
        "table": services.table_or_none(method, timezone.localdate()),
        "hazards": list(row.hazards.filter(open=True).select_related("case")),
        "may_change": may_change(row.enterprise, request.actor),
    }  # fmt: skip
    return render(request, "safety/point.html", context, status=422 if request.method == "POST" else 200)


def _latest(made: Sequence[Assessment]) -> list[tuple[str, Assessment | None]]:
    """The last assessment of each stage, inherent first."""
    stages = Assessment.Stage
    return [(str(stage.label), next((one for one in made if one.stage == stage), None)) for stage in stages]


@readers
def card(request: SignedInRequest, key: int) -> HttpResponse:
    """The notice card (告知卡) of a risk point, for paper."""
    row = get_object_or_404(visible_points(request), pk=key)
    last = row.assessments.order_by("-pk").first()
    return render(request, "safety/card.html", {"row": row, "last": last})


@readers
def cards(request: SignedInRequest, code: str) -> HttpResponse:
    """The notice cards of every risk point of an enterprise, one to a sheet of paper, the highest risk first."""
    enterprise = enterprise_or_404(request.actor, code)
    rows = enterprise.risk_points.prefetch_related("assessments")
    ordered = sorted(rows, key=lambda one: (ORDER.index(one.residual or one.inherent), one.pk))
    pairs = [(one, max(one.assessments.all(), key=lambda made: made.pk, default=None)) for one in ordered]
    return render(request, "safety/cards.html", {"enterprise": enterprise, "pairs": pairs})
