"""The residents' form, and the desk of the unit above."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.casework.showing.labels import limit_words
from bihuan.casework.views.case import case_or_404
from bihuan.organizations import selectors as organizations
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.portal import codes, cookies, throttle
from bihuan.portal.pressure import services
from bihuan.portal.pressure.process import PRESSURE
from bihuan.portal.pressure.services import Report
from bihuan.portal.throttle import LETTERS, TooMany
from bihuan.portal.views.answers import uuid_of, wait, where_from
from bihuan.vault.errors import VaultError

MOST = 200


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """GET: the form, no name asked. POST: number and code, shown once."""
    at = timezone.now()
    followed = cookies.followed(request)
    matter = followed.case.number if followed is not None else ""
    typed = {name: request.POST.get(name, "") for name in ("about_unit", "words", "contact")}
    problems: dict[str, object] = {}
    if request.method == "POST":
        submission = uuid_of(request.POST.get("submission", "")) or uuid4()
        unit = typed["about_unit"]
        given = Report(
            about_unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else 0,
            words=typed["words"], contact=typed["contact"], matter=matter if request.POST.get("same") else "",
        )  # fmt: skip
        try:
            throttle.take([(LETTERS, (where_from(request),))], at=at)
            case, issued = services.report(given=given, at=at, submission=submission)
        except TooMany as limited:
            return wait(request, limited)
        except Incomplete as incomplete:
            problems = dict(incomplete.fields)
        else:
            code = codes.grouped(issued.code) if issued is not None else ""
            said = {"number": case.number, "code": code, "holder": case.holder_unit.name}
            return _page(request, "sent", {**said, **_limits(case, at)})
    context = {
        "units": organizations.units_open(timezone.localdate()).order_by("code"), "typed": typed, "problems": problems,
        "matter": matter, "submission": uuid4(),
    }  # fmt: skip
    return _page(request, "report", context, status=422 if problems else 200)


@signed_in
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What reached one's own unit as the one above."""
    mine = visible_cases(request.actor).filter(process=PRESSURE.name, holder_unit_id=request.actor.unit_id)
    rows = mine.select_related("holder_unit").order_by("-registered_at")[:MOST]
    return render(
        request, "pressure/desk.html", {"cases": [(case, PRESSURE.state(case.state).label) for case in rows]}
    )


@signed_in
@require_POST
def read(request: SignedInRequest, number: str) -> HttpResponse:
    """The words, once; the record of the opening is already written."""
    case = case_or_404(request, number)
    if case.process != PRESSURE.name:
        raise Http404
    context: dict[str, object] = {"case": case, "back": reverse("casework:case", args=[number])}
    try:
        words, contact = services.read(case=case, actor=request.actor, at=timezone.now())
    except NotYours:
        raise Http404 from None
    except VaultError as refused:
        context["problem"] = str(refused)
    else:
        context |= {"words": words, "contact": contact or _("没有留联系方式")}
    response = render(request, "pressure/words.html", context, status=403 if "problem" in context else 200)
    add_never_cache_headers(response)
    return response


def _limits(case: Case, at: datetime) -> dict[str, str]:
    """Within how many days they are told, and it is concluded, where it was reported."""
    book, on = RuleBook.of(PRESSURE.name), timezone.localdate(at)
    found = {
        name: book.in_force(PRESSURE.clock(name), jurisdiction_id=case.jurisdiction_id, on=on)
        for name in ("tell", "conclude")
    }
    return {name: limit_words(limit.amount, limit.unit) for name, limit in found.items()}


def _page(request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, f"pressure/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response
