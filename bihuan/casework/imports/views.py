"""Pages of an import: the file, its columns, the trial run, the run, the report."""

from __future__ import annotations

import tempfile
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.casework.imports import selectors, services, targets
from bihuan.casework.imports.forms import ACCEPT, MappingForm, SheetForm, UploadForm
from bihuan.casework.imports.models import Import
from bihuan.casework.imports.targets import IMPORTERS, ImportTarget
from bihuan.common.habits import day, number
from bihuan.common.tables.clean import line
from bihuan.common.tables.reasons import TableError
from bihuan.common.tables.sniff import MAX_FILE
from bihuan.common.tables.writing import write_rejected
from bihuan.organizations.access import SignedInRequest, needs_role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 60  # characters of a cell in the preview


@needs_role(*IMPORTERS)
def index(request: SignedInRequest) -> HttpResponse:
    """Take a file; and the unit's imports so far."""
    open_to = targets.open_to(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, open_to=open_to)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = services.receive(
                target=form.cleaned_data["target"], content=file.read(), file_name=file.name,
                actor=request.actor, at=timezone.now(),
            )  # fmt: skip
        except TableError as problem:
            form.add_error("file", str(problem))
        else:
            return _after_receiving(request, received)
    page = Paginator(selectors.imports_of(request.actor), 30).get_page(request.GET.get("page"))
    rows = [(job, _(targets.get(job.target).label)) for job in page]
    context = {
        "form": form,
        "open_to": open_to,
        "page": page,
        "rows": rows,
        "accept": ACCEPT,
        "most": MAX_FILE,
    }
    return render(request, "imports/index.html", context, status=422 if form.errors else 200)


def _after_receiving(request: SignedInRequest, received: services.Received) -> HttpResponse:
    job = received.job
    if received.new or not job.begun:
        return redirect("imports:columns", job.pk)
    said = {"name": job.by_name, "day": day(job.started_at) if job.started_at else "", "file": job.file_name}
    messages.warning(request, _("这个文件已由%(name)s于%(day)s导入（%(file)s），没有重复添加。") % said)
    if job.unit_id != request.actor.unit_id:
        return redirect("imports:index")
    return redirect("imports:show", job.pk)


