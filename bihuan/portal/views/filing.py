"""Filing in steps. Every step is a page of its own that works without scripts; the draft is sealed on the server."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.appeals.rules import spoken
from bihuan.appeals.services import registry_for
from bihuan.casework.errors import Refused
from bihuan.common.files import store
from bihuan.common.files.errors import FileError
from bihuan.portal import codes, cookies, qr, selectors, throttle
from bihuan.portal.errors import DraftGone
from bihuan.portal.filing import drafts, sending, steps
from bihuan.portal.filing.drafts import MB, OpenDraft
from bihuan.portal.telling.gateways import offered
from bihuan.portal.telling.wording import telephone_of
from bihuan.portal.throttle import ALIKE, ALIKE_DRAFT, FILES, LETTERS, TooMany
from bihuan.portal.views.answers import page, wait, where_from

ONE_FILE = 20 * MB


def start(request: HttpRequest) -> HttpResponse:
    """Where the writer was; a letter just sent leads to its receipt."""
    try:
        draft = cookies.draft_of(request, at=timezone.now())
    except DraftGone:
        return redirect("portal:step", step=steps.NAMES[0])
    if draft.sent:
        return redirect("portal:receipt")
    return redirect("portal:step", step=steps.complete(draft.answers) or steps.NAMES[-1])


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step: GET shows it with what was written, POST keeps it and goes on to the next."""
    try:
        asked = steps.step_of(step)
    except KeyError:
        raise Http404 from None
    at = timezone.now()
    try:
        draft: OpenDraft | None = cookies.draft_of(request, at=at)
    except DraftGone:
        draft = None
    if draft is not None and draft.sent:
        return redirect("portal:receipt")
    if draft is None and step != steps.NAMES[0]:
        return redirect(f"{reverse('portal:step', args=[steps.NAMES[0]])}?lost")
    if request.method == "GET":
        answers = draft.answers.get(step, {}) if draft is not None else {}
        return _shown(request, asked, draft, answers, {})
    answers = steps.read(asked, request.POST)
    if draft is None:
        try:
            throttle.take([(LETTERS, (where_from(request),))], at=at)
        except TooMany as refused:
            return wait(request, refused)
        draft = drafts.begin(at=at)
    if step == "files":
        return _files(request, draft, at)
    if asked.asks:
        draft.answers[step] = answers
        drafts.keep(draft, at=at)  # also what is not right yet: nothing that was written is lost
    faults = steps.faults(asked, answers)
    if faults:
        response = _shown(request, asked, draft, answers, faults, status=422)
    else:
        response = redirect(
            "portal:step", step="check" if "back_to_check" in request.POST else steps.after(step)
        )
    cookies.keep_draft(request, response, draft)
    return response


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Register the letter, once; then the receipt."""
    at = timezone.now()
    try:
        draft = cookies.draft_of(request, at=at)
        if not draft.sent and (lacking := steps.complete(draft.answers)):
            return redirect("portal:step", step=lacking)
        draft = sending.send(key=draft.key, at=at, join="join" in request.POST)
    except DraftGone:
        return redirect(f"{reverse('portal:step', args=[steps.NAMES[0]])}?lost")
    except Refused as refused:
        asked = steps.step_of(steps.NAMES[-1])
        return _shown(request, asked, draft, {}, {"": str(refused)}, status=422)
    response = redirect("portal:receipt")
    cookies.keep_draft(request, response, draft)
    return response


@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, to print and to write down: shown to the phone that sent the letter until it says "noted"."""
    at = timezone.now()
    try:
        draft = cookies.draft_of(request, at=at)
        if draft.sent and not draft.receipt:  # broken off between registering and the code
            draft = sending.send(key=draft.key, at=at)
    except DraftGone:
        return redirect("portal:front")
    if not draft.sent:
        return redirect("portal:file")
    if request.method == "POST":
        drafts.discard(draft)
        response: HttpResponse = redirect("portal:follow")
        cookies.forget(response, cookies.DRAFT)
        return response
    slip = slip_of(request, draft.receipt["number"], draft.receipt["code"], draft, at)
    case = draft.row.case
    limits = spoken.on_pages(place=case.jurisdiction_id if case else None, on=timezone.localdate(at))
    return page(request, "receipt", {**slip, "limits": limits})


