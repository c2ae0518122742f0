"""What the forms of this slice choose from."""

from __future__ import annotations

from datetime import date

from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force

LEADING = (Role.LEADER.value, Role.UNIT_HEAD.value)


def leaders(on: date) -> list[tuple[int, str]]:
    """(account, name with post) of everyone who leads the district or a unit on the day, the district's first."""
    rows = (
        Appointment.objects.filter(in_force(on), post__roles__overlap=list(LEADING), account__is_active=True)
        .select_related("account", "post__unit")
        .order_by("post__unit__code", "post__sort", "pk")
    )
    found = {}
    for row in rows:
        text = f"{row.account.name}（{row.post.unit.short_name}{row.post.title}）"
        found[row.account_id] = (Role.LEADER.value not in row.post.roles, text)
    return [(pk, text) for pk, (_later, text) in sorted(found.items(), key=lambda one: one[1][0])]
