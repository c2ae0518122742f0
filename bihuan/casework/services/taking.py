"""Taking a step of the process table: the way every state changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import consequences, errors, giving, guards, outbox, registry
from bihuan.casework.documents import Issuing, issue
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import may_take
from bihuan.casework.posts import officers_in
from bihuan.casework.services import walling, writing
from bihuan.casework.services.moving import Ground, advance
from bihuan.casework.spec import Holder, Kind, Process, Step
from bihuan.casework.wall import named
from bihuan.casework.wall.rows import rows_of
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import Statement
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor


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
    if at < case.registered_at:
        raise errors.Guarded(errors.BEFORE_REGISTRATION)
    cleaned = giving.clean(found, given or {}, at=at)
    _check_references(case, found, cleaned, at)
    guards.run(process.name, guards.Attempt(case, found, cleaned, actor, at))
    running = writing.running_clocks(case)
    held_since, walled = case.holder_since, named.of(case)
    rules = RuleBook.of(process.name) if found.starts else RuleBook()
    entry, rows = advance(
        ground=Ground(process, calendars.current(), rules), case=case, running=running, step=found, given=cleaned,
        actor=actor, at=at, recorded_at=recorded_at or at, submission=submission,
    )  # fmt: skip
    statement = Statement()
    statement.update(case, writing.CHANGED)
    statement.insert([entry])
    writing.add_clocks(statement, rows)
    walls = [one for one in named.of(case) if one not in walled]
    statement.insert(rows_of(case, walls, at=at, by=entry.actor), ignore_conflicts=True)
    if found.holder is not Holder.KEEP or walls:
        writing.add_involved(statement, case, case.holder_unit_id)
    if found.document:
        clocks = {row.name: row for row in (*rows, *running)}
        issue(statement, issuing=Issuing(case, entry, clocks, held_since), kind=found.document)
    statement.insert(outbox.of_step(case=case, entry=entry, step=found), ignore_conflicts=True)
    with writing.once_per_form():
        statement.run()
    if walls:
        walling.carry_wall(case=case, found=walls, actor=actor, at=at)
    if consequences.follow(process.name, consequences.Taken(case, found, entry, cleaned, actor, at)):
        case.refresh_from_db()
    return case


def _step_now(process: Process, case: Case, name: str, submission: UUID | None) -> Step | None:
    """The step if it leads out of the current state; None when this form was taken already."""
    for step in process.steps_from(case.state):
        if step.name == name:
            return step
    if writing.already_taken(submission, case_id=case.pk) is not None:
        return None
    raise errors.NotNow


def _check_references(case: Case, step: Step, given: dict[str, Any], at: datetime) -> None:
    on = at.astimezone(CHINA).date()
    for field in step.gives:
        if field.name not in given:
            continue
        if field.kind is Kind.UNIT and (
            (unit := directory.unit(given[field.name])) is None or not unit.open_on(on)
        ):
            raise errors.Incomplete({field.name: _("没有这个单位，或者它已经撤销。")})
        if field.kind is Kind.OFFICER and given[field.name] not in officers_in(case.holder_unit_id, on):
            raise errors.Incomplete({field.name: _("这个人现在不在承办单位任职。")})
        if field.kind is Kind.OFFICER and not field.walls and given[field.name] in named.accounts(case):
            raise errors.Incomplete({field.name: errors.Barred.message})
