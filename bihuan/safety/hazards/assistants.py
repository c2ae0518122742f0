"""What the forms of a hazard's steps can have filled in beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.casework.assistants import Assistant, register
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.process_recalls import OF


def known(case: Case, actor: Actor, at: datetime, step: str) -> dict[str, Any]:
    """The enterprise, today, and whether a second level is required; for what is taken back, the deadline as it stands."""
    hazard = Hazard.objects.filter(pk=case.pk).select_related("enterprise").first()
    today = at.astimezone(CHINA).date()
    facts = case.facts
    filled: dict[str, Any] = {
        "done_on": today, "reported_regulator_on": today, "reported_workers_on": today,
        "second_level": "yes" if facts.get("grade") == "major" or facts.get("listed") else "no",
        "responsible": facts.get("responsible", ""), "grade": facts.get("grade", ""), "clause": facts.get("clause", ""),
    }  # fmt: skip
    if hazard is not None:
        filled["to_unit"] = hazard.enterprise.name
        if step in OF:
            filled["rectify_by"] = hazard.rectify_by
    if actor.unit_id == (hazard.enterprise_id if hazard else None):
        filled["rectifier"] = facts.get("responsible", "")
    return filled


def register_all() -> None:
    """One for every step that asks for something known."""
    for step in HAZARD.steps:
        asked = {given.name for given in step.gives}

        def prefill(
            case: Case,
            actor: Actor,
            at: datetime,
            names: frozenset[str] = frozenset(asked),
            step: str = step.name,
        ) -> dict[str, Any]:
            return {
                name: value for name, value in known(case, actor, at, step).items() if name in names and value
            }

        if step.sources and step.name != "transfer":
            register(HAZARD.name, step.name, Assistant(prefill=prefill))
