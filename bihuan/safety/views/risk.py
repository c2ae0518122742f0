"""Risk points with their colours, assessment, the manual to pick from, the notice card."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import may_change, visible_enterprises
from bihuan.safety.forms import AssessForm, PointForm
from bihuan.safety.risk import services
from bihuan.safety.risk.models import Colour, LibraryEntry, RiskPoint
from bihuan.safety.views.shared import enterprise_or_404, readers

ORDER = ("red", "orange", "yellow", "blue", "")


def visible_points(request: SignedInRequest) -> QuerySet[RiskPoint]:
    """The points of the enterprises the actor sees."""
    seen = visible_enterprises(request.actor).values("pk")
    return RiskPoint.objects.filter(enterprise__in=seen).select_related("enterprise")


@readers
def points(request: SignedInRequest) -> HttpResponse:
    """The four-colour list: the highest first, with the count of each colour."""
    rows, colour, code = (
        visible_points(request),
        request.GET.get("colour", ""),
        request.GET.get("enterprise", ""),
    )
    if code:
        rows = rows.filter(enterprise__credit_code=code)
    counts = dict(rows.values_list("colour").annotate(n=Count("pk")))
    if colour in Colour.values:
        rows = rows.filter(colour=colour)
    found: list[RiskPoint] = []
    for one in ORDER:
        found += (
            rows.filter(colour=one)
            .annotate(open_hazards=Count("hazards", filter=Q(hazards__open=True)))
            .order_by("enterprise__name", "pk")[: max(0, 200 - len(found))]
        )
    context = {
        "rows": found, "counts": [(key, label, counts.get(key, 0)) for key, label in Colour.choices],
        "colour": colour, "code": code,
        "own": request.actor.has(*OUTSIDE),
    }  # fmt: skip
    return render(request, "safety/points.html", context)


@readers
def new_point(request: SignedInRequest, code: str) -> HttpResponse:
    """GET: a form, filled from a line of the manual when one is picked. POST: enter the point."""
    enterprise = enterprise_or_404(request.actor, code)
    picked = LibraryEntry.objects.filter(pk=request.GET.get("entry") or 0).first()
    typed = request.GET.get("q", "").strip()
    initial = {"control_level": "workshop"}
    if picked is not None:
        initial |= {
            "name": picked.unit.rsplit(" / ", 1)[-1][:120], "factors": picked.factors, "accident": picked.accident,
            "engineering": picked.measures,
        }  # fmt: skip
    form = PointForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        data = request.POST
        point = services.Point(
            name=data.get("name", ""), factors=data.get("factors", ""), control_level=data.get("control_level", ""),
            place=data.get("place", ""), accident=data.get("accident", ""), answerable=data.get("answerable", ""),
            measures={name: data.get(name, "") for name in services.MEASURES},
        )  # fmt: skip
        try:
            made = services.add_point(
                enterprise=enterprise, point=point, actor=request.actor, at=timezone.now()
            )
        except Incomplete as incomplete:
            form.show(incomplete.fields)
            status = 422
        except Refused as refused:
            form.show({"": str(refused)})
            status = 422
        else:
            return redirect("safety:point", made.pk)
    found = (
        LibraryEntry.objects.filter(Q(unit__contains=typed) | Q(factors__contains=typed))[:15]
        if typed
        else ()
    )
    context = {"form": form, "enterprise": enterprise, "q": typed, "entries": found}
    return render(request, "safety/new_point.html", context, status=status)


@readers
def point(request: SignedInRequest, key: int) -> HttpResponse:
    """One risk point: measures, assessments, the history of its colour. POST: assess it by LEC."""
    row = get_object_or_404(visible_points(request), pk=key)
    form = AssessForm(request.POST or None, initial={"stage": "residual"})
    if request.method == "POST":
        data = request.POST
        try:
            done = services.assess(
                point=row, stage="inherent" if data.get("stage") == "inherent" else "residual", method="lec",
                values={name: data.get(name, "") for name in ("likelihood", "exposure", "consequence")}, actor=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        except Refused as refused:
            form.show({"": str(refused)})
        else:
            score = f"{done.score.normalize():f}"
            messages.success(
                request, _("D = %(score)s，%(level)s。") % {"score": score, "level": _(done.level)}
            )
            return redirect("safety:point", row.pk)
    context = {
        "row": row, "form": form, "assessments": row.assessments.order_by("-pk")[:10],
        "changes": row.changes.order_by("-pk")[:20],
        "hazards": list(row.hazards.filter(open=True).select_related("case")),
        "may_change": may_change(row.enterprise, request.actor),
    }  # fmt: skip
    return render(request, "safety/point.html", context, status=422 if request.method == "POST" else 200)


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
