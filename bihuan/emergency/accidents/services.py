"""Registering an accident. Everything after that is a step of its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, Text
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents.grades import AUTHORITIES, KEYS, Casualties, grade_of
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.emergency.accidents.types import code_of, edition_on
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit


@dataclass(frozen=True, slots=True)
class First:
    """The first report. `contents` are the six of art. 12 by the names of the table's fields."""

    subject: str
    unit_name: str
    place: str
    kind: str
    type: str
    occurred_at: datetime
    learned_at: datetime
    received_at: datetime
    lost: Casualties
    contents: Mapping[str, str]
    unit: Unit | None = None


def faults_of(first: First, at: datetime) -> dict[str, Text]:
    """What is wrong with a first report, by field."""
    faults: dict[str, Text] = {}
    for name in ("subject", "unit_name", "place"):
        if not getattr(first, name).strip():
            faults[name] = _("请填写这一栏。")
    if not first.occurred_at <= first.learned_at <= first.received_at:
        faults["received_at"] = _("时间应当先后是：发生、单位负责人接到报告、本机关接到报告。请检查。")
    if first.received_at > at:
        faults["received_at"] = _("这个时间还没有到，请填写已经发生的时间。")
    day = first.occurred_at.astimezone(CHINA).date()
    if not code_of(first.type, day):
        faults["type"] = _("%(edition)s 没有这个类型，请从列表里选。") % {"edition": edition_on(day).code}
    if min(first.lost.deaths, first.lost.serious, first.lost.missing, first.lost.loss) < 0:
        faults["deaths"] = _("人数和损失不能是负数。")
    return faults


@transaction.atomic
def report(*, first: First, actor: Actor, at: datetime, submission: UUID | None = None) -> Case:
    """Register an accident by its first report: grade, authority and clocks follow from what it says.

    Raises Incomplete naming every field that is wrong, casework.errors.
    """
    faults = faults_of(first, at)
    if faults:
        raise Incomplete(faults)
    grade = grade_of(first.lost)
    lost = {name: getattr(first.lost, name) for name in ("deaths", "serious", "missing", "loss")}
    day = first.occurred_at.astimezone(CHINA).date()

    def beside(case: Case) -> list[Model]:
        accident = Accident(
            case=case, unit=first.unit, unit_name=first.unit_name.strip()[:96], place=first.place.strip()[:200], kind=first.kind,
            type=first.type, type_code=code_of(first.type, day), occurred_at=first.occurred_at, learned_at=first.learned_at,
            received_at=first.received_at, grade=KEYS[grade], **lost,
        )  # fmt: skip
        told = Report(
            accident=accident, seq=1, at=at, changed_on=day, grade=KEYS[grade], counted=True, contents=dict(first.contents),
            by=actor_line(actor), **lost,
        )  # fmt: skip
        return [accident, told]

    given: dict[str, Any] = {
        "occurred_at": first.occurred_at, "learned_at": first.learned_at, "received_at": first.received_at, "kind": first.kind,
        "type": first.type, "grade": KEYS[grade], "authority": AUTHORITIES[grade], **lost, **first.contents,
    }  # fmt: skip
    return casework.open_case(
        process=ACCIDENT.name, step="report", subject=first.subject.strip(), given=given, jurisdiction_id=actor.jurisdiction_id,
        topic=first.type, actor=actor, at=at, submission=submission, beside=beside,
    )  # fmt: skip