@needs_role(*IMPORTERS)
def columns(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Which heading is which column, with the first rows beside it."""
    job, target = _own(request, import_id)
    if job.begun or job.busy:
        return redirect("imports:show", job.pk)
    try:
        rows = selectors.preview_of(job)
    except TableError as problem:
        messages.error(request, str(problem))
        return redirect("imports:index")
    samples = _samples(rows)
    form = MappingForm(request.POST or None, job=job, columns=target.columns, samples=samples)
    if request.method == "POST" and form.is_valid():
        try:
            services.map_columns(job=job, mapping=form.mapping, at=timezone.now())
        except TableError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("imports:show", job.pk)
    names = {index: _(column.label) for column in target.columns for index in [job.mapping.get(column.name)]}
    context = {
        "job": job, "label": _(target.label), "form": form, "sheet_form": SheetForm(job=job),
        "remembered": bool(services.remembered(job)),
        "heads": [(text, names.get(index, "")) for index, text in job.headings],
        "rows": [(place, [_shown(cells, index) for index, _text in job.headings]) for place, cells in rows],
        "unused": [text for index, text in job.headings if index not in job.mapping.values()],
    }  # fmt: skip
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


@require_POST
@needs_role(*IMPORTERS)
def sheet(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Read another sheet, or another row as the heading."""
    job, _target = _own(request, import_id)
    form = SheetForm(request.POST, job=job)
    try:
        if form.is_valid():
            services.choose_sheet(
                job=job, sheet=form.cleaned_data["sheet"], head_row=form.cleaned_data["head_row"] or 0
            )
        else:
            messages.error(
                request, " ".join(str(error) for errors in form.errors.values() for error in errors)
            )
    except TableError as problem:
        messages.error(request, str(problem))
    return redirect("imports:columns", job.pk)


@needs_role(*IMPORTERS)
@require_safe
def show(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Where the import stands: ready, at work, done; with the report of the run or of the last trial."""
    job, target = _own(request, import_id)
    if job.state == Import.State.RECEIVED:
        return redirect("imports:columns", job.pk)
    trial = not job.begun
    remarks = selectors.reasons_of(job, rehearsal=trial, remarks=True)
    remarked = request.GET.get("list", "remarks" if target.changes and remarks else "") == "remarks"
    listed = (selectors.remarked_of if remarked else selectors.outcomes_of)(job, rehearsal=trial)
    rows = Paginator(listed, 50).get_page(request.GET.get("page"))
    context = {
        "job": job, "label": _(target.label), "trial": trial, "rows": rows, "bar": _bar(job),
        "kinds": selectors.reasons_of(job, rehearsal=trial), "remarked": remarked,
        "remarks": remarks, "waiting": job.total - job.done,
        "step": 4 if job.begun else 3, "changes": target.changes,
    }  # fmt: skip
    return render(request, "imports/show.html", context)


@require_POST
@needs_role(*IMPORTERS)
def start(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Begin the trial run (`do=rehearse`) or the run (`do=run`)."""
    job, _target = _own(request, import_id)
    rehearse = request.POST.get("do") != "run"
    try:
        services.start(job=job, actor=request.actor, at=timezone.now(), rehearse=rehearse)
    except TableError as problem:
        messages.error(request, str(problem))
    return redirect("imports:show", job.pk)


@require_POST
@needs_role(*IMPORTERS)
def stop(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Stop after the batch under way."""
    job, _target = _own(request, import_id)
    try:
        services.cancel(job=job, at=timezone.now())
    except TableError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已停止。已经导入的保留，其余的可以继续导入。"))
    return redirect("imports:show", job.pk)


@needs_role(*IMPORTERS)
@require_safe
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The bar alone, asked for by htmx each second; when the work has ended the whole page is read again."""
    job, _target = _own(request, import_id)
    response = render(request, "imports/progress.html", {"bar": _bar(job)})
    if not job.busy:
        response["HX-Refresh"] = "true"
    return response


@needs_role(*IMPORTERS)
@require_safe
def rejected(request: SignedInRequest, import_id: int) -> HttpResponse:
    """A workbook of the rows not taken: as they were, with number and reasons."""
    job, _target = _own(request, import_id)
    # Closed by the response; on disk beyond a few megabytes.
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024**2)  # noqa: SIM115
    rows = selectors.rejected_rows(job, rehearsal=not job.begun)
    write_rejected(selectors.heading_texts(job), rows, to=file)
    file.seek(0)
    name = f"{job.file_name.rsplit('.', 1)[0]}-{_('未导入的行')}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, answer)  # it is one to Django; the stubs have them apart


def _own(request: SignedInRequest, import_id: int) -> tuple[Import, ImportTarget]:
    """The import if it is of the actor's unit, else 404."""
    job = selectors.imports_of(request.actor).filter(pk=import_id).first()
    if job is None:
        raise Http404
    return job, targets.get(job.target)


def _samples(rows: list[tuple[int, list[Any]]]) -> dict[int, str]:
    samples: dict[int, str] = {}
    for _number, cells in rows:
        for index, cell in enumerate(cells):
            if index not in samples and line(cell):
                samples[index] = line(cell)[:24]
    return samples


def _shown(cells: list[Any], index: int) -> str:
    text = line(cells[index]) if index < len(cells) else ""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _bar(job: Import) -> dict[str, Any]:
    """What the progress component shows."""
    if job.state == Import.State.REHEARSING:
        counts = job.rehearsal or {}
        done, wrong, label = counts.get("total", 0), counts.get("rejected", 0), _("正在试运行")
    else:
        done, wrong, label = job.done, job.rejected, _("正在导入")
    text = _("正在读取文件")
    if job.staged:
        text = _("%(done)s / %(total)s 行，%(wrong)s 行有误") % {
            "done": number(done), "total": number(job.total), "wrong": number(wrong)
        }  # fmt: skip
    return {
        "label": label, "value": done if job.staged else None, "max": max(job.total, 1), "text": text,
        "url": reverse("imports:progress", args=[job.pk]) if job.busy else "",
    }  # fmt: skip
