"""Taking a step: its form, the rehearsal of its document, and sending it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework import giving, registry, services
from bihuan.casework.assistants import assistant_of
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours, Refused, Stale, Text
from bihuan.casework.forms import StepForm
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import may_take
from bihuan.casework.showing.journal import journal_of
from bihuan.casework.showing.page import CasePage
from bihuan.casework.showing.steps import StepCard, card_for, effects_of, parts_of
from bihuan.casework.spec import Step, Who
from bihuan.casework.views.case import case_or_404, done, fresh_page, show
from bihuan.common.papers import PapersError
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.organizations.actor import Actor


def step_or_404(case: Case, name: str) -> Step:
    """A step that a person may take in this process; openings and the system's steps have no form here."""
    for step in registry.get(case.process).steps:
        if step.name == name and step.sources and step.who is not Who.SYSTEM:
            return step
    raise Http404


@signed_in
def take(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """GET: the form of one step on a page of its own. POST: take it, or with `preview` only show the document."""
    case = case_or_404(request, number)
    found = step_or_404(case, step)
    at = timezone.now()
    if request.method != "POST":
        card = card_for(case=case, process=registry.get(case.process), step=found, actor=request.actor, at=at)
        refusal = _refusal_now(found, case, request.actor)
        if refusal is not None:
            card.problem = str(refusal)
        if request.htmx:  # the card alone, unfolded in its place on the page
            card.open = True
            return render(request, "casework/case_card.html", {"case": case, "card": card, "inline": True})
        return _one_step(request, number, card, status=200 if refusal is None else _status(request, refusal))
    card = card_for(
        case=case,
        process=registry.get(case.process),
        step=found,
        actor=request.actor,
        at=at,
        data=request.POST,
    )
    card.open, card.confirmed = True, "confirmed" in request.POST
    card.submission = _uuid(request.POST.get("submission")) or card.submission
    given, faults = _form(card).given()
    try:
        if faults:
            _with_the_rest(found, given, faults)
        if "preview" in request.POST:
            card.paper = services.rehearse(
                case_id=case.pk,
                step=found.name,
                actor=request.actor,
                at=at,
                given=given,
                number=_("（出具时编号）"),
            )
            return _again(request, number, card, status=200)
        if found.final and not card.confirmed:
            card.confirm_missing = True
            raise Guarded(_("这一步提交后不能撤回。请核对内容，勾选确认后再提交。"))
        services.take(
            case_id=case.pk, step=found.name, actor=request.actor, at=at, given=given,
            seen=_seen(request, case), submission=card.submission,
        )  # fmt: skip
    except Refused as refused:
        _put(card, refused, case, request.actor)
        return _again(request, number, card, status=_status(request, refused))
    except PapersError as problem:
        card.problem = str(problem)
        return _again(request, number, card, status=422)
    walled = any(asked.walls for asked in found.gives)
    return done(request, number, _("“%(step)s”已完成。") % {"step": _(found.label)}, walled=walled)


@signed_in
@require_POST
def check(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """Which parts of what is being written are in place: asked while somebody writes. Nothing is kept."""
    case = case_or_404(request, number)
    found = step_or_404(case, step)
    parts = parts_of(found, assistant_of(case.process, found.name), request.POST)
    return render(request, "casework/case_parts.html", {"parts": parts, "step": found, "case": case})


@signed_in
@require_POST
def preview_pdf(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """The document that the step would issue with what is typed, as PDF, without its number. Nothing is written."""
    case = case_or_404(request, number)
    found = step_or_404(case, step)
    at = timezone.now()
    card = card_for(
        case=case,
        process=registry.get(case.process),
        step=found,
        actor=request.actor,
        at=at,
        data=request.POST,
    )
    card.open = True
    given, faults = _form(card).given()
    try:
        if faults:
            _with_the_rest(found, given, faults)
        pdf = services.rehearse_file(
            case_id=case.pk,
            step=found.name,
            actor=request.actor,
            at=at,
            given=given,
            number=_("（出具时编号）"),
        )
        if pdf is None:
            raise Http404
    except (Refused, PapersError) as problem:
        if isinstance(problem, Refused):
            _put(card, problem, case, request.actor)
        else:
            card.problem = str(problem)
        return _one_step(request, number, card, status=422)
    return HttpResponse(
        pdf, content_type="application/pdf",
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _form(card: StepCard) -> StepForm:
    assert card.form is not None  # only a card that nobody opened has none
    return card.form


def _seen(request: SignedInRequest, case: Case) -> int:
    """The journal length the form was made from. What the same person did since in another panel of the page (a note,
    a file, a task) is no news to them and does not make their own form stale."""
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError:
        return 0
    if seen == case.seq:
        return seen
    since = Entry.objects.filter(case=case, seq__gt=seen, seq__lte=case.seq)
    if seen < case.seq and not since.exclude(account=request.user).exists():
        return seen if since.filter(kind="step").exists() else case.seq
    return seen


def _with_the_rest(step: Step, given: dict[str, object], faults: dict[str, Text]) -> None:
    """Raise Incomplete for units that cannot be told, together with everything else that is wrong."""
    others: dict[str, Text] = {}
    try:
        giving.clean(step, given, at=timezone.now())
    except Incomplete as refused:
        others = dict(refused.fields)
    raise Incomplete(others | faults)


def _put(card: StepCard, refused: Refused, case: Case, actor: Actor) -> None:
    """Show a refusal on the card: at its fields, or on top. A stale form is based anew on the journal as it is now."""
    form = _form(card)
    if isinstance(refused, Incomplete):
        form.show(refused.fields)
        return
    if isinstance(refused, Guarded) and refused.field:
        form.show({refused.field: refused.message})
        return
    card.problem = str(refused)
    if isinstance(refused, Stale):
        process = registry.get(case.process)
        card.since = journal_of(process=process, actor=actor, entries=refused.since)


def _again(request: SignedInRequest, number: str, card: StepCard, *, status: int) -> HttpResponse:
    """The form once more with everything typed: in the page for htmx, else on its own page."""
    case = case_or_404(request, number)
    card.effects = effects_of(
        case=case, process=registry.get(case.process), step=card.step, at=timezone.now()
    )
    if not request.htmx:
        return _one_step(request, number, card, status=status)
    page = fresh_page(request, number)
    card.seen = page.case.seq
    if not any(card.step.name == other.step.name for other in page.cards):
        page.cards.insert(0, card)
    page.cards = [card if other.step.name == card.step.name else other for other in page.cards]
    return show(request, page, status=status)


def _one_step(request: SignedInRequest, number: str, card: StepCard, *, status: int) -> HttpResponse:
    page: CasePage = fresh_page(request, number)
    card.seen, card.open = page.case.seq, True
    return render(
        request, "casework/case_step.html", {"page": page, "case": page.case, "card": card}, status=status
    )  # fmt: skip


def _status(request: SignedInRequest, refused: Refused) -> int:
    """403 for what is not theirs; 422 otherwise, and always for htmx, which shows only that in place."""
    return 403 if isinstance(refused, NotYours) and not request.htmx else 422


def _refusal_now(step: Step, case: Case, actor: Actor) -> Refused | None:
    if case.state not in step.sources:
        return NotNow()
    return None if may_take(step, case, actor) else NotYours()


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
