"""New rows of a model at a tenth of the cost of its constructor.

Django's `Model(...)` goes through a descriptor for every field. A step makes half a dozen rows and a ledger of a
hundred thousand letters makes a million; none of them needs anything but its values and its defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

__all__ = ["made"]

M = TypeVar("M", bound=Model)
NONE: Mapping[str, Model] = {}


def made(model: type[M], values: Mapping[str, Any], related: Mapping[str, Model] = NONE) -> M:
    """An unsaved row with these values by attribute (`unit_id`, not `unit`); whatever is left out has its default.

    `related` gives rows that foreign keys point to, by field; their keys are taken over. An unknown name is the
    caller's mistake and raises TypeError, as the constructor does. Signals of construction are not sent: we have none.
    """
    constants, fresh, keys = _defaults(model)
    if unknown := values.keys() - constants.keys():
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    row = model.__new__(model)
    state = ModelState()
    filled = {"_state": state, **constants, **values}
    for name, make in fresh:
        if name not in values:
            filled[name] = make()
    if related:
        state.fields_cache = dict(related)
        for name, other in related.items():
            filled[keys[name]] = other.pk
    row.__dict__ = filled
    return row


@cache
def _defaults(
    model: type[Model],
) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...], dict[str, str]]:
    """Defaults that are the same for all, those made anew for each, and the attribute of each foreign key."""
    fields = model._meta.concrete_fields
    fresh = tuple((field.attname, field.get_default) for field in fields if callable(field.default))
    constants = {
        field.attname: None if callable(field.default) else field.get_default()
        for field in fields
        if field.column
    }
    return constants, fresh, {field.name: field.attname for field in fields if field.is_relation}
