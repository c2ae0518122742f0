"""The tree of places and units, and one unit: who holds its posts on any day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from bihuan.organizations import selectors
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.models import Appointment, Jurisdiction, Post, Unit
from bihuan.organizations.roles import OUTSIDE, ROLE_TEXTS, Role

# As a district lists itself: government, letters and calls, then the bureaus.
KINDS = ("government", "registry", "hotline", "department", "court_side", "discipline", "town")
ORDER = {kind: place for place, kind in enumerate(KINDS)}
HISTORY = timedelta(days=4 * 366)


# Who works here is no secret inside; an enterprise is not inside.
officials = needs_role(*(role for role in Role if role not in OUTSIDE))


def day_asked(request: HttpRequest) -> date:
    """`?on=2026-03-01`, else today; nonsense is today too."""
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


@dataclass
class Place:
    """A place with its units and the places inside it."""

    place: Jurisdiction
    units: list[tuple[Unit, Appointment | None, int]] = field(default_factory=list)
    inside: list[Jurisdiction] = field(default_factory=list)


@officials
def tree(request: SignedInRequest) -> HttpResponse:
    """City, district and towns, each with its units, their heads and vacancies on the day."""
    on = day_asked(request)
    heads: dict[int, Appointment] = {}
    for row in selectors.heads(on):
        heads.setdefault(row.post.unit_id, row)
    free: dict[int, int] = defaultdict(int)
    for post in selectors.vacancies(on):
        free[post.unit_id] += post.seats - post.held
    places: dict[int, Place] = {}
    for place in selectors.jurisdictions(on):
        if place.level != Jurisdiction.Level.VILLAGE:
            places[place.pk] = Place(place)
        elif place.parent_id in places:
            places[place.parent_id].inside.append(place)
    offices = selectors.units_open(on).exclude(kind=Unit.Kind.ENTERPRISE)
    for unit in sorted(offices, key=lambda unit: (ORDER[unit.kind], unit.code)):
        if unit.jurisdiction_id in places:
            places[unit.jurisdiction_id].units.append((unit, heads.get(unit.pk), free[unit.pk]))
    main = [row for row in places.values() if row.place.level != Jurisdiction.Level.TOWN]
    towns = [row for row in places.values() if row.place.level == Jurisdiction.Level.TOWN]
    context = {"main": main, "towns": towns, "on": on, "today": timezone.localdate()}
    return render(request, "organizations/tree.html", context)


@dataclass
class PostView:
    """A post as the page shows it."""

    post: Post
    roles: list[str]
    holders: list[Appointment]
    free: int
    history: list[selectors.Tenure]


@officials
def unit(request: SignedInRequest, code: str) -> HttpResponse:
    """One unit on one day: posts, holders since when, vacancies, and who held them before."""
    found = get_object_or_404(Unit.objects.select_related("jurisdiction", "superior"), code=code)
    on = day_asked(request)
    posts = []
    for post in found.posts.order_by("sort", "id"):
        holders = list(selectors.holders_of(post, on))
        seated = sum(1 for held in holders if not held.acting)
        start = max(found.valid_from, on - HISTORY)
        history = selectors.who_held(post, start, on) if start <= on else []
        posts.append(
            PostView(
                post=post,
                roles=[ROLE_TEXTS[Role(role)].label for role in post.roles],
                holders=holders,
                free=max(0, post.seats - seated),
                history=list(reversed(_from_first_holder(history))),
            )
        )
    context = {
        "unit": found,
        "posts": posts,
        "on": on,
        "today": timezone.localdate(),
        "below": found.subordinates.filter(selectors.valid_on(on)),
        "manages": request.actor.has(Role.ADMINISTRATOR),
    }
    return render(request, "organizations/unit.html", context)


def _from_first_holder(tenures: list[selectors.Tenure]) -> list[selectors.Tenure]:
    """Without the gap before anybody was entered: that is where the records begin, not a vacancy."""
    return tenures[1:] if tenures and tenures[0].vacant else tenures
