"""Reads of suspensions."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.casework.selectors import sees_all
from bihuan.casework.wall import policy
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.suspension.models import Suspension


def visible_suspensions(actor: Actor) -> QuerySet[Suspension]:
    """An enterprise sees its own; an office those of enterprises it supervises or that it ordered."""
    rows = Suspension.objects.select_related("case", "enterprise", "enterprise__place").filter(
        policy.passes(actor, "case_id")
    )
    if actor.has(*OUTSIDE):
        return rows.filter(enterprise_id=actor.unit_id) if actor.unit_id is not None else rows.none()
    if sees_all(actor):
        return rows
    if actor.unit_id is None:
        return rows.none()
    return rows.filter(
        Q(case__registry_unit_id=actor.unit_id) | Q(case__holder_unit_id=actor.unit_id)
        | Q(enterprise__in=visible_enterprises(actor).values("pk"))
    )  # fmt: skip
