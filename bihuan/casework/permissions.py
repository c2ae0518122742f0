"""Who may take which step: read from the process table, asked by pages, API and services alike."""

from __future__ import annotations

from bihuan.casework import registry
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase, Step, Who
from bihuan.casework.wall import named, rounds
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

SEES_ALL = frozenset({Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.DISPATCHER})


def barred(case: Case) -> frozenset[int]:
    """Units that may neither hold the case nor take part in it: behind its wall (信访工作条例 art. 28, 30)."""
    return named.units(case)


def shut_out(case: Case, actor: Actor) -> bool:
    """True when the actor, or the unit they act in, is behind the wall of the case."""
    return actor.unit_id in named.units(case) or actor.account_id in named.accounts(case)


def registry_of(case: Case) -> int:
    """The unit that acts as the registry: the one that registered the case, or the next above it that no wall bars."""
    if case.registry_unit_id not in barred(case):
        return case.registry_unit_id
    above = rounds.next_higher(case.registry_unit_id, barred(case), case.changed_at)
    return case.registry_unit_id if above is None else above.id


def may_take(step: Step, case: Case, actor: Actor) -> bool:
    """True when role and unit allow the actor this step now. Steps of the system are for the system alone.

    A step of the resident's is also open to the role that writes down what the resident said, in the unit that holds
    the case and in the one that registered it.
    """
    if step.who is Who.SYSTEM or actor.is_system:
        return step.who is Who.SYSTEM and actor.is_system
    if actor.is_resident:
        return step.who is Who.RESIDENT
    if not actor.has(*step.roles) or shut_out(case, actor):
        return False
    match step.who:
        case Who.HOLDER:
            return actor.unit_id == case.holder_unit_id
        case Who.REGISTRY:
            return actor.unit_id == registry_of(case)
        case Who.RESIDENT:
            return actor.unit_id in (case.holder_unit_id, registry_of(case))
        case _:
            return True


def may_open(step: Step, actor: Actor) -> bool:
    """True when the actor's roles allow opening a case by this step; the resident only opens what is theirs to open."""
    if actor.is_resident:
        return not step.sources and step.who is Who.RESIDENT
    return not step.sources and actor.unit_id is not None and actor.has(*step.roles)


def may_wall(case: Case, actor: Actor) -> bool:
    """Who decides whom the case is kept from (art. 28¶3, 30): who dispatches, heads the holding unit, leads, supervises."""
    if shut_out(case, actor) or actor.unit_id is None:
        return False
    return actor.has(Role.LEADER, Role.SUPERVISOR) or (
        actor.has(Role.DISPATCHER, Role.INTAKE, Role.UNIT_HEAD)
        and actor.unit_id in (case.holder_unit_id, registry_of(case))
    )


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
        and not shut_out(case, actor)
        and actor.has(
            Role.OFFICER, Role.UNIT_HEAD, Role.DISPATCHER, Role.INTAKE, Role.REVIEWER, Role.INSPECTOR
        )
    )


def may_add(case: Case, actor: Actor) -> bool:
    """True when the actor, who sees the case, may add notes, files and links to it: an auditor only reads."""
    return (
        actor.is_system
        or actor.is_resident
        or (
            actor.unit_id is not None
            and bool(actor.roles - {Role.AUDITOR, Role.ADMINISTRATOR})
            and not shut_out(case, actor)
        )
    )
