"""Reads of the engine. Every page, export, count and API call begins with `visible_cases`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from bihuan.casework.models import Case, Involvement
from bihuan.casework.permissions import SEES_ALL
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may see: all for those who answer for the district, else those their unit works or worked on.

    An administrator who holds no other role sees none: whoever makes accounts opens no files.
    """
    cases = Case.objects.all()
    if actor.is_system or actor.has(*SEES_ALL):
        return cases
    if actor.unit_id is None or not actor.roles - {Role.ADMINISTRATOR}:
        return cases.none()
    return cases.filter(Exists(Involvement.objects.filter(unit_id=actor.unit_id, case_id=OuterRef("pk"))))


def visible_case(actor: Actor, number: str) -> Case:
    """One case by its number. Raises Case.DoesNotExist alike for one that is not there and one that is not theirs."""
    return (
        visible_cases(actor)
        .select_related("holder_unit", "holder_account", "registry_unit", "jurisdiction")
        .get(number=number)
    )
