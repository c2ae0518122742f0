"""The case page: what is asked, who holds it, which clocks run and why, what I may do now, and the journal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.casework.showing.page import CasePage, page_of
from bihuan.organizations.access import SignedInRequest, signed_in


def case_or_404(request: SignedInRequest, number: str) -> Case:
    """The case, or 404: alike for one that is not there and one that is not theirs."""
    try:
        return visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None


def fresh_page(request: SignedInRequest, number: str) -> CasePage:
    """The page of the case as it stands now."""
    return page_of(
        case=case_or_404(request, number), actor=request.actor, at=timezone.now(),
        newest_first=request.GET.get("order") != "oldest", opened=request.GET.get("open", ""),
    )  # fmt: skip


def show(request: SignedInRequest, page: CasePage, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or to htmx what it asked to replace: the body, or the side with what changes beside it."""
    template = "casework/case.html"
    if request.htmx:
        side = request.htmx.target == "case-side"
        template = "casework/case_side_response.html" if side else "casework/case_body.html"
    return render(
        request,
        template,
        {"page": page, "case": page.case, "fragment": bool(request.htmx), **more},
        status=status,
    )


def case_url(number: str, part: str = "") -> str:
    """The address of a case, and of a panel of its page. Answers and withdrawals stand in the panel of help."""
    panel = "help" if part.startswith(("reply-", "release-")) else part
    return reverse("casework:case", args=[number]) + (f"#panel-{panel}" if panel else "")


def gone(request: SignedInRequest, number: str) -> bool:
    """Whether the actor has just put themselves behind the wall of the case."""
    try:
        visible_case(replace(request.actor, behind_wall=True), number)
    except Case.DoesNotExist:
        return True
    return False


def away(request: SignedInRequest) -> HttpResponse:
    """To the list of cases, also for htmx."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("casework:cases")})
    return HttpResponseRedirect(reverse("casework:cases"), status=303)


def done(
    request: SignedInRequest, number: str, text: str, part: str = "", *, walled: bool = False
) -> HttpResponse:
    """After a write: the fresh page to htmx, else 303 to it (to one of its parts), with a word of what was done.

    `walled`: it named somebody for the wall, who may be the actor.
    """
    messages.success(request, text)
    if walled and gone(request, number):
        return away(request)
    if request.htmx:
        return show(request, fresh_page(request, number), part=part)
    return HttpResponseRedirect(case_url(number, part), status=303)


@signed_in
def case(request: SignedInRequest, number: str) -> HttpResponse:
    """One case."""
    return show(request, fresh_page(request, number))


@signed_in
def print_case(request: SignedInRequest, number: str) -> HttpResponse:
    """The case for paper: without forms and internal notes."""
    page = page_of(
        case=case_or_404(request, number),
        actor=request.actor,
        at=timezone.now(),
        newest_first=False,
        cards=False,
    )
    return render(request, "casework/case_print.html", {"page": page, "case": page.case})
