"""What follows from steps of enforcement: the penalty's columns, the repeat counter, the hazard's own listing, a closure."""

from __future__ import annotations

from typing import Any

from bihuan.casework import services as casework
from bihuan.casework.consequences import Consequence, Taken, register
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.safety.enforcement import filing
from bihuan.safety.enforcement.models import Matter, Penalty
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.services import draft_closure
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING

KEPT = ("served_on", "published_on", "ordered_on", "corrected_on", "executed_on", "annulled_on", "amount")


_then: dict[str, list[Consequence]] = {}


def then(step: str, consequence: Consequence) -> None:
    """What another room of the slice does after a step of a penalty case."""
    if consequence not in _then.setdefault(step, []):
        _then[step].append(consequence)


def keep_in_step(taken: Taken) -> None:
    """Write what the step says into the penalty's own columns; count when it is decided."""
    filing.keep(taken)
    row = Penalty.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=taken.case.pk)
    changed: dict[str, Any] = {name: taken.given[name] for name in KEPT if name in taken.given}
    if "article" in taken.given:
        changed["article"] = taken.given["article"][:60]
    if taken.step.name == "appoint":
        changed |= {"lead_id": taken.given["lead"], "second_id": taken.given["second"]}
    if taken.step.name == "decide":
        changed["decided_on"] = taken.at.astimezone(CHINA).date()
    if taken.case.phase == Phase.ENDED:
        changed["ended_at"] = taken.at
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
    if taken.step.name == "decide" and row.decided_on is not None:
        draft_closure(
            of=taken.case, enterprise=row.enterprise, on=row.decided_on, actor=taken.actor, at=taken.at
        )
    for consequence in _then.get(taken.step.name, ()):
        consequence(taken)


def follow_listing(taken: Taken) -> None:
    """A listing that is decided lists the hazard itself, so that it is not closed before it is delisted; and back."""
    matter = Matter.objects.filter(pk=taken.case.pk).first()
    hazard = Case.objects.filter(pk=matter.hazard_id or 0).first() if matter is not None else None
    if hazard is None or hazard.phase == Phase.ENDED:
        return
    given: dict[str, Any] = {"reason": f"{taken.case.number}"}
    if taken.step.name == "list":
        given["listed"] = taken.case.facts["level"]
    casework.take(case_id=hazard.pk, step=taken.step.name, actor=taken.actor, at=taken.at, given=given)


def close_enterprise(taken: Taken) -> None:
    """The register says since when an enterprise is closed."""
    matter = Matter.objects.select_related("enterprise").get(pk=taken.case.pk)
    matter.enterprise.closed_on = taken.given["closed_on"]
    matter.enterprise.changed_at = taken.at
    matter.enterprise.save(update_fields=["closed_on", "changed_at"])


def register_all() -> None:
    """Make the consequences known to the engine."""
    for step in PENALTY.steps:
        if step.sources:
            register(PENALTY.name, step.name, keep_in_step)
    for name in ("filed_reply", "reply", "settle"):
        register(ADMONITION.name, name, filing.keep)
    register(LISTING.name, "list", follow_listing)
    register(LISTING.name, "delist", follow_listing)
    register(CLOSURE.name, "close", close_enterprise)
