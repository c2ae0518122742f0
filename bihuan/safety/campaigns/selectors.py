"""Reads of campaigns."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.casework.selectors import sees_all
from bihuan.casework.wall import policy
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.campaigns.models import Campaign


def visible_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns of the actor's unit; all for those who answer for the district; none for an enterprise."""
    rows = Campaign.objects.select_related("case").filter(policy.passes(actor, "case_id"))
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(Q(case__registry_unit_id=actor.unit_id) | Q(case__holder_unit_id=actor.unit_id))
