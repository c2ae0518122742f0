"""The form of a step, made from its table, and the small forms of the case page.

A form draws controls and keeps what was typed. What is right or wrong is said by the services alone: their errors are
put at the fields, so that page, API and importer can never disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Text
from bihuan.casework.models import Case
from bihuan.casework.posts import officers_in
from bihuan.casework.showing.labels import LINK_KINDS
from bihuan.casework.spec import Field, Kind, Step
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.models import Unit
from bihuan.organizations.selectors import valid_on

FEW = 4  # choices up to here are shown at once
UNITS_LIST = "units"  # id of the page's one datalist of units


@dataclass(frozen=True, slots=True)
class Control:
    """A bound field with what the look needs to know of it."""

    bound: BoundField
    private: bool
    rows: int
    wide: bool


def units_on(day: date) -> list[tuple[str, str]]:
    """(what to write, full name) of every office open on the day, for the datalist that UNIT fields search in.

    To write is the short name, or the full one where two units are called the same for short. Enterprises, of which
    there are thousands, are written out or filled in beforehand.
    """
    offices = Unit.objects.filter(valid_on(day)).exclude(kind=Unit.Kind.ENTERPRISE)
    rows = list(offices.order_by("code").values_list("short_name", "name"))
    often = Counter(short for short, _name in rows)
    return [(short if often[short] == 1 else name, name) for short, name in rows]


def find_unit(typed: str, day: date) -> tuple[int | None, Text]:
    """The unit that was meant by a name, a short name or an id; else why it cannot be told."""
    known = directory.named(typed, day)
    if len(known) == 1:
        return known[0].id, ""
    # Not known, or not one: what is said to the clerk is said of the register as it is now.
    named = Q(name=typed) | Q(short_name=typed) | Q(code=typed)
    if typed.isdecimal():
        named |= Q(pk=int(typed))
    found = list(Unit.objects.filter(valid_on(day)).filter(named).values_list("pk", flat=True)[:2])
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, _("有不止一个单位叫这个名称，请写单位全称。")
    return None, _("没有叫“%(name)s”的单位，请从列表里选。") % {"name": typed}


class KeptForm(forms.Form):
    """A form that never judges: Django's own checks are left out, the services' errors are put in by `show`."""

    def full_clean(self) -> None:
        """Take everything as typed."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def show(self, faults: Mapping[str, Text], fields: Mapping[str, str] | None = None) -> None:
        """Put each fault at its field; `fields` maps a service's names to the form's. Others go to the top."""
        for name, text in faults.items():
            here = (fields or {}).get(name, name)
            self.add_error(here if here in self.fields else None, str(text))


class StepForm(KeptForm):
    """The fields of a step, bound to what was typed or filled in beforehand."""

    def __init__(
        self, *, step: Step, case: Case, at: datetime, data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None, hints: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.hints = hints or {}
        self.step, self.case, self.today = step, case, at.astimezone(CHINA).date()
        super().__init__(data, initial=dict(initial or {}), auto_id=f"{step.name}-%s")
        for asked in step.gives:
            self.fields[asked.name] = self._field(asked)

    @property
    def controls(self) -> list[Control]:
        """The bound fields in the order of the table."""
        return [
            Control(
                self[asked.name], asked.private, 4 if len(self.fields) > 3 else 3, asked.kind is Kind.TEXT
            )
            for asked in self.step.gives
        ]

    def given(self) -> tuple[dict[str, Any], dict[str, Text]]:
        """What to hand to the service, and the names of units that could not be told."""
        given: dict[str, Any] = {}
        faults: dict[str, Text] = {}
        for asked in self.step.gives:
            value = self[asked.name].data
            if asked.kind is Kind.UNIT and isinstance(value, str) and value.strip():
                value, fault = find_unit(value.strip(), self.today)
                if value is None:
                    faults[asked.name] = fault
            given[asked.name] = value
        return given, faults

    def _field(self, asked: Field) -> forms.Field:
        common: dict[str, Any] = {
            "label": gettext(asked.label),
            "help_text": self.hints.get(asked.name) or (gettext(asked.help) if asked.help else ""),
            "required": asked.required,
        }
        match asked.kind:
            case Kind.TEXT:
                return forms.CharField(widget=forms.Textarea, **common)
            case Kind.DATE:
                latest = {"max": self.today.isoformat()} if asked.not_future else {}
                widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **latest})
                return forms.DateField(widget=widget, **common)
            case Kind.MOMENT:
                return forms.DateTimeField(
                    widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
                    **common,
                )
            case Kind.CHOICE:
                return _choices([(key, gettext(label)) for key, label in asked.choices], common)
            case Kind.OFFICER:
                people = officers_in(self.case.holder_unit_id, self.today)
                return forms.ChoiceField(choices=[("", "—"), *people.items()], **common)
            case Kind.UNIT:
                common["help_text"] = common["help_text"] or gettext("输入名称的一部分，从列表里选")
                return forms.CharField(
                    widget=forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"}), **common
                )
            case Kind.FILES:
                files = [(row.pk, row.name) for row in self.case.attachments.order_by("pk")]
                return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=files, **common)
            case Kind.NUMBER:
                return forms.IntegerField(**common)
            case Kind.YES:
                return forms.BooleanField(**common)
            case Kind.LINE:
                return forms.CharField(widget=forms.TextInput(attrs={"maxlength": 200}), **common)


def _choices(choices: list[tuple[str, str]], common: dict[str, Any]) -> forms.ChoiceField:
    if len(choices) <= FEW:
        return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **common)
    return forms.ChoiceField(choices=[("", "—"), *choices], **common)


class CommentForm(KeptForm):
    """An internal note."""

    text = forms.CharField(label=_("备注"), widget=forms.Textarea(attrs={"rows": 2}))


class AssignForm(KeptForm):
    """Who in the unit gets the case."""

    account = forms.ChoiceField(label=_("承办人"))

    def __init__(self, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["account"].choices = [("", _("请选择")), *people.items()]  # type: ignore[attr-defined]


class HelpForm(KeptForm):
    """What is asked of another unit."""

    unit = forms.CharField(
        label=_("协办单位"), widget=forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"})
    )
    asked = forms.CharField(label=_("请对方办理什么"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(
        label=_("请在这一天前答复"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ReplyForm(KeptForm):
    """The helping unit's answer."""

    reply = forms.CharField(label=_("协办意见"), widget=forms.Textarea(attrs={"rows": 3}))


class ReleaseForm(KeptForm):
    """Why a request for help is withdrawn."""

    reason = forms.CharField(label=_("撤回的理由"), widget=forms.TextInput(attrs={"maxlength": 200}))


class TaskForm(KeptForm):
    """A sub-task in one's own unit."""

    title = forms.CharField(label=_("要做什么"), widget=forms.TextInput(attrs={"maxlength": 200}))
    account = forms.ChoiceField(label=_("由谁做"), required=False)
    due_on = forms.DateField(
        label=_("在这一天前"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["account"].choices = [("", _("谁有空谁做")), *people.items()]  # type: ignore[attr-defined]


class LinkForm(KeptForm):
    """Another case that belongs with this one."""

    other = forms.CharField(
        label=_("案件编号"), widget=forms.TextInput(attrs={"maxlength": 32, "autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("关系"), choices=list(LINK_KINDS.items()))


class SeveralFiles(forms.FileInput):
    """A file control that takes several at once."""

    allow_multiple_selected = True


class UploadForm(KeptForm):
    """Files for a case."""

    chosen = forms.FileField(label=_("文件"), widget=SeveralFiles(attrs={"multiple": True}))
