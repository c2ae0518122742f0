"""Counting a time limit: `compute` walks day by day and says why, `due` gives the same moment at once.

Rules, all of 民法典: art. 201 (the day of the start is not counted; hours run from the moment itself) and
art. 203 (the last day ends at 24:00; a last day that is a day off moves to the next working day, which `Roll`
decides here because the 信访工作条例 is silent). Working days are the calendar's, with make-up weekends.
An extension adds units to the amount. A paused day is neither counted nor a day on which a limit can end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bihuan.common.calendar.days import TEXTS, Reason, code_of
from bihuan.common.calendar.pauses import Pause, day_spans, local, merged
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.calendar.working import CHINA, WorkingCalendar

__all__ = [
    "DayNote",
    "Deadline",
    "Due",
    "Pause",
    "Run",
    "compute",
    "days_of",
    "due",
    "due_at",
    "midnight",
    "runs_of",
]

ONE_DAY = timedelta(days=1)
Run = tuple[str, str, bool, str]  # (first date, last date, counted, why): how the days are stored as JSON


class DayNote(NamedTuple):
    """One day of a count. `why` is a Chinese reason (`days.TEXTS`, or a holiday's name with 放假)."""

    date: date
    counted: bool
    why: str

    @property
    def code(self) -> Reason:
        """The reason's code."""
        return code_of(self.why)


class Due(NamedTuple):
    """When a limit ends. Both are None while an open pause keeps the end from being known."""

    due_at: datetime | None
    due_on: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit counted, with every day and why. Overdue means `at >= due_at`.

    While an open pause stands before the end, `paused` is True, `due_at` and `due_on` are None, `left` says
    how many units are still to run (hours rounded up), and `days` ends with the first day of that pause.
    `provisional`: the count goes through a year whose holiday arrangement is not published.
    """

    start: datetime
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    days: tuple[DayNote, ...]
    version: str  # of the calendar
    extended_by: int = 0
    paused: bool = False
    left: int = 0

    @property
    def runs(self) -> list[Run]:
        """The days in the compact form that is stored."""
        return runs_of(self.days)


def midnight(day: date) -> datetime:
    """00:00 in Beijing at the start of the day."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def due_at(
    limit: TimeLimit,
    *,
    start: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
) -> datetime | None:
    """Only the moment at which the limit ends; None while an open pause stands before it. See `due`."""
    return due(limit, start=start, calendar=calendar, pauses=pauses, extended_by=extended_by).due_at


def due(
    limit: TimeLimit,
    *,
    start: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
) -> Due:
    """When the limit ends, without the list of days: constant time for each pause.

    `start` aware; `extended_by` in the limit's own unit. ValueError for a naive start or a negative amount.
    """
    total = _total(limit, extended_by)
    start = local(start)
    if limit.unit is TimeUnit.HOURS:
        moment = _hours_due(start, total, pauses)
        return _due(start.date(), moment, None if moment is None else moment.date(), calendar)
    first = start.toordinal()
    spans = day_spans(pauses) if pauses else []
    working = limit.unit is TimeUnit.WORKING_DAYS
    last = calendar.nth_working_after(first, total) if working else first + total
    for begin, end in spans:
        begin = max(begin, first + 1)
        if begin > last:
            break
        if end is None:
            return _due(start.date(), None, None, calendar)
        if end > begin:
            total += calendar.working_between(begin, end) if working else end - begin
            last = calendar.nth_working_after(first, total) if working else first + total
    if limit.roll is Roll.GENEROUS and not calendar.works_on(last):
        rolled = _rolled(last, spans, calendar)
        if rolled is None:
            return _due(start.date(), None, None, calendar)
        last = rolled
    on = date.fromordinal(last)
    return _due(start.date(), midnight(date.fromordinal(last + 1)), on, calendar)


def compute(
    limit: TimeLimit,
    *,
    start: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
) -> Deadline:
    """Count the limit day by day, each with its reason. Arguments, errors and end are those of `due`."""
    total = _total(limit, extended_by)
    start = local(start)
    if limit.unit is TimeUnit.HOURS:
        notes, moment, left = _walk_hours(start, total, pauses)
        on = None if moment is None else moment.date()
    else:
        notes, on, left = _walk_days(limit, start.date(), total, day_spans(pauses), calendar)
        moment = None if on is None else midnight(on + ONE_DAY)
    return Deadline(
        start=start,
        due_at=moment,
        due_on=on,
        provisional=_due(start.date(), moment, on, calendar).provisional,
        days=tuple(notes),
        version=calendar.version,
        extended_by=extended_by,
        paused=moment is None,
        left=left,
    )


def runs_of(days: Sequence[DayNote]) -> list[Run]:
    """Neighbouring days with one reason become one run: 60 calendar days are two or three rows of JSON."""
    runs: list[Run] = []
    previous: date | None = None
    for note in days:
        day = note.date.isoformat()
        if runs and runs[-1][2:] == (note.counted, note.why) and previous == note.date - ONE_DAY:
            runs[-1] = (runs[-1][0], day, note.counted, note.why)
        else:
            runs.append((day, day, note.counted, note.why))
        previous = note.date
    return runs


