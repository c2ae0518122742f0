"""Pauses of a clock: spans of time that do not count (for example a hearing, 信访工作条例 art. 36)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.common.calendar.working import CHINA


@dataclass(frozen=True, slots=True)
class Pause:
    """From the moment a clock stops to the moment it goes on; `end` None while it still stands.

    A clock in days does not count the day on which it stops and counts the day on which it goes on again.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a pause ends before it starts: {self.start} to {self.end}")


def local(moment: datetime) -> datetime:
    """The moment on the clocks of Beijing. ValueError if it has no time zone: nobody may guess one."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone cannot be counted from: {moment}")
    return moment if moment.tzinfo is CHINA else moment.astimezone(CHINA)


def merged(pauses: Sequence[Pause]) -> list[tuple[datetime, datetime | None]]:
    """The pauses as spans in order that do not overlap, in Beijing time; only the last can be open."""
    spans: list[tuple[datetime, datetime | None]] = []
    for start, end in sorted(
        ((local(p.start), None if p.end is None else local(p.end)) for p in pauses), key=lambda span: span[0]
    ):
        if spans:
            previous_start, previous_end = spans[-1]
            if previous_end is None:
                break
            if start <= previous_end:
                spans[-1] = (previous_start, None if end is None else max(previous_end, end))
                continue
        spans.append((start, end))
    return spans


def day_spans(pauses: Sequence[Pause]) -> list[tuple[int, int | None]]:
    """The days that do not count, as [first, end) ordinals in order that do not overlap."""
    return [
        (start.toordinal(), None if end is None else end.toordinal())
        for start, end in merged(pauses)
        if end is None or end.date() > start.date()
    ]
