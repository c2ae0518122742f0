"""The small works on a case beside its steps: who has it, notes, sub-tasks, links, help from other units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework import services
from bihuan.casework.errors import Incomplete, NotYours, Refused
from bihuan.casework.forms import KeptForm, ReleaseForm, ReplyForm, find_unit
from bihuan.casework.models import Case, Part, Task
from bihuan.casework.selectors import visible_case
from bihuan.casework.showing.page import small_form
from bihuan.casework.views.case import case_or_404, done, fresh_page, show
from bihuan.organizations.access import SignedInRequest, signed_in


def act(
    request: SignedInRequest,
    number: str,
    part: str,
    form: KeptForm | None,
    do: Callable[[], object],
    text: str,
) -> HttpResponse:
    """Do it, and say so; when it is refused, the page once more with the form as it was typed and why."""
    try:
        do()
    except Refused as refused:
        return refused_page(request, number, part, form, refused)
    return done(request, number, text, part)


def refused_page(
    request: SignedInRequest, number: str, part: str, form: KeptForm | None, refused: Refused
) -> HttpResponse:
    """The form as it was typed, with why it was refused: in the page for htmx, else on a page of its own."""
    status = 403 if isinstance(refused, NotYours) and not request.htmx else 422
    problem = str(refused)
    if form is not None and isinstance(refused, Incomplete):
        form.show(refused.fields)
        problem = ""
    page = fresh_page(request, number)
    if form is not None:
        page.forms[part] = form
    if request.htmx:
        return show(request, page, status=status, problem=problem, part=part)
    return render(
        request, "casework/case_refused.html",
        {"page": page, "case": page.case, "problem": problem, "form": form, "part": part}, status=status,
    )  # fmt: skip


def _day(request: SignedInRequest, name: str) -> date | None:
    """The date typed, or None. Raises Incomplete at its field."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Incomplete({name: _("日期请写成 2026-03-05 的样子。")}) from None


def _form_id(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def _number(request: SignedInRequest, name: str) -> int | None:
    typed = request.POST.get(name, "").strip()
    return int(typed) if typed.isdecimal() else None


@signed_in
@require_POST
def assign(request: SignedInRequest, number: str) -> HttpResponse:
    """Give the case to a person of the unit, or with `unassign` back to the unit's common queue."""
    case = case_or_404(request, number)
    at, actor = timezone.now(), request.actor
    if "unassign" in request.POST:
        return act(
            request, number, "assign", None, lambda: services.unassign(case_id=case.pk, actor=actor, at=at),
            _("已退回单位待办。"),
        )  # fmt: skip
    form = small_form("assign", case=case, actor=actor, at=at, data=request.POST)

    def do() -> None:
        account = _number(request, "account")
        if account is None:
            raise Incomplete({"account": _("请选择承办人。")})
        services.assign(case_id=case.pk, account_id=account, actor=actor, at=at, submission=_form_id(request))

    return act(request, number, "assign", form, do, _("已指定承办人。"))


@signed_in
@require_POST
def comment(request: SignedInRequest, number: str) -> HttpResponse:
    """Add an internal note."""
    case = case_or_404(request, number)
    form = small_form("comment", case=case, actor=request.actor, at=timezone.now(), data=request.POST)
    return act(
        request, number, "comment", form,
        lambda: services.comment(
            case_id=case.pk, text=request.POST.get("text", ""), actor=request.actor, at=timezone.now(),
            submission=_form_id(request),
        ),
        _("备注已保存。"),
    )  # fmt: skip


@signed_in
@require_POST
def add_task(request: SignedInRequest, number: str) -> HttpResponse:
    """Add a sub-task to one's own unit."""
    case = case_or_404(request, number)
    form = small_form("task", case=case, actor=request.actor, at=timezone.now(), data=request.POST)
    return act(
        request, number, "task", form,
        lambda: services.add_task(
            case_id=case.pk, title=request.POST.get("title", ""), actor=request.actor, at=timezone.now(),
            account_id=_number(request, "account"), due_on=_day(request, "due_on"),
        ),
        _("子任务已添加。"),
    )  # fmt: skip


@signed_in
@require_POST
def finish_task(request: SignedInRequest, number: str, task_id: int) -> HttpResponse:
    """Mark a sub-task as done."""
    case = case_or_404(request, number)
    if not Task.objects.filter(pk=task_id, case=case).exists():
        raise Http404
    return act(
        request, number, "task", None,
        lambda: services.finish_task(task_id=task_id, actor=request.actor, at=timezone.now()), _("子任务已完成。"),
    )  # fmt: skip


@signed_in
@require_POST
def link(request: SignedInRequest, number: str) -> HttpResponse:
    """Link another case that the actor may see."""
    case = case_or_404(request, number)
    form = small_form("link", case=case, actor=request.actor, at=timezone.now(), data=request.POST)

    def do() -> None:
        try:
            other = visible_case(request.actor, request.POST.get("other", "").strip())
        except Case.DoesNotExist:
            raise Incomplete({"other": _("没有这个编号的案件，或者您无权查看。")}) from None
        services.link(
            case_id=case.pk, other_id=other.pk, kind=request.POST.get("kind", ""), actor=request.actor,
            at=timezone.now(),
        )  # fmt: skip

    return act(request, number, "link", form, do, _("已关联。"))


@signed_in
@require_POST
def ask_for_help(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask another unit to help."""
    case = case_or_404(request, number)
    form = small_form("help", case=case, actor=request.actor, at=timezone.now(), data=request.POST)

    def do() -> None:
        typed = request.POST.get("unit", "").strip()
        unit, fault = find_unit(typed, timezone.localdate()) if typed else (None, _("请选择协办单位。"))
        if unit is None:
            raise Incomplete({"unit": fault})
        services.ask_for_help(
            case_id=case.pk, unit_id=unit, asked=request.POST.get("asked", ""), actor=request.actor,
            at=timezone.now(), due_on=_day(request, "due_on"), submission=_form_id(request),
        )  # fmt: skip

    return act(request, number, "help", form, do, _("已请求协办。"))


@signed_in
@require_POST
def answer_part(request: SignedInRequest, number: str, part_id: int) -> HttpResponse:
    """Answer one's own unit's part."""
    _part_or_404(request, number, part_id)
    form = ReplyForm(data=request.POST, auto_id=f"reply-{part_id}-%s")
    return act(
        request, number, f"reply-{part_id}", form,
        lambda: services.answer_part(
            part_id=part_id, reply=request.POST.get("reply", ""), actor=request.actor, at=timezone.now()
        ),
        _("协办意见已提交。"),
    )  # fmt: skip


@signed_in
@require_POST
def release_part(request: SignedInRequest, number: str, part_id: int) -> HttpResponse:
    """Withdraw a request for help."""
    _part_or_404(request, number, part_id)
    form = ReleaseForm(data=request.POST, auto_id=f"release-{part_id}-%s")
    return act(
        request, number, f"release-{part_id}", form,
        lambda: services.release_part(
            part_id=part_id, reason=request.POST.get("reason", ""), actor=request.actor, at=timezone.now()
        ),
        _("已撤回协办。"),
    )  # fmt: skip


def _part_or_404(request: SignedInRequest, number: str, part_id: int) -> None:
    if not Part.objects.filter(pk=part_id, case=case_or_404(request, number)).exists():
        raise Http404
