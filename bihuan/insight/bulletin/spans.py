"""The week or the month a bulletin is about, and the one before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.common.calendar.working import CHINA

WEEK, MONTH = "week", "month"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, inclusive."""

    kind: str
    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), CHINA)

    @property
    def end(self) -> datetime:
        """The moment after the last."""
        return datetime.combine(self.last + timedelta(days=1), time(), CHINA)

    @property
    def before(self) -> Span:
        """The one before, of the same kind."""
        return span(self.kind, self.first - timedelta(days=1))

    @property
    def after(self) -> Span:
        """The one after."""
        return span(self.kind, self.last + timedelta(days=1))


def span(kind: str, on: date) -> Span:
    """The week (from Monday) or the month that a day lies in."""
    if kind == WEEK:
        first = on - timedelta(days=on.weekday())
        return Span(WEEK, first, first + timedelta(days=6))
    first = on.replace(day=1)
    return Span(MONTH, first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
