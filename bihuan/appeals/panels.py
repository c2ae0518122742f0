"""What a petition adds to the case page: who appealed, as a word only; the vault opens on its own page."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.appeals.desks.tabs import STAFF
from bihuan.appeals.models import Appeal
from bihuan.appeals.processes import ALL
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.words import OF_CHANNEL
from bihuan.appeals.purposes import purposes_for
from bihuan.appeals.services.groups import works_with
from bihuan.appeals.together.selectors import is_together
from bihuan.casework.models import Case
from bihuan.casework.panels import Panel, register
from bihuan.casework.spec import Field as Asked
from bihuan.casework.spec import Kind, Phase
from bihuan.common import habits
from bihuan.organizations.actor import Actor
from bihuan.vault.fields import FIELD_LABELS, Field
from bihuan.vault.purposes import BASES, MAY_BREAK, MAY_OPEN

USUAL = (Field.NAME, Field.PHONE)  # what is ticked beforehand: no more than what a call needs


def petitioner(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Named, anonymous or confidential, and for whom it may be opened: the choices of purpose and fields."""
    appeal: Appeal | None = getattr(case, "appeal", None)  # kept on the case: other panels ask for it too
    if appeal is None:
        return None
    return _identity(case, actor, named=appeal.person_id is not None, confidential=appeal.confidential)


def of_signatory(case: Case, actor: Actor) -> dict[str, Any]:
    """The same for one of several who signed: always with a name; confidential if the matter is."""
    appeal: Appeal | None = getattr(case, "appeal", None)
    return _identity(case, actor, named=True, confidential=appeal is not None and appeal.confidential)


def _identity(case: Case, actor: Actor, *, named: bool, confidential: bool) -> dict[str, Any]:
    opens = named and actor.has(*MAY_OPEN)
    return {
        "kind": _("匿名") if not named else _("实名"),
        "named": named,
        "breaks": named and actor.has(*MAY_BREAK),  # in an emergency
        "confidential": confidential,
        "opens": opens,
        "purposes": [
            (purpose.value, _(BASES[purpose].label), _(BASES[purpose].law))
            for purpose in purposes_for(case.state, actor)
        ]
        if opens
        else [],
        "fields": [(field.value, _(label), field in USUAL) for field, label in FIELD_LABELS.items()]
        if opens
        else [],
    }


def channel(case: Case, actor: Actor) -> dict[str, Any] | None:
    """What the channel brought with it: postmark, reception, representatives, call, sender. Nothing when nothing did."""
    opening = next((entry for entry in case.entries.all() if entry.seq == 1), None)  # the page has read them
    given = opening.data if opening is not None else {}
    rows = [
        (_(asked.label), _value(asked, given[asked.name])) for asked in OF_CHANNEL if given.get(asked.name)
    ]
    return {"rows": rows} if rows and actor.unit_id is not None else None


def together(case: Case, actor: Actor) -> dict[str, Any] | None:
    """That several raised the matter, or that others may be added; no numbers and no names."""
    is_one = is_together(case)
    if not is_one and (case.phase == Phase.ENDED or not works_with(case, actor)):
        return None
    return {"together": is_one} if actor.has(*STAFF) else None


def _value(asked: Asked, value: Any) -> str:
    match asked.kind:
        case Kind.DATE:
            day = parse_date(str(value))
            return habits.day(day) if day is not None else str(value)
        case Kind.YES:
            return _("是")
        case _:
            return str(value)


def register_all() -> None:
    """Make the panels known to the engine."""
    register(
        PETITION.name, Panel("together", gettext_noop("共同提出的人"), "appeals/group_panel.html", together)
    )
    for process in ALL:
        register(
            process.name, Panel("channel", gettext_noop("渠道情况"), "appeals/channel_panel.html", channel)
        )
        register(process.name, Panel("petitioner", "信访人", "appeals/petitioner_panel.html", petitioner))