def days_of(runs: Sequence[Sequence[object]]) -> tuple[DayNote, ...]:
    """The days of stored runs (as tuples, or as lists from JSON). ValueError if a date is none."""
    notes = []
    for first, last, counted, why in runs:
        begin, end = date.fromisoformat(str(first)).toordinal(), date.fromisoformat(str(last)).toordinal()
        notes += [DayNote(date.fromordinal(n), bool(counted), str(why)) for n in range(begin, end + 1)]
    return tuple(notes)


def _total(limit: TimeLimit, extended_by: int) -> int:
    if limit.amount < 0 or extended_by < 0:
        raise ValueError(f"a time limit cannot be negative: {limit.amount} and {extended_by} more")
    return limit.amount + extended_by


def _due(start: date, at: datetime | None, on: date | None, calendar: WorkingCalendar) -> Due:
    # The first day that matters is the day after the start, unless the limit ends on the start day itself.
    if on is None:
        return Due(None, None, provisional=False)
    first = min(date.fromordinal(start.toordinal() + 1), on)
    return Due(at, on, provisional=not calendar.is_known_between(first, on))


def _rolled(last: int, spans: Sequence[tuple[int, int | None]], calendar: WorkingCalendar) -> int | None:
    """The next day after `last` that is worked and not paused; None if an open pause comes first."""
    day = last + 1
    while True:
        for begin, end in spans:
            if begin <= day and (end is None or day < end):
                if end is None:
                    return None
                day = end
        if calendar.works_on(day):
            return day
        day += 1


def _hours_due(start: datetime, total: int, pauses: Sequence[Pause]) -> datetime | None:
    moment = start + timedelta(hours=total)
    for begin, end in merged(pauses) if pauses else ():
        if end is not None and end <= start:
            continue
        begin = max(begin, start)
        if begin >= moment:
            break
        if end is None:
            return None
        moment += end - begin
    return moment


def _walk_days(
    limit: TimeLimit,
    start: date,
    total: int,
    spans: Sequence[tuple[int, int | None]],
    calendar: WorkingCalendar,
) -> tuple[list[DayNote], date | None, int]:
    notes = [DayNote(start, counted=False, why=TEXTS[Reason.START_DAY])]
    day, counted = start, 0
    working = limit.unit is TimeUnit.WORKING_DAYS
    while counted < total:
        day += ONE_DAY
        if (pause := _pause_on(day, spans)) is not None:
            notes.append(DayNote(day, counted=False, why=TEXTS[pause]))
            if pause is Reason.STILL_PAUSED:
                return notes, None, total - counted
            continue
        known = calendar.kind(day) if working else None
        if known is None:
            notes.append(DayNote(day, counted=True, why=TEXTS[Reason.CALENDAR_DAY]))
        else:
            notes.append(DayNote(day, counted=known.works, why=known.why))
        counted += notes[-1].counted
    if calendar.is_working(day):
        return notes, day, 0
    if limit.roll is Roll.STRICT:
        if total:
            notes[-1] = notes[-1]._replace(why=TEXTS[Reason.ENDS_ON_DAY_OFF])
        return notes, day, 0
    if total:
        notes[-1] = notes[-1]._replace(why=TEXTS[Reason.ROLLS_FROM])
    while True:
        day += ONE_DAY
        pause = _pause_on(day, spans)
        why = TEXTS[pause] if pause else calendar.kind(day).why
        if pause is Reason.STILL_PAUSED:
            return [*notes, DayNote(day, counted=False, why=why)], None, 0
        if pause is None and calendar.is_working(day):
            return [*notes, DayNote(day, counted=False, why=TEXTS[Reason.ROLLS_TO])], day, 0
        notes.append(DayNote(day, counted=False, why=why))


def _pause_on(day: date, spans: Sequence[tuple[int, int | None]]) -> Reason | None:
    ordinal = day.toordinal()
    for begin, end in spans:
        if end is None and ordinal >= begin:
            return Reason.STILL_PAUSED
        if end is not None and begin <= ordinal < end:
            return Reason.PAUSED
    return None


def _walk_hours(
    start: datetime, total: int, pauses: Sequence[Pause]
) -> tuple[list[DayNote], datetime | None, int]:
    """Cut the time at each midnight and each edge of a pause, and use the pieces up one by one."""
    spans = merged(pauses)
    left, now = timedelta(hours=total), start
    ran: dict[date, Reason] = {start.date(): Reason.RUNNING}
    while left:
        inside = next((end for begin, end in spans if begin <= now and (end is None or now < end)), now)
        day = now.date()
        if inside is None:
            if ran.get(day) is not Reason.RUNNING or now == start:
                ran[day] = Reason.STILL_PAUSED
            return _hour_notes(ran), None, -(-left // timedelta(hours=1))
        edge = midnight(day + ONE_DAY)
        if inside > now:
            ran.setdefault(day, Reason.PAUSED)
            now = min(edge, inside)
            continue
        edge = min([edge, now + left, *(begin for begin, _ in spans if begin > now)])
        ran[day] = Reason.RUNNING
        left -= edge - now
        now = edge
    ran.setdefault(now.date(), Reason.RUNNING)
    return _hour_notes(ran), now, 0


def _hour_notes(ran: dict[date, Reason]) -> list[DayNote]:
    return [DayNote(day, counted=reason is Reason.RUNNING, why=TEXTS[reason]) for day, reason in ran.items()]
