"""Reads of accidents."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from bihuan.casework.models import ClockRow, Entry
from bihuan.casework.selectors import sees_all
from bihuan.casework.wall import policy
from bihuan.emergency.accidents.evidence import HOURS, Told
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE


def visible_accidents(actor: Actor) -> QuerySet[Accident]:
    """The accidents of the actor's unit; all for those who answer for the district; none for an enterprise."""
    rows = Accident.objects.select_related("case", "case__holder_unit").filter(
        policy.passes(actor, "case_id")
    )
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(
        Q(case__registry_unit_id=actor.unit_id) | Q(case__involvements__unit=actor.unit_id)
    ).distinct()


def told(rows: Sequence[Accident]) -> dict[int, Told]:
    """Each accident with its clocks, reports and the entries that stopped an hour, by three statements."""
    keys = [row.pk for row in rows]
    clocks: dict[int, list[ClockRow]] = {key: [] for key in keys}
    for clock in ClockRow.objects.filter(case__in=keys).order_by("due_at", "pk"):
        clocks[clock.case_id].append(clock)
    reports: dict[int, list[Report]] = {key: [] for key in keys}
    for report in Report.objects.filter(accident__in=keys).order_by("seq"):
        reports[report.accident_id].append(report)
    entries: dict[int, list[Entry]] = {key: [] for key in keys}
    for entry in Entry.objects.filter(case__in=keys, step__in=HOURS).only("case_id", "seq", "data", "step"):
        entries[entry.case_id].append(entry)
    return {
        row.pk: Told(row, row.case.facts, clocks[row.pk], reports[row.pk], entries[row.pk]) for row in rows
    }
