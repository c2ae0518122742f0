"""The sweep: every open case is looked at, oldest deadline first, nobody skipped, and it proves it.

1. A worker takes the next batch of cases not swept in this round, earliest deadline first, with FOR UPDATE SKIP LOCKED:
   several workers share the work and no lock service is needed.
2. For each it reminds before a deadline, tells that one has passed, and takes the SYSTEM step of a clock that is due.
3. It marks the batch as swept in the same transaction: a kill leaves a whole batch to be done again, none half-done.
4. The round ends when no unswept open case is left. `scanned` is counted case by case, `open` by one query at the end;
   the two are reported side by side. A case that a person held locked all the time is waited for at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from bihuan.casework import errors, outbox, registry
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.services import take
from bihuan.casework.spec import Obliges, Phase
from bihuan.organizations.actor import SYSTEM

BATCH = 500


@dataclass(slots=True)
class Round:
    """What one round of the sweep did."""

    at: datetime
    scanned: int = 0
    open: int = 0
    warned: int = 0
    told: int = 0
    moved: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Every case that was open was looked at."""
        return self.scanned >= self.open


def run(*, at: datetime, batch: int = BATCH, progress: Callable[[Round], None] | None = None) -> Round:
    """Sweep every case that is open at `at`. Several workers may run the same round (same `at`) at once."""
    done = Round(at)
    while True:
        seen = _batch(done, size=batch, wait=False) or _batch(done, size=batch, wait=True)
        if not seen:
            break
        if progress is not None:
            progress(done)
    done.open = Case.objects.filter(_open_at(at)).count()
    return done


def unswept(at: datetime) -> QuerySet[Case]:
    """Cases of this round still to be looked at, oldest deadline first; those without one come last."""
    return (
        Case.objects.filter(_open_at(at))
        .exclude(swept_at__gte=at)
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
    )


def _open_at(at: datetime) -> Q:
    # A case registered after the round began belongs to the next one; one that ended since was looked at or has no clock.
    return ~Q(phase=Phase.ENDED.value) & Q(registered_at__lte=at)


@transaction.atomic
def _batch(done: Round, *, size: int, wait: bool) -> int:
    locked = list(unswept(done.at).select_for_update(of=("self",), skip_locked=not wait, no_key=True)[:size])
    if not locked:
        return 0
    by_id = {case.pk: case for case in locked}
    due = ClockRow.objects.filter(
        case_id__in=by_id, stopped_at__isnull=True, due_at__isnull=False,
        due_at__lte=done.at + timedelta(days=max(_warnings(), default=0)),
    ).order_by("due_at", "pk")  # fmt: skip
    for row in due:
        _look(done, by_id[row.case_id], row)
    Case.objects.filter(pk__in=by_id).update(swept_at=done.at)
    done.scanned += len(locked)
    return len(locked)


def _look(done: Round, case: Case, row: ClockRow) -> None:
    clock = registry.get(case.process).clock(row.name)
    assert row.due_at is not None
    if row.due_at <= done.at:
        if clock.on_due:
            _take_due(done, case, clock.on_due)
        elif Obliges(row.obliges).duty and row.told_at is None:
            outbox.tell_clock(case=case, row=row, kind="clock_due", at=done.at)
            ClockRow.objects.filter(pk=row.pk, told_at__isnull=True).update(told_at=done.at)
            done.told += 1
    elif (
        row.obliges != Obliges.RESIDENT
        and row.warned_at is None
        and row.due_at <= done.at + timedelta(days=clock.warn)
    ):
        outbox.tell_clock(case=case, row=row, kind="clock_warns", at=done.at)
        ClockRow.objects.filter(pk=row.pk, warned_at__isnull=True).update(warned_at=done.at)
        done.warned += 1


def _take_due(done: Round, case: Case, step: str) -> None:
    if step not in {found.name for found in registry.get(case.process).steps_from(case.state)}:
        return
    try:
        with transaction.atomic():
            take(case_id=case.pk, step=step, actor=SYSTEM, at=done.at)
        done.moved += 1
    except errors.Refused as refusal:
        done.refused.append(f"{case.number}: {refusal}")


def _warnings() -> list[int]:
    return [clock.warn for process in registry.all_processes() for clock in process.clocks]
