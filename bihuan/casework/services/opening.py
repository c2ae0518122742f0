"""Opening a case: number, holder, first entry, first clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from bihuan.casework import errors, giving, guards, journal, outbox, registry, searching
from bihuan.casework.limits import RuleBook
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.permissions import may_open
from bihuan.casework.services import linking, writing
from bihuan.casework.services.moving import Ground, advance
from bihuan.casework.spec import Holder, Process, Step
from bihuan.casework.wall import named
from bihuan.casework.wall.rows import rows_of
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.common.rows import made
from bihuan.common.statement import Statement
from bihuan.organizations.actor import Actor

Beside = Callable[[Case], Sequence[Model]]


def open_case(
    *, process: str, step: str, actor: Actor, at: datetime, subject: str, body: str = "",
    given: Mapping[str, Any] | None = None, jurisdiction_id: int | None = None, topic: str = "", channel: str = "",
    registry_unit_id: int | None = None, submission: UUID | None = None, recorded_at: datetime | None = None,
    origin: Case | None = None, beside: Beside | None = None,
) -> Case:  # fmt: skip
    """Open a case by one of the process's opening steps, held by a unit from its first moment.

    The holder is the actor's unit or the unit given; `registry_unit_id` (default: the actor's unit) is where objections
    and confirmations go back to. `beside` gives the slice's own rows of the case, written in the same statement.
    Sent twice with one `submission` it opens once. Raises errors.Refused; errors.NotYours when the actor may not open
    such a case.
    """
    try:
        with transaction.atomic():
            if (done := _opened_by(submission)) is not None:
                return done
            return _open(
                table=registry.get(process), step=registry.get(process).step(step), actor=actor, at=at, subject=subject,
                body=body, given=given or {}, jurisdiction_id=jurisdiction_id, topic=topic, channel=channel,
                registry_unit_id=registry_unit_id, submission=submission, recorded_at=recorded_at, origin=origin,
                beside=beside,
            )  # fmt: skip
    except IntegrityError as problem:
        # The same form a second time, while the first was still being written: the first has done it.
        if (done := _opened_by(submission)) is not None:
            return done
        if "entry_once_per_submission" in str(
            problem
        ):  # done, and row security keeps it from whoever asks again
            raise errors.SentBehindWall from problem
        raise


def _opened_by(submission: UUID | None) -> Case | None:
    """The case that this form opened. Raises FormUsed when it did something else."""
    done = writing.already_taken(submission)
    if done is not None and done.seq != 1:
        raise errors.FormUsed
    return done.case if done is not None else None


def _open(
    *, table: Process, step: Step, actor: Actor, at: datetime, beside: Beside | None, **kwargs: Any
) -> Case:
    if not may_open(step, actor):
        raise errors.NotYours
    number, key = writing.next_number(table.prefix, at.astimezone(CHINA).year)
    case, entry, rows = draft(
        ground=Ground(table, calendars.current(), RuleBook.of(table.name)), step=step, actor=actor, at=at, number=number,
        **kwargs,
    )  # fmt: skip
    case.pk = key
    entry.case_id = key
    for row in rows:
        row.case_id = key
    statement = Statement()
    statement.insert([case])
    statement.insert([entry])
    statement.insert(rows)
    statement.insert(rows_of(case, named.of(case), at=at, by=entry.actor))
    writing.add_first_involved(statement, case, case.registry_unit_id, case.holder_unit_id)
    searching.add(statement, case)
    statement.insert(outbox.of_step(case=case, entry=entry, step=step), ignore_conflicts=True)
    for own in beside(case) if beside is not None else ():
        statement.insert([own])
    statement.run()
    case._state.adding, case._state.db = False, "default"
    return case


def draft(
    *, ground: Ground, step: Step, actor: Actor, at: datetime, subject: str, body: str, given: Mapping[str, Any],
    jurisdiction_id: int | None, topic: str, channel: str, registry_unit_id: int | None, number: str,
    submission: UUID | None = None, recorded_at: datetime | None = None, origin: Case | None = None,
) -> tuple[Case, Entry, list[ClockRow]]:  # fmt: skip
    """A new case in memory with its first entry and clocks; nothing is saved. Raises errors.Refused."""
    process: Process = ground.process
    cleaned = giving.clean(step, given, at=at)
    unit_id = registry_unit_id or actor.unit_id
    holder = int(cleaned["to_unit"]) if step.holder is Holder.GIVEN else unit_id
    if unit_id is None or holder is None:
        raise errors.NotYours
    received_on: date = cleaned.get("received_on", at.astimezone(CHINA).date())
    case = made(
        Case,
        {
            "number": number, "process": process.name, "subject": subject[:200], "body": body, "topic": topic,
            "channel": channel, "jurisdiction_id": jurisdiction_id, "registry_unit_id": unit_id,
            "holder_unit_id": holder, "holder_since": at, "received_on": received_on, "registered_at": at,
            "changed_at": recorded_at or at, "head": journal.GENESIS,
        },
        {"origin": origin} if origin is not None else {},
    )  # fmt: skip
    if origin is not None:
        named.add(
            case,
            [*named.of(origin), *(named.Named(named.UNIT, key, "accused") for key in named.units(origin))],
        )
    guards.run(process.name, guards.Attempt(case, step, cleaned, actor, at))
    also = {
        "number": number, "subject": case.subject, "body_sha256": journal.digest(body), "topic": topic,
        "jurisdiction": jurisdiction_id, "channel": channel, "registry_unit": unit_id,
        **({"origin": origin.number} if origin is not None else {}),
    }  # fmt: skip
    entry, rows = advance(
        ground=ground, case=case, running=[], step=step, given=cleaned, actor=actor, at=at,
        recorded_at=recorded_at or at, submission=submission, also=also,
    )  # fmt: skip
    return case, entry, rows


@transaction.atomic
def spawn(*, origin: Case, actor: Actor, at: datetime, kind: str = "follows", **opening: Any) -> Case:
    """Open a case of another slice out of this one, both journals saying so, in the same transaction.

    `opening` is what `open_case` takes. Raises what it raises, and then neither case has changed.
    """
    case = open_case(actor=actor, at=at, origin=origin, **opening)
    linking.link(case_id=origin.pk, other_id=case.pk, kind=kind, actor=actor, at=at)
    return case
