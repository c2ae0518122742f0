"""Who may take which step: read from the process table, asked by pages, API and services alike."""

from __future__ import annotations

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase, Step, Who
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

SEES_ALL = frozenset({Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.DISPATCHER})


def barred(case: Case) -> frozenset[int]:
    """Units that may neither hold the case nor take part in it, by the process table (信访工作条例 art. 30)."""
    named = (case.facts.get(name) for name in registry.get(case.process).bars)
    return frozenset(unit for unit in named if unit is not None)


def may_take(step: Step, case: Case, actor: Actor) -> bool:
    """True when role and unit allow the actor this step now. Steps of the system are for the system alone.

    A step of the resident's is also open to the role that writes down what the resident said, in the unit that holds
    the case and in the one that registered it.
    """
    if step.who is Who.SYSTEM or actor.is_system:
        return step.who is Who.SYSTEM and actor.is_system
    if actor.is_resident:
        return step.who is Who.RESIDENT
    if not actor.has(*step.roles) or actor.unit_id in barred(case):
        return False
    match step.who:
        case Who.HOLDER:
            return actor.unit_id == case.holder_unit_id
        case Who.REGISTRY:
            return actor.unit_id == case.registry_unit_id
        case Who.RESIDENT:
            return actor.unit_id in (case.holder_unit_id, case.registry_unit_id)
        case _:
            return True


def may_open(step: Step, actor: Actor) -> bool:
    """True when the actor's roles allow opening a case by this step; the resident only opens what is theirs to open."""
    if actor.is_resident:
        return not step.sources and step.who is Who.RESIDENT
    return not step.sources and actor.unit_id is not None and actor.has(*step.roles)


def steps_open_to(case: Case, actor: Actor) -> tuple[Step, ...]:
    """The steps the actor may take on the case now, in the order of the table: what a page shows as buttons."""
    steps = registry.get(case.process).steps_from(case.state)
    return tuple(step for step in steps if may_take(step, case, actor))


def openings_for(process: str, actor: Actor) -> tuple[Step, ...]:
    """The opening steps of a process that the actor may take."""
    return tuple(step for step in registry.get(process).openings if may_open(step, actor))


def works_on(case: Case, actor: Actor) -> bool:
    """True when the actor sits in the unit that holds the open case and may assign, ask for help and set tasks."""
    return (
        case.phase != Phase.ENDED
        and actor.unit_id == case.holder_unit_id
        and actor.has(
            Role.OFFICER, Role.UNIT_HEAD, Role.DISPATCHER, Role.INTAKE, Role.REVIEWER, Role.INSPECTOR
        )
    )


def may_add(case: Case, actor: Actor) -> bool:
    """True when the actor, who sees the case, may add notes, files and links to it: an auditor only reads."""
    del case
    return (
        actor.is_system
        or actor.is_resident
        or (actor.unit_id is not None and bool(actor.roles - {Role.AUDITOR, Role.ADMINISTRATOR}))
    )
