"""The working calendar in force: the shipped years, and above them those the office has brought in.

Each process keeps its calendar and compares the stored years with it at most every CHECK_EVERY seconds. A
clock that another process counts within that time of an update still carries the old calendar's `version`:
whoever recomputes open clocks finds it by that. A process that has itself written a year asks every time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

from django.db import connection, transaction

from bihuan.common.calendar.papers import Paper, from_days, parse
from bihuan.common.calendar.working import WorkingCalendar, load_shipped
from bihuan.common.models import CalendarYear

CHECK_EVERY = 2.0
LOCK = 0x62_68_63_61  # of one update at a time, over all processes

Stored = tuple[tuple[int, str], ...]  # (year, sha) of each stored year


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that is now something else. `before` and `after` are reasons for `calendar_texts.why_text`."""

    date: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What an update did; `changed` is False when the file says what was already in force."""

    year: int
    newly_known: bool
    days: tuple[DayChange, ...]
    before: WorkingCalendar
    after: WorkingCalendar
    effects: dict[str, int] = field(default_factory=dict)  # label of a hook -> rows it changed

    @property
    def changed(self) -> bool:
        """The calendar in force is another one now."""
        return self.before.version != self.after.version


class Hook(Protocol):
    """Called in the update's transaction: what depends on the calendar changes with it or not at all."""

    def __call__(self, *, change: CalendarChange, at: datetime) -> int:
        """Recompute with `change.after`; returns how many rows changed."""
        ...


HookT = TypeVar("HookT", bound=Hook)


@dataclass(slots=True)
class _Kept:
    """One process's calendar, replaced whole so that threads see an old or a new one and nothing between."""

    stored: Stored
    calendar: WorkingCalendar
    checked: float


_hooks: dict[str, Hook] = {}
_kept: _Kept | None = None
_ask_every_time = False


def current() -> WorkingCalendar:
    """The calendar in force."""
    global _kept
    kept, now = _kept, monotonic()
    if kept is not None and not _ask_every_time and now - kept.checked < CHECK_EVERY:
        return kept.calendar
    stored: Stored = tuple(CalendarYear.objects.order_by("year").values_list("year", "sha"))
    if kept is None or kept.stored != stored:
        kept = _Kept(stored, _read() if stored else load_shipped(), now)
    _kept = _Kept(stored, kept.calendar, now)
    return kept.calendar


def forget() -> None:
    """Drop this process's calendar; the next `current` reads it again."""
    global _kept
    _kept = None


def on_change(hook: HookT, *, label: str) -> HookT:
    """Register a hook under a Chinese label (a msgid) for the report. The same label again replaces it."""
    _hooks[label] = hook
    return hook


def update_from_file(file: Path | bytes, *, at: datetime, year: int | None = None) -> CalendarChange:
    """Bring in a year's arrangement (our JSON or holiday-cn's) and run every hook, in one transaction.

    `year`: refuse a file of another year. Nothing is written and no hook runs when the file changes nothing.
    Raises CalendarFileError, NotPublishedError (`calendar_texts.problem_text` has the words), OSError.
    """
    global _ask_every_time
    paper = parse(file if isinstance(file, bytes) else file.read_bytes(), year=year)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _ask_every_time = True  # from here on this process may see years that a rollback takes away again
        before = current()
        change = compare(before, before.with_papers([paper]), paper.year)
        if not change.changed:
            return change
        CalendarYear.objects.update_or_create(
            year=paper.year,
            defaults={"days": paper.days(), "source": paper.source, "loaded_at": at, "sha": paper.sha},
        )
        for label, hook in _hooks.items():
            change.effects[label] = hook(change=change, at=at)
    return change


def compare(before: WorkingCalendar, after: WorkingCalendar, year: int) -> CalendarChange:
    """The days of a year (and of the December before it) that two calendars see differently."""
    days = []
    day, end = date(year - 1, 12, 1), date(year, 12, 31)
    while day <= end:
        old, new = before.kind(day), after.kind(day)
        if (old.kind, old.holiday) != (new.kind, new.holiday):
            days.append(DayChange(day, old.why, new.why))
        day += timedelta(days=1)
    return CalendarChange(
        year=year,
        newly_known=after.is_known(year) and not before.is_known(year),
        days=tuple(days),
        before=before,
        after=after,
    )


def _read() -> WorkingCalendar:
    papers: list[Paper] = [
        from_days(row.year, row.days, source=row.source) for row in CalendarYear.objects.all()
    ]
    return load_shipped().with_papers(papers)
