"""An enterprise's own pages: what was decided about it, by when it may answer, and answering."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework import documents, registry
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.forms import KeptForm, SeveralFiles
from bihuan.casework.issued.making import make
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.casework.showing.page import ACCEPTED
from bihuan.common.files import serving, store
from bihuan.common.files.errors import FileError
from bihuan.common.papers import PapersError
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enforcement import filing
from bihuan.safety.enforcement.models import Filing
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.small_processes import ADMONITION, LISTING
from bihuan.safety.enforcement.views.desk import labels
from bihuan.safety.hazards.selectors import visible_hazards
from bihuan.safety.views.shared import submission_of

enterprises = needs_role(*OUTSIDE)
# The papers that are addressed to the enterprise, and the clocks that are its own.
PAPERS = {
    PENALTY.name: ("preservation", "penalty_notice", "hearing_notice", "penalty_decision", "no_penalty", "daily_fine"),
    ADMONITION.name: ("interview_record",), LISTING.name: ("listing_notice", "delisting_notice"),
}  # fmt: skip
CLOCKS = {
    PENALTY.name: ("hearing_request", "pay", "review"), ADMONITION.name: ("interview", "reply", "commitment"),
    LISTING.name: ("governance", "extension_ask"),
}  # fmt: skip


class UploadForm(KeptForm):
    """Files with what is filed."""

    chosen = forms.FileField(
        label=gettext_lazy("附件"), required=False, widget=SeveralFiles(attrs={"multiple": True}),
        help_text=gettext_lazy("照片、检测报告、缴款凭证等，一次最多10个。"),
    )  # fmt: skip


@enterprises
def own(request: SignedInRequest) -> HttpResponse:
    """Every order, penalty, warning and listing of one's own enterprise with its deadline."""
    actor = request.actor
    penalties = list(filing.own_penalties(actor).order_by("-case__registered_at")[:100])
    matters = list(filing.own_matters(actor).order_by("-case__registered_at")[:100])
    running = _running([row.case for row in penalties] + [row.case for row in matters])
    orders = (
        visible_hazards(actor).filter(open=True, case__holder_unit_id=actor.unit_id).select_related("case")
    )
    context = {
        "groups": [(_("行政处罚"), [(row, running.get(row.case_id)) for row in penalties]),
                   (_("约谈、警示、挂牌、关闭"), [(row, running.get(row.case_id)) for row in matters])],
        "orders": list(orders.order_by("case__next_due_at", "case_id")[:60]), "labels": labels(),
    }  # fmt: skip
    return render(request, "enforcement/own.html", context)


def _running(cases: list[Case]) -> dict[int, tuple[str, ClockRow]]:
    """Case -> the enterprise's own nearest deadline and what it is called."""
    process = {case.pk: case.process for case in cases}
    found: dict[int, tuple[str, ClockRow]] = {}
    for row in ClockRow.objects.filter(case__in=process, stopped_at__isnull=True).order_by("-due_at"):
        if row.name in CLOCKS.get(process[row.case_id], ()):
            found[row.case_id] = (registry.get(process[row.case_id]).clock(row.name).label, row)
    return found


@enterprises
def own_case(request: SignedInRequest, number: str) -> HttpResponse:
    """GET: the papers, the deadlines, what was filed. POST: file something."""
    case = filing.own_case(request.actor, number)
    if case is None:
        raise Http404
    fault, typed = "", {"kind": request.POST.get("kind", ""), "text": request.POST.get("text", "")}
    if request.method == "POST":
        try:
            kept = [
                store.put(one, name=one.name or "", size=one.size) for one in request.FILES.getlist("chosen")
            ]
            filing.file(
                number=number, kind=typed["kind"], text=typed["text"], actor=request.actor, at=timezone.now(),
                submission=submission_of(request), files=kept,
            )  # fmt: skip
        except FileError as problem:
            fault = _("附件没有保存：%(why)s") % {"why": problem}
        except Incomplete as incomplete:
            fault = " ".join(map(str, incomplete.fields.values()))
        except Refused as refused:
            fault = str(refused)
        else:
            messages.success(request, _("已经提交，时间已经记录在案卷里。"))
            return redirect("enforcement:own_case", number)
    process = registry.get(case.process)
    kinds, filed = dict(Filing.Kind.choices), list(case.filings.order_by("-seq"))
    clocks = case.clocks.filter(name__in=CLOCKS.get(case.process, ())).order_by("due_at")
    context = {
        "case": case, "state": process.state(case.state), "fault": fault, "typed": typed, "submission": submission_of(request),
        "clocks": [(process.clock(row.name), row) for row in clocks],
        "papers": [(row, documents.kind_of(case.process, row.kind)) for row in _papers(case)],
        "filings": filed, "files": filing.files_of(case, filed), "form": UploadForm(),
        "kinds": [(one, kinds[one]) for one in filing.open_kinds(case)],
        "answers": filing.answers(case), "largest": settings.ATTACHMENT_LIMIT, "accepted": ACCEPTED,
    }  # fmt: skip
    return render(request, "enforcement/own_case.html", context, status=422 if fault else 200)


def _papers(case: Case) -> Any:
    rows = IssuedDocument.objects.filter(case=case, kind__in=PAPERS.get(case.process, ()), void__isnull=True)
    return rows.select_related("case").order_by("seq")


@enterprises
def own_file(request: SignedInRequest, number: str, file_id: int) -> HttpResponse:
    """A file that the enterprise itself sent, as a download."""
    case = filing.own_case(request.actor, number)
    found = filing.own_file(case, file_id) if case is not None else None
    if found is None:
        raise Http404
    try:
        answer: Any = serving.serve(found.sha256, name=found.name, media_type=found.media_type)
    except FileError as problem:
        return HttpResponse(str(problem), status=422, content_type="text/plain; charset=utf-8")
    return answer  # type: ignore[no-any-return]


@enterprises
def own_document(request: SignedInRequest, number: str, document_id: int) -> HttpResponse:
    """A paper that is addressed to the enterprise."""
    case = filing.own_case(request.actor, number)
    issued = _papers(case).filter(pk=document_id).first() if case is not None else None
    if issued is None:
        raise Http404
    try:
        made = make(issued, "pdf", at=timezone.now())
    except PapersError as problem:
        return HttpResponse(str(problem), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(made.content, content_type="application/pdf", headers={
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(issued.number)}.pdf", "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    })  # fmt: skip
