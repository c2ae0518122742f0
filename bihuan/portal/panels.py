"""What the case page shows of its resident's side: the code, questions, ratings, and what was sent to them."""

from __future__ import annotations

from typing import Any

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.casework.permissions import works_on
from bihuan.organizations.actor import Actor
from bihuan.portal import selectors
from bihuan.portal.following.seats import seats_of
from bihuan.portal.services.codes import CHECKS, may_issue
from bihuan.portal.services.wishing import channels_of, wish_of


def residents_side(case: Case, actor: Actor) -> dict[str, Any]:
    """Nobody's name, number or address is in it."""
    wishes, sent = selectors.told(case.pk)
    return {
        "seats": _seats(case), "issues": may_issue(case, actor),
        "checks": [(key, str(label)) for key, label in CHECKS.items()], "asks": works_on(case, actor),
        "questions": selectors.questions_of(case.pk), "ratings": selectors.ratings_of(case.pk),
        "wish": wishes[0].channel if wishes else "", "messages": sent,
    }  # fmt: skip


def _seats(case: Case) -> list[dict[str, Any]]:
    """Each seat by its number, with its code and the ways its person can be told; nobody's name."""
    given = {code.seat: code for code in selectors.codes_of(case.pk)}
    return [
        {
            "seat": seat,
            "code": given.get(seat),
            "channels": channels_of(case, seat),
            "wish": wish_of(case, seat),
        }
        for seat in seats_of(case)
    ]


def register_all() -> None:
    """For every process of appeals."""
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            register(process.name, Panel("residents", "群众端", "portal/panel.html", residents_side))
