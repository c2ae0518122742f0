"""Who acted: for each unit and day, somebody who held a post with the role then. One query, then memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from bihuan.appeals.processes.petition import PETITION
from bihuan.casework.spec import Process
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role

# Who usually takes a step, of those the table allows; the next one when nobody holds the first.
USUAL: dict[str, tuple[Role, ...]] = {
    "register": (Role.INTAKE, Role.DISPATCHER),
    "receive": (Role.INTAKE, Role.OFFICER),
    "grant_extension": (Role.UNIT_HEAD,),
    "refuse_extension": (Role.UNIT_HEAD,),
    "confirm_execution": (Role.INTAKE, Role.DISPATCHER),
    "deny_execution": (Role.INTAKE, Role.DISPATCHER),
    "comment": (Role.OFFICER, Role.UNIT_HEAD),
    "assign": (Role.UNIT_HEAD, Role.OFFICER),
}


class Cast:
    """The appointments of the district, asked by unit code, step and day."""

    def __init__(self) -> None:
        self._by_unit: defaultdict[str, list[Appointment]] = defaultdict(list)
        rows = Appointment.objects.select_related("account", "post__unit").order_by(
            "post__sort", "starts_on", "id"
        )
        for row in rows:
            self._by_unit[row.post.unit.code].append(row)

    def who(
        self,
        unit: str,
        step: str,
        on: date,
        turn: int,
        *,
        head_first: bool = False,
        process: Process = PETITION,
    ) -> Actor | None:
        """Somebody who may take the step there on that day; colleagues take turns. None when nobody is in post."""
        wanted = USUAL.get(step) or process.step(step).roles
        for role in sorted(wanted, key=lambda role: role is not Role.UNIT_HEAD) if head_first else wanted:
            held = [row for row in self._by_unit[unit] if role.value in row.post.roles and _in_force(row, on)]
            if held:
                return _actor(held[turn % len(held)])
        return None


def _in_force(row: Appointment, on: date) -> bool:
    return row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)


def _actor(row: Appointment) -> Actor:
    return Actor(
        account_id=row.account_id,
        appointment_id=row.pk,
        unit_id=row.post.unit_id,
        jurisdiction_id=row.post.unit.jurisdiction_id,
        name=row.account.name,
        unit_name=row.post.unit.name,
        post_title=row.post.title,
        roles=frozenset(Role(role) for role in row.post.roles),
    )
