"""Reads of accidents."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.casework.selectors import sees_all
from bihuan.emergency.accidents.models import Accident
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE


def visible_accidents(actor: Actor) -> QuerySet[Accident]:
    """The accidents of the actor's unit; all for those who answer for the district; none for an enterprise."""
    rows = Accident.objects.select_related("case", "case__holder_unit")
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(
        Q(case__registry_unit_id=actor.unit_id) | Q(case__involvements__unit=actor.unit_id)
    ).distinct()
