"""Today: what I hold, by deadline, with the next step of each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.casework.choices import Choices
from bihuan.casework.listing import empties, notices
from bihuan.casework.listing import today as reading
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.organizations.roles import Role


@signed_in
def today(request: SignedInRequest) -> HttpResponse:
    """The first page of everyone in office: work for who works on cases, what is late for who answers for the district."""
    actor, at = request.actor, timezone.now()
    watches = actor.has(*reading.WATCHES)
    works = bool(actor.roles - reading.WATCHES - {Role.ADMINISTRATOR})
    code = Choices(on=at.astimezone(CHINA).date()).unit_code(actor.unit_id) if works else ""
    unit = reading.unit_queue(actor, at) if works else None
    context = {
        "at": at,
        "works": works,
        "watches": watches,
        "mine": reading.mine(actor, at) if works else None,
        "unit": unit,
        "overdue": reading.oldest_overdue(actor, at) if watches else None,
        "week": reading.week(actor, at, unit_code=code) if works or watches else [],
        "parts": reading.parts_asked(actor) if works else [],
        "tasks": reading.tasks_of(actor) if works else [],
        "notices": notices.lines(reading.unread(actor)),
        "urls": reading.addresses(request.user.username, code),
        "empty": {
            "mine": empties.of_mine(unit.total if unit else 0),
            "unit": empties.of_unit(),
            "overdue": empties.of_overdue(),
            "nothing": empties.of_nothing(),
        },
    }
    return render(request, "casework/today.html", context)
