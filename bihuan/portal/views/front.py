"""The first page, and the pages everybody may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.casework.views.today import today
from bihuan.portal import figures, selectors
from bihuan.portal.views.answers import page


def root(request: HttpRequest) -> HttpResponse:
    """The address people type: Today for whoever is signed in, the residents' first page for everybody else."""
    return today(request) if request.user.is_authenticated else front(request)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Ask, follow; where else one can go; what must be published."""
    return page(request, "front", {"offices": selectors.publications()[:3]})


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """What the offices publish of themselves (art. 18¶1)."""
    return page(request, "offices", {"offices": selectors.publications()})


@require_safe
def year(request: HttpRequest, year: int = 0) -> HttpResponse:
    """The year in figures (art. 41). 404 for a year of which nothing is known."""
    known = figures.years(today=timezone.localdate())
    shown = year or known[0]
    if shown not in known:
        raise Http404
    return page(request, "figures", {"figures": figures.of_year(shown), "years": known})


@require_safe
def refuses(request: HttpRequest) -> HttpResponse:
    """What this system does not do to people, and why."""
    return page(request, "refuses", {})
