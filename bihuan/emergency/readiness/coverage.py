"""Whether somebody is on duty at every hour, and whether drills are held in time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

HALF_YEAR, TWO_YEARS = 6, 24  # months: 生产安全事故应急条例 art. 8


def gaps(
    shifts: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The spans between `start` and `end` in which nobody is on duty, in order. Shifts may overlap and come unsorted."""
    found = []
    reached = start
    for begins, ends in sorted(shifts):
        if begins > reached:
            found.append((reached, min(begins, end)))
        reached = max(reached, ends)
        if reached >= end:
            break
    if reached < end:
        found.append((reached, end))
    return [(a, b) for a, b in found if a < b]


def owed_by(last: date | None, since: date, months: int) -> date:
    """By when the next drill is owed: so many months after the last one, or after `since` when there was none."""
    start = last or since
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError(start)
