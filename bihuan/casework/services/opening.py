"""Opening a case: number, holder, first entry, first clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.casework import clocks, errors, giving, guards, journal, outbox, registry, searching
from bihuan.casework.models import Case
from bihuan.casework.permissions import may_open
from bihuan.casework.services import linking, writing
from bihuan.casework.services.taking import kept, target_of
from bihuan.casework.spec import Holder
from bihuan.common import calendars
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor


@transaction.atomic
def open_case(
    *, process: str, step: str, actor: Actor, at: datetime, subject: str, body: str = "",
    given: Mapping[str, Any] | None = None, jurisdiction_id: int | None = None, topic: str = "", channel: str = "",
    registry_unit_id: int | None = None, submission: UUID | None = None, recorded_at: datetime | None = None,
    origin: Case | None = None,
) -> Case:  # fmt: skip
    """Open a case by one of the process's opening steps, held by a unit from its first moment.

    The holder is the actor's unit or the unit given; `registry_unit_id` (default: the actor's unit) is where objections
    and confirmations go back to. Raises errors.Refused; errors.NotYours when the actor may not open such a case.
    """
    table = registry.get(process)
    found = table.step(step)
    if (done := writing.already_taken(submission)) is not None:
        return done.case
    if not may_open(found, actor):
        raise errors.NotYours
    cleaned = giving.clean(found, given or {}, at=at)
    registry_unit = registry_unit_id or actor.unit_id
    holder = int(cleaned["to_unit"]) if found.holder is Holder.GIVEN else registry_unit
    if registry_unit is None or holder is None:
        raise errors.NotYours
    received_on: date = cleaned.get("received_on", at.astimezone(CHINA).date())
    case = Case(
        process=process, subject=subject[:200], body=body, topic=topic, channel=channel,
        jurisdiction_id=jurisdiction_id, registry_unit_id=registry_unit, holder_unit_id=holder, holder_since=at,
        received_on=received_on, registered_at=at, changed_at=recorded_at or at, head=journal.GENESIS, origin=origin,
        facts=kept(found, cleaned),
    )  # fmt: skip
    writing.move(case, state=target_of(found, case, cleaned), at=at)
    guards.run(process, guards.Attempt(case, found, cleaned, actor, at))
    running: list[Any] = []
    rows = clocks.apply(
        process=table, case=case, step=found, running=running, given=cleaned, at=at, seq=1,
        calendar=calendars.current(),
    )  # fmt: skip
    clocks.queue(case, running)
    case.number = writing.next_number(table.prefix, at.astimezone(CHINA).year)
    case.save(force_insert=True)
    data = {
        **giving.as_json(cleaned), "subject": case.subject, "body_sha256": journal.digest(body), "topic": topic,
        "jurisdiction": jurisdiction_id, "channel": channel, "registry_unit": registry_unit, "number": case.number,
    }  # fmt: skip
    if origin is not None:
        data["origin"] = origin.number
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=recorded_at, kind="step", step=step, data=data, submission=submission
    )
    for row in rows:
        row.case_id = case.pk
    writing.save_clocks(rows)
    writing.involve(case, registry_unit, holder)
    searching.index(case)
    outbox.tell_of_step(case=case, entry=entry, step=found)
    return case


@transaction.atomic
def spawn(*, origin: Case, actor: Actor, at: datetime, kind: str = "follows", **opening: Any) -> Case:
    """Open a case of another slice out of this one, both journals saying so, in the same transaction.

    `opening` is what `open_case` takes. Raises what it raises, and then neither case has changed.
    """
    case = open_case(actor=actor, at=at, origin=origin, **opening)
    linking.link(case_id=origin.pk, other_id=case.pk, kind=kind, actor=actor, at=at)
    return case
