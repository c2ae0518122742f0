"""The form that opens a case of this slice, on its own or out of another case."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.casework import registry
from bihuan.casework.errors import Guarded, Incomplete, Refused
from bihuan.casework.forms import StepForm, units_on
from bihuan.casework.models import Case
from bihuan.casework.permissions import openings_for
from bihuan.casework.selectors import visible_case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.models import Account
from bihuan.supervision import services
from bihuan.supervision.forms import leaders
from bihuan.supervision.permissions import READERS
from bihuan.supervision.processes import CHARGE, PROMISE
from bihuan.supervision.selectors import NAMES
from bihuan.supervision.views.tabs import tabs

NAMED = {CHARGE.name: "leader", PROMISE.name: "by"}  # fields that a choice of leader fills in


@needs_role(*sorted(READERS))
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, kind: str) -> HttpResponse:
    """GET: the form, with `case` out of that case. POST: open it."""
    name = f"supervision.{kind}"
    if name not in NAMES or not openings_for(name, request.actor):
        raise Http404
    at, process = timezone.now(), registry.get(name)
    step = process.openings[0]
    origin = _origin(request)
    today = at.astimezone(CHINA).date()
    people = leaders(today) if name in NAMED else []
    initial = {"to_unit": origin.holder_unit.short_name} if origin is not None else {}
    form = StepForm(step=step, case=Case(), at=at, data=request.POST or None, initial=initial)
    for hidden in (NAMED.get(name, ""), "to_unit" if name == CHARGE.name else ""):
        if hidden:
            form.fields[hidden].required = False
    problem, status = "", 200
    subject = request.POST.get("subject", origin.subject if origin is not None else "").strip()
    if request.method == "POST":
        try:
            case = _open(request, name, form, subject, origin)
            return redirect("casework:case", case.number)
        except Refused as refused:
            status = 422
            if isinstance(refused, Incomplete):
                form.show(refused.fields)
            elif isinstance(refused, Guarded) and refused.field:
                form.show({refused.field: refused.message})
            problem = str(refused) if not isinstance(refused, Incomplete) else str(Incomplete.message)
    skip = {NAMED.get(name, ""), "to_unit" if name == CHARGE.name else ""}
    context = {
        "form": form, "controls": [one for one in form.controls if one.bound.name not in skip], "process": process,
        "step": step, "origin": origin, "subject": subject, "problem": problem, "people": people,
        "leader": request.POST.get("leader_account", ""), "units": units_on(today), "tabs": tabs(request.actor, "home"),
        "submission": request.POST.get("submission") or str(uuid4()), "kind": kind,
    }  # fmt: skip
    return render(request, "supervision/start.html", context, status=status)


def _origin(request: SignedInRequest) -> Case | None:
    number = (request.POST.get("case") or request.GET.get("case") or "").strip()
    if not number:
        return None
    try:
        return visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None


def _open(request: SignedInRequest, name: str, form: StepForm, subject: str, origin: Case | None) -> Case:
    given, faults = form.given()
    if not subject:
        faults["subject"] = _("请填写事由。")
    given = {key: value for key, value in given.items() if value not in (None, "", [])}
    common: dict[str, Any] = {
        "actor": request.actor, "at": timezone.now(), "subject": subject[:200], "origin": origin,
        "submission": _uuid(request.POST.get("submission")),
    }  # fmt: skip
    if name in NAMED:
        if name == CHARGE.name:
            given.pop("to_unit", None)
        given.pop(NAMED[name], None)
        picked = request.POST.get("leader_account", "")
        leader = Account.objects.filter(pk=picked).first() if picked.isdigit() else None
        if leader is None:
            faults["leader"] = _("请选择领导。")
        if faults:
            raise Incomplete(faults)
        assert leader is not None
        opens = services.take_charge if name == CHARGE.name else services.promise
        return opens(leader=leader, given=given, **common)
    if faults:
        raise Incomplete(faults)
    return services.supervise(process=name, given=given, **common)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
