"""Following with number and code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appeals.services import groups
from bihuan.casework import documents
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.models import IssuedDocument
from bihuan.common.files.errors import FileError
from bihuan.common.papers import PapersError, render_docx, render_pdf
from bihuan.organizations.actor import RESIDENT
from bihuan.portal import codes, cookies, services, throttle
from bihuan.portal.filing.drafts import MB
from bihuan.portal.following import papers, stepping
from bihuan.portal.following.page import following
from bihuan.portal.following.stepping import ResidentForm
from bihuan.portal.models import AccessCode
from bihuan.portal.services.wishing import channels_of, wish_of
from bihuan.portal.throttle import FILES, WORDS, TooMany
from bihuan.portal.views.answers import page, uuid_of, wait, where_from
from bihuan.portal.views.filing import stored

P = ParamSpec("P")
MEDIA = {
    "pdf": "application/pdf", "plain": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def with_code(
    view: Callable[Concatenate[HttpRequest, AccessCode, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for a browser that number and code let in; half an hour begins anew with each page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        code = cookies.followed(request)
        if code is None:
            return redirect("portal:follow")
        response = view(request, code, *args, **kwargs)
        if cookies.FOLLOWED not in response.cookies:
            cookies.follow(response, code)
        return response

    return guarded


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """GET: the two fields. POST: in, or one answer for everything that is wrong."""
    number = codes.read_number(request.POST.get("number", "") or request.GET.get("number", ""))
    if request.method == "GET":
        return page(request, "follow", {"number": number, "wrong": False})
    try:
        code = services.enter(
            number=number, code=request.POST.get("code", ""), address=where_from(request), at=timezone.now(),
            known=cookies.knows(request, number),
        )  # fmt: skip
    except TooMany as refused:
        return wait(request, refused)
    if code is None:
        return page(request, "follow", {"number": number, "wrong": True}, status=422)
    response = redirect("portal:case")
    cookies.follow(response, code)
    return response


@require_safe
@with_code
def case(request: HttpRequest, code: AccessCode) -> HttpResponse:
    """The case."""
    return shown(request, code)


@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Close the case on this browser."""
    response = redirect("portal:front")
    cookies.forget(response, cookies.FOLLOWED)
    return response


@require_POST
@with_code
def answer(request: HttpRequest, code: AccessCode, question_id: int) -> HttpResponse:
    """Answer what an officer asked."""
    text = request.POST.get("answer", "")
    return _do(
        request, code, f"question-{question_id}", {"answer": text, "asked": question_id},
        lambda at: services.answer(code=code, question_id=question_id, text=text, at=at),
    )  # fmt: skip


@require_POST
@with_code
def rate(request: HttpRequest, code: AccessCode) -> HttpResponse:
    """Rate one of the two offices."""
    score, target, words = (request.POST.get(name, "") for name in ("score", "target", "words"))
    return _do(
        request, code, f"rate-{target}", {"words": words, "target": target},
        lambda at: services.rate(
            code=code, target=target, score=int(score) if score.isdecimal() else 0, words=words, at=at
        ),
    )  # fmt: skip


@require_POST
@with_code
def add_files(request: HttpRequest, code: AccessCode) -> HttpResponse:
    """Send more files. Those that are right are kept; of the others it is said why not."""
    chosen = request.FILES.getlist("chosen")
    kept, problems = [], []
    for file in chosen:
        try:
            throttle.take(
                [(FILES, (where_from(request),))], at=timezone.now(), amount=max(1, (file.size or 0) / MB)
            )
            kept.append(stored(file))
        except TooMany as refused:
            problems.append(
                f"{file.name}：{_('上传太频繁，请过 %(minutes)s 分钟再传。') % {'minutes': refused.wait}}"
            )
        except FileError as problem:
            problems.append(f"{file.name}：{problem}")
    try:
        services.send_files(code=code, files=kept, at=timezone.now())
    except Refused as refused:
        problems.append(str(refused))
    if not chosen:
        problems.append(_("请先选择文件。"))
    if problems:
        return shown(request, code, {"files": "\n".join(problems)}, status=422)
    return _done("files")


@require_POST
@with_code
def step_out(_request: HttpRequest, code: AccessCode) -> HttpResponse:
    """A signatory beside the first steps out of a matter raised together; the others keep theirs."""
    if code.seat:
        groups.leave(case_id=code.case_id, seat=code.seat, actor=RESIDENT, at=timezone.now())
    return _done("top")


