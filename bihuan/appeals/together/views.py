"""Pages of matters raised together: the list, one matter with its seats, and what is written down for a seat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appeals.desks.sheets import Cell, sheet
from bihuan.appeals.desks.tabs import STAFF, tabs
from bihuan.appeals.models import Signatory
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.services import groups
from bihuan.appeals.together import selectors
from bihuan.appeals.together.forms import JoinForm, ReviewForm, ServeForm
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.forms import KeptForm, find_unit, units_on
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role

PAGE = 50
MOST = 10_000  # rows of a workbook


@needs_role(*STAFF)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Every matter raised together that the actor may see."""
    only = request.GET.get("only", "")
    found = selectors.matters(request.actor, only=only).select_related("holder_unit")
    if request.GET.get("format") == "xlsx":
        heads = [
            _("编号"), _("事项"), _("承办单位"), _("状态"), _("人数"), _("代表"), _("还没有收到答复"), _("复查复核权最晚到"),
        ]  # fmt: skip
        cells: Iterable[Sequence[Cell]] = (
            (row.case.number, row.case.subject, row.case.holder_unit.name, _(row.state), row.seats, row.representatives,
             row.unserved, row.last_right)
            for row in selectors.told(list(found[:MOST]))
        )  # fmt: skip
        return sheet(_("多人联名"), "groups", heads, cells)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    quick = [
        {"label": label, "url": f"?only={name}" if name else "?", "current": only == name}
        for name, label in (
            ("", _("全部")), ("open", _("没有办结")), ("unserved", _("有人还没有收到答复")),
            ("rights", _("还有人可以请求复查、复核")),
        )
    ]  # fmt: skip
    return render(
        request, "appeals/groups.html",
        {"page": page, "rows": selectors.told(list(page)), "quick": quick, "tabs": tabs(request.actor, "appeals:groups")},
    )  # fmt: skip


@needs_role(*STAFF)
@require_safe
def show(request: SignedInRequest, number: str) -> HttpResponse:
    """One matter: each seat with its own notice, right and exit."""
    case = _case_or_404(request, number)
    seats = selectors.seats_of(case)
    if request.GET.get("format") == "xlsx":
        heads = [
            _("序号"), _("代表"), _("加入日期"), _("退出日期"), _("收到答复"), _("可以请求到"), _("已请求"),
        ]  # fmt: skip
        cells: Iterable[Sequence[Cell]] = (
            (seat.number + 1, _("是") if seat.representative else "", _day(seat.joined_at), _day(seat.left_at),
             seat.served_on, seat.right_until, seat.asked_on)
            for seat in seats
        )  # fmt: skip
        return sheet(case.number, case.number, heads, cells)
    letter = groups.latest_letter(case)
    right = groups.right_of(letter)
    most = groups.most_representatives(case, timezone.now()).value
    context = {
        "case": case, "seats": seats, "state": PETITION.state(case.state), "works": groups.works_with(case, request.actor),
        "letter": PETITION.step(letter.step).label if letter is not None else "", "lettered": letter is not None,
        "right": PETITION.step(right[1]).label if right is not None else "", "today": timezone.localdate(),
        "representatives": sum(seat.representative and seat.present for seat in seats), "most": most,
        "present": sum(seat.present for seat in seats),
    }  # fmt: skip
    return render(request, "appeals/group.html", context)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def join(request: SignedInRequest, number: str) -> HttpResponse:
    """One more person behind the matter, typed straight into the vault."""
    case = _case_or_404(request, number)
    most = groups.most_representatives(case, timezone.now())
    form = JoinForm(request.POST if request.method == "POST" else None, most=most)
    if request.method == "POST":
        done = _try(
            form,
            lambda: groups.join(
                case_id=case.pk, person=form.person, representative=bool(form["representative"].data),
                actor=request.actor, at=timezone.now(),
            ),
        )  # fmt: skip
        if isinstance(done, Signatory):
            messages.success(
                request, _("已加入，序号%(seat)s。这个人单独收到通知和答复。") % {"seat": done.seat + 1}
            )
            return redirect("appeals:group_join" if "next" in request.POST else "appeals:group", number)
    words = _(
        "每个人的姓名、电话只存入保险库。加入的人彼此看不到对方，各自有自己的查询码、答复和复查的权利。"
    )
    return _form(request, case, form, title=_("加入一名信访人"), text=words, private=form.private, again=True)


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def serve(request: SignedInRequest, number: str, seat: int) -> HttpResponse:
    """The letter that stands now reached this one."""
    case = _case_or_404(request, number)
    _seat_or_404(case, seat)
    form = ServeForm(today=timezone.localdate(), data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and _try(form, lambda: _serve(request, case, seat, form)):
        messages.success(request, _("已记录送达，序号%(seat)s。") % {"seat": seat + 1})
        return redirect("appeals:group", number)
    return _form(
        request,
        case,
        form,
        title=_(
            "向序号%(seat)s送达",
        )
        % {"seat": seat + 1},
        text="",
        plain=list(form),
    )


def _serve(request: SignedInRequest, case: Case, seat: int, form: ServeForm) -> Signatory:
    faults = {}
    if not form["served_by"].data:
        faults["served_by"] = _("请从列出的选项中选一个。")
    if not str(form["receipt"].data or "").strip():
        faults["receipt"] = _("请填写这一栏。")
    if faults:
        raise Incomplete(faults)
    return groups.serve(
        case_id=case.pk, seat=seat, served_on=_date(form, "served_on"), served_by=str(form["served_by"].data),
        receipt=str(form["receipt"].data), actor=request.actor, at=timezone.now(),
    )  # fmt: skip


@needs_role(*STAFF)
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, number: str, seat: int) -> HttpResponse:
    """This one asks for a review or a re-review, in the office."""
    case = _case_or_404(request, number)
    _seat_or_404(case, seat)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(today=timezone.localdate(), organ=_organ(case), data=data)
    if request.method == "POST" and _try(form, lambda: _review(request, case, seat, form)):
        messages.success(request, _("已记录请求，序号%(seat)s。") % {"seat": seat + 1})
        return redirect("appeals:group", number)
    right = groups.right_of(groups.latest_letter(case))
    title = _(PETITION.step(right[1]).label) if right is not None else _("请求复查")
    text = _("已经在复查、复核的，这个人的请求并入其中一起听取，不另开一件。")
    return _form(
        request, case, form, title=title, text=text, plain=list(form), units=units_on(timezone.localdate())
    )


