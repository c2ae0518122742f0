"""The suspension board, and ordering one on the spot."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework.errors import Refused
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enforcement import opening
from bihuan.safety.enforcement.views.desk import labels
from bihuan.safety.suspension import services
from bihuan.safety.suspension.process import BOARD, ORDER, SUSPENSION
from bihuan.safety.suspension.selectors import visible_suspensions
from bihuan.safety.views.shared import INSPECTORS, inspectors, readers


@readers
def board(request: SignedInRequest) -> HttpResponse:
    """What is stopped, refused, to be accepted, approved or published; the nearest deadline first."""
    actor = request.actor
    rows = list(
        visible_suspensions(actor).exclude(case__phase="ended").order_by("case__next_due_at", "case_id")[:500]
    )
    titles = {
        "stopped": _("停产停业中"), "refused": _("拒不执行"), "accepting": _("待验收"), "approving": _("待批准"),
        "publishing": _("待公布"), "closing": _("提请关闭中"),
    }  # fmt: skip
    groups = [(key, titles[key], [row for row in rows if row.case.state in states]) for key, states in BOARD]
    context = {
        "groups": groups, "labels": labels(), "may_order": actor.has(*INSPECTORS), "outside": actor.has(*OUTSIDE),
        "ended": list(visible_suspensions(actor).filter(case__phase="ended").order_by("-case__ended_at")[:30]),
        "empty": not rows,
    }  # fmt: skip
    return render(request, "suspension/board.html", context)


@inspectors
def new(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: order a suspension on the spot."""
    now = timezone.now()
    initial = {
        "enterprise": request.GET.get("enterprise", ""), "about": request.GET.get("about", ""),
        "received_on": timezone.localdate(), "scope": "all",
    }  # fmt: skip
    form = opening.OpeningForm(
        process=SUSPENSION, step=ORDER, at=now, data=request.POST or None, initial=initial
    )
    form.hide("kind", "to_unit")  # the order itself says both
    submission = opening.submission_of(request)
    if request.method == "POST":
        asked = opening.asked(request, form, visible_cases(request.actor))
        if asked is not None:
            try:
                case = services.order(
                    enterprise=asked.enterprise, subject=asked.subject, body=asked.body, given=asked.given, hazard=asked.about,
                    actor=request.actor, at=now, submission=submission,
                )  # fmt: skip
            except Refused as refused:
                opening.shown(form, refused)
            else:
                return redirect("casework:case", number=case.number)
    label = registry.get(SUSPENSION.name).step(ORDER).label
    context = {"form": form, "submission": submission, "title": label, "back": "suspension:board"}
    return render(request, "enforcement/new.html", context, status=422 if request.method == "POST" else 200)