@require_POST
@with_code
def wish(request: HttpRequest, code: AccessCode) -> HttpResponse:
    """Be told otherwise from now on."""
    try:
        services.set_wish(
            case=code.case, seat=code.seat, channel=request.POST.get("wish", ""), at=timezone.now(),
            language=get_language() or "",
        )  # fmt: skip
    except Incomplete as incomplete:
        return shown(request, code, {"wish": " ".join(map(str, incomplete.fields.values()))}, status=422)
    return _done("wish")


@require_http_methods(["GET", "POST"])
@with_code
def do(request: HttpRequest, code: AccessCode, step: str) -> HttpResponse:
    """A step of the resident's own, as the table opens it: ask for a review, confirm, say it is not so."""
    at = timezone.now()
    try:
        doing = stepping.step_open(code, step, at)
    except Refused as refused:
        return shown(request, code, {"do": str(refused)}, status=409)
    form = ResidentForm(
        step=doing.step, case=code.case, at=at, data=request.POST if request.method == "POST" else None
    )
    context: dict[str, Any] = {
        "case": code.case,
        "step": doing.step,
        "doing": doing,
        "form": form,
        "submission": uuid4(),
        "problem": "",
    }
    if request.method == "GET":
        return page(request, "do", context)
    submission = uuid_of(request.POST.get("submission", ""))
    try:
        throttle.take([(WORDS, (where_from(request),))], at=at)
        stepping.take(code=code, step=step, form=form, at=at, submission=submission)
    except TooMany as limited:
        return wait(request, limited)
    except Incomplete as incomplete:
        form.show(incomplete.fields)
        shown_there = {control.bound.name for control in form.controls}
        problem = "\n".join(str(text) for name, text in incomplete.fields.items() if name not in shown_there)
    except Refused as refused:
        problem = str(refused)
    else:
        return _done("top")
    return page(
        request, "do", {**context, "problem": problem, "submission": submission or uuid4()}, status=422
    )


@require_safe
@with_code
def paper(request: HttpRequest, code: AccessCode, document_id: int, form: str) -> HttpResponse:
    """A document that was issued to the resident, as PDF, Word or large print. 404 for one that was not."""
    issued = IssuedDocument.objects.filter(pk=document_id, case=code.case).select_related("case").first()
    if issued is None or form not in MEDIA or not papers.for_resident(code.case.process, issued.kind):
        raise Http404
    kind = documents.kind_of(code.case.process, issued.kind)
    try:
        throttle.take([(FILES, (where_from(request),))], at=timezone.now())  # a PDF is dear to make
    except TooMany as limited:
        return wait(request, limited)
    try:
        if kind.render is not None:
            content = kind.render(issued, form)
        else:
            content = {"pdf": render_pdf, "docx": render_docx}[form](documents.compose(issued))
    except PapersError as problem:
        return shown(request, code, {"papers": str(problem)}, status=503)
    name = quote(
        f"{_(kind.label)} {issued.number}{'' if form != 'plain' else _('大字版')}.{'docx' if form == 'docx' else 'pdf'}"
    )
    return HttpResponse(
        content, content_type=MEDIA[form],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip


def shown(
    request: HttpRequest,
    code: AccessCode,
    problems: dict[str, Any] | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of the case, with what went wrong where it went wrong."""
    code.case.refresh_from_db()
    context = {
        "it": following(code=code, at=timezone.now()), "problems": problems or {},
        "typed": {"asked": 0, "answer": "", "target": "", "words": ""} | more,
        "done": request.GET.get("done", ""), "wish": wish_of(code.case, code.seat), "channels": channels_of(code.case, code.seat),
    }  # fmt: skip
    return page(request, "case", context, status=status)


def _do(
    request: HttpRequest,
    code: AccessCode,
    place: str,
    typed: dict[str, Any],
    act: Callable[[datetime], object],
) -> HttpResponse:
    at = timezone.now()
    try:
        throttle.take([(WORDS, (where_from(request),))], at=at)
        act(at)
    except TooMany as limited:
        return wait(request, limited)
    except Incomplete as incomplete:
        return shown(
            request, code, {place: " ".join(map(str, incomplete.fields.values()))}, status=422, **typed
        )
    except Refused as refused:
        return shown(request, code, {place: str(refused)}, status=422, **typed)
    return _done(place)


def _done(place: str) -> HttpResponse:
    """Back to the page, at the part that changed."""
    return redirect(f"{reverse('portal:case')}?done={place.partition('-')[0]}#{place}")
