"""Who in a unit may be given a case on a day."""

from __future__ import annotations

from datetime import date

from bihuan.common.compiled import Compiled
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force

WORKS_NO_CASE = [Role.ADMINISTRATOR, Role.AUDITOR]


def officers_in(unit_id: int, on: date) -> dict[int, str]:
    """Account ids and names of everyone in post in the unit on the day who can sign in and may work on its cases: a post
    of the administrator or the auditor alone is given none, and told of none."""
    return dict(_officers.rows(unit_id, on))


_officers: Compiled[tuple[int, str]] = Compiled(
    lambda unit_id, on: Appointment.objects.filter(in_force(on), post__unit_id=unit_id, account__is_active=True)
    .exclude(post__roles__contained_by=WORKS_NO_CASE)
    .order_by("post__sort", "starts_on", "id")
    .values_list("account_id", "account__name"),
    -1, date(1, 1, 1),
)  # fmt: skip
