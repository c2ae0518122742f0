"""The trace of a document on the page, on paper, and as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.common.columns import Column
from bihuan.common.tables.writing import write_rows
from bihuan.directives.models import Directive
from bihuan.directives.permissions import GIVERS, READERS
from bihuan.insight.ordered import wording
from bihuan.insight.ordered.reading import DocumentTrace, of_document
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.supervision.permissions import READERS as TRACERS
from bihuan.supervision.trace.wording import KINDS

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (6, 24, 50, 50, 14, 16, 14, 20, 16, 16, 12, 24, 40, 10, 40, 24, 40, 8, 20, 14, 14, 14, 50)
readers = needs_role(*sorted(READERS))


def _trace(request: SignedInRequest, pk: int) -> DocumentTrace:
    directive = get_object_or_404(Directive.objects.select_related("earlier"), pk=pk)
    return of_document(directive, actor=request.actor, at=timezone.now())


@readers
@require_GET
def page(request: SignedInRequest, pk: int) -> HttpResponse:
    """From each sentence to what became of it."""
    trace = _trace(request, pk)
    columns = [
        Column(_("任务")), Column(_("谁在办")), Column(_("期限")), Column(_("进展和凭证")), Column(_("核实")),
        Column(_("经费（元）"), numeric=True), Column(_("逐级告知")),
    ]  # fmt: skip
    context = {
        "trace": trace, "directive": trace.directive, "totals": trace.totals, "columns": columns, "at": trace.at,
        "standing": wording.standing, "where": wording.where, "outcome": wording.outcome, "told": wording.told,
        "kinds": KINDS, "traces": request.actor.has(*TRACERS), "gives": request.actor.has(*GIVERS),
        "later": Directive.objects.filter(earlier=trace.directive).defer("text").first(),
    }  # fmt: skip
    return render(request, "insight/ordered.html", context)


@readers
@require_GET
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as a workbook, with the document's own words beside each task."""
    trace = _trace(request, pk)
    name = quote(f"{trace.directive.title[:60]}{_('落实追溯')}.xlsx")
    content = write_rows(wording.heads(), wording.rows(trace), sheet=_("落实追溯"), widths=WIDTHS)
    return HttpResponse(
        content, content_type=SHEET,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
    )  # fmt: skip
