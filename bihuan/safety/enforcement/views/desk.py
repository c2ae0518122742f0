"""The enforcement desk, the table of articles, and opening a case."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.casework import registry
from bihuan.casework.errors import Refused
from bihuan.casework.permissions import may_open
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.access import SignedInRequest
from bihuan.safety.enforcement import filing, opening, services
from bihuan.safety.enforcement.models import Matter
from bihuan.safety.enforcement.selectors import articles_on, counter, visible_matters, visible_penalties
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING
from bihuan.safety.views.shared import offices

# What may be opened from a page: its name in the address, the process and the opening step.
KINDS = {
    "penalty": ("safety.penalty", "file"), "interview": ("safety.admonition", "call"), "warning": ("safety.admonition", "warn"),
    "listing": ("safety.listing", "propose_listing"), "closure": ("safety.closure", "draft"),
}  # fmt: skip


@offices
def desk(request: SignedInRequest) -> HttpResponse:
    """Open cases by deadline, what must be published, who was penalised again and again."""
    actor, now = request.actor, timezone.now()
    running = visible_penalties(actor).filter(ended_at__isnull=True)
    context = {
        "rows": list(running.order_by("case__next_due_at", "case_id")[:60]),
        "open": running.count(),
        "late": running.filter(case__next_due_at__lt=now).count(),
        "unpublished": running.filter(decided_on__isnull=False, published_on__isnull=True, annulled_on__isnull=True).count(),
        "counted": counter(actor, timezone.localdate()),
        "closures": _open(visible_matters(actor, CLOSURE.name)),
        "admonitions": _open(visible_matters(actor, ADMONITION.name)),
        "listings": _open(visible_matters(actor, LISTING.name)),
        "ended": list(visible_penalties(actor).filter(ended_at__isnull=False).order_by("-ended_at")[:20]),
        "kinds": [kind for kind in KINDS if _may(request, kind)],
        "filings": list(filing.waiting(running.values("case_id"))[:30]),
        "labels": labels(),
    }  # fmt: skip
    return render(request, "enforcement/desk.html", context)


@offices
def articles(request: SignedInRequest) -> HttpResponse:
    """What each article lets be fined today."""
    return render(request, "enforcement/articles.html", {"rows": articles_on(timezone.localdate())})


@offices
def new(request: SignedInRequest, kind: str) -> HttpResponse:
    """GET: a form. POST: open the case."""
    if kind not in KINDS or not _may(request, kind):
        raise Http404
    process, step = KINDS[kind]
    now = timezone.now()
    initial = {
        "enterprise": request.GET.get("enterprise", ""),
        "about": request.GET.get("about", ""),
        "received_on": timezone.localdate(),
    }
    form = opening.OpeningForm(
        process=registry.get(process), step=step, at=now, data=request.POST or None, initial=initial
    )
    submission = opening.submission_of(request)
    if request.method == "POST":
        asked = opening.asked(request, form, visible_cases(request.actor))
        if asked is not None:
            try:
                case = services.open_matter(
                    process=process, step=step, enterprise=asked.enterprise, subject=asked.subject, body=asked.body,
                    given=asked.given, hazard=asked.about, actor=request.actor, at=now, submission=submission,
                )  # fmt: skip
            except Refused as refused:
                opening.shown(form, refused)
            else:
                return redirect("casework:case", number=case.number)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "submission": submission,
        "title": registry.get(process).step(step).label,
        "back": "enforcement:desk",
    }
    return render(request, "enforcement/new.html", context, status=status)


def labels() -> dict[str, str]:
    """Names of the states of every table of work safety, as their labels, by process and state."""
    return {
        f"{process.name} {state.name}": state.label
        for process in registry.all_processes()
        if process.name.startswith("safety.")
        for state in process.states
    }


def _open(rows: object) -> list[Matter]:
    return list(rows.exclude(case__phase="ended").order_by("case__next_due_at", "case_id")[:40])  # type: ignore[attr-defined]


def _may(request: SignedInRequest, kind: str) -> bool:
    process, step = KINDS[kind]
    return may_open(registry.get(process).step(step), request.actor)
