"""Short ways to say a limit and a moment, and strategies for the property tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from bihuan.common.calendar.pauses import Pause
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.calendar.working import CHINA

HOURS, DAYS, WORKING = TimeUnit.HOURS, TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS
STRICT, GENEROUS = Roll.STRICT, Roll.GENEROUS


def limit(amount: int, unit: TimeUnit, roll: Roll = STRICT) -> TimeLimit:
    return TimeLimit(amount, unit, roll, article="信访工作条例第三十四条")


def at(text: str) -> datetime:
    """A moment in Beijing: "2026-02-12" (10:00) or "2026-02-12T09:30"."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T10:00").replace(tzinfo=CHINA)


def pause(start: str, end: str | None) -> Pause:
    return Pause(at(start), at(end) if end else None)


# From before the first known year to past the last, so that known, unknown and off-table days all occur.
moments = st.datetimes(
    min_value=datetime(2018, 6, 1),  # noqa: DTZ001 - the time zone is added beside it
    max_value=datetime(2029, 6, 1),  # noqa: DTZ001
    timezones=st.just(CHINA),
)
limits = st.builds(limit, st.integers(0, 120), st.sampled_from(TimeUnit), st.sampled_from(Roll))


@st.composite
def pauses_after(draw: Callable[..., int], start: datetime, *, open_too: bool = False) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        begin = start + timedelta(hours=draw(st.integers(-200, 3000)))
        end = begin + timedelta(minutes=draw(st.integers(0, 60 * 24 * 40)))
        found.append(Pause(begin, None if open_too and draw(st.integers(0, 3)) == 0 else end))
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)
