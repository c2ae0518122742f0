"""Days on which leaders hear people: set, published, held, and what was heard and promised on them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Jurisdiction
from bihuan.organizations.selectors import appointments_of
from bihuan.supervision import errors
from bihuan.supervision.models import Heard, Hearing
from bihuan.supervision.permissions import SECRETARIES
from bihuan.supervision.processes.duties import OCCASIONS
from bihuan.supervision.services.opening import promise


def set_hearing(
    *, kind: str, leader: Account, on: date, place: str, actor: Actor, at: datetime, starts: time | None = None,
    ends: time | None = None, remit: str = "", jurisdiction: Jurisdiction | None = None,
) -> Hearing:  # fmt: skip
    """Put a day on the roster. Raises errors.NotAllowed, NotInOffice, BadDates."""
    _secretary(actor)
    if starts is not None and ends is not None and ends <= starts:
        raise errors.BadDates
    held = appointments_of(leader, on).first()
    if held is None:
        raise errors.NotInOffice
    del at
    return Hearing.objects.create(
        kind=kind, leader=leader, post=held.post.title, remit=remit, unit_id=held.post.unit_id, on=on, starts=starts,
        ends=ends, place=place, jurisdiction=jurisdiction,
    )  # fmt: skip


@transaction.atomic
def publish(*, hearings: list[int], actor: Actor, at: datetime) -> int:
    """Make days public: who, which post and remit, when, where (条例第十八条第一款). Letters read are no appointment."""
    _secretary(actor)
    rows = Hearing.objects.select_for_update().filter(
        pk__in=hearings, published_at__isnull=True, called_off=""
    )
    return rows.exclude(kind=Hearing.Kind.LETTER).update(published_at=at)


@transaction.atomic
def call_off(*, hearing: Hearing, reason: str, actor: Actor, at: datetime) -> Hearing:
    """Say that a day does not take place, and why; a published one stays on the roster with the reason."""
    _secretary(actor)
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if (
        row.held_at is not None
        or row.called_off
        or row.on < at.astimezone(CHINA).date()
        or not reason.strip()
    ):
        raise errors.CalledOff
    row.called_off = reason.strip()[:200]
    row.save(update_fields=["called_off"])
    return row


@transaction.atomic
def hear(
    *, hearing: Hearing, matter: str, actor: Actor, at: datetime, answered: str = "", case: Case | None = None,
    promised: str = "", due_by: date | None = None, to_unit_id: int | None = None,
) -> Heard:  # fmt: skip
    """Write down one matter heard; what was promised becomes a case with its day (`supervision.promise`).

    The matter is written, never who brought it. Raises errors.NotAllowed, NotHeldYet, CalledOff, and what `promise` raises.
    """
    row = Hearing.objects.select_for_update(of=("self",)).select_related("leader").get(pk=hearing.pk)
    if not actor.has(*SECRETARIES) and actor.account_id != row.leader_id:
        raise errors.NotAllowed
    if row.called_off:
        raise errors.CalledOff
    if row.on > at.astimezone(CHINA).date():
        raise errors.NotHeldYet
    made = None
    if promised:
        given: dict[str, object] = {"occasion": _occasion(row.kind), "promised": promised, "due_by": due_by}
        if to_unit_id is not None:
            given["to_unit"] = to_unit_id
        made = promise(
            leader=row.leader, actor=actor, at=at, subject=promised[:120], given=given, origin=case,
        )  # fmt: skip
    if row.held_at is None:
        row.held_at = at
        row.save(update_fields=["held_at"])
    return Heard.objects.create(
        hearing=row, matter=matter, answered=answered, case=case, promise=made, at=at, by=actor_line(actor)
    )


def _occasion(kind: str) -> str:
    return kind if kind in dict(OCCASIONS) else "other"


def _secretary(actor: Actor) -> None:
    if not actor.has(*SECRETARIES):
        raise errors.NotAllowed
