"""Reads of supervision. Every list of cases begins with the engine's own visibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import Actor
from bihuan.supervision.models import Escalation
from bihuan.supervision.processes import ALL, INSTRUMENTS

NAMES = tuple(process.name for process in ALL)
OURS = tuple(process.name for process in INSTRUMENTS)
SHOWN = 50
RUNNING = (Phase.OPEN.value, Phase.WAITING.value)
SOON = timedelta(days=7)


@dataclass(slots=True)
class Row:
    """A case in a queue: with what was already done about it."""

    case: Case
    supervised: list[Case] = field(default_factory=list)
    told: list[Escalation] = field(default_factory=list)


def back_to_us(actor: Actor) -> QuerySet[Case]:
    """What was asked of others and has come back to the actor's unit, to be looked at."""
    return _listed(
        visible_cases(actor).filter(process__in=NAMES, holder_unit=actor.unit_id, phase=Phase.OPEN.value)
    )


def asked_by_us(actor: Actor) -> QuerySet[Case]:
    """What the actor's unit asked of others and they owe."""
    return _listed(
        visible_cases(actor)
        .filter(process__in=NAMES, registry_unit=actor.unit_id, phase__in=RUNNING)
        .exclude(holder_unit=actor.unit_id)
    )


def late(actor: Actor, at: datetime) -> QuerySet[Case]:
    """What the actor may see and what has run out, the oldest deadline first. One walk along the index of deadlines."""
    return _listed(visible_cases(actor).filter(next_due_at__lte=at))


def soon(actor: Actor, at: datetime) -> QuerySet[Case]:
    """What will run out within a week."""
    return _listed(visible_cases(actor).filter(next_due_at__gt=at, next_due_at__lte=at + SOON))


def running(actor: Actor, process: str) -> QuerySet[Case]:
    """The open cases of one kind."""
    return _listed(visible_cases(actor).filter(process=process, phase__in=RUNNING))


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("holder_unit", "registry_unit", "origin").order_by("next_due_at", "pk")


def rows(actor: Actor, cases: Iterable[Case]) -> list[Row]:
    """The cases with the supervision that is open on them and who was told of their deadline. Three queries."""
    found = {case.pk: Row(case) for case in cases}
    spawned = visible_cases(actor).filter(origin__in=list(found), process__in=NAMES, phase__in=RUNNING)
    for case in spawned.order_by("pk"):
        if case.origin_id in found:
            found[case.origin_id].supervised.append(case)
    for step in (
        Escalation.objects.filter(case__in=list(found)).select_related("account").order_by("at", "pk")
    ):
        found[step.case_id].told.append(step)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Debt:
    """What a unit owes to one other unit."""

    to: str
    cases: Sequence[Case]


def debts(unit_id: int, actor: Actor) -> list[Debt]:
    """What the unit has in hand for others, by whom it owes it to, the earliest deadline first."""
    mine = (
        visible_cases(actor)
        .filter(holder_unit=unit_id, phase=Phase.OPEN.value)
        .exclude(registry_unit=unit_id)
        .select_related("registry_unit")
        .order_by("next_due_at", "pk")[: SHOWN * 4]
    )
    by_unit: dict[str, list[Case]] = defaultdict(list)
    for case in mine:
        by_unit[case.registry_unit.name].append(case)
    return [Debt(name, cases) for name, cases in by_unit.items()]


def of_case(case: Case, actor: Actor) -> list[Case]:
    """Everything of this slice that came out of a case, newest first."""
    return list(
        visible_cases(actor)
        .filter(origin=case, process__in=NAMES)
        .select_related("holder_unit")
        .order_by("-registered_at", "-pk")
    )
