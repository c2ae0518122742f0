"""Who may read the Board: those who answer for the district see all of it, the head of a unit that unit's part."""

from __future__ import annotations

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

DISTRICT = frozenset({Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR})
READERS: frozenset[str] = DISTRICT | {Role.UNIT_HEAD}


def only_unit(actor: Actor) -> int | None:
    """The one unit whose figures the actor may see; None: every unit's."""
    if actor.is_system or actor.has(*DISTRICT):
        return None
    return actor.unit_id
