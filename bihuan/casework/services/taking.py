"""Taking a step of the process table: the way every state changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import clocks, errors, giving, guards, outbox, registry
from bihuan.casework.documents import issue
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.permissions import may_take
from bihuan.casework.posts import officers_in
from bihuan.casework.services import writing
from bihuan.casework.spec import Branch, Holder, Kind, Phase, Process, Step
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.selectors import valid_on


@transaction.atomic
def take(
    *, case_id: int, step: str, actor: Actor, at: datetime, given: Mapping[str, Any] | None = None,
    seen: int | None = None, submission: UUID | None = None, recorded_at: datetime | None = None,
) -> Case:  # fmt: skip
    """Take one step on a case: check, journal, state, holder, clocks, document and notices in one transaction.

    `at` is when it happens in law, `recorded_at` when it is written down (the same unless an old record is brought in).
    `seen` is the `seq` the form was made from; `submission` identifies the form, so that sent twice it acts once.
    Raises errors.Refused in one of its kinds; nothing is then written. The case is returned as it stands afterwards.
    """
    locked = writing.lock(case_id, seen=seen, submission=submission)
    if isinstance(locked, Entry):
        return locked.case
    case = locked
    process = registry.get(case.process)
    found = _step_now(process, case, step, submission)
    if found is None:
        return case
    if not may_take(found, case, actor):
        raise errors.NotYours
    _in_order(case, at)
    cleaned = giving.clean(found, given or {}, at=at)
    _check_references(case, found, cleaned, at)
    guards.run(process.name, guards.Attempt(case, found, cleaned, actor, at))
    before = case.state
    writing.move(case, state=target_of(found, case, cleaned), at=at)
    _hand_over(case, found, cleaned, actor, at)
    case.facts = {**case.facts, **kept(found, cleaned)}
    running = list(ClockRow.objects.filter(case=case, stopped_at__isnull=True).order_by("pk"))
    rows = clocks.apply(
        process=process, case=case, step=found, running=running, given=cleaned, at=at, seq=case.seq + 1,
        calendar=calendars.current(),
    )  # fmt: skip
    clocks.queue(case, running)
    _prove_clocked(process, case, running)
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=recorded_at, kind="step", step=step, from_state=before,
        data=giving.as_json(cleaned), submission=submission,
    )  # fmt: skip
    writing.save_clocks(rows)
    if found.holder is not Holder.KEEP:
        writing.involve(case, case.holder_unit_id)
    if found.document:
        issue(case=case, entry=entry, kind=found.document, actor=actor)
    outbox.tell_of_step(case=case, entry=entry, step=found)
    return case


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
    return giving.as_json({field.name: given[field.name] for field in step.gives if field.keep and field.name in given})


def _step_now(process: Process, case: Case, name: str, submission: UUID | None) -> Step | None:
    """The step if it leads out of the current state; None when this form was taken already."""
    for step in process.steps_from(case.state):
        if step.name == name:
            return step
    if writing.already_taken(submission) is not None:
        return None
    raise errors.NotNow


def _in_order(case: Case, at: datetime) -> None:
    """A step cannot happen before the registration; a backdated entry would let a clock be met after the fact."""
    if at < case.holder_since and at < case.registered_at:
        raise errors.Guarded(_("办理时间早于登记时间，请检查日期。"))


def _check_references(case: Case, step: Step, given: dict[str, Any], at: datetime) -> None:
    on = at.astimezone(CHINA).date()
    for field in step.gives:
        if field.name not in given:
            continue
        if field.kind is Kind.UNIT and not Unit.objects.filter(valid_on(on), pk=given[field.name]).exists():
            raise errors.Incomplete({field.name: _("没有这个单位，或者它已经撤销。")})
        if field.kind is Kind.OFFICER and given[field.name] not in officers_in(case.holder_unit_id, on):
            raise errors.Incomplete({field.name: _("这个人现在不在承办单位任职。")})


def _hand_over(case: Case, step: Step, given: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    match step.holder:
        case Holder.KEEP:
            return
        case Holder.GIVEN:
            unit_id = int(given["to_unit"])
        case Holder.REGISTRY:
            unit_id = case.registry_unit_id
        case Holder.ACTOR:
            unit_id = actor.unit_id or case.holder_unit_id
    writing.hand_over(case, unit_id=unit_id, account_id=None, at=at)


def _prove_clocked(process: Process, case: Case, running: list[ClockRow]) -> None:
    """What start-up proved of the table holds of the case: a state that names clocks has one running."""
    state = process.state(case.state)
    if state.phase is Phase.ENDED or not state.clocks:
        return
    if not {row.name for row in running} & set(state.clocks):
        raise AssertionError(f"{case.number} would be in {state.name} with none of its clocks running")
