"""What the forms of an accident have filled in beforehand: figures are cumulative, so the last ones stand there to be mended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.assistants import Assistant, register
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.organizations.actor import Actor

FIGURES = ("deaths", "serious", "missing", "loss")
TEXTS = ("unit_profile", "scene", "course", "measures", "others")


def _last(case: Case) -> Report | None:
    return Report.objects.filter(accident=case.pk).order_by("-seq").first()


def follow_up(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """The last report, and today."""
    del actor
    last = _last(case)
    if last is None:
        return {}
    filled: dict[str, Any] = {name: getattr(last, name) for name in FIGURES}
    filled |= {name: last.contents.get(name, "") for name in TEXTS}
    return filled | {"changed_on": at.astimezone(CHINA).date()}


def investigation(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """What the reports say of the unit, the course and the losses (art. 30 no. 1 to 3), for the team to correct."""
    del actor, at
    last, row = _last(case), Accident.objects.filter(pk=case.pk).first()
    if last is None or row is None:
        return {}
    lost = _("死亡%(d)s人，重伤%(s)s人，下落不明%(m)s人，直接经济损失%(l)s元。") % {
        "d": row.deaths, "s": row.serious, "m": row.missing, "l": f"{row.loss:,}",
    }  # fmt: skip
    return {
        "unit_profile": last.contents.get("unit_profile", ""), "course": last.contents.get("course", ""), "losses": lost,
    }  # fmt: skip


def register_all() -> None:
    """Make both known to the engine."""
    register(ACCIDENT.name, "supplement", Assistant(prefill=follow_up))
    register(ACCIDENT.name, "submit_report", Assistant(prefill=investigation))
