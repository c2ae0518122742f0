"""Issued documents as files: made again from what was kept, every time the same; and their end, void or replaced."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework import documents
from bihuan.casework.issued.making import make
from bihuan.casework.models import IssuedDocument
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
