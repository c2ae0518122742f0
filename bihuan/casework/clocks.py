"""What a step does to the clocks of a case. Called by the services only, on a locked case.

A clock row keeps what was computed and why (start entry, rule version, calendar version); `recompute` makes the same
from the row's facts, and `casework.clock_audit` makes the row itself again from the journal.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from bihuan.casework.limits import NATIONAL, RuleBook
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.spec import Obliges, Phase, Process, Start, Step
from bihuan.common.calendar.deadlines import Pause, due
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.calendar.working import CHINA, WorkingCalendar
from bihuan.common.rows import made


def apply(
    *, process: Process, case: Case, step: Step, running: list[ClockRow], given: dict[str, Any], at: datetime,
    seq: int, calendar: WorkingCalendar, rules: RuleBook,
) -> list[ClockRow]:  # fmt: skip
    """Stop, pause, resume, extend and start what the step says. Returns the rows to save (new ones without pk).

    `running` is changed in place to the rows that run afterwards. A clock that the step starts while it already runs
    is first ended as void: the journal shows the old run and the new one. With the case every duty ends; a right of the
    resident's runs out in its own time.
    """
    by_name = {row.name: row for row in running}
    touched: dict[int, ClockRow] = {}
    starting = [
        start
        for start in step.starts
        if _starts(process, start, given, case.state) and _ruled(process, case, start, given, at, rules)
    ]
    again = [start.clock for start in starting if start.clock in by_name]
    ended = process.state(case.state).phase is Phase.ENDED
    over = [row.name for row in running if row.obliges != Obliges.RESIDENT] if ended else []
    for names, how in ((step.meets, "met"), ((*step.voids, *again, *over), "void")):
        for name in names:
            if (row := by_name.pop(name, None)) is not None:
                row.stopped_at, row.stop_seq, row.stopped_by = at, seq, how
                touched[id(row)] = row
    for name in step.pauses:
        if (row := by_name.get(name)) is not None:
            row.pauses = [*row.pauses, [at.isoformat(), None]]
            touched[id(row)] = row
    for name in step.resumes:
        if (row := by_name.get(name)) is not None and row.pauses and row.pauses[-1][1] is None:
            row.pauses = [*row.pauses[:-1], [row.pauses[-1][0], at.isoformat()]]
            touched[id(row)] = row
    for extend in step.extends:
        if (row := by_name.get(extend.clock)) is not None:
            asked = int(given.get(extend.days_from, case.facts.get(extend.days_from, 0)))
            row.extended_by += max(0, min(asked, extend.at_most))
            touched[id(row)] = row
    for row in touched.values():
        if row.stopped_at is None:
            recompute(row, calendar)
    rows = list(touched.values())
    for start in starting:
        row = _begin(
            process=process,
            case=case,
            start=start,
            given=given,
            at=at,
            seq=seq,
            calendar=calendar,
            rules=rules,
        )
        by_name[row.name] = row
        rows.append(row)
    running[:] = by_name.values()
    return rows


def recompute(row: ClockRow, calendar: WorkingCalendar) -> None:
    """Set `due_at`, `provisional` and `calendar` from the row's own facts. Dates that were given stay as given."""
    if row.unit == "given":
        return
    deadline = due(
        limit_of(row),
        start=row.started_at,
        calendar=calendar,
        pauses=pauses_of(row),
        extended_by=row.extended_by,
    )
    row.due_at, row.provisional, row.calendar = deadline.due_at, deadline.provisional, calendar.version


def limit_of(row: ClockRow) -> TimeLimit:
    """The time limit a row was started with."""
    return TimeLimit(row.amount, TimeUnit(row.unit), Roll(row.roll), row.article, row.rule)


def pauses_of(row: ClockRow) -> tuple[Pause, ...]:
    """The pauses of a row as the calendar takes them."""
    return tuple(
        Pause(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None)
        for start, end in row.pauses
    )


def queue(case: Case, running: list[ClockRow]) -> None:
    """Set the case's place in every queue: its earliest deadline that binds an office."""
    dated = [row for row in running if Obliges(row.obliges).duty and row.due_at is not None]
    first = min(dated, key=lambda row: (row.due_at, row.name), default=None)
    case.next_due_at = first.due_at if first else None
    case.next_due_clock = first.name if first else ""


def start_moment(value: date | datetime) -> datetime:
    """A day counted from, as a moment: its midnight in China."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time(), tzinfo=CHINA)


def _starts(process: Process, start: Start, given: dict[str, Any], state: str) -> bool:
    """Whether the clock starts now: a date that may be left out starts nothing when it was."""
    if (start.into and start.into != state) or (start.counts_from and start.counts_from not in given):
        return False
    due_from = process.clock(start.clock).due_from
    return due_from is None or due_from.field in given


def _ruled(
    process: Process, case: Case, start: Start, given: dict[str, Any], at: datetime, rules: RuleBook
) -> bool:
    """A clock that only local rules know starts where one is in force on the day from which it would count."""
    if not process.clock(start.clock).local:
        return True
    on = (start_moment(given[start.counts_from]) if start.counts_from else at).astimezone(CHINA).date()
    return rules.rule(start.clock, jurisdiction_id=case.jurisdiction_id, on=on) is not None


def _begin(
    *, process: Process, case: Case, start: Start, given: dict[str, Any], at: datetime, seq: int,
    calendar: WorkingCalendar, rules: RuleBook,
) -> ClockRow:  # fmt: skip
    clock = process.clock(start.clock)
    counts_from = start.counts_from
    if start.or_from:
        # Which rule is in force is asked for the earliest date: a later start cannot choose itself.
        day = start_moment(given[counts_from]).astimezone(CHINA).date()
        chosen = rules.start_of(start, jurisdiction_id=case.jurisdiction_id, on=day)
        counts_from = chosen if chosen in given else counts_from
    counted_from = start_moment(given[counts_from]) if counts_from else at
    row = made(
        ClockRow,
        {
            "name": clock.name, "obliges": clock.obliges.value, "start_seq": seq, "started_at": counted_from,
            "article": clock.article, "amount": 0, "unit": "given", "roll": clock.roll.value, "rule": NATIONAL,
        },
        {"case": case},
    )  # fmt: skip
    if clock.due_from is not None:
        # The last day given ends at 24:00 (民法典 art. 203).
        row.due_at = start_moment(given[clock.due_from.field]) + timedelta(days=1)
        return row
    on = counted_from.astimezone(CHINA).date()
    limit = rules.in_force(clock, jurisdiction_id=case.jurisdiction_id, on=on)
    row.amount, row.unit, row.roll = limit.amount, limit.unit.value, limit.roll.value
    row.article, row.rule = limit.article, limit.version
    recompute(row, calendar)
    return row
