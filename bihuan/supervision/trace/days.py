"""Who had the ball on each day, and what became of each clock. Pure: it knows neither Django nor the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bihuan.common.calendar.working import CHINA

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """From a moment on the unit has the ball, and in it the account (None: nobody in particular)."""

    at: datetime
    unit: int
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row, both inclusive, at whose end the same unit and account had the ball."""

    first: date
    last: date
    unit: int
    account: int | None

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Moves in the order of the journal, none earlier than the one before: what was written down later with an earlier
    date (an old record brought in) takes effect when the one before it has."""
    found: list[Move] = []
    for move in moves:
        at = max(move.at, found[-1].at) if found else move.at
        found.append(Move(at, move.unit, move.account))
    return found


def runs(moves: Iterable[Move], *, first: date, last: date) -> list[Run]:
    """Every day from `first` to `last` once, with who had the ball when it ended. The days before the first move, on which
    there was no case, belong to no run; nor does anything when there are no moves."""
    ordered = in_order(moves)
    if not ordered:
        return []
    first = max(first, ordered[0].at.astimezone(CHINA).date())
    # What stands at the end of a day: the last move on it.
    changes: dict[date, Move] = {move.at.astimezone(CHINA).date(): move for move in ordered}
    starts = sorted(changes)
    found: list[Run] = []
    for place, start in enumerate(starts):
        end = starts[place + 1] - DAY if place + 1 < len(starts) else last
        begin, stop = max(start, first), min(end, last)
        if begin > stop:
            continue
        move = changes[start]
        before = found[-1] if found else None
        if before is not None and (before.unit, before.account) == (move.unit, move.account):
            found[-1] = Run(before.first, stop, move.unit, move.account)
        else:
            found.append(Run(begin, stop, move.unit, move.account))
    return found


def passed_through(moves: Iterable[Move], on: date) -> list[Move]:
    """Whoever else had the ball for a part of the day: a day has one line, and hides nobody."""
    return [move for move in in_order(moves) if move.at.astimezone(CHINA).date() == on][:-1]


def by_unit(found: Sequence[Run]) -> dict[int, int]:
    """Days per unit."""
    days: dict[int, int] = {}
    for run in found:
        days[run.unit] = days.get(run.unit, 0) + run.days
    return days


class Outcome(StrEnum):
    """What became of one run of a clock."""

    MET = "met"  # done before its end
    LATE = "late"  # done, after its end
    RUNNING = "running"  # not yet at its end
    OVERDUE = "overdue"  # past its end, not done
    PAUSED = "paused"
    VOID = "void"  # the duty fell away before its end
    EXPIRED = "expired"  # a right or an option was not used in its time: nobody owed anything
    LAPSED = "lapsed"  # the duty fell away, or another date was set, after its end


@dataclass(frozen=True, slots=True)
class Ended:
    """An outcome, and by how much: before the deadline is positive, after it negative; None without a deadline."""

    outcome: Outcome
    margin: timedelta | None


def ended(
    *, due_at: datetime | None, stopped_at: datetime | None, stopped_by: str, at: datetime, duty: bool = True
) -> Ended:
    """What a clock came to, seen at `at`. What happened after `at` has not happened yet. Only a duty can be late."""
    over = due_at is not None and due_at <= min(at, stopped_at or at)
    if not duty and over:
        return Ended(Outcome.EXPIRED, None)
    if stopped_at is not None and stopped_at <= at:
        margin = due_at - stopped_at if due_at is not None else None
        in_time = margin is None or margin > timedelta(0)
        if stopped_by == "met":
            return Ended(Outcome.MET if in_time else Outcome.LATE, margin)
        return Ended(Outcome.VOID if in_time else Outcome.LAPSED, margin)
    if due_at is None:
        return Ended(Outcome.PAUSED, None)
    return Ended(Outcome.RUNNING if due_at > at else Outcome.OVERDUE, due_at - at)
