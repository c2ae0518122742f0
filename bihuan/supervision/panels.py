"""What supervision adds to the page of a case of any process: what was done about it, and what may be done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.casework.permissions import openings_for
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.supervision import escalation, selectors
from bihuan.supervision.models import Escalation
from bihuan.supervision.permissions import READERS, URGERS
from bihuan.supervision.processes import ALL, DECISION, PROMISE


def supervised(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Open and former supervision, who was told of a deadline, and the ways open to the actor."""
    if actor.has(*OUTSIDE) or actor.unit_id is None:
        return None
    found = selectors.of_case(case, actor)
    stages = {stage.name: stage.label for stage in escalation.STAGES}
    told = [
        (row.at, stages.get(row.stage, row.stage), row.account.name if row.account else "", escalation.REASONS[row.reason])
        for row in Escalation.objects.filter(case=case).select_related("account").order_by("at", "pk")
    ]  # fmt: skip
    ways = []
    if actor.has(*URGERS) and case.phase != "ended":
        ways = [
            (process.name.removeprefix("supervision."), process.openings[0].label)
            for process in ALL
            if process not in (DECISION, PROMISE) and openings_for(process.name, actor)
        ]
    reads = actor.has(*READERS)
    if not found and not told and not ways and not reads:
        return None
    shown = [
        (one, registry.get(one.process).label, registry.get(one.process).state(one.state).label)
        for one in found
    ]
    return {"found": shown, "told": told, "ways": ways, "reads": reads}


def register_all() -> None:
    """On the page of every process that is registered by now."""
    for process in registry.all_processes():
        register(process.name, Panel("supervision", _("督查"), "supervision/case_panel.html", supervised))
