"""One step for many cases: what was ticked, what can be done to all of it, the form once, a result for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework import giving, registry
from bihuan.casework.errors import Incomplete, Text
from bihuan.casework.forms import AssignForm, StepForm, units_on
from bihuan.casework.listing import bulk
from bihuan.casework.listing.bulk import Picked
from bihuan.casework.posts import officers_in
from bihuan.casework.spec import Step
from bihuan.common.calendar.working import CHINA
from bihuan.common.columns import Column
from bihuan.organizations.access import SignedInRequest, signed_in


@signed_in
@require_POST
def choose(request: SignedInRequest) -> HttpResponse:
    """The ticked cases, and a form for each thing that can be done to all of them."""
    cases = bulk.picked(request.POST.getlist("cases"), request.actor)
    return _choice(request, cases, timezone.now())


@signed_in
@require_POST
def take(request: SignedInRequest, step: str) -> HttpResponse:
    """Take one step on the ticked cases."""
    at = timezone.now()
    cases = bulk.picked(request.POST.getlist("cases"), request.actor)
    submission = _uuid(request.POST.get("submission"))
    if not cases or submission is None:
        return _choice(request, cases, at)
    found = _bulk_step(cases, step)
    form = StepForm(step=found, case=cases[0].case, at=at, data=request.POST)
    given, faults = form.given()
    try:
        giving.clean(found, {name: value for name, value in given.items() if name not in faults}, at=at)
    except Incomplete as refused:
        faults = {**refused.fields, **faults}
    if faults:
        form.show(faults)
        return _choice(request, cases, at, failed=(found, form), status=422)
    outcomes = bulk.take(
        cases=cases, step=found.name, given=given, actor=request.actor, at=at, submission=submission
    )
    return _result(request, outcomes, _(found.label))


@signed_in
@require_POST
def assign(request: SignedInRequest) -> HttpResponse:
    """Give the ticked cases to one person."""
    at = timezone.now()
    cases = bulk.picked(request.POST.getlist("cases"), request.actor)
    submission = _uuid(request.POST.get("submission"))
    account = request.POST.get("account", "")
    if not cases or submission is None or not (account.isdecimal() and len(account) < 19):
        return _choice(request, cases, at, assign_fault=_("请选择承办人。"), status=422)
    outcomes = bulk.assign(
        cases=cases, account_id=int(account), actor=request.actor, at=at, submission=submission
    )
    return _result(request, outcomes, _("指定承办人"))


def _result(request: SignedInRequest, outcomes: Sequence[bulk.Outcome], what: str) -> HttpResponse:
    done = sum(outcome.done for outcome in outcomes)
    heads = [Column(_("编号"), tight=True), Column(_("事由")), Column(_("结果"))]
    context = {
        "outcomes": outcomes, "what": what, "done": done, "refused": len(outcomes) - done, "heads": heads,
        "query": request.POST.get("query", ""),
    }  # fmt: skip
    return render(request, "casework/list_bulk_result.html", context)


def _bulk_step(cases: Sequence[Picked], name: str) -> Step:
    for step in registry.get(cases[0].case.process).steps:
        if step.name == name and step.bulk:
            return step
    raise Http404


def _choice(
    request: SignedInRequest, cases: Sequence[Picked], at: datetime, *, failed: tuple[Step, StepForm] | None = None,
    assign_fault: Text = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor = request.actor
    steps = bulk.common_steps(cases, actor)
    forms = [(step, StepForm(step=step, case=cases[0].case, at=at)) for step in steps]
    if failed is not None:
        forms = [failed if step.name == failed[0].name else (step, form) for step, form in forms] or [failed]
    assigning = None
    if bulk.may_assign(cases, actor) and actor.unit_id is not None:
        assigning = AssignForm(officers_in(actor.unit_id, at.astimezone(CHINA).date()), auto_id="assign-%s")
        if assign_fault:
            assigning = AssignForm(
                officers_in(actor.unit_id, at.astimezone(CHINA).date()),
                data=request.POST,
                auto_id="assign-%s",
            )
            assigning.show({"account": assign_fault})
    context = {
        "picked": cases, "forms": forms, "assigning": assigning, "submission": uuid4(), "at": at,
        "query": request.POST.get("query", ""), "units": units_on(at.astimezone(CHINA).date()) if forms else [],
    }  # fmt: skip
    return render(request, "casework/list_bulk.html", context, status=status)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