def slip_of(
    request: HttpRequest, number: str, code: str, draft: OpenDraft | None, at: datetime
) -> dict[str, Any]:
    """What stands on a receipt."""
    base = settings.PORTAL_URL or f"{request.scheme}://{request.get_host()}"
    address = f"{base}{reverse('portal:follow')}"
    office = registry_for(None)
    return {
        "number": number, "code": codes.grouped(code), "address": address, "office": office.name if office is not None else "",
        "telephone": telephone_of(office.id) if office is not None else "",
        "wish": draft.receipt.get("wish", "") if draft is not None else "",
        "at": parse_datetime(draft.receipt["at"]) if draft is not None and "at" in draft.receipt else at,
        "qr": qr.square(f"{address}?number={number}", label=_("查询页的二维码")),
    }  # fmt: skip


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the draft, as its writer wishes."""
    response = redirect("portal:front")
    try:
        draft = cookies.draft_of(request, at=timezone.now())
        if not draft.sent:
            drafts.discard(draft)
    except DraftGone:
        pass
    cookies.forget(response, cookies.DRAFT)
    return response


def _files(request: HttpRequest, draft: OpenDraft, at: datetime) -> HttpResponse:
    """Add the chosen files, take one out, or go on. Those that are right are kept; of the others it is said why not."""
    if sha256 := request.POST.get("remove"):
        drafts.remove_file(draft, sha256, at=at)
        return redirect("portal:step", step="files")
    chosen = request.FILES.getlist("chosen")
    problems = []
    for file in chosen:
        try:
            throttle.take([(FILES, (where_from(request),))], at=at, amount=max(1, (file.size or 0) / MB))
            drafts.add_file(draft, stored(file), at=at)
        except TooMany as refused:
            problems.append(
                f"{file.name}：{_('上传太频繁，请过 %(minutes)s 分钟再传。') % {'minutes': refused.wait}}"
            )
        except (FileError, Refused) as problem:
            problems.append(f"{file.name}：{problem}")
    if problems:
        return _shown(request, steps.step_of("files"), draft, {}, {"chosen": "\n".join(problems)}, status=422)
    if chosen and "next" not in request.POST:
        return redirect("portal:step", step="files")
    return redirect("portal:step", step=steps.after("files"))


def stored(file: UploadedFile[Any]) -> store.StoredFile:
    """Keep an upload. Raises FileError."""
    return store.put(file, name=file.name or "", size=file.size, limit=ONE_FILE)


def _shown(
    request: HttpRequest, asked: steps.Step, draft: OpenDraft | None, answers: dict[str, str], faults: dict[str, Any],
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "step": asked.name, "ordinal": steps.NAMES.index(asked.name) + 1, "of": len(steps.NAMES),
        "before": steps.before(asked.name), "answers": {name: answers.get(name, "") for name, _most in asked.asks},
        "most": dict(asked.asks), "faults": faults, "files": draft.files if draft is not None else [],
        "begun": draft is not None, "shared": cookies.shared(request), "lost": "lost" in request.GET,
        "to_check": "check" in request.GET or "back_to_check" in request.POST,
        "have": " ".join(draft.answers) if draft is not None else "",
    }  # fmt: skip
    if asked.name == "where":
        context["places"] = selectors.places()
    if asked.name == "who":
        context["offered"] = offered()
    if asked.name == "check" and draft is not None:
        context |= {"letter": draft.answers, "lacking": steps.complete(draft.answers), "place": _place(draft)}
        context["handled"] = _handled(request, draft)
    return page(request, f"file_{asked.name}", context, status=status)


def _handled(request: HttpRequest, draft: OpenDraft) -> dict[str, Any] | None:
    """Since when and by which unit the same thing is being handled there; asked so often that nobody can fish with it."""
    at = timezone.now()
    try:
        throttle.take([(ALIKE, (where_from(request),)), (ALIKE_DRAFT, (draft.row.digest,))], at=at)
    except TooMany:
        return None
    same = sending.handled(draft, at)
    return {"since": same.received_on, "unit": same.holder_unit.name} if same is not None else None


def _place(draft: OpenDraft) -> str:
    code = draft.answers.get("where", {}).get("place", "")
    return next((name for _town, inside in selectors.places() for key, name in inside if key == code), "")
