"""A step of the resident's own, taken from the follow page: its form and what goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bihuan.appeals.services import groups
from bihuan.casework import services as casework
from bihuan.casework.assistants import assistant_of
from bihuan.casework.errors import Incomplete, NotNow
from bihuan.casework.forms import StepForm
from bihuan.casework.models import Case
from bihuan.casework.spec import Kind, Step
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT
from bihuan.organizations.models import Unit
from bihuan.portal.following.page import Doing, following
from bihuan.portal.models import AccessCode


def step_open(code: AccessCode, name: str, at: datetime) -> Doing:
    """The step, if it is open to the seat now. Raises NotNow."""
    found = next((one for one in following(code=code, at=at).doings if one.step.name == name), None)
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
            merged = dict(self.data.items())
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


def take(
    *, code: AccessCode, step: str, form: ResidentForm, at: datetime, submission: UUID | None = None
) -> Case:
    """Take it, in the resident's name; for a signatory beside the first by their own right. Raises casework's Refused."""
    given, faults = form.given()
    if faults:
        raise Incomplete(faults)
    if code.seat:
        return groups.ask_review(
            case_id=code.case_id, seat=code.seat, to_unit=int(given["to_unit"]),
            grounds=given.get("grounds") or "", at=at,
        )  # fmt: skip
    return casework.take(
        case_id=code.case_id, step=step, actor=RESIDENT, at=at, given=given, submission=submission
    )
