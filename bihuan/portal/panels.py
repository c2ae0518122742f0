"""What the case page shows of its resident's side: the code, questions, ratings, and what was sent to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.casework.permissions import works_on
from bihuan.organizations.actor import Actor
from bihuan.portal import selectors
from bihuan.portal.following.seats import seats_of
from bihuan.portal.models import Wish
from bihuan.portal.services.codes import CHECKS, may_issue
from bihuan.portal.services.wishing import channels_of


def residents_side(case: Case, actor: Actor) -> dict[str, Any]:
    """Nobody's name, number or address is in it."""
    kept = selectors.kept_of(case.pk)
    wishes = {wish.seat: wish.channel for wish in selectors.wishes_of(case.pk)} if kept.wishes else {}
    issues = may_issue(case, actor)
    return {
        "seats": _seats(case, kept, wishes, issues), "issues": issues,
        "checks": [(key, str(label)) for key, label in CHECKS.items()], "asks": works_on(case, actor),
        "questions": selectors.questions_of(case.pk) if kept.questions else [],
        "ratings": selectors.ratings_of(case.pk) if kept.ratings else [],
        "wish": next(iter(wishes.values()), ""),
        "messages": selectors.messages_of(case.pk) if kept.messages else [],
    }  # fmt: skip


def _seats(case: Case, kept: selectors.Kept, wishes: dict[int, str], issues: bool) -> list[dict[str, Any]]:
    """Each seat by its number, with its code and, for who gives codes out, the ways its person can be told."""
    given = {code.seat: code for code in selectors.codes_of(case.pk)} if kept.codes else {}
    return [
        {
            "seat": seat,
            "code": given.get(seat),
            "channels": channels_of(case, seat) if issues else (),
            "wish": wishes.get(seat, Wish.Channel.NONE),
        }
        for seat in (seats_of(case) if kept.signatories else [0])
    ]


def register_all() -> None:
    """For every process of appeals."""
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            register(
                process.name, Panel("residents", gettext_noop("群众端"), "portal/panel.html", residents_side)
            )
