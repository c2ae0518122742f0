"""What follows from a report: it is kept, and grade, authority and the levels to tell are computed again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.consequences import Taken, register
from bihuan.casework.journal import actor_line
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents.grades import AUTHORITIES, KEYS, REPORTED_TO, Casualties, counts, grade_of
from bihuan.emergency.accidents.guards import GRADE_OF
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT
from bihuan.organizations.actor import SYSTEM

FIGURES = ("deaths", "serious", "missing", "loss")
CASUALTIES = ("deaths", "serious", "missing")
CONTENTS = ("unit_profile", "scene", "course", "measures", "others")


def supplement(taken: Taken) -> None:
    """Keep the report. In the window casualties change the grade; after it they are recorded and change nothing
    (art. 13, 20). The loss counts whenever it is established: art. 3 sets no days for it."""
    row = Accident.objects.select_for_update(of=("self",)).get(pk=taken.case.pk)
    lost = {name: taken.given[name] for name in FIGURES}
    happened = taken.given["changed_on"]
    held = row.reports.filter(counted=True).order_by("-seq")[0]
    hurt = {name: lost[name] for name in CASUALTIES}
    counted = {name: getattr(held, name) for name in CASUALTIES}
    inside = counts(row.occurred_at.astimezone(CHINA).date(), row.kind, happened) or hurt == counted
    grade = KEYS[grade_of(Casualties(**(hurt if inside else counted), loss=lost["loss"]))]
    Report.objects.create(
        accident=row, seq=taken.entry.seq, at=taken.at, changed_on=happened, grade=grade, counted=inside,
        contents={name: taken.given[name] for name in CONTENTS if name in taken.given}, by=actor_line(taken.actor), **lost,
    )  # fmt: skip
    before = row.grade
    for name, value in lost.items():
        setattr(row, name, value)
    row.grade = grade
    row.save(update_fields=[*lost, "grade"])
    regrade = ACCIDENT.step("regrade")
    if grade != before and taken.case.state in regrade.sources:
        given = _again(taken, grade) | {
            "why": _("续报：死亡%(d)s人，重伤%(s)s人") % {"d": row.deaths, "s": row.serious}
        }
        casework.take(case_id=row.pk, step="regrade", actor=SYSTEM, at=taken.at, given=given)


def _again(taken: Taken, grade: str) -> dict[str, Any]:
    """The new grade and authority, and clocks for levels that must now be told and were not."""
    found = GRADE_OF[grade]
    given: dict[str, Any] = {"grade": grade, "authority": AUTHORITIES[found]}
    told = set(taken.case.entries.filter(step__startswith="forward_").values_list("step", flat=True))
    running = set(taken.case.clocks.filter(stopped_at__isnull=True).values_list("name", flat=True))
    for level in ("province", "state"):
        below = "forward_city" if level == "province" else "forward_province"
        if (
            level in REPORTED_TO[found] and f"forward_{level}" not in told | running and below in told
        ):  # the level below has been told: the two hours run from the new fact
            given[f"again_{level}"] = taken.at
    return given


def register_all() -> None:
    """Make the consequence known to the engine."""
    register(ACCIDENT.name, "supplement", supplement)