def _review(request: SignedInRequest, case: Case, seat: int, form: ReviewForm) -> Case:
    unit_id, fault = find_unit(str(form["to_unit"].data or "").strip(), timezone.localdate())
    if unit_id is None:
        raise Incomplete({"to_unit": fault})
    return groups.ask_review(
        case_id=case.pk, seat=seat, to_unit=unit_id, grounds=str(form["grounds"].data or ""),
        asked_on=_date(form, "asked_on"), actor=request.actor, at=timezone.now(),
    )  # fmt: skip


@needs_role(*STAFF)
@require_POST
def represent(request: SignedInRequest, number: str, seat: int) -> HttpResponse:
    """Chosen as a representative."""
    case = _case_or_404(request, number)
    _seat_or_404(case, seat)
    return _at_once(request, case, lambda: groups.choose_representative(
        case_id=case.pk, seat=seat, actor=request.actor, at=timezone.now()
    ), _("已推选为代表，序号%(seat)s。") % {"seat": seat + 1})  # fmt: skip


@needs_role(*STAFF)
@require_POST
def leave(request: SignedInRequest, number: str, seat: int) -> HttpResponse:
    """Steps out; everybody else keeps what is theirs."""
    case = _case_or_404(request, number)
    _seat_or_404(case, seat)
    return _at_once(request, case, lambda: groups.leave(
        case_id=case.pk, seat=seat, actor=request.actor, at=timezone.now()
    ), _("已退出，序号%(seat)s。其他人的权利不变。") % {"seat": seat + 1})  # fmt: skip


def _at_once(request: SignedInRequest, case: Case, write: Callable[[], object], said: str) -> HttpResponse:
    try:
        write()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("appeals:group", case.number)


def _try(form: KeptForm, write: Callable[[], Any]) -> Any:
    """What the service returned; None when it refused, which then stands at the fields."""
    try:
        return write()
    except Incomplete as incomplete:
        form.show(incomplete.fields)
    except Refused as refused:
        form.show({getattr(refused, "field", ""): str(refused)})
    return None


def _form(
    request: SignedInRequest, case: Case, form: KeptForm, *, title: str, text: str, plain: Sequence[Any] = (),
    private: Sequence[Any] = (), again: bool = False, units: Sequence[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    context = {
        "case": case, "form": form, "title": title, "text": text, "plain": plain, "private": private, "again": again,
        "units": units,
    }  # fmt: skip
    return render(request, "appeals/group_form.html", context, status=422 if form.errors else 200)


def _date(form: KeptForm, name: str) -> date:
    try:
        return date.fromisoformat(str(form[name].data or ""))
    except ValueError:
        raise Incomplete({name: _("日期请写成 2026-03-05 的样子，并且是日历上有的一天。")}) from None


def _day(moment: Any) -> date | None:
    return moment.astimezone(CHINA).date() if moment is not None else None


def _organ(case: Case) -> str:
    letter = groups.latest_letter(case)
    unit = directory.unit(letter.unit_id) if letter is not None else None
    superior = directory.unit(unit.superior_id) if unit is not None else None
    return superior.short_name if superior is not None else ""


def _case_or_404(request: SignedInRequest, number: str) -> Case:
    try:
        case = visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None
    if case.process != PETITION.name:
        raise Http404
    return case


def _seat_or_404(case: Case, seat: int) -> Signatory:
    found = Signatory.objects.filter(case=case, seat=seat).first()
    if found is None:
        raise Http404
    return found
