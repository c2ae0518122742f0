"""The bulletin on the page, and as a document to edit."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.common.calendar.working import CHINA
from bihuan.insight.access import DISTRICT
from bihuan.insight.bulletin.figures import Figures, figures
from bihuan.insight.bulletin.spans import MONTH, WEEK, Span, span
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
readers = needs_role(*sorted(Role(role) for role in DISTRICT))


def _asked(request: SignedInRequest, today: date) -> tuple[Span, str]:
    """The span in the address; without one the last whole week. What is no day is said and left out."""
    kind = MONTH if request.GET.get("kind") == MONTH else WEEK
    text, problem = request.GET.get("on", "").strip(), ""
    try:
        on = parse_date(text) if text else None
    except ValueError:
        on = None
    if text and on is None:
        problem = _("日历上没有这一天，请改正。")
    if on is None:
        return span(kind, today).before, problem
    return span(kind, min(on, today)), problem


def _read(request: SignedInRequest) -> tuple[Figures, str]:
    at = timezone.now()
    asked, problem = _asked(request, at.astimezone(CHINA).date())
    return figures(asked, at=at, actor=request.actor), problem


@readers
@require_GET
def bulletin(request: SignedInRequest) -> HttpResponse:
    """Every part as it will stand in the document."""
    from bihuan.insight.bulletin import writing

    found, problem = _read(request)
    here, today = found.span, found.at.astimezone(CHINA).date()
    context = {
        "title": writing.title(found), "chapters": list(writing.chapters(found)), "span": here, "problem": problem,
        "quick": [
            {"label": label, "url": f"?{urlencode({'kind': kind, 'on': here.last.isoformat()})}", "current": here.kind == kind}
            for kind, label in ((WEEK, _("周报")), (MONTH, _("月报")))
        ],
        "earlier": urlencode({"kind": here.kind, "on": here.before.first.isoformat()}),
        "later": urlencode({"kind": here.kind, "on": here.after.first.isoformat()}) if here.after.first <= today else "",
        "here": urlencode({"kind": here.kind, "on": here.first.isoformat()}),
    }  # fmt: skip
    return render(request, "bulletin/bulletin.html", context, status=422 if problem else 200)


@readers
@require_GET
def document(request: SignedInRequest) -> HttpResponse:
    """The .docx."""
    from bihuan.insight.bulletin import writing

    found, _problem = _read(request)
    name = quote(f"{writing.title(found)}.docx")
    return HttpResponse(
        writing.as_docx(found), content_type=DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
    )  # fmt: skip
