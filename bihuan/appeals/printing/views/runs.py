"""Choosing documents, printing them together, and what was printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.appeals.documents import LETTERS
from bihuan.appeals.printing import batches, runs
from bihuan.appeals.printing.forms import ChooseForm, RunForm
from bihuan.appeals.printing.models import PrintRun
from bihuan.appeals.printing.runs import MAY_PRINT
from bihuan.casework.errors import Refused
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.vault.purposes import MAY_OPEN

PAGE = 100


@needs_role(*MAY_PRINT)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The unit's documents by kind, day and whether they were printed; and its runs so far."""
    return _index(request, RunForm())


def _index(request: SignedInRequest, form: RunForm, problem: str = "", status: int = 200) -> HttpResponse:
    choose = ChooseForm(request.GET or None)
    asked: dict[str, Any] = choose.cleaned_data if choose.is_valid() else {}
    found = runs.printable(
        actor=request.actor, kind=asked.get("kind") or "", case=str(asked.get("case") or "").strip().upper(),
        since=asked.get("since"), until=asked.get("until"), unprinted=asked.get("printed") != "all",
    )  # fmt: skip
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(row, LETTERS[row.kind]) for row in page]
    context = {
        "choose": choose, "form": form, "page": page, "rows": rows, "problem": problem,
        "runs": runs.runs_of(request.actor)[:20], "opens": request.actor.has(*MAY_OPEN), "alone": runs.ALONE,
    }  # fmt: skip
    return render(request, "printing/index.html", context, status=status)


@needs_role(*MAY_PRINT)
@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """Begin a run of the documents ticked."""
    form = RunForm(request.POST)
    chosen = [int(key) for key in request.POST.getlist("chosen") if key.isdecimal()]
    if not form.is_valid():
        return _index(request, form, _("请检查打印方式。"), 422)
    try:
        run = runs.start(actor=request.actor, at=timezone.now(), document_ids=chosen, **form.cleaned_data)
    except Refused as refused:
        return _index(request, form, str(refused), 422)
    return redirect("printing:run", run.pk)


@needs_role(*MAY_PRINT)
@require_safe
def show(request: SignedInRequest, run_id: int) -> HttpResponse:
    """A run: how far it is, its files, and the list of what was printed."""
    run = _own(request, run_id)
    items = [
        (item, LETTERS[item.document.kind])
        for item in run.items.select_related("document__case").order_by("place")
    ]
    together = {item.document_id: True for item, _letter in items if item.seat}
    context = {
        "run": run, "items": items, "together": together, "bar": _bar(run), "pages": sum(item.pages for item, _letter in items),
        "envelopes": run.state == PrintRun.State.DONE and batches.has(run, "envelopes"),
        "confirms": run.state == PrintRun.State.UNCONFIRMED and runs.may_confirm(run, request.actor),
    }  # fmt: skip
    return render(request, "printing/run.html", context)


@needs_role(*MAY_PRINT)
@require_safe
def progress(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The bar alone, asked for every second; the whole page once the run has ended."""
    run = _own(request, run_id)
    if run.state != PrintRun.State.RUNNING:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("printing:run", args=[run.pk])})
    return render(request, "printing/progress.html", {"bar": _bar(run)})


@needs_role(*MAY_PRINT)
@require_POST
def confirm(request: SignedInRequest, run_id: int) -> HttpResponse:
    """A second person agrees."""
    run = _own(request, run_id)
    try:
        runs.confirm(run_id=run.pk, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("printing:run", run.pk)


@needs_role(*MAY_PRINT)
@require_safe
def file(request: SignedInRequest, run_id: int, part: str) -> HttpResponse:
    """The documents or the envelopes as PDF, for who may have opened the names in them."""
    run = _own(request, run_id)
    if part not in batches.PARTS or (run.named and not request.actor.has(*MAY_OPEN)):
        raise Http404
    content = batches.load(run, part)
    if content is None:
        raise Http404
    return HttpResponse(
        content, content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{part}-{run.pk}.pdf"', "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip


def _own(request: SignedInRequest, run_id: int) -> PrintRun:
    run = runs.runs_of(request.actor).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def _bar(run: PrintRun) -> dict[str, Any]:
    running = run.state == PrintRun.State.RUNNING
    return {
        "label": _("正在生成"), "value": run.done, "max": run.total,
        "text": _("%(done)s / %(total)s 份") % {"done": run.done, "total": run.total},
        "url": reverse("printing:progress", args=[run.pk]) if running else "",
    }  # fmt: skip
