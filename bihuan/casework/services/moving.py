"""One step on one case, in memory: what both the single step and the bringing in of many stand on.

Nothing here touches the database. The caller has the case (locked, or not yet saved) and its running clocks, and
saves what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.casework import clocks, errors, giving, journal, registry
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.permissions import barred, registry_of
from bihuan.casework.spec import Branch, Holder, Phase, Process, Step, Who
from bihuan.casework.wall import named, rounds
from bihuan.common.calendar.working import WorkingCalendar
from bihuan.organizations.actor import Actor


@dataclass(frozen=True, slots=True)
class Ground:
    """What counting needs: the calendar in force and the district's rules for the process."""

    process: Process
    calendar: WorkingCalendar
    rules: RuleBook


def advance(
    *, ground: Ground, case: Case, running: list[ClockRow], step: Step, given: dict[str, Any], actor: Actor,
    at: datetime, recorded_at: datetime, submission: UUID | None = None, also: Mapping[str, Any] | None = None,
) -> tuple[Entry, list[ClockRow]]:  # fmt: skip
    """Move the case: state, holder, facts, clocks, queue. Returns the journal entry and the clock rows to save.

    `given` is clean; `also` is added to the entry's data (what an opening states of the case). Roles and guards are the
    caller's to check before.
    """
    before = case.state
    case.facts = {**case.facts, **kept(step, given)}
    set_state(case, target_of(step, case, given), at)
    _hand_over(case, step, given, actor, at)
    named.add(case, named.by_step(step, given))
    go_round(case, at, given=step.holder is Holder.GIVEN)
    rows = clocks.apply(
        process=ground.process, case=case, step=step, running=running, given=given, at=at, seq=case.seq + 1,
        calendar=ground.calendar, rules=ground.rules,
    )  # fmt: skip
    clocks.queue(case, running)
    _prove_clocked(ground.process, case, running)
    case.changed_at = recorded_at
    entry = journal.build(
        case=case, actor=actor, at=at, recorded_at=recorded_at, kind="step", step=step.name, from_state=before,
        data={**giving.as_json(given), **(also or {})}, submission=submission,
        line=journal.for_resident(actor) if step.who is Who.RESIDENT else "",
    )  # fmt: skip
    return entry, rows


def set_state(case: Case, state: str, at: datetime) -> None:
    """Set the state, with the phase and end that follow from the process table."""
    found = registry.get(case.process).state(state)
    case.state, case.phase = state, found.phase.value
    case.ended_at = at if found.phase is Phase.ENDED else None


def hand_over(case: Case, *, unit_id: int, account_id: int | None, at: datetime) -> None:
    """Give the ball to a unit, and in it to a person or to nobody in particular."""
    if unit_id in barred(case):
        raise errors.Barred(rounds.refusal(unit_id, barred(case), at))
    if (unit_id, account_id) != (case.holder_unit_id, case.holder_account_id):
        case.holder_unit_id, case.holder_account_id, case.holder_since = unit_id, account_id, at


def target_of(step: Step, case: Case, given: Mapping[str, Any]) -> str:
    """The state the step leads to with what was given now or kept before."""
    if not isinstance(step.target, Branch):
        return step.target or case.state
    value = given.get(step.target.field, case.facts.get(step.target.field))
    for key, state in step.target.targets:
        if key == value:
            return state
    raise errors.Guarded(_("还不能决定案件转到哪一步：缺少“%(field)s”。") % {"field": step.target.field})


def kept(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the step adds to the facts of the case."""
    return giving.as_json(
        {field.name: given[field.name] for field in step.gives if field.keep and field.name in given}
    )


def _hand_over(case: Case, step: Step, given: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    match step.holder:
        case Holder.KEEP:
            return
        case Holder.GIVEN:
            unit_id = int(given["to_unit"])
        case Holder.REGISTRY:
            unit_id = registry_of(case)
        case Holder.ACTOR:
            unit_id = actor.unit_id or case.holder_unit_id
    hand_over(case, unit_id=unit_id, account_id=None, at=at)


def go_round(case: Case, at: datetime, *, given: bool = False) -> None:
    """Nobody behind the wall keeps the ball: the next higher unit has it then, never nobody (art. 28, 30).

    Raises Barred when there is none, and when that unit was chosen just now (`given`).
    """
    walled = barred(case)
    if case.holder_unit_id in walled:
        above = rounds.next_higher(case.holder_unit_id, walled, at)
        if given or above is None:
            raise errors.Barred(rounds.refusal(case.holder_unit_id, walled, at))
        hand_over(case, unit_id=above.id, account_id=None, at=at)
    if case.holder_account_id in named.accounts(case):
        hand_over(case, unit_id=case.holder_unit_id, account_id=None, at=at)


def _prove_clocked(process: Process, case: Case, running: list[ClockRow]) -> None:
    """What start-up proved of the table holds of the case: a state that names clocks has one running."""
    state = process.state(case.state)
    if (
        state.phase is not Phase.ENDED
        and state.clocks
        and not {row.name for row in running} & set(state.clocks)
    ):
        raise AssertionError(f"{case.number} would be in {state.name} with none of its clocks running")
