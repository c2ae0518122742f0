"""The wall of one case: who is behind it, putting somebody there, and taking it down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.casework import services
from bihuan.casework.errors import Incomplete, NotYours, Refused
from bihuan.casework.forms import units_on
from bihuan.casework.models import Case
from bihuan.casework.permissions import may_wall
from bihuan.casework.views.case import away, case_or_404, gone
from bihuan.casework.wall.forms import LiftForm, WallForm
from bihuan.casework.wall.models import Wall
from bihuan.casework.wall.showing import lines
from bihuan.organizations.access import SignedInRequest, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def wall(request: SignedInRequest, number: str) -> HttpResponse:
    """Who is and was behind the wall; a POST puts somebody there."""
    case = case_or_404(request, number)
    if request.method != "POST":
        return _page(request, case, WallForm(initial={"why": "complained"}))
    form = WallForm(request.POST)
    whom, faults = form.whom(timezone.localdate())
    try:
        if not may_wall(case, request.actor):
            raise NotYours
        if faults:
            raise Incomplete(faults)
        services.put_up_wall(
            case_id=case.pk, why=request.POST.get("why", ""), reason=request.POST.get("reason", ""), actor=request.actor,
            at=timezone.now(), submission=_form_id(request), unit_id=whom.get("unit_id"), account_id=whom.get("account_id"),
        )  # fmt: skip
    except Refused as refused:
        return _refused(request, case, form, refused)
    return _done(request, number, _("已经隔开。从现在起他们看不到、办不了本件。"))


@signed_in
@require_POST
def lift(request: SignedInRequest, number: str, wall_id: int) -> HttpResponse:
    """Take one down, with the reason."""
    case = case_or_404(request, number)
    if not Wall.objects.filter(pk=wall_id, case=case).exists():
        raise Http404
    form = LiftForm(wall_id, request.POST)
    try:
        services.take_down_wall(
            case_id=case.pk,
            wall_id=wall_id,
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        if isinstance(refused, Incomplete):
            form.show(refused.fields)
        return _page(request, case, WallForm(), problem=_said(refused), lifting={wall_id: form}, status=422)
    return _done(request, number, _("已经解除。"))


def _said(refused: Refused) -> str:
    return str(refused.message) if isinstance(refused, Incomplete) else str(refused)


def _refused(request: SignedInRequest, case: Case, form: WallForm, refused: Refused) -> HttpResponse:
    if isinstance(refused, Incomplete):
        form.show({("person" if name == "whom" else name): text for name, text in refused.fields.items()})
    return _page(
        request, case, form, problem=_said(refused), status=403 if isinstance(refused, NotYours) else 422
    )


def _page(
    request: SignedInRequest, case: Case, form: WallForm, *, problem: str = "", status: int = 200,
    lifting: Mapping[int, LiftForm] | None = None,
) -> HttpResponse:  # fmt: skip
    may = may_wall(case, request.actor)
    rows = [
        (line, (lifting or {}).get(line.pk) or LiftForm(line.pk) if may and line.until is None else None)
        for line in lines(case, former=True)
    ]
    context: dict[str, Any] = {
        "case": case, "rows": rows, "standing": sum(line.until is None for line, _form in rows), "problem": problem,
        "form": form if may else None, "submission": uuid4(),
        "units": units_on(timezone.localdate()) if may else [],
    }  # fmt: skip
    return render(request, "wall/wall.html", context, status=status)


def _done(request: SignedInRequest, number: str, text: str) -> HttpResponse:
    """Back to the wall; to the list for who has just put themselves behind it."""
    messages.success(request, text)
    return away(request) if gone(request, number) else redirect("casework:wall", number)


def _form_id(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None
