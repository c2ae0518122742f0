"""Who acts: one account in one current appointment. Every service takes an Actor, never a request."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.organizations.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post at this moment, the system itself (sweep, importer), or the resident of one case.

    `account_id` is None for the last two. Whoever acts as the resident has shown number and code of that case before.
    `behind_wall` is False only where the database has said that no wall of any case stands before the account
    (docs/adr/0110): an Actor that somebody makes by hand is asked about, case by case.
    """

    account_id: int | None
    appointment_id: int | None
    unit_id: int | None
    jurisdiction_id: int | None
    name: str
    unit_name: str = ""
    post_title: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_system: bool = False
    is_resident: bool = False
    behind_wall: bool = True

    def has(self, *roles: Role) -> bool:
        """True when the actor's appointment carries any of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(
    account_id=None, appointment_id=None, unit_id=None, jurisdiction_id=None, name="系统", is_system=True
)
RESIDENT = Actor(
    account_id=None, appointment_id=None, unit_id=None, jurisdiction_id=None, name="信访人本人（凭编号和查询码）",
    is_resident=True,
)  # fmt: skip
"""The resident of the case that a step is taken on. It says nothing of who they are: that is the vault's."""
