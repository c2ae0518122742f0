"""The clocks of a case with their reasons: every day counted or skipped, in runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from bihuan.casework.clocks import limit_of, pauses_of
from bihuan.casework.limits import NATIONAL
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.showing.labels import OBLIGED, limit_words
from bihuan.casework.spec import Obliges, Process
from bihuan.common.calendar.days import TEXTS, Reason
from bihuan.common.calendar.deadlines import compute
from bihuan.common.calendar.explanations import principles
from bihuan.common.calendar.working import WorkingCalendar
from bihuan.common.calendar_texts import why_text
from bihuan.common.compiled import Compiled
from bihuan.common.urgency import urgency


@dataclass(frozen=True, slots=True)
class RunView:
    """Neighbouring days with one reason. `days` is how many, `upto` the ordinal of the last counted one."""

    first: date
    last: date
    days: int
    counted: bool
    why: str
    upto: int


@dataclass(frozen=True, slots=True)
class ClockView:
    """One run of a clock, ready to show. `state`: running, paused, met, void."""

    row: ClockRow
    label: str
    obliges: str
    limit: str
    state: str
    late: bool
    warn: int
    urgency: str  # overdue, soon or calm, with the warning days of the table
    runs: tuple[RunView, ...]
    principles: tuple[str, ...]
    pauses: tuple[tuple[datetime, datetime | None], ...]
    local_rule: bool
    start_label: str

    @property
    def given(self) -> bool:
        """The day was given by somebody, not counted."""
        return self.row.unit == "given"

    @property
    def running(self) -> bool:
        """It still counts, or stands still until it is resumed."""
        return self.row.stopped_at is None


_rows: Compiled[ClockRow] = Compiled(lambda key: ClockRow.objects.filter(case=key), -1)


def clocks_of(
    *, case: Case, process: Process, calendar: WorkingCalendar, starts: dict[int, str], at: datetime
) -> list[ClockView]:
    """Running clocks first, the earliest deadline on top, then the ended ones, the last ended on top.

    `starts` gives the label of the journal entry of each `seq`, so that a clock says what started it.
    """
    rows = _rows.rows(case.pk)
    running = sorted((row for row in rows if row.stopped_at is None), key=_due)
    ended = sorted((row for row in rows if row.stopped_at is not None), key=_stopped, reverse=True)
    return [_view(row, process, calendar, starts, at) for row in (*running, *ended)]


def _due(row: ClockRow) -> tuple[bool, bool, float]:
    far = row.due_at is None
    return not Obliges(row.obliges).duty, far, 0.0 if row.due_at is None else row.due_at.timestamp()


def _stopped(row: ClockRow) -> tuple[float, int]:
    return (row.stopped_at.timestamp() if row.stopped_at else 0.0), row.pk


def _view(
    row: ClockRow, process: Process, calendar: WorkingCalendar, starts: dict[int, str], at: datetime
) -> ClockView:
    clock = next((clock for clock in process.clocks if clock.name == row.name), None)
    runs: tuple[RunView, ...] = ()
    said: tuple[str, ...] = ()
    if row.unit != "given":
        limit = limit_of(row)
        deadline = compute(
            limit, start=row.started_at, calendar=calendar, pauses=pauses_of(row), extended_by=row.extended_by
        )
        runs = tuple(_runs(deadline.runs))
        said = tuple(gettext(text) for text in principles(deadline, limit))
    warn = clock.warn if clock else 3
    return ClockView(
        row=row,
        label=clock.label if clock else row.name,
        obliges=str(OBLIGED[Obliges(row.obliges)]),
        limit=limit_words(row.amount, row.unit),
        state=_state(row, at),
        late=_late(row),
        warn=warn,
        urgency=urgency(row.due_at, now=at, warn=warn) if row.due_at else "calm",
        runs=runs,
        principles=said,
        pauses=tuple((pause.start, pause.end) for pause in pauses_of(row)),
        local_rule=row.rule != NATIONAL,
        start_label=starts.get(row.start_seq, ""),
    )


def _state(row: ClockRow, at: datetime) -> str:
    if row.stopped_at is not None:
        return "met" if row.stopped_by == "met" else "void"
    if row.due_at is not None and row.due_at <= at and not Obliges(row.obliges).duty:
        return "lapsed"  # the choice is over; nobody is late
    return "running" if row.due_at is not None else "paused"


def _late(row: ClockRow) -> bool:
    if row.stopped_by != "met" or row.due_at is None or row.stopped_at is None:
        return False
    return row.stopped_at >= row.due_at


def _runs(runs: list[tuple[str, str, bool, str]]) -> Iterator[RunView]:
    upto = 0
    for first, last, counted, why in runs:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        days = (end - begin).days + 1
        upto += days if counted else 0
        # 自然日 says nothing that 计入 does not say.
        text = "" if counted and why == TEXTS[Reason.CALENDAR_DAY] else why_text(why)
        yield RunView(begin, end, days, counted, text, upto)
