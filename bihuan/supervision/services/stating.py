"""What an office says to a trace that concerns it. It stays with the trace and is never changed."""

from __future__ import annotations

from datetime import datetime

from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case, Entry
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role
from bihuan.supervision import errors
from bihuan.supervision.models import Statement

SPEAKERS = (Role.UNIT_HEAD, Role.OFFICER, Role.DISPATCHER, Role.SUPERVISOR, Role.INSPECTOR)


def may_state(actor: Actor, *, case: Case | None = None, about: Unit | None = None) -> bool:
    """Whoever sits in the unit concerned: one that has or had the case in hand, or the unit itself."""
    if actor.unit_id is None or not actor.has(*SPEAKERS):
        return False
    if case is not None:
        return Entry.objects.filter(case=case, holder_unit=actor.unit_id).exists()
    return about is not None and about.pk == actor.unit_id


def state(
    *, text: str, actor: Actor, at: datetime, case: Case | None = None, about: Unit | None = None
) -> Statement:
    """Add a statement. Raises errors.NotConcerned, NothingSaid."""
    if not may_state(actor, case=case, about=about):
        raise errors.NotConcerned
    if not text.strip():
        raise errors.NothingSaid
    assert actor.unit_id is not None
    return Statement.objects.create(
        case=case, about=about, unit_id=actor.unit_id, text=text.strip(), at=at, by=actor_line(actor)
    )
