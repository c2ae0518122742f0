"""What is counted in enforcement: the daily fine, the surcharge, and how often an enterprise was penalised. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SURCHARGE = 3  # percent a day, 行政处罚法 art. 72
DAYS, WITHIN_DAYS = 180, 3
YEARLY = 4


def fined_days(ordered_on: date, until: date) -> int:
    """Days of a daily fine: from the day after correction was ordered, both ends counted (安全生产法 art. 112)."""
    return max(0, (until - ordered_on).days)


def daily_fine(amount: int, ordered_on: date, until: date) -> int:
    """The daily fine in yuan up to and with `until`: each day the amount of the original fine (art. 112)."""
    return amount * fined_days(ordered_on, until)


def surcharge(amount: int, last_day: date, until: date) -> int:
    """What is added when a fine is not paid by `last_day`: 3 percent a day, never more than the fine itself (art. 72)."""
    days = max(0, (until - last_day).days)
    return min(amount, amount * SURCHARGE * days // 100)


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often an enterprise was penalised within 180 days and within a year, up to a day."""

    within_180: int
    within_year: int

    @property
    def reached(self) -> bool:
        """Three in 180 days or four in a year (安全生产法 art. 113 no. 1); whether a major hazard is open is asked apart."""
        return self.within_180 >= WITHIN_DAYS or self.within_year >= YEARLY


def repeats(decided: Sequence[date], on: date) -> Repeats:
    """Count decisions of the 180 days and of the year that end with `on`."""
    half = on - timedelta(days=DAYS - 1)
    year = _year_before(on)
    return Repeats(sum(half <= day <= on for day in decided), sum(year < day <= on for day in decided))


def _year_before(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # 29 February
        return on.replace(year=on.year - 1, day=28)
