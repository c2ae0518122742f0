"""Who may open the pages of the slice."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest

from bihuan.organizations.access import needs_role
from bihuan.organizations.roles import Role

READERS = (
    Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.REVIEWER,
)  # fmt: skip
WRITERS = (Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER)
readers = needs_role(*READERS)
writers = needs_role(*WRITERS)


def submission_of(request: HttpRequest) -> UUID:
    """The form's own key, so that a double click writes once."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()
