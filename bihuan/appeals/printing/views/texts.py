"""Texts to reply with: the unit's list, and putting one into the form of a step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.printing import receipts, texts
from bihuan.appeals.printing.forms import TextForm
from bihuan.appeals.printing.runs import MAY_PRINT
from bihuan.casework import registry
from bihuan.casework.assistants import assistant_of
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.showing.steps import card_for, parts_of
from bihuan.casework.views.case import case_or_404, case_url, fresh_page
from bihuan.organizations.access import SignedInRequest, needs_role, signed_in

# The fields by their keys, in the words of the steps that ask for them.
FIELDS = {
    "request": "投诉请求", "facts": "事实和理由", "opinion": "处理意见", "basis": "法律法规依据", "remedy": "救济途径和期限",
    "reason": "理由", "note": "补充说明", "demand": "办理要求", "agreement": "协议内容", "dispute": "争议事项",
}  # fmt: skip


@needs_role(*MAY_PRINT)
@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest, text_id: int | None = None) -> HttpResponse:
    """The unit's texts, with a form for a new one or for the one asked for."""
    row = None
    if text_id is not None:
        row = texts.texts_of(request.actor).filter(pk=text_id).first()
        if row is None:
            raise Http404
    initial: dict[str, Any] = (
        {"where": f"{row.kind}:{row.field}", "topic": row.topic, "title": row.title, "text": row.text}
        if row
        else {}
    )
    form = TextForm(request.POST or None, labels=FIELDS, initial=initial)
    status = 200
    if request.method == "POST":
        kind, _colon, field = request.POST.get("where", "").partition(":")
        given = {name: request.POST.get(name, "") for name in ("title", "text", "topic")}
        try:
            texts.save(
                actor=request.actor, at=timezone.now(), kind=kind, field=field, text_id=text_id, **given
            )
        except Incomplete as refused:
            for name, fault in refused.fields.items():
                form.add_error(name, str(fault))
            status = 422
        else:
            messages.success(request, _("已保存，本单位的人都可以用。"))
            return redirect("printing:texts")
    rows = [
        (one, LETTERS[one.kind], FIELDS.get(one.field, one.field)) for one in texts.texts_of(request.actor)
    ]
    context = {"rows": rows, "form": form, "row": row, "places": texts.PLACES}
    return render(request, "printing/texts.html", context, status=status)


@needs_role(*MAY_PRINT)
@require_POST
def remove(request: SignedInRequest, text_id: int) -> HttpResponse:
    """Take a text off the list."""
    try:
        texts.remove(actor=request.actor, text_id=text_id)
    except Refused:
        raise Http404 from None
    messages.success(request, _("已删除。"))
    return redirect("printing:texts")


@signed_in
@require_safe
def apply(request: SignedInRequest, number: str, text_id: int) -> HttpResponse:
    """The form of the step with the text in its field, to be read and changed before anything is sent."""
    case, at = case_or_404(request, number), timezone.now()
    found = next((one for one in texts.suited(case, request.actor, at) if one.row.pk == text_id), None)
    if found is None:
        raise Http404
    process = registry.get(case.process)
    step = process.step(found.step)
    card = card_for(case=case, process=process, step=step, actor=request.actor, at=at)
    assert card.form is not None
    before = str(card.form.initial.get(found.row.field) or "")
    card.form.initial[found.row.field] = f"{before}\n{found.text}".strip() if before else found.text
    card.parts = parts_of(step, assistant_of(case.process, step.name), card.form.initial)
    page = fresh_page(request, number)
    card.seen, card.open = page.case.seq, True
    return render(request, "casework/case_step.html", {"page": page, "case": page.case, "card": card})


@signed_in
@require_POST
def receipt(request: SignedInRequest, number: str) -> HttpResponse:
    """Issue the receipt of the registration."""
    case = case_or_404(request, number)
    try:
        issued = receipts.issue_receipt(case_id=case.pk, actor=request.actor, at=timezone.now())
        messages.success(request, _("已出具登记回执 %(number)s。") % {"number": issued.number})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(case_url(number, "documents"))


def panel(case: Any, actor: Any) -> dict[str, Any] | None:
    """Beside a case: the texts that suit it now, and whether a receipt may be issued."""
    found = list(texts.suited(case, actor, timezone.now()))
    receipt_due = receipts.may_issue(case, actor) and receipts.receipt_of(case) is None
    if not found and not receipt_due:
        return None
    return {"texts": found, "receipt": receipt_due}
