"""Who answers for what: first responsible persons, letters, sectors; the roster of hearings; leaders' own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from bihuan.casework.errors import Refused
from bihuan.casework.forms import units_on
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case, visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role
from bihuan.supervision import duty_forms, duty_selectors, errors, services
from bihuan.supervision.models import Hearing
from bihuan.supervision.permissions import READERS, SECRETARIES, URGERS
from bihuan.supervision.views.tabs import tabs

SHOWS = {
    "no_contact": gettext_noop("30天没有本人接触记录"),
    "passed_down": gettext_noop("交给了下面办"),
    "past_its_day": gettext_noop("过了答应的日期"),
    "unconfirmed": gettext_noop("未经当事人确认就结束"),
    "broken": gettext_noop("没有兑现"),
}
readers = needs_role(*sorted(READERS | SECRETARIES))
urgers = needs_role(*sorted(URGERS))
secretaries = needs_role(*sorted(SECRETARIES))


def today() -> date:
    """The day in China."""
    return timezone.now().astimezone(CHINA).date()


def filled(
    request: SignedInRequest, form: Any, do: Callable[[dict[str, Any]], HttpResponse], *, title: str, tab: str,
    text: str = "", submit: str = "",
) -> HttpResponse:  # fmt: skip
    """The one page of a form: draw it, or do what it says; a refusal is put over what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return do(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
    context = {
        "form": form, "title": title, "text": text, "tabs": tabs(request.actor, tab), "units": units_on(today()),
        "submit": submit or _("保存"),
    }  # fmt: skip
    return render(request, "supervision/form.html", context, status=status)


def case_of(request: SignedInRequest, number: str) -> Case | None:
    """The case of a number that was typed, None for nothing. Raises errors.NoSuchCase."""
    if not number.strip():
        return None
    try:
        return visible_case(request.actor, number.strip())
    except Case.DoesNotExist:
        raise errors.NoSuchCase from None


@readers
@require_GET
def responsibility(request: SignedInRequest) -> HttpResponse:
    """Every office: who answers first, who signed for the year, for which sectors."""
    on = today()
    context = {
        "rows": duty_selectors.responsible(on), "tabs": tabs(request.actor, "responsibility"), "on": on,
        "may": request.actor.has(*URGERS), "sectors": duty_selectors.sectors(on),
    }  # fmt: skip
    return render(request, "supervision/responsibility.html", context)


@urgers
@require_http_methods(["GET", "POST"])
def new_letter(request: SignedInRequest) -> HttpResponse:
    """Keep a responsibility letter."""
    at = timezone.now()
    start = {
        "year": today().year, "signed_on": today().isoformat(), "unit": request.GET.get("unit", "")[:96],
    }  # fmt: skip
    form = duty_forms.LetterForm(request.POST or None, at=at, initial=start)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.sign_letter(actor=request.actor, **given)
        return redirect("supervision:responsibility")

    return filled(request, form, do, title=_("登记责任书"), tab="responsibility")


@urgers
@require_http_methods(["GET", "POST"])
def new_sector(request: SignedInRequest) -> HttpResponse:
    """Say who answers for a sector from a day on."""
    form = duty_forms.SectorForm(
        request.POST or None, at=timezone.now(), initial={"starts_on": today().isoformat()}
    )

    def do(given: dict[str, Any]) -> HttpResponse:
        services.set_sector(actor=request.actor, **{**given, "leader": given["leader"] or None})
        return redirect("supervision:responsibility")

    return filled(request, form, do, title=_("登记行业责任"), tab="responsibility")


@readers
@require_GET
def hearings(request: SignedInRequest) -> HttpResponse:
    """The roster: the last two months and the next three."""
    on = today()
    rows = list(duty_selectors.roster(on - timedelta(days=62), on + timedelta(days=92)))
    context = {
        "coming": [row for row in rows if row.on >= on], "past": [row for row in reversed(rows) if row.on < on],
        "tabs": tabs(request.actor, "hearings"), "may": request.actor.has(*SECRETARIES), "at": timezone.now(),
        "publishable": any(row.on >= on and not row.published_at and not row.called_off and row.kind != "letter" for row in rows),
    }  # fmt: skip
    return render(request, "supervision/hearings.html", context)


@secretaries
@require_http_methods(["GET", "POST"])
def new_hearing(request: SignedInRequest) -> HttpResponse:
    """Put a day on the roster."""
    at = timezone.now()
    form = duty_forms.HearingForm(request.POST or None, at=at, initial={"kind": "reception"})

    def do(given: dict[str, Any]) -> HttpResponse:
        services.set_hearing(actor=request.actor, at=at, **given)
        return redirect("supervision:hearings")

    return filled(request, form, do, title=_("安排接访、阅信、下访"), tab="hearings")


@secretaries
@require_POST
def publish(request: SignedInRequest) -> HttpResponse:
    """Make the ticked days public."""
    ticked = [int(key) for key in request.POST.getlist("hearing") if key.isdigit()]
    count = services.publish(hearings=ticked, actor=request.actor, at=timezone.now())
    messages.success(request, _("已向社会公布%(n)s天。") % {"n": count})
    return redirect("supervision:hearings")


@readers
@require_http_methods(["GET", "POST"])
def hearing(request: SignedInRequest, pk: int) -> HttpResponse:
    """One day: what was heard and promised, and a line for the next matter."""
    row = get_object_or_404(Hearing.objects.select_related("leader", "unit"), pk=pk)
    at = timezone.now()
    form = duty_forms.HeardForm(request.POST or None, at=at)
    may = request.actor.has(*SECRETARIES) or request.actor.account_id == row.leader_id
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            try:
                case = case_of(request, given.pop("number"))
                unit = given.pop("to_unit") or None
                services.hear(
                    hearing=row,
                    case=case,
                    to_unit_id=unit.pk if unit else None,
                    actor=request.actor,
                    at=at,
                    **given,
                )
                return redirect("supervision:hearing", pk)
            except Refused as refused:
                form.add_error(None, str(refused))
    heard = row.heard.select_related("case", "promise").all()
    context = {
        "row": row, "heard": heard, "form": form, "tabs": tabs(request.actor, "hearings"), "units": units_on(today()),
        "may": may and not row.called_off and row.on <= today(), "visible": _visible(request, heard),
        "may_call_off": request.actor.has(*SECRETARIES) and row.on >= today() and not row.called_off and not row.held_at,
    }  # fmt: skip
    return render(request, "supervision/hearing.html", context, status=status)


def _visible(request: SignedInRequest, heard: Any) -> set[int]:
    keys = {key for one in heard for key in (one.case_id, one.promise_id) if key}
    return set(visible_cases(request.actor).filter(pk__in=keys).values_list("pk", flat=True))


@secretaries
@require_http_methods(["GET", "POST"])
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a day does not take place, and why."""
    row = get_object_or_404(Hearing, pk=pk)
    form = duty_forms.ReasonForm(request.POST or None, at=timezone.now())

    def do(given: dict[str, Any]) -> HttpResponse:
        services.call_off(hearing=row, actor=request.actor, at=timezone.now(), **given)
        return redirect("supervision:hearings")

    return filled(
        request, form, do, title=_("取消这一天"), tab="hearings",
        text=_("已经公布的，原因会显示在公布的日程上。"),
    )  # fmt: skip


@readers
@require_GET
def charges(request: SignedInRequest) -> HttpResponse:
    """Every case in charge and every promise, with what only bears a name."""
    at = timezone.now()
    rows = duty_selectors.duties(request.actor, at)
    only = request.GET.get("only", "")
    counts = {key: sum(key in row.shows for row in rows) for key in SHOWS}
    shown = [row for row in rows if only in row.shows] if only in SHOWS else rows
    quick = [{"label": _("全部"), "url": "?", "current": only not in SHOWS, "count": len(rows)}] + [
        {"label": _(label), "url": f"?only={key}", "current": key == only, "count": counts[key]}
        for key, label in SHOWS.items()
    ]
    context = {
        "rows": shown, "shows": SHOWS, "tabs": tabs(request.actor, "charges"), "at": at, "quick": quick,
        "may": request.actor.has(*URGERS),
    }  # fmt: skip
    return render(request, "supervision/charges.html", context)


@needs_role(Role.LEADER, Role.UNIT_HEAD)
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The leader's own page: my cases, my promises, what I must hear this month."""
    at, on = timezone.now(), today()
    rows = duty_selectors.duties(request.actor, at, leader_id=request.actor.account_id)
    first = on.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    month = duty_selectors.roster(first, last).filter(leader_id=request.actor.account_id)
    context = {
        "charges": [row for row in rows if row.case.process.endswith("charge")],
        "promises": [row for row in rows if row.case.process.endswith("promise")], "month": month, "shows": SHOWS,
        "tabs": tabs(request.actor, "mine"), "at": at, "on": on,
    }  # fmt: skip
    return render(request, "supervision/mine.html", context)


@require_safe
def public_roster(request: HttpRequest) -> HttpResponse:
    """What residents see: which leader, when and where (条例第十八条). No account is needed."""
    on = today()
    rows = list(duty_selectors.published(on))
    context = {
        "coming": [row for row in rows if row.on >= on],
        "past": [row for row in reversed(rows) if row.on < on],
        "on": on,
    }
    return render(request, "supervision/public_roster.html", context)
