"""Accepting a measure: it becomes a case held by the lead unit, linked to its sentence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.directives import errors
from bihuan.directives.guards import refusal
from bihuan.directives.models import Measure
from bihuan.directives.permissions import GIVERS
from bihuan.directives.process import MEASURE
from bihuan.directives.reading.control import control
from bihuan.organizations.actor import Actor


@transaction.atomic
def accept(*, measure: Measure, actor: Actor, at: datetime) -> Case:
    """Open the case of a measure. Its lead unit holds it from then on; its clock is the document's own deadline.

    Raises errors.ControlsPersons for an order to control persons (as read, or as reworded), NoLead, Settled,
    and what `casework.open_case` raises.
    """
    measure = open_for_change(measure, actor)
    in_text = measure.directive.text[measure.start : measure.end]
    for words in (in_text, measure.wording, measure.success):
        if found := control(words, 0):
            raise errors.ControlsPersons(refusal(found[0].words))
    if measure.controls_persons:
        raise errors.ControlsPersons(refusal(measure.wording))
    if measure.lead_id is None:
        raise errors.NoLead
    given = {
        "to_unit": measure.lead_id,
        "co_units": "、".join(measure.co_units.values_list("short_name", flat=True)),
        "due_by": measure.due_on,
        "due_words": measure.due_words,
        "success": measure.success,
        "budget_line": measure.budget_line,
    }
    case = casework.open_case(
        process=MEASURE.name, step="order", actor=actor, at=at, subject=measure.wording[:200],
        body=f"{measure.wording}\n\n——{measure.directive.title}{measure.directive.number}",
        given={name: value for name, value in given.items() if value},
    )  # fmt: skip
    measure.case, measure.standing = case, Measure.Standing.ACCEPTED
    measure.save(update_fields=["case", "standing"])
    return case


@transaction.atomic
def dismiss(*, measure: Measure, actor: Actor) -> Measure:
    """Say that this sentence is no task. Its words stay marked in the document."""
    measure = open_for_change(measure, actor)
    measure.standing = Measure.Standing.DISMISSED
    measure.save(update_fields=["standing"])
    return measure


def open_for_change(measure: Measure, actor: Actor) -> Measure:
    """The measure, locked, if the actor may change it and nobody has settled it. Raises NotGiver, Settled."""
    if not GIVERS & set(actor.roles):
        raise errors.NotGiver
    locked = Measure.objects.select_for_update(of=("self",)).select_related("directive").get(pk=measure.pk)
    if locked.standing != Measure.Standing.READ:
        raise errors.Settled
    return locked
