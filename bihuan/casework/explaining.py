"""Why a deadline is the day it is: for any rule and start, and for a clock of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import DatabaseError

from bihuan.casework.clocks import limit_of, pauses_of
from bihuan.casework.limits import RuleBook, national
from bihuan.casework.models import ClockRow
from bihuan.casework.spec import Clock, Process
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import compute
from bihuan.common.calendar.explanations import explain, explain_limit
from bihuan.common.calendar.working import CHINA, load_shipped
from bihuan.organizations.models import Jurisdiction


def explain_clock(
    process: Process, clock: Clock, *, start: datetime, place: str = "", extended_by: int = 0
) -> dict[str, Any]:
    """What `clock` gives from `start` in a place (official code), JSON-ready, with every day counted or skipped.

    Without a database the national rules and the shipped calendar answer.
    """
    try:
        jurisdiction_id = (
            Jurisdiction.objects.filter(code=place).values_list("pk", flat=True).first() if place else None
        )
        limit = RuleBook.of(process.name).in_force(
            clock, jurisdiction_id=jurisdiction_id, on=start.astimezone(CHINA).date()
        )
        calendar = calendars.current()
    except DatabaseError:
        limit, calendar = national(clock), load_shipped()
    return explain_limit(
        limit, start=start, calendar=calendar, extended_by=extended_by, process=process.name, clock=clock.name
    )


def explain_row(row: ClockRow) -> dict[str, Any] | None:
    """The same for a clock of a case, with its own pauses and extension; None when its day was given, not counted."""
    if row.unit == "given":
        return None
    limit = limit_of(row)
    deadline = compute(
        limit,
        start=row.started_at,
        calendar=calendars.current(),
        pauses=pauses_of(row),
        extended_by=row.extended_by,
    )
    return explain(deadline, limit, clock=row.name)
