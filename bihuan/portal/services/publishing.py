"""What an office publishes of itself (信访工作条例 art. 18¶1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bihuan.casework import journal
from bihuan.casework.errors import NotYours
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.portal import selectors
from bihuan.portal.models import Publication

PARTS = ("channels", "address", "telephone", "reception", "how_to_query", "procedure")
LONGEST = 4_000


def may_publish(unit_id: int, actor: Actor) -> bool:
    """An office writes about itself: its head, or those at its intake and dispatch."""
    return actor.unit_id == unit_id and actor.has(Role.UNIT_HEAD, Role.INTAKE, Role.DISPATCHER)


def publish(*, unit_id: int, parts: Mapping[str, str], actor: Actor, at: datetime) -> Publication:
    """Publish it from now on; what stood before is kept. Raises NotYours."""
    if not may_publish(unit_id, actor):
        raise NotYours
    texts = {name: parts.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in PARTS}
    selectors.OFFICES.forget()
    return Publication.objects.create(
        unit_id=unit_id, published_at=at, published_by=journal.actor_line(actor), **texts
    )
