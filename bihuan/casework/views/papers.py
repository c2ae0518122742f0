"""Issued documents as files: made again from what was kept, every time the same; and their end, void or replaced."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.casework import documents, registry
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.issued import voiding
from bihuan.casework.issued.forms import CorrectionForm
from bihuan.casework.issued.making import make
from bihuan.casework.models import IssuedDocument
from bihuan.casework.showing.page import view_of
from bihuan.casework.views.case import case_or_404
from bihuan.common.papers import PapersError
from bihuan.organizations.access import SignedInRequest, signed_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {"docx": DOCX, "pdf": "application/pdf", "plain": "application/pdf"}


@signed_in
def document(request: SignedInRequest, number: str, document_id: int, form: str) -> HttpResponse:
    """An issued document as .docx or PDF, or its large-print copy. 404 alike for no such document and for a case that
    is not theirs."""
    case = case_or_404(request, number)
    issued = IssuedDocument.objects.filter(pk=document_id, case=case).select_related("case", "void").first()
    if issued is None or form not in FORMATS:
        raise Http404
    kind = documents.kind_of(case.process, issued.kind)
    if form == "plain" and not kind.resident:
        raise Http404
    try:
        made = make(issued, form, at=timezone.now())
    except PapersError as problem:
        return render(
            request, "casework/case_sorry.html",
            {"case": case, "title": _("暂时不能生成这份文书"), "text": str(problem)}, status=503,
        )  # fmt: skip
    words = [_(kind.label), issued.number]
    if form == "plain":
        words.append(_("大字版"))
    if hasattr(issued, "void"):
        words.append(_("已作废"))
    name = quote(" ".join(words) + (".docx" if form == "docx" else ".pdf"))
    shown = "inline" if form != "docx" and "inline" in request.GET else "attachment"
    return HttpResponse(
        made.content, content_type=FORMATS[form],
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{name}", "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, number: str, document_id: int) -> HttpResponse:
    """One document: its files, what became of it; for the head of the unit that issued it, voiding and correcting."""
    case = case_or_404(request, number)
    rows = IssuedDocument.objects.filter(pk=document_id, case=case)
    issued = rows.select_related("case", "unit", "void__replacement", "replaces__document").first()
    if issued is None:
        raise Http404
    form = CorrectionForm(issued, case, request.POST or None)
    problem = ""
    if request.method == "POST":
        try:
            return _correct(request, issued, form)
        except Incomplete as refused:
            problem = str(refused.message)
        except Refused as refused:
            problem = str(refused)
    view = view_of(issued, registry.get(case.process))
    context = {
        "case": case, "view": view, "replaces": getattr(issued, "replaces", None), "form": form, "problem": problem,
        "files": issued.files.order_by("form"), "prints": issued.prints.count(),
        "voids": view.void is None and voiding.may_void(issued, request.actor) and not voiding.served(issued),
    }  # fmt: skip
    return render(request, "casework/document.html", context, status=422 if problem else 200)


def _correct(request: SignedInRequest, issued: IssuedDocument, form: CorrectionForm) -> HttpResponse:
    reason, at = request.POST.get("why", ""), timezone.now()
    if request.POST.get("do") == "void":
        voiding.void(document_id=issued.pk, actor=request.actor, at=at, reason=reason)
        messages.success(request, _("%(number)s 已作废。") % {"number": issued.number})
        return redirect("casework:document_page", issued.case.number, issued.pk)
    new = voiding.replace(
        document_id=issued.pk, actor=request.actor, at=at, reason=reason, changes=form.changes(request.POST)
    )
    messages.success(
        request, _("%(number)s 已作废，另行出具 %(new)s。") % {"number": issued.number, "new": new.number}
    )
    return redirect("casework:document_page", issued.case.number, new.pk)
