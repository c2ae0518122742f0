"""Quarterly and yearly statistics of hazards, frozen when made, and made again from the same records to the letter.

Order 16 art. 14: by the 15th of the month after the quarter, by 31 January after the year, signed by the principal.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.hazards.models import StatisticsReport

_PERIOD = re.compile(r"(\d{4})(?:Q([1-4]))?")

# A hazard counts as it stood when the report was made: what was written down later, or with an earlier date afterwards,
# changes no frozen report. The grade is that of the last judgment before. Each row says when the journal was told of it,
# of its grade and of its close-out; only rows of before these columns, and rows that changed since, are looked up, each
# by its own key (an EXISTS would be turned into a hash of the whole journal). Most of the table is read, so in its own
# order: IS TRUE keeps the index over days out of it.
FIGURES = """
WITH counted AS MATERIALIZED (
    SELECT h.enterprise_id, h.found_on, h.cost,
        CASE WHEN h.grade = '' OR h.graded_at <= %(cutoff)s THEN h.grade
            ELSE coalesce((SELECT j.grade FROM safety_judgment j WHERE j.hazard_id = h.case_id AND j.at <= %(cutoff)s
                           ORDER BY j.id DESC LIMIT 1), CASE WHEN h.source <> '' THEN h.grade ELSE '' END) END AS grade,
        CASE WHEN h.accepted_on IS NULL THEN NULL
            WHEN h.settled_at IS NOT NULL THEN CASE WHEN h.settled_at <= %(cutoff)s THEN h.accepted_on END
            WHEN (SELECT 1 FROM casework_entry e WHERE e.case_id = h.case_id AND e.recorded_at <= %(cutoff)s
                AND e.to_state IN ('closed_out', 'closed_before') LIMIT 1) = 1 THEN h.accepted_on END AS accepted_on
    FROM safety_hazard h
    WHERE (h.found_on <= %(until)s) IS TRUE AND (h.found_on >= %(since)s OR h.open OR h.accepted_on >= %(since)s)
        AND CASE WHEN h.recorded_at IS NOT NULL THEN h.recorded_at <= %(cutoff)s ELSE (
            SELECT e.recorded_at FROM casework_entry e WHERE e.case_id = h.case_id AND e.seq = 1) <= %(cutoff)s END
        AND (h.open OR h.accepted_on IS NOT NULL OR coalesce(
            (SELECT c.state NOT IN ('rejected', 'handed_over') OR c.ended_at > %(cutoff)s FROM casework_case c
             WHERE c.id = h.case_id),
            true))
), summed AS (
    SELECT enterprise_id, grade,
        count(*) FILTER (WHERE found_on >= %(since)s) AS found,
        count(*) FILTER (WHERE accepted_on BETWEEN %(since)s AND %(until)s) AS closed,
        count(*) FILTER (WHERE accepted_on IS NULL OR accepted_on > %(until)s) AS open,
        sum(cost) FILTER (WHERE accepted_on BETWEEN %(since)s AND %(until)s) AS cost
    FROM counted GROUP BY enterprise_id, grade
)
SELECT e.sector, s.grade, sum(s.found)::bigint, sum(s.closed)::bigint, sum(s.open)::bigint, coalesce(sum(s.cost), 0)::bigint
FROM summed s JOIN safety_enterprise e ON e.unit_id = s.enterprise_id
WHERE %(regulator)s::bigint IS NULL OR e.regulator_id = %(regulator)s
GROUP BY e.sector, s.grade ORDER BY e.sector, s.grade
"""


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a year: both days inclusive, and by when its report is due."""

    name: str
    since: date
    until: date
    due_on: date


def period_of(name: str) -> Period:
    """ "2026Q1" or "2026". Raises Incomplete."""
    found = _PERIOD.fullmatch(name.strip().upper())
    if found is None:
        raise Incomplete({"period": _("统计期请写成 2026Q1（季度）或者 2026（年度）。")})
    year, quarter = int(found[1]), int(found[2] or 0)
    if not quarter:
        return Period(found[0], date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 31))
    last = quarter * 3
    until = date(year, last, calendar.monthrange(year, last)[1])
    return Period(found[0], date(year, last - 2, 1), until, (until + timedelta(days=1)).replace(day=15))


def figures(*, period: Period, regulator_id: int | None, cutoff: datetime) -> dict[str, Any]:
    """The figures as they stood at `cutoff`: by sector and grade, and in all."""
    with connection.cursor() as cursor:
        cursor.execute(
            FIGURES,
            {"since": period.since, "until": period.until, "cutoff": cutoff, "regulator": regulator_id},
        )
        rows = [
            {
                "sector": row[0],
                "grade": row[1],
                "found": row[2],
                "closed": row[3],
                "open": row[4],
                "cost": row[5],
            }
            for row in cursor.fetchall()
        ]
    total: dict[str, Any] = {
        name: sum(row[name] for row in rows) for name in ("found", "closed", "open", "cost")
    }
    major = [row for row in rows if row["grade"] == "major"]
    total |= {f"major_{name}": sum(row[name] for row in major) for name in ("found", "closed", "open")}
    return {"period": period.name, "cutoff": cutoff.isoformat(), "total": total, "rows": rows}


@transaction.atomic
def freeze(
    *, period: str, regulator: Unit | None, actor: Actor, at: datetime
) -> tuple[StatisticsReport, bool]:
    """Make and keep the report of a period that is over; one that was made stays as it is, (it, False).

    Raises Incomplete for a period that is not over or not understood, NotYours for an enterprise.
    """
    if actor.has(*OUTSIDE):
        raise NotYours
    found = period_of(period)
    there = StatisticsReport.objects.filter(period=found.name, regulator=regulator).first()
    if there is not None:
        return there, False
    if at < datetime.combine(found.until + timedelta(days=1), time(), tzinfo=CHINA):
        raise Incomplete(
            {"period": _("这个统计期还没有结束，最后一天是 %(day)s。") % {"day": found.until.isoformat()}}
        )
    made = figures(period=found, regulator_id=regulator.pk if regulator is not None else None, cutoff=at)
    report = StatisticsReport.objects.create(
        period=found.name, regulator=regulator, due_on=found.due_on, figures=made, sha256=_digest(made), made_at=at,
        made_by=journal.actor_line(actor),
    )  # fmt: skip
    return report, True


def made_again(report: StatisticsReport) -> bool:
    """Whether the report, made again from the records today, is the same to the letter."""
    again = figures(period=period_of(report.period), regulator_id=report.regulator_id, cutoff=report.made_at)
    return _digest({**again, "cutoff": report.figures["cutoff"]}) == report.sha256


def _digest(made: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(made, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def due_reports(today: date) -> list[Period]:
    """The reports of periods that are over, not yet made and due within a month or late by no more than three."""
    names = [f"{year}Q{quarter}" for year in (today.year - 1, today.year) for quarter in range(1, 5)]
    periods = [period_of(name) for name in (*names, str(today.year - 1))]
    made = set(StatisticsReport.objects.filter(regulator__isnull=True).values_list("period", flat=True))
    near = timedelta(days=31)
    return [
        one for one in periods
        if one.until < today and one.name not in made and -3 * near <= one.due_on - today <= near
    ]  # fmt: skip
