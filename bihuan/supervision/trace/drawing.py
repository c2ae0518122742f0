"""The trace drawn as lanes over the days: who had the ball, who led nobody, how far each clock ran, when something was told.

The same is in the tables; a lane says in words what it shows, for those who do not see it. Pure but for the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from bihuan.common import habits
from bihuan.common.calendar.working import CHINA
from bihuan.supervision.trace.reading import CaseTrace, ClockLine
from bihuan.supervision.trace.wording import OUTCOMES, margin

WIDTH = 1000  # units of the drawing, whatever the screen
LEAST = 4  # units: what lasted an hour is still seen
FEW_DAYS = 62  # up to here a line stands on each Monday, beyond it on the first of each month


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x` so far, in units of the drawing. `kind`: held, gap, clock, late, due, told, opened, tick."""

    x: int
    width: int
    kind: str


@dataclass(slots=True)
class Lane:
    """One line of the drawing with what it shows in words."""

    label: str
    bars: list[Bar] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """For those who hear the page."""
        return f"{self.label}：{'；'.join(self.said)}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """All lanes, and the lines for the calendar that stand in each."""

    lanes: list[Lane]
    ticks: list[Bar]
    monthly: bool


class Scale:
    """Moments of the period on the width of the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.begin = datetime.combine(first, time(), CHINA)
        self.end = datetime.combine(last + timedelta(days=1), time(), CHINA)

    def at(self, moment: datetime) -> int:
        """Where it is; outside the period, at its edge."""
        inside = min(max(moment, self.begin), self.end)
        return round((inside - self.begin) / (self.end - self.begin) * WIDTH)

    def day(self, on: date) -> int:
        """Where a day begins."""
        return self.at(datetime.combine(on, time(), CHINA))

    def bar(self, start: datetime, end: datetime, kind: str) -> Bar | None:
        """From one moment to another; nothing when all of it lies outside."""
        if end < self.begin or start > self.end or end < start:
            return None
        x = min(self.at(start), WIDTH - LEAST)
        return Bar(x, max(LEAST, self.at(end) - x), kind)


def draw(trace: CaseTrace) -> Drawing:
    """The lanes of a trace: units in the order they had the ball, then clocks in the order they began, then what was told."""
    scale = Scale(trace.first, trace.last)
    lanes = [*_units(trace, scale), *_clocks(trace, scale), *_told(trace, scale)]
    monthly = (trace.last - trace.first).days > FEW_DAYS
    days = (trace.first + timedelta(days=n) for n in range((trace.last - trace.first).days + 1))
    ticks = [
        Bar(scale.day(day), 1, "tick") for day in days if (day.day == 1 if monthly else day.weekday() == 0)
    ]
    return Drawing([lane for lane in lanes if lane.bars], ticks, monthly)


def _span(first: date, last: date) -> str:
    return f"{habits.day(first)}–{habits.day(last)}" if first != last else habits.day(first)


def _units(trace: CaseTrace, scale: Scale) -> Iterable[Lane]:
    lanes: dict[str, Lane] = {}
    for held in trace.held:
        lane = lanes.setdefault(held.unit, Lane(held.unit))
        lane.bars.append(_days(scale, held.run.first, held.run.last, "held"))
        lane.said.append(_span(held.run.first, held.run.last))
        for gap in held.gaps:
            lane.bars.append(_days(scale, gap.starts_on, gap.ends_on or trace.last, "gap"))
            lane.said.append(f"{_('空缺')} {_span(gap.starts_on, gap.ends_on or trace.last)}")
    return lanes.values()


def _days(scale: Scale, first: date, last: date, kind: str) -> Bar:
    x = scale.day(first)
    return Bar(x, max(LEAST, scale.day(last + timedelta(days=1)) - x), kind)


def _clocks(trace: CaseTrace, scale: Scale) -> Iterable[Lane]:
    lanes: dict[str, Lane] = {}
    for clock in trace.clocks:
        lane = lanes.setdefault(clock.row.name, Lane(_(clock.label)))
        lane.bars += [bar for bar in _run(clock, trace, scale) if bar is not None]
        lane.said.append(f"{_(OUTCOMES[clock.ended.outcome])} {margin(clock.ended.margin)}".strip())
    return lanes.values()


def _run(clock: ClockLine, trace: CaseTrace, scale: Scale) -> Iterable[Bar | None]:
    row = clock.row
    end = min(row.stopped_at or trace.at, scale.end)
    yield scale.bar(row.started_at, min(end, row.due_at) if row.due_at else end, "clock")
    if row.due_at is not None and clock.missed:
        yield scale.bar(row.due_at, end, "late")
    if row.due_at is not None and scale.begin <= row.due_at <= scale.end:
        yield Bar(min(scale.at(row.due_at), WIDTH - 3), 3, "due")


def _told(trace: CaseTrace, scale: Scale) -> Iterable[Lane]:
    lane = Lane(_("告知"))
    for one in trace.told:
        lane.bars.append(Bar(min(scale.at(one.at), WIDTH - LEAST), LEAST, "told"))
        for _name, read in one.opened:
            if read is not None:
                lane.bars.append(Bar(min(scale.at(read), WIDTH - LEAST), LEAST, "opened"))
    lane.said.append(str(len(trace.told)))
    return [lane]
