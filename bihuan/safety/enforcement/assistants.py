"""What the forms of enforcement can have filled in beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.casework.assistants import Assistant, register
from bihuan.casework.models import Case
from bihuan.casework.spec import Kind, Process
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.enforcement.filing import said_in
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING

KNOWN = ("article", "amount", "income", "suspension")


def prefill_of(process: Process, step: str) -> Assistant:
    """Today for what has happened, and what was said before for the fine."""
    asked = process.step(step).gives
    dates = tuple(one.name for one in asked if one.kind is Kind.DATE and one.not_future)
    known = tuple(one.name for one in asked if one.name in KNOWN)

    def prefill(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
        del actor
        today = at.astimezone(CHINA).date()
        filled: dict[str, Any] = dict.fromkeys(dates, today)
        filled |= {name: case.facts[name] for name in known if name in case.facts}
        if step in ("hear_defence", "reply"):
            filled |= {"defence" if step == "hear_defence" else "answer": said_in(case)}
        if step == "annul":
            filled["was_public"] = "yes" if case.facts.get("published_on") else "no"
        return filled

    return Assistant(prefill=prefill)


def register_all() -> None:
    """One for every step that asks for something known."""
    for process in (PENALTY, CLOSURE, ADMONITION, LISTING):
        for step in process.steps:
            if step.sources:
                register(process.name, step.name, prefill_of(process, step.name))
