"""Pages of rounds of screening: the list, one round with what was found in it, a new round, a dispute found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.appeals.desks.sheets import Cell, day_of, sheet
from bihuan.appeals.desks.tabs import STAFF, tabs
from bihuan.appeals.models import ScreeningRound
from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.appeals.rounds import selectors
from bihuan.appeals.rounds.forms import FoundForm, Placed, RoundForm
from bihuan.appeals.selectors import standings
from bihuan.appeals.services import screening
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.permissions import openings_for
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.roles import Role

PAGE = 30
MOST = 10_000  # rows of a workbook
LOGS = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)


@needs_role(*STAFF)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every round with how what was found in it stands; narrowed to a place on wish."""
    place = Jurisdiction.objects.filter(code=request.GET.get("place", "")).first()
    rounds = selectors.rounds(place=place.pk if place is not None else None)
    if request.GET.get("format") == "xlsx":
        heads = [
            _("名称"), _("地方"), _("从"), _("到"), _("组织单位"), _("排查出"), *(_(one.label) for one in DISPUTE.states)
        ]  # fmt: skip
        cells: Iterable[Sequence[Cell]] = (
            (row.round.title, row.round.place.name, row.round.starts_on, row.round.ends_on, row.round.unit.name, row.found,
             *(count for _label, count in row.by_state))
            for row in standings(list(rounds[:MOST]))
        )  # fmt: skip
        return sheet(_("矛盾纠纷排查"), "rounds", heads, cells)
    page = Paginator(rounds, PAGE).get_page(request.GET.get("page"))
    places = Jurisdiction.objects.filter(pk__in=ScreeningRound.objects.values("place")).order_by("code")
    context = {
        "page": page, "rows": standings(list(page)), "states": [one.label for one in DISPUTE.states], "place": place,
        "places": places, "opens": bool(openings_for(DISPUTE.name, request.actor)), "today": timezone.localdate(),
        "tabs": tabs(request.actor, "appeals:rounds"),
    }  # fmt: skip
    return render(request, "appeals/rounds.html", context)


@needs_role(*STAFF)
@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One round: how many are where, and each dispute that the actor may see."""
    found = get_object_or_404(selectors.rounds(), pk=pk)
    state = request.GET.get("state", "")
    cases = selectors.disputes(found, request.actor, state=state)
    if request.GET.get("format") == "xlsx":
        heads = [
            _("编号"), _("纠纷"), _("类型"), _("风险"), _("地点"), _("责任单位"), _("责任人"), _("调解人"), _("签协议"),
            _("履行期限"), _("是否履行"), _("状态"), _("期限"),
        ]  # fmt: skip
        cells: Iterable[Sequence[Cell]] = (
            (row.case.number, row.case.subject, _(row.matter) if row.matter else "", _(row.risk) if row.risk else "",
             row.case.jurisdiction.name if row.case.jurisdiction else "", row.case.holder_unit.name if row.has_owner else "",
             row.owner, row.mediator, row.signed_on, row.perform_by, _kept(row.kept), _(row.state),
             day_of(row.case.next_due_at))
            for row in selectors.told(list(cases[:MOST]))
        )  # fmt: skip
        return sheet(found.title, f"round-{pk}", heads, cells)
    (standing,) = standings([found])
    names = {one.label: one.name for one in DISPUTE.states}
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    seen = selectors.disputes(found, request.actor).count()
    context = {
        "round": found, "standing": standing, "page": page, "rows": selectors.told(list(page)), "state": state,
        "counts": [(label, names[label], count) for label, count in standing.by_state],
        "elsewhere": standing.found - seen, "at": timezone.now(), "today": timezone.localdate(),
        "logs": bool(openings_for(DISPUTE.name, request.actor)),
    }  # fmt: skip
    return render(request, "appeals/round.html", context)


@needs_role(*LOGS)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Call a round."""
    unit = Unit.objects.select_related("jurisdiction").filter(pk=request.actor.unit_id or 0).first()
    data = request.POST if request.method == "POST" else None
    form = RoundForm(
        today=timezone.localdate(), place=unit.jurisdiction.name if unit is not None else "", data=data
    )
    if data is not None:
        try:
            place = form.place()
            if place is None:
                raise Incomplete({"place": _("请填写这一栏。")})
            made = screening.open_round(
                title=form.text("title"), place_id=place, starts_on=form.day("starts_on"), ends_on=form.day("ends_on"),
                actor=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            _put(form, refused)
        else:
            messages.success(request, _("已开始一轮排查：%(title)s。") % {"title": made.title})
            return redirect("appeals:round", made.pk)
    return _form(request, form, title=_("组织一轮排查"), back=None)


@needs_role(*LOGS)
@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    """A dispute found in the round; then the next one, or the case."""
    found = get_object_or_404(selectors.rounds(), pk=pk)
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = FoundForm(today=today, found_on=min(max(today, found.starts_on), found.ends_on), data=data)
    if data is not None:
        try:
            case = screening.log_dispute(
                round_id=pk, subject=form.text("subject"), body=form.text("body"), found_on=form.day("found_on"),
                matter=form.text("matter"), risk=form.text("risk"), jurisdiction_id=form.place(), actor=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            _put(form, refused)
        else:
            messages.success(
                request,
                _("已登记：%(number)s %(subject)s") % {"number": case.number, "subject": case.subject},
            )
            if "next" in request.POST:
                return redirect("appeals:round_log", pk)
            return redirect("casework:case", number=case.number)
    return _form(request, form, title=_("登记排查出的纠纷"), back=found)


def _put(form: Placed, refused: Refused) -> None:
    if isinstance(refused, Incomplete):
        form.show(refused.fields)
    else:
        form.show({getattr(refused, "field", ""): str(refused)})


def _form(request: SignedInRequest, form: Placed, *, title: str, back: Any) -> HttpResponse:
    context = {"form": form, "title": title, "round": back}
    return render(request, "appeals/round_form.html", context, status=422 if form.errors else 200)


def _kept(kept: str) -> str:
    return {"kept": _("已履行"), "broken": _("没有履行")}.get(kept, "")
