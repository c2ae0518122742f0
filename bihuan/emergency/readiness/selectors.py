"""Reads of readiness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, QuerySet

from bihuan.casework.selectors import sees_all
from bihuan.emergency.readiness.coverage import HALF_YEAR, TWO_YEARS, gaps, owed_by
from bihuan.emergency.readiness.models import Drill, Plan, PlanTrigger, Response, Shift, Summons
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit

AHEAD = timedelta(days=7)


def visible_responses(actor: Actor) -> QuerySet[Response]:
    """The responses of the actor's unit; all for those who answer for the district."""
    rows = Response.objects.select_related("unit", "case")
    return rows if sees_all(actor) else rows.filter(unit_id=actor.unit_id or 0)


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans are for everybody who must act by them; enterprises' plans are filed with the office."""
    del actor
    return Plan.objects.select_related("unit")


def on_duty(unit_id: int | None, at: datetime) -> list[Shift]:
    """Who is on duty now."""
    rows = Shift.objects.filter(unit_id=unit_id or 0, starts_at__lte=at, ends_at__gt=at).select_related(
        "account"
    )
    return list(rows.order_by("duty", "starts_at"))


def duty_gaps(unit_id: int | None, at: datetime, duty: str = "duty") -> list[tuple[datetime, datetime]]:
    """Hours of the next seven days in which nobody is on duty (应急条例 art. 14)."""
    end = at + AHEAD
    rows = Shift.objects.filter(unit_id=unit_id or 0, duty=duty, starts_at__lt=end, ends_at__gt=at)
    return gaps(rows.values_list("starts_at", "ends_at"), at, end)


def roster_gaps(unit_id: int | None, at: datetime) -> list[tuple[str, datetime, datetime]]:
    """Gaps of the watch, and of each other duty that the unit's roster has at all (leader, technical: art. 14 para. 2)."""
    used = set(
        Shift.objects.filter(unit_id=unit_id or 0, ends_at__gt=at - AHEAD).values_list("duty", flat=True).distinct()
    )  # fmt: skip
    labels = dict(Shift.Duty.choices)
    return [
        (str(labels[duty]), begins, ends)
        for duty in ("duty", "leader", "technical") if duty == "duty" or duty in used
        for begins, ends in duty_gaps(unit_id, at, duty)
    ]  # fmt: skip


def open_calls(actor: Actor) -> QuerySet[Summons]:
    """The calls the actor has not answered."""
    rows = Summons.objects.filter(account_id=actor.account_id or 0, called_at__isnull=False, answer="")
    return rows.select_related("callout", "callout__unit").order_by("-called_at")


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's next drill: by when, and when the last was."""

    unit: Unit
    last: date | None
    by: date

    def late(self, on: date) -> bool:
        """Whether it is overdue."""
        return self.by < on


def owed_drills() -> list[Owed]:
    """Each unit with a plan and its next drill: offices every two years, enterprises of the kinds that 应急条例 art. 8 para. 2
    names every half year. For other enterprises that regulation sets no time, and none is owed here."""
    owing = Plan.objects.exclude(unit__kind=Unit.Kind.ENTERPRISE, half_yearly=False)
    first = {row["unit_id"]: row["first"] for row in owing.values("unit_id").annotate(first=Min("issued_on"))}
    last = {
        row["unit_id"]: row["last"] for row in Drill.objects.values("unit_id").annotate(last=Max("held_on"))
    }
    units = Unit.objects.in_bulk(list(first))
    found = [
        Owed(
            unit,
            last.get(key),
            owed_by(last.get(key), first[key], HALF_YEAR if unit.kind == Unit.Kind.ENTERPRISE else TWO_YEARS),
        )
        for key, unit in units.items()
    ]
    return sorted(found, key=lambda one: one.by)


def open_triggers() -> QuerySet[PlanTrigger]:
    """Reasons to revise a plan that no new version has answered."""
    return (
        PlanTrigger.objects.filter(revised_by__isnull=True)
        .select_related("plan", "plan__unit")
        .order_by("noted_on")
    )
