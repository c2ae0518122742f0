"""The duty page, responses, plans and drills, teams and supplies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework.errors import Refused
from bihuan.casework.selectors import visible_cases
from bihuan.emergency.accidents.selectors import visible_accidents
from bihuan.emergency.readiness import selectors, services
from bihuan.emergency.readiness.checklists import checklist_of
from bihuan.emergency.readiness.forms import ADD, CallForm, ResponseForm
from bihuan.emergency.readiness.models import CallOut, Drill, Plan, Response, Shelter, Shift, Supply, Team
from bihuan.emergency.views.shared import READERS, readers, submission_of, writers
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.organizations.models import Account, Appointment
from bihuan.organizations.selectors import in_force


@readers
def home(request: SignedInRequest) -> HttpResponse:
    """Who is on duty, what I am called to, what gap the roster has, what is under way. Made for a phone."""
    actor, now = request.actor, timezone.now()
    duty = selectors.on_duty(actor.unit_id, now)
    context = {
        "duty": duty, "mine": next((one for one in duty if one.account_id == actor.account_id and one.handed_over_at is None),
        None),
        "calls": list(selectors.open_calls(actor)[:10]), "gaps": selectors.roster_gaps(actor.unit_id, now)[:10],
        "last": Shift.objects.filter(unit_id=actor.unit_id or 0,
        handed_over_at__isnull=False).select_related("account", "taken_over_by").order_by("-handed_over_at").first(),
        "coming": list(
            Shift.objects.filter(unit_id=actor.unit_id or 0,
            starts_at__gt=now).select_related("account").order_by("starts_at")[:12]
        ),
        "responses": list(selectors.visible_responses(actor).filter(ended_at__isnull=True).order_by("level")[:10]),
        "accidents": visible_accidents(actor).exclude(case__phase="ended").count(), "may_write": actor.has(*services.WRITERS),
    }  # fmt: skip
    return render(request, "emergency/home.html", context)


@readers
@require_POST
def hand_over(request: SignedInRequest, key: int) -> HttpResponse:
    """Hand over a shift with a note."""
    shift = get_object_or_404(Shift, pk=key, unit_id=request.actor.unit_id or 0)
    _tried(request, lambda: services.hand_over(
        shift=shift, note=request.POST.get("note", ""), actor=request.actor, at=timezone.now()), _("已经交班。"))  # fmt: skip
    return redirect("emergency:home")


@readers
@require_POST
def take_over(request: SignedInRequest, key: int) -> HttpResponse:
    """Take over what the last shift handed over."""
    shift = get_object_or_404(Shift, pk=key, unit_id=request.actor.unit_id or 0)
    _tried(
        request,
        lambda: services.take_over(shift=shift, actor=request.actor, at=timezone.now()),
        _("已经接班。"),
    )
    return redirect("emergency:home")


@signed_in
def calls(request: SignedInRequest) -> HttpResponse:
    """What I am called to. Whoever was called answers here, whatever their role is."""
    return render(request, "emergency/calls.html", {"calls": list(selectors.open_calls(request.actor)[:20])})


@signed_in
@require_POST
def answer(request: SignedInRequest, key: int) -> HttpResponse:
    """Answer a call."""
    callout = get_object_or_404(CallOut, pk=key)
    coming = request.POST.get("answer") == "coming"
    _tried(request, lambda: services.answer(
        callout=callout, coming=coming, actor=request.actor, at=timezone.now()), _("已经答复。"))  # fmt: skip
    return redirect("emergency:home" if request.actor.has(*READERS) else "emergency:calls")


@readers
def responses(request: SignedInRequest) -> HttpResponse:
    """Responses under way and ended."""
    rows = selectors.visible_responses(request.actor).order_by("-started_at")
    context = {
        "running": list(rows.filter(ended_at__isnull=True)[:40]), "ended": list(rows.filter(ended_at__isnull=False)[:30]),
        "may_write": request.actor.has(*services.WRITERS),
    }  # fmt: skip
    return render(request, "emergency/responses.html", context)


@writers
def new_response(request: SignedInRequest) -> HttpResponse:
    """GET: a form. POST: start a response."""
    form = ResponseForm(request.POST or None, initial={"case": request.GET.get("case", "")})
    if request.method == "POST":
        number = request.POST.get("case", "").strip()
        case = visible_cases(request.actor).filter(number=number).first() if number else None
        given = {name: request.POST.get(name, "") for name in ("event", "title", "level", "basis")}
        try:
            row = services.start_response(actor=request.actor, at=timezone.now(), case=case, **given)
        except Refused as refused:
            form.show(getattr(refused, "fields", {"": str(refused)}))
        else:
            return redirect("emergency:response", key=row.pk)
    return _form(request, form, _("启动响应"), "emergency:responses")


@readers
def response(request: SignedInRequest, key: int) -> HttpResponse:
    """GET: the response with checklist, lines and calls. POST: add a line, call out, end it."""
    row = selectors.visible_responses(request.actor).filter(pk=key).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        _tried(request, lambda: _do(request, row), _("已经记录。"))
        return redirect("emergency:response", key=key)
    done = {line.item: line for line in row.lines.filter(kind="done")}
    callouts = [
        {
            "callout": one,
            "coming": one.summonses.filter(answer="coming").count(),
            "cannot": one.summonses.filter(answer="cannot").count(),
            "silent": one.summonses.filter(answer="", called_at__isnull=False).count(),
            "reserve": one.summonses.filter(called_at__isnull=True).count(),
        }
        for one in row.callouts.order_by("-sent_at")
    ]
    context = {
        "row": row, "items": [(item, text, done.get(item)) for item, text in checklist_of(row.event)],
        "lines": list(row.lines.exclude(kind="done").order_by("-at")[:100]), "callouts": callouts,
        "may_write": request.actor.has(*services.WRITERS) and row.ended_at is None and request.actor.unit_id == row.unit_id,
        "call_form": CallForm(initial={"wanted": 1}), "levels": Response.Level.choices, "alerts": list(row.alerts.all()),
    }  # fmt: skip
    return render(request, "emergency/response.html", context)


def _do(request: SignedInRequest, row: Response) -> None:
    actor, now, typed = request.actor, timezone.now(), request.POST
    match typed.get("do"):
        case "call":
            seats = Appointment.objects.filter(in_force(timezone.localdate()), post__unit_id=row.unit_id)
            people = Account.objects.filter(pk__in=seats.values("account_id")).order_by("pk")
            text, wanted = typed.get("text", ""), typed.get("wanted", "")
            services.call_out(
                accounts=list(people),
                wanted=int(wanted) if wanted.isdecimal() else 0,
                text=text,
                actor=actor,
                at=now,
                response=row,
            )
        case "reserve":
            callout = get_object_or_404(CallOut, pk=typed.get("callout") or 0, response=row)
            services.call_for_the_silent(callout=callout, actor=actor, at=now)
        case "end":
            services.end_response(response=row, text=typed.get("text", ""), actor=actor, at=now)
        case kind:
            services.log(
                response=row,
                kind=kind or "situation",
                text=typed.get("text", ""),
                item=typed.get("item", ""),
                actor=actor,
                at=now,
            )


@readers
def plans(request: SignedInRequest) -> HttpResponse:
    """Plans with filing and triggers; drills owed and held."""
    today = timezone.localdate()
    context = {
        "plans": list(selectors.visible_plans(request.actor).order_by("unit__name", "title", "-version")[:200]),
        "triggers": list(selectors.open_triggers()[:60]), "today": today,
        "owed": [(one, one.late(today)) for one in selectors.owed_drills()[:60]],
        "drills": list(Drill.objects.select_related("unit", "plan").order_by("-held_on")[:30]),
        "may_write": request.actor.has(*services.WRITERS),
    }  # fmt: skip
    return render(request, "emergency/plans.html", context)


@writers
def evaluate(request: SignedInRequest, key: int) -> HttpResponse:
    """GET: a form. POST: what a drill showed."""
    from bihuan.emergency.readiness.forms import EvaluationForm

    drill = get_object_or_404(Drill.objects.select_related("plan"), pk=key)
    if request.actor.unit_id != drill.unit_id and not services.keeps(request.actor, drill.plan):
        raise Http404
    form = EvaluationForm(request.POST or None)
    if request.method == "POST":
        try:
            services.evaluate_drill(
                drill=drill, evaluation=request.POST.get("evaluation", ""), to_improve=request.POST.get("to_improve", ""),
                on=timezone.localdate(), actor=request.actor,
            )  # fmt: skip
        except Refused as refused:
            form.show(getattr(refused, "fields", {"": str(refused)}))
        else:
            return redirect("emergency:plans")
    return _form(request, form, _("评估演练"), "emergency:plans")


@readers
def stock(request: SignedInRequest) -> HttpResponse:
    """Teams, supplies and shelters."""
    context = {
        "teams": list(Team.objects.select_related("unit").order_by("event", "name")),
        "supplies": list(Supply.objects.select_related("unit").order_by("name")), "today": timezone.localdate(),
        "shelters": list(Shelter.objects.select_related("place").order_by("name")),
        "may_write": request.actor.has(*services.WRITERS),
    }  # fmt: skip
    return render(request, "emergency/stock.html", context)


@writers
def add(request: SignedInRequest, kind: str) -> HttpResponse:
    """GET: a form. POST: enter a plan, trigger, team, supply, shelter, drill or shift of one's own unit."""
    if kind not in ADD:
        raise Http404
    made, title, back = ADD[kind]
    form = made(request.POST or None, unit_id=request.actor.unit_id)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        if hasattr(row, "unit_id"):
            row.unit_id = request.actor.unit_id
        if isinstance(row, Drill):
            row.unit_id = row.plan.unit_id  # whose plan it is drilled
        if isinstance(row, Plan):
            row.entered_at = timezone.now()
            if (firm := form.cleaned_data.get("enterprise")) is not None:
                row.unit_id, row.kept_by_id = firm.pk, request.actor.unit_id
        row.save()
        messages.success(request, _("已经保存。"))
        return redirect(back)
    return _form(request, form, _(title), back)


def _form(request: SignedInRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "submission": submission_of(request), "title": title, "back": back, "text": ""}
    return render(request, "emergency/form.html", context, status=422 if request.method == "POST" else 200)


def _tried(request: SignedInRequest, act: Any, done: str) -> None:
    try:
        act()
    except Refused as refused:
        fields = getattr(refused, "fields", None)
        messages.error(request, " ".join(map(str, fields.values())) if fields else str(refused))
    else:
        messages.success(request, done)
