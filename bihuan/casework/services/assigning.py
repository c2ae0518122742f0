"""Who in the holding unit has the ball."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, outbox
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import works_on
from bihuan.casework.posts import officers_in
from bihuan.casework.services import writing
from bihuan.casework.services.moving import hand_over
from bihuan.casework.wall import named
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor


@transaction.atomic
def assign(
    *, case_id: int, account_id: int, actor: Actor, at: datetime, seen: int | None = None,
    submission: UUID | None = None,
) -> Case:  # fmt: skip
    """Give the case to a person of the holding unit. Raises NotYours, Stale, Incomplete when they are not in post."""
    locked = writing.lock(case_id, seen=seen, submission=submission)
    if isinstance(locked, Entry):
        return locked.case
    case = locked
    if not works_on(case, actor):
        raise errors.NotYours
    officers = officers_in(case.holder_unit_id, at.astimezone(CHINA).date())
    if account_id not in officers:
        raise errors.Incomplete({"account": _("这个人现在不在承办单位任职，请从名单里选。")})
    if account_id in named.accounts(case):
        raise errors.Incomplete({"account": errors.Barred.message})
    if case.holder_account_id == account_id:
        return case
    hand_over(case, unit_id=case.holder_unit_id, account_id=account_id, at=at)
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="assign", step="assign",
        data={"account": account_id, "name": officers[account_id]}, submission=submission,
    )  # fmt: skip
    outbox.tell_assigned(case=case, entry=entry)
    return case


@transaction.atomic
def unassign(*, case_id: int, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Put the case back into the unit's common queue; the unit still holds it."""
    locked = writing.lock(case_id, seen=seen, submission=None)
    assert isinstance(locked, Case)
    if not works_on(locked, actor):
        raise errors.NotYours
    if locked.holder_account_id is not None:
        hand_over(locked, unit_id=locked.holder_unit_id, account_id=None, at=at)
        writing.record(locked, actor=actor, at=at, recorded_at=None, kind="assign", step="unassign", data={})
    return locked
