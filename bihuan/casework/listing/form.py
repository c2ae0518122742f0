"""The filter form above the list, filled from the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.casework import filters
from bihuan.casework.choices import Choices
from bihuan.casework.listing.columns import ALWAYS, COLUMNS
from bihuan.casework.listing.finding import Wanted
from bihuan.organizations.actor import Actor

FIRST = ("q", "phase", "state", "unit", "topic", "sort")
SORT_LABELS = {
    "-registered": _("最新登记"),
    "registered": _("最早登记"),
    "due": _("期限最近"),
    "-due": _("期限最远"),
    "-changed": _("最近变动"),
    "changed": _("最久未动"),
}


class FilterForm(forms.Form):
    """Every filter as a control. Never validated: `filters.parse` reads the address."""

    def __init__(self, *, wanted: Wanted, choices: Choices, actor: Actor) -> None:
        super().__init__(initial={**wanted.filters.given(), "sort": wanted.sort}, auto_id="filter-%s")
        unit = wanted.filters.unit
        officers = choices.officers(choices.unit_id(unit) if unit else actor.unit_id, wanted.filters.officer)
        processes = choices.processes
        selects: dict[str, Mapping[str, object]] = {
            "process": processes if len(processes) > 1 else {},
            "phase": choices.phases, "state": choices.states, "unit": choices.units, "officer": officers,
            "place": choices.places, "channel": choices.channels, "clock": choices.clocks,
        }  # fmt: skip
        self.fields["q"] = forms.CharField(
            label=_("检索"), widget=forms.TextInput(attrs={"type": "search"}), required=False
        )
        for name, rows in selects.items():
            if rows:
                self.fields[name] = _select(filters.label(name), rows.items())
        topics = [(topic, "\u3000" * topic.count("/") + topic.rsplit("/", 1)[-1]) for topic in choices.topics]
        self.fields["topic"] = _select(filters.label("topic"), topics)
        for name in ("registered_from", "registered_to", "due_from", "due_to"):
            self.fields[name] = forms.DateField(
                label=filters.label(name), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )
        for name in ("overdue", "unassigned"):
            self.fields[name] = forms.BooleanField(
                label=filters.label(name), required=False, widget=forms.CheckboxInput(attrs={"value": "1"})
            )
        self.fields["sort"] = forms.ChoiceField(
            label=_("排序"), choices=list(SORT_LABELS.items()), required=False
        )
        self.fields["columns"] = forms.MultipleChoiceField(
            label=_("显示的列"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(column.name, column.label) for column in COLUMNS.values() if column.name not in ALWAYS],
            initial=[column.name for column in wanted.columns],
        )  # fmt: skip

    @property
    def first(self) -> list[Any]:
        """The controls that are always in sight."""
        return [self[name] for name in FIRST if name in self.fields]

    @property
    def more(self) -> list[Any]:
        """The controls behind "more"."""
        return [self[name] for name in self.fields if name not in (*FIRST, "columns")]


def _select(label: str, rows: Iterable[tuple[str, object]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *rows])
