"""Which time limit is in force: the table's national default, or a district's dated override."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from bihuan.casework.models import ClockRule
from bihuan.casework.spec import Clock, Process
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.organizations.models import Jurisdiction

NATIONAL = "national"


def national(clock: Clock) -> TimeLimit:
    """The limit as the table ships it."""
    return TimeLimit(clock.amount, clock.unit, clock.roll, clock.article, NATIONAL)


def in_force(process: Process, clock: Clock, *, jurisdiction_id: int | None, on: date) -> TimeLimit:
    """The limit for a clock that starts on a date in a place. The nearest place wins, then the latest rule."""
    return limits_in_force(process, [clock], jurisdiction_id=jurisdiction_id, on=on)[clock.name]


def limits_in_force(
    process: Process, clocks: Iterable[Clock], *, jurisdiction_id: int | None, on: date
) -> dict[str, TimeLimit]:
    """The limits of several clocks at once, in one query."""
    wanted = {clock.name: national(clock) for clock in clocks}
    rules = list(
        ClockRule.objects.filter(process=process.name, clock__in=wanted, in_force_from__lte=on).filter(
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=on)
        )
    )
    if not rules:
        return wanted
    nearness = {place: index for index, place in enumerate(_line_up(jurisdiction_id))}
    applicable = [rule for rule in rules if rule.jurisdiction_id is None or rule.jurisdiction_id in nearness]
    # Farthest place and oldest rule first, so that what is set last is the nearest and newest.
    applicable.sort(
        key=lambda rule: (
            -nearness.get(rule.jurisdiction_id or 0, len(nearness)),
            rule.in_force_from,
            rule.pk,
        )
    )
    for rule in applicable:
        wanted[rule.clock] = TimeLimit(
            rule.amount, TimeUnit(rule.unit), Roll(rule.roll), rule.article, f"rule-{rule.pk}"
        )
    return wanted


def _line_up(jurisdiction_id: int | None) -> list[int]:
    line: list[int] = []
    while jurisdiction_id is not None and jurisdiction_id not in line:
        line.append(jurisdiction_id)
        jurisdiction_id = (
            Jurisdiction.objects.filter(pk=jurisdiction_id).values_list("parent_id", flat=True).first()
        )
    return line
