"""The order of an inspection, for whoever sees a hazard that it names: the enterprise does not see the inspection."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.issued.making import make
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.common.papers import PapersError
from bihuan.organizations.access import SignedInRequest
from bihuan.safety.inspections.together import order_of
from bihuan.safety.views.shared import readers

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@readers
def order(request: SignedInRequest, number: str, form: str) -> HttpResponse:
    """The order as PDF or .docx. 404 alike for no order and for a hazard that is not theirs."""
    try:
        case = visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None
    issued = order_of(case)
    if issued is None or form not in FORMATS:
        raise Http404
    try:
        made = make(issued, form, at=timezone.now())
    except PapersError as problem:
        context = {"case": case, "title": _("暂时不能生成这份文书"), "text": str(problem)}
        return render(request, "casework/case_sorry.html", context, status=503)
    name = quote(f"{issued.number}.{form}")
    return HttpResponse(
        made.content,
        content_type=FORMATS[form],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
