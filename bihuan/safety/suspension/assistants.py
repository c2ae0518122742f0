"""What the forms of suspension can have filled in beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.casework.assistants import Assistant, register
from bihuan.casework.models import Case
from bihuan.casework.spec import Kind, Process
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import TABLES


def _prefill_of(process: Process, step: str) -> Assistant:
    asked = {one.name: one for one in process.step(step).gives}

    def prefill(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
        del actor
        today = at.astimezone(CHINA).date()
        filled: dict[str, Any] = {
            name: today for name, one in asked.items() if one.kind is Kind.DATE and one.not_future
        }
        if "to_unit" in asked and step != "approve_body":
            row = Suspension.objects.filter(pk=case.pk).select_related("enterprise").first()
            filled["to_unit"] = row.enterprise.name if row is not None else ""
        if step == "revoke":
            filled["was_public"] = "yes" if case.facts.get("published_on") else "no"
        return filled

    return Assistant(prefill=prefill)


def register_all() -> None:
    """One for every step that asks for something known."""
    for table in TABLES:
        for step in table.steps:
            if step.sources:
                register(table.name, step.name, _prefill_of(table, step.name))
