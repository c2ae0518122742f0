"""The letters to print: those who wish paper, and those whom nothing else reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.portal.models import Message

MOST = 200


def to_print(actor: Actor) -> QuerySet[Message]:
    """What the actor's unit, which registered the cases, has to print; the oldest first."""
    rows = Message.objects.filter(channel="paper", done_at__isnull=True, case__registry_unit_id=actor.unit_id)
    return rows.select_related("case", "case__registry_unit").order_by("created_at", "pk")


def may_print(actor: Actor) -> bool:
    """Whoever opens and writes letters at the desk."""
    return actor.has(Role.INTAKE, Role.DISPATCHER)


def mark_printed(*, keys: Collection[int], actor: Actor, at: datetime) -> int:
    """They are printed and go out. A second time changes nothing. Returns how many."""
    return to_print(actor).filter(pk__in=keys).update(done_at=at)
