"""Opening a case of this slice, on its own or out of the case that is supervised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.casework import registry
from bihuan.casework import services as casework
from bihuan.casework.documents import Issuing, issue
from bihuan.casework.models import Case, IssuedDocument
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import Statement
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.selectors import appointments_of
from bihuan.supervision import errors
from bihuan.supervision.models import Duty
from bihuan.supervision.processes import CHARGE, PROMISE


@transaction.atomic
def supervise(
    *, process: str, actor: Actor, at: datetime, subject: str, given: Mapping[str, Any], origin: Case | None = None,
    body: str = "", submission: UUID | None = None, **more: Any,
) -> Case:  # fmt: skip
    """Open a case of this slice by its one opening step; with `origin` out of that case, both journals saying so.

    Raises errors.Refused in one of its kinds; nothing is then written.
    """
    step = registry.get(process).openings[0]
    opening: dict[str, Any] = {
        "process": process, "step": step.name, "subject": subject, "body": body, "given": given, "submission": submission,
        **more,
    }  # fmt: skip
    if origin is None:
        case = casework.open_case(actor=actor, at=at, **opening)
    else:
        opening.update(jurisdiction_id=origin.jurisdiction_id, topic=origin.topic)
        case = casework.spawn(origin=origin, actor=actor, at=at, **opening)
    if step.document:
        _issue(case, step.document)
    return case


def _issue(case: Case, kind: str) -> None:
    """The document of an opening step: the engine issues those of later steps itself."""
    if IssuedDocument.objects.filter(case=case, seq=1).exists():  # the same form a second time
        return
    statement = Statement()
    clocks = {row.name: row for row in case.clocks.all()}
    issuing = Issuing(case, case.entries.get(seq=1), clocks, case.holder_since)
    issue(statement, issuing=issuing, kind=kind)
    statement.run()


def take_charge(
    *, leader: Account, actor: Actor, at: datetime, subject: str, given: Mapping[str, Any], origin: Case | None = None,
    submission: UUID | None = None,
) -> Case:  # fmt: skip
    """A leader takes a hard case on (包案). The petition office of the place asks the people concerned in the end.

    Raises errors.NotInOffice when the leader holds no post today, and what `supervise` raises.
    """
    return _with_duty(CHARGE.name, "leader", leader, actor, at, subject, given, origin, submission)


def promise(
    *, leader: Account, actor: Actor, at: datetime, subject: str, given: Mapping[str, Any], origin: Case | None = None,
    submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Keep what a leader promised, to be kept by its day. Raises as `take_charge`."""
    return _with_duty(PROMISE.name, "by", leader, actor, at, subject, given, origin, submission)


def _with_duty(
    process: str, named: str, leader: Account, actor: Actor, at: datetime, subject: str, given: Mapping[str, Any],
    origin: Case | None, submission: UUID | None,
) -> Case:  # fmt: skip
    post = appointments_of(leader, at.astimezone(CHINA).date()).first()
    if post is None:
        raise errors.NotInOffice
    line = f"{leader.name}（{post.post.unit.short_name}{post.post.title}）"
    full = {"to_unit": post.post.unit_id, **given, named: line}

    def beside(case: Case) -> tuple[Duty]:
        return (Duty(case_id=case.pk, leader_id=leader.pk, post=post.post.title, unit_id=post.post.unit_id),)

    return supervise(
        process=process, actor=actor, at=at, subject=subject, given=full, origin=origin, submission=submission,
        beside=beside, registry_unit_id=_confirmer(actor, post.post.unit_id),
    )  # fmt: skip


def _confirmer(actor: Actor, leaders_unit: int) -> int | None:
    """Which unit asks whether it is done: the actor's, but never the leader's own; then the petition office."""
    if actor.unit_id != leaders_unit:
        return actor.unit_id
    office = directory.registry_of(actor.jurisdiction_id) if actor.jurisdiction_id is not None else None
    return office.id if office is not None else actor.unit_id
