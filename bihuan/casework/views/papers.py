"""Issued documents as files: made again from what was kept, every time the same."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bihuan.casework import documents
from bihuan.casework.models import IssuedDocument
from bihuan.casework.views.case import case_or_404
from bihuan.common.papers import PapersError, render_docx, render_pdf
from bihuan.organizations.access import SignedInRequest, signed_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {"docx": (render_docx, DOCX), "pdf": (render_pdf, "application/pdf")}


@signed_in
def document(request: SignedInRequest, number: str, document_id: int, form: str) -> HttpResponse:
    """An issued document as .docx or PDF. 404 alike for no such document and for a case that is not theirs."""
    case = case_or_404(request, number)
    issued = IssuedDocument.objects.filter(pk=document_id, case=case).select_related("case").first()
    if issued is None or form not in FORMATS:
        raise Http404
    make, media_type = FORMATS[form]
    try:
        content = make(documents.compose(issued))
    except PapersError as problem:
        return render(
            request, "casework/case_sorry.html",
            {"case": case, "title": _("暂时不能生成这份文书"), "text": str(problem)}, status=503,
        )  # fmt: skip
    label = _(documents.kind_of(case.process, issued.kind).label)
    name = quote(f"{label} {issued.number}.{form}")
    shown = "inline" if form == "pdf" and "inline" in request.GET else "attachment"
    return HttpResponse(
        content, content_type=media_type,
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{name}", "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip
