"""The months a Board looks at. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MOST = 60  # months


def add_months(month: date, by: int) -> date:
    """The first day of the month `by` months later."""
    ordinal = month.year * 12 + month.month - 1 + by
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def read_month(text: str) -> date | None:
    """2026-03 as its first day."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if found is None or not 1949 <= int(found[1]) <= 9998 or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first of `first` to the end of `last`, both first days of months."""

    first: date
    last: date

    def months(self) -> Iterator[date]:
        """Each month."""
        month = self.first
        while month <= self.last:
            yield month
            month = add_months(month, 1)

    @property
    def length(self) -> int:
        """In months."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


def latest(today: date, months: int = 12) -> Period:
    """The last so many months, with the one that runs."""
    this = today.replace(day=1)
    return Period(add_months(this, 1 - months), this)


def this_year(today: date) -> Period:
    """From January to the month that runs."""
    return Period(date(today.year, 1, 1), today.replace(day=1))


def last_year(today: date) -> Period:
    """The calendar year before."""
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 1))
