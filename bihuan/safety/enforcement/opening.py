"""Opening a case from a page: the fields of the table's opening step, with the enterprise and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.casework.forms import StepForm, find_unit
from bihuan.casework.models import Case
from bihuan.casework.spec import Kind, Process
from bihuan.organizations.access import SignedInRequest
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.views.shared import meant, submission_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, judged so far: the enterprise, the case that it is about, the values of the step."""

    enterprise: Enterprise
    subject: str
    body: str
    given: dict[str, Any]
    about: Case | None


class OpeningForm(StepForm):
    """The opening step's own fields after the enterprise, the subject, and the case that led to it."""

    def __init__(
        self, *, process: Process, step: str, at: datetime, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(step=process.step(step), case=Case(), at=at, data=data, initial=initial)
        own = {
            "enterprise": forms.CharField(label=_("企业"), help_text=_("企业名称或者统一社会信用代码")),
            "subject": forms.CharField(label=_("事由"), widget=forms.TextInput(attrs={"maxlength": 200})),
            "body": forms.CharField(
                label=_("详细情况"), required=False, widget=forms.Textarea(attrs={"rows": 4})
            ),
            "about": forms.CharField(
                label=_("有关的隐患或者检查"), required=False, help_text=_("案件编号，没有可以不填")
            ),
        }
        self.fields = {**own, **self.fields}
        self.hidden: tuple[str, ...] = ()

    def hide(self, *names: str) -> None:
        """Do not ask for what the service itself says."""
        self.hidden = names
        self.fields = {name: field for name, field in self.fields.items() if name not in names}

    def given(self) -> tuple[dict[str, Any], dict[str, Text]]:
        """What was typed for the fields of the step that are asked for."""
        own = [asked for asked in self.step.gives if asked.name not in self.hidden]
        values = {asked.name: self[asked.name].data for asked in own}
        faults: dict[str, Text] = {}
        for asked in own:
            typed = values[asked.name]
            if asked.kind is Kind.UNIT and isinstance(typed, str) and typed.strip():
                values[asked.name], fault = find_unit(typed.strip(), self.today)
                if fault:
                    faults[asked.name] = fault
        return values, faults


def asked(request: SignedInRequest, form: OpeningForm, seen: Any) -> Asked | None:
    """What was typed, or None with the faults put into the form. `seen` are the cases that may be named."""
    enterprise, fault = meant(request.actor, request.POST.get("enterprise", ""))
    number = request.POST.get("about", "").strip()
    about = seen.filter(number=number).first() if number else None
    given, faults = form.given()
    if enterprise is None:
        faults["enterprise"] = fault
    if number and about is None:
        faults["about"] = _("没有这个编号的案件，或者它不归您查看。")
    if faults or enterprise is None:
        form.show(faults)
        return None
    return Asked(enterprise, request.POST.get("subject", ""), request.POST.get("body", ""), given, about)


def shown(form: OpeningForm, refused: Refused) -> None:
    """Put a service's refusal at its fields."""
    form.show(refused.fields if isinstance(refused, Incomplete) else {"": str(refused)})


__all__ = ["Asked", "OpeningForm", "asked", "shown", "submission_of"]
