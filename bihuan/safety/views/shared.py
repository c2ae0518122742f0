"""What several pages of the slice need: who may open them, the enterprise somebody meant, a form's own key."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from bihuan.organizations.access import needs_role
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.codes import normal
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import WRITERS, visible_enterprises
from bihuan.safety.inspections.models import Checklist

READERS = (
    Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.SAFETY_OFFICER, Role.PRINCIPAL,
)  # fmt: skip
OFFICES = (Role.INSPECTOR, Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
INSPECTORS = (Role.INSPECTOR, Role.UNIT_HEAD)
readers = needs_role(*READERS)
offices = needs_role(*OFFICES)
inspectors = needs_role(*INSPECTORS)
writers = needs_role(*WRITERS)
rewarding = needs_role(Role.INTAKE, *WRITERS)


def may_enter(actor: Actor) -> bool:
    """Whether somebody enters enterprises in the register."""
    return actor.has(*WRITERS)


def enterprise_or_404(actor: Actor, code: str) -> Enterprise:
    """The enterprise, or 404: alike for one that is not there and one that is not theirs."""
    found = visible_enterprises(actor).select_related("place", "regulator").filter(credit_code=code).first()
    if found is None:
        raise Http404
    return found


def meant(actor: Actor, typed: str) -> tuple[Enterprise | None, str]:
    """The enterprise that was meant by a name or a credit code, else why it cannot be told."""
    rows = visible_enterprises(actor)
    found = list(rows.filter(credit_code=normal(typed))[:1]) or list(rows.filter(name=typed.strip())[:2])
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, _("有不止一家企业叫这个名称，请填写统一社会信用代码。")
    return None, _("名册里没有这家企业，或者它不归您监管。")


def sheets_now() -> list[tuple[str, str]]:
    """The checklists in use, for a choice."""
    rows = Checklist.objects.filter(retired_at__isnull=True).order_by("title")
    return [(str(row.pk), f"{row.title} v{row.version}") for row in rows]


def submission_of(request: HttpRequest) -> UUID:
    """The form's own key, so that a double click writes once."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()


def day_of(text: str) -> date | None:
    """A day as a form sends it; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
