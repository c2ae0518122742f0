"""Reads of the engine. Every page, export, count and API call begins with `visible_cases`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.casework.models import Case, Involvement
from bihuan.casework.permissions import SEES_ALL
from bihuan.casework.wall import policy
from bihuan.common.compiled import Compiled
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role


def sees_all(actor: Actor) -> bool:
    """True for those who answer for the whole district."""
    return actor.is_system or actor.has(*SEES_ALL)


def works_at_all(actor: Actor) -> bool:
    """False for who opens no file: an account without a post in a unit, or with the role of an administrator alone."""
    return actor.unit_id is not None and bool(actor.roles - {Role.ADMINISTRATOR})


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may see: all for those who answer for the district, else those their unit works or worked on.

    Never one behind whose wall the actor is (casework.wall).
    An administrator who holds no other role sees none: whoever makes accounts opens no files.
    """
    cases = Case.objects.filter(policy.passes(actor))
    if sees_all(actor):
        return cases
    if not works_at_all(actor):
        return cases.none()
    assert actor.unit_id is not None
    return cases.filter(_seen_by(actor.unit_id))


def visibility(actor: Actor, *, running: bool = False) -> Q:
    """The same as `visible_cases` as a condition, for lists: what a unit sees is read along the unit's own index.

    To be given to one `filter` with every other condition on `involvements`. With `running` only cases that have not
    ended are meant, and for a unit only those are looked at.
    """
    if sees_all(actor):
        return policy.passes(actor)
    if not works_at_all(actor):
        return Q(pk__in=())
    return Q(
        policy.passes(actor),
        involvements__unit=actor.unit_id,
        **({"involvements__running": True} if running else {}),
    )


def visible_case(actor: Actor, number: str) -> Case:
    """One case by its number. Raises Case.DoesNotExist alike for one that is not there and one that is not theirs."""
    found: Case | None = None
    if sees_all(actor):
        found = _of_all.first(number)
    elif works_at_all(actor):
        found = _of_unit.first(number, actor.unit_id)
    if found is None or policy.stands(actor, found.pk):
        raise Case.DoesNotExist
    return found


def _seen_by(unit_id: int) -> Exists:
    return Exists(Involvement.objects.filter(unit_id=unit_id, case_id=OuterRef("pk")))


_numbered = Case.objects.select_related("holder_unit", "holder_account", "registry_unit", "jurisdiction")
_of_all: Compiled[Case] = Compiled(lambda number: _numbered.filter(number=number), "number")
_of_unit: Compiled[Case] = Compiled(
    lambda number, unit_id: _numbered.filter(_seen_by(unit_id), number=number), "number", -1
)
