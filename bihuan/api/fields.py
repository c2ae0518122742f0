"""Fields of a step as JSON schema, and what a caller sends as what the engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.posts import officers_in
from bihuan.casework.spec import Field, Kind, Step
from bihuan.organizations.models import Account, Unit
from bihuan.organizations.selectors import units_open

TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.LINE: {"type": "string", "maxLength": 200},
    Kind.TEXT: {"type": "string"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.CHOICE: {"type": "string"},
    Kind.UNIT: {"type": "string", "x-kind": "unit"},
    Kind.OFFICER: {"type": "string", "x-kind": "officer"},
    Kind.FILES: {"type": "array", "items": {"type": "string"}},
    Kind.NUMBER: {"type": "integer"},
    Kind.YES: {"type": "boolean"},
}


def schema_of(step: Step, *, on: date | None = None, holder_unit_id: int | None = None) -> dict[str, Any]:
    """JSON schema (2020-12) of the step's `given`. With a day, units and officers are listed by code and user name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {asked.name: _property(asked, on, holder_unit_id) for asked in step.gives},
        "required": [asked.name for asked in step.gives if asked.required],
        "additionalProperties": False,
    }


def _property(asked: Field, on: date | None, holder_unit_id: int | None) -> dict[str, Any]:
    shape: dict[str, Any] = {"title": _(asked.label), **TYPES[asked.kind]}
    if asked.help:
        shape["description"] = _(asked.help)
    if asked.not_future:
        shape["x-not-future"] = True
    if asked.kind is Kind.CHOICE:
        shape["oneOf"] = [{"const": key, "title": _(label)} for key, label in asked.choices]
    elif asked.kind is Kind.UNIT and on is not None:
        shape["oneOf"] = [
            {"const": unit.code, "title": unit.name} for unit in units_open(on).order_by("code")
        ]
    elif asked.kind is Kind.OFFICER and on is not None and holder_unit_id is not None:
        posted = Account.objects.filter(pk__in=officers_in(holder_unit_id, on)).order_by("username")
        shape["oneOf"] = [{"const": account.username, "title": account.name} for account in posted]
    return shape


def taken(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with units and officers as the engine knows them. Unknown ones become 0, which it refuses by name.

    What is of the wrong JSON type for its field becomes text or is passed on: the engine says what is wrong.
    """
    kinds = {asked.name: asked.kind for asked in step.gives}
    return {name: _value(kinds.get(name), value) for name, value in given.items()}


def _value(kind: Kind | None, value: Any) -> Any:
    if isinstance(value, str):
        value = value.replace("\x00", "")
    match kind:
        case Kind.UNIT if value not in (None, ""):
            return Unit.objects.filter(code=str(value)).values_list("pk", flat=True).first() or 0
        case Kind.OFFICER if value not in (None, ""):
            return Account.objects.filter(username=str(value)).values_list("pk", flat=True).first() or 0
        case Kind.LINE | Kind.TEXT | Kind.DATE | Kind.MOMENT | Kind.CHOICE:
            return value if value is None or isinstance(value, str) else str(value)
        case Kind.NUMBER:
            return (
                value
                if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
                else "?"
            )
        case _:
            return value
