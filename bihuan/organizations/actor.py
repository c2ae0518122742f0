"""Who acts: one account in one current appointment. Every service takes an Actor, never a request."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.organizations.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post at this moment, or the system itself (`account_id` None: sweep, importer)."""

    account_id: int | None
    appointment_id: int | None
    unit_id: int | None
    jurisdiction_id: int | None
    name: str
    unit_name: str = ""
    post_title: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_system: bool = False

    def has(self, *roles: Role) -> bool:
        """True when the actor's appointment carries any of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(
    account_id=None, appointment_id=None, unit_id=None, jurisdiction_id=None, name="系统", is_system=True
)
