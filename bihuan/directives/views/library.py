"""The library, bringing in, and one document: its text on the left, what it orders on the right."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.casework.errors import Refused
from bihuan.common.columns import Column
from bihuan.common.files import serving, store
from bihuan.common.files.errors import FileError
from bihuan.directives import selectors, services, ways
from bihuan.directives.forms import BringInForm
from bihuan.directives.models import Directive, Measure
from bihuan.directives.permissions import GIVERS, READERS
from bihuan.directives.sources import Unreadable
from bihuan.organizations.access import SignedInRequest, needs_role

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ORIGINALS = {"docx": DOCX, "doc": "application/msword", "pdf": "application/pdf", "txt": "text/plain"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs_role(*READERS)
@require_GET
def library(request: SignedInRequest) -> HttpResponse:
    """Every document, newest first, with a search over its words."""
    query = request.GET.get("q", "").strip()[:100]
    page = Paginator(selectors.library(query), selectors.SHOWN).get_page(request.GET.get("page"))
    columns = [
        Column(_("标题")), Column(_("文号"), tight=True), Column(_("发文机关")), Column(_("成文日期"), tight=True),
        Column(_("页数"), tight=True), Column(_("待确认"), numeric=True), Column(_("已交办"), numeric=True),
    ]  # fmt: skip
    may_give = bool(GIVERS & set(request.actor.roles))
    return render(
        request,
        "directives/library.html",
        {"page": page, "query": query, "columns": columns, "may_give": may_give},
    )


@needs_role(*GIVERS)
@require_http_methods(["GET", "POST"])
def bring_in(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """A new document, or the next version of one."""
    earlier = get_object_or_404(Directive, pk=pk) if pk is not None else None
    start = (
        {"title": earlier.title, "number": earlier.number, "issuer": earlier.issuer}
        if earlier is not None
        else {}
    )
    form = BringInForm(request.POST or None, request.FILES or None, initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():  # the document with its file, or neither
                    directive = services.bring_in(
                        document=form.document(), actor=request.actor, at=timezone.now(), earlier=earlier
                    )
                    form.keep_file()
                return redirect("directives:document", directive.pk)
            except (Unreadable, Refused, FileError) as fault:
                form.add_error(None, str(fault))
    return render(request, "directives/bring_in.html", {"form": form, "earlier": earlier}, status=status)


@needs_role(*READERS)
@require_GET
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text with each measure in its place, and the measures beside it."""
    directive = get_object_or_404(Directive.objects.select_related("earlier", "unit"), pk=pk)
    measures = list(selectors.measures_of(directive))
    columns = [
        Column(_("选择"), hidden=True, tight=True), Column(_("任务")), Column(_("牵头单位")), Column(_("完成期限"), tight=True),
        Column(_("情况"), tight=True),
    ]  # fmt: skip
    context = {
        "directive": directive, "lines": selectors.parts_of(directive), "measures": measures, "columns": columns,
        "may_give": bool(GIVERS & set(request.actor.roles)), "forbidden": [m for m in measures if m.controls_persons],
        "changes": [(_("第%(n)s处") % {"n": at}, *pair) for at, pair in enumerate(selectors.changes(directive), 1)],
        "original": _has_original(directive), "ways": ways.ways(),
        "waiting": sum(m.standing == Measure.Standing.READ for m in measures), "Standing": Measure.Standing,
    }  # fmt: skip
    return render(request, "directives/document.html", context)


def _has_original(directive: Directive) -> bool:
    """Whether the file itself is kept: not for pasted text, nor for what came before files were kept."""
    try:
        return bool(directive.source_name) and store.size_of(directive.sha256) > 0
    except FileError:
        return False


@needs_role(*GIVERS)
@require_POST
def together(request: SignedInRequest, pk: int) -> HttpResponse:
    """Merge, accept or dismiss the measures ticked on the document's page."""
    directive = get_object_or_404(Directive, pk=pk)
    ticked = list(
        directive.measures.filter(pk__in=[one for one in request.POST.getlist("measure") if one.isdigit()])
    )
    problems: list[str] = []
    done = request.POST.get("do", "")
    if done == "merge":
        try:
            services.merge(measures=ticked, actor=request.actor)
        except Refused as fault:
            problems.append(str(fault))
    else:
        for measure in ticked:
            try:
                if done == "accept":
                    services.accept(measure=measure, actor=request.actor, at=timezone.now())
                elif done == "dismiss":
                    services.dismiss(measure=measure, actor=request.actor)
            except Refused as fault:
                problems.append(f"{measure}：{fault}")
    if problems:
        return render(
            request, "directives/refused.html", {"directive": directive, "problems": problems}, status=422
        )
    return redirect("directives:document", directive.pk)


@needs_role(*READERS)
@require_GET
def original(_request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it was brought in. 404 for pasted text."""
    directive = get_object_or_404(Directive, pk=pk)
    if not directive.source_name:
        raise Http404
    media_type = ORIGINALS.get(directive.source_kind, "application/octet-stream")
    try:
        response: Any = serving.serve(directive.sha256, name=directive.source_name, media_type=media_type)
    except FileError:  # brought in before originals were kept
        raise Http404 from None
    return response  # type: ignore[no-any-return]  # a stream of the file, which Django types apart


@needs_role(*READERS)
@require_GET
def table(_request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The breakdown table as a file."""
    directive = get_object_or_404(Directive, pk=pk)
    from bihuan.directives import breakdown  # Word and Excel are loaded when a table is asked for

    content, mime = (
        (breakdown.as_xlsx(directive), XLSX) if kind == "xlsx" else (breakdown.as_docx(directive), DOCX)
    )
    name = quote(f"{directive.title[:60]}{_('任务分解表')}.{kind}")
    return HttpResponse(
        content, content_type=mime, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )
