"""What the case page shows of its resident's side: the code, questions, ratings, and what was sent to them."""

from __future__ import annotations

from typing import Any

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.casework.permissions import works_on
from bihuan.organizations.actor import Actor
from bihuan.portal import selectors
from bihuan.portal.services.codes import CHECKS, may_issue


def residents_side(case: Case, actor: Actor) -> dict[str, Any]:
    """Nobody's name, number or address is in it."""
    wishes, sent = selectors.told(case.pk)
    return {
        "codes": selectors.codes_of(case.pk), "issues": may_issue(case, actor),
        "checks": [(key, str(label)) for key, label in CHECKS.items()], "asks": works_on(case, actor),
        "questions": selectors.questions_of(case.pk), "ratings": selectors.ratings_of(case.pk),
        "wish": wishes[0].channel if wishes else "", "messages": sent,
    }  # fmt: skip


def register_all() -> None:
    """For every process of appeals."""
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            register(process.name, Panel("residents", "群众端", "portal/panel.html", residents_side))
