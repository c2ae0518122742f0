"""Controls of bound fields with the classes and ties to help and errors that the look needs."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString


class Ready(NamedTuple):
    """A control ready to print, with the ids of what describes it."""

    kind: str  # check, group, line
    control: SafeString
    help: str
    help_id: str
    error_id: str
    described: str


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def _class(field: BoundField, kind: str) -> str:
    if (
        kind == "group"
    ):  # Django writes the class on the box around the choices too; the style sheet knows them by place
        return ""
    if kind == "check":
        return "form-check-input"
    return "form-select" if isinstance(field.field.widget, forms.Select) else "form-control"


def prepare_field(
    field: BoundField,
    *,
    private: bool = False,
    autofocus: bool = False,
    rows: int | None = None,
    placeholder: str | None = None,
    help: str | None = None,  # noqa: A002 - the component's own word
    accept: str | None = None,
    max_bytes: int | None = None,
) -> Ready:
    """The control of a bound field; attributes the form gave its widget are kept."""
    kind = _kind(field)
    help_text = str(help or field.help_text or "")
    help_id, error_id = f"{field.auto_id}-help", f"{field.auto_id}-error"
    described = " ".join(
        name for name, present in ((help_id, help_text or max_bytes), (error_id, field.errors)) if present
    )
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, (field.field.widget.attrs.get("class"), _class(field, kind))))
    }
    if described and kind != "group":
        attrs["aria-describedby"] = described
    if field.errors and kind != "group":
        attrs["aria-invalid"] = "true"
    given = {
        "autofocus": autofocus,
        "rows": rows,
        "placeholder": placeholder,
        "accept": accept,
        "data-max-bytes": max_bytes,
        "data-no-draft": private,
        "autocomplete": "off" if private else None,
    }
    attrs.update({name: value for name, value in given.items() if value})
    return Ready(kind, field.as_widget(attrs=attrs), help_text, help_id, error_id, described)
