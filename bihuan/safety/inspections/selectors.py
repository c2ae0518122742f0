"""Reads of inspections and draws. An enterprise sees none: what is unannounced stays so."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.casework.selectors import sees_all
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.inspections.models import Draw, Inspection


def visible_inspections(actor: Actor) -> QuerySet[Inspection]:
    """The inspections of the actor's unit; all for those who answer for the district."""
    rows = Inspection.objects.all()
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(Q(case__registry_unit_id=actor.unit_id) | Q(case__holder_unit_id=actor.unit_id))


def visible_draws(actor: Actor) -> QuerySet[Draw]:
    """Draws are public inside the offices: anybody may repeat one."""
    return (
        Draw.objects.none()
        if actor.has(*OUTSIDE)
        else Draw.objects.select_related("unit").order_by("-drawn_at")
    )
