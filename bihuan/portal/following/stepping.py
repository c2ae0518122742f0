"""A step of the resident's own, taken from the follow page: its form and what goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bihuan.casework import services as casework
from bihuan.casework.assistants import assistant_of
from bihuan.casework.errors import Incomplete, NotNow
from bihuan.casework.forms import StepForm
from bihuan.casework.models import Case
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.spec import Kind, Step
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT
from bihuan.organizations.models import Unit


def step_open(case: Case, name: str) -> Step:
    """The step, if the table opens it to the resident now. Raises NotNow."""
    found = next((step for step in steps_open_to(case, RESIDENT) if step.name == name), None)
    if found is None:
        raise NotNow
    return found


class ResidentForm(StepForm):
    """The step's form without what a resident cannot know better: days are today, the organ is the one in charge."""

    def __init__(
        self, *, step: Step, case: Case, at: datetime, data: Mapping[str, Any] | None = None
    ) -> None:
        given = _given(step, case, at)
        self.fixed = {
            asked.name: given[asked.name]
            for asked in step.gives
            if (asked.kind is Kind.DATE and asked.name in given)
            or (asked.kind is Kind.UNIT and given.get(asked.name))
        }
        super().__init__(step=step, case=case, at=at, data=data, initial=given)

    @property
    def controls(self) -> list[Any]:
        """What is really asked."""
        return [control for control in super().controls if control.bound.name not in self.fixed]

    @property
    def organ(self) -> str:
        """The office it goes to, in words."""
        names = [
            asked.name for asked in self.step.gives if asked.kind is Kind.UNIT and asked.name in self.fixed
        ]
        unit = Unit.objects.filter(short_name=self.fixed[names[0]]).first() if names else None
        return unit.name if unit is not None else (str(self.fixed[names[0]]) if names else "")

    def given(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What was typed, and what is fixed."""
        if self.data:
            merged = self.data.copy()
            for name, value in self.fixed.items():
                merged[name] = value.isoformat() if hasattr(value, "isoformat") else str(value)
            self.data = merged
        return super().given()


def _given(step: Step, case: Case, at: datetime) -> dict[str, Any]:
    given = dict(assistant_of(case.process, step.name).prefill(case, RESIDENT, at))
    for asked in step.gives:
        if asked.kind is Kind.DATE and asked.not_future and asked.required:
            given[asked.name] = at.astimezone(CHINA).date()
    return given


def take(*, case: Case, step: str, form: ResidentForm, at: datetime, submission: UUID | None = None) -> Case:
    """Take it, in the resident's name. Raises casework.errors.Refused in one of its kinds."""
    given, faults = form.given()
    if faults:
        raise Incomplete(faults)
    return casework.take(
        case_id=case.pk, step=step, actor=RESIDENT, at=at, given=given, submission=submission
    )
