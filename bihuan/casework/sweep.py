"""The sweep: every open case is looked at, oldest deadline first, nobody skipped, and it proves it.

1. A worker walks along the index of deadlines, then along that of open cases without one, a batch at a time from where
   the last one ended, with FOR UPDATE SKIP LOCKED: several workers share the work and no lock service is needed.
2. It claims the batch: the mark of the round is written for each case, and what another worker has marked in the
   meantime is left to that one.
3. For each claimed case it reminds before a deadline, tells that one has passed, and takes the SYSTEM step of a clock
   that is due: in the transaction of the mark. A kill leaves a whole batch to be done again, none half-done.
4. Then it walks again from the beginning, waiting for rows that people hold locked, until a walk finds nothing: so a
   case whose deadline moved behind the worker is found too. `scanned` is counted case by case, `open` by one query at
   the end; the two are reported side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.casework import errors, outbox, registry
from bihuan.casework.models import Case, ClockRow, SweptCase
from bihuan.casework.services import take
from bihuan.casework.spec import Obliges, Phase
from bihuan.organizations.actor import SYSTEM

BATCH = 500
NEVER = datetime(1, 1, 1, tzinfo=UTC)


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
    _walk(done, size=batch, wait=False, progress=progress)
    while _walk(done, size=batch, wait=True, progress=progress):
        pass
    done.open = _open_at(at)
    return done


def unswept(at: datetime) -> list[int]:
    """Keys of the cases of this round still to be looked at, oldest deadline first; those without one come last."""
    return [pk for stretch in STRETCHES for pk, _due in _left(stretch, at, None)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the open cases and the index along which it is walked."""

    only: Q
    order: tuple[str, ...]


# Each names the condition of its index and no more: see filters.RUNNING.
STRETCHES = (
    _Stretch(Q(next_due_at__isnull=False), ("next_due_at", "pk")),
    _Stretch(~Q(phase=Phase.ENDED.value) & Q(next_due_at__isnull=True), ("pk",)),
)
_Place = tuple[int, datetime | None]  # key and deadline of the last case looked at


def _left(stretch: _Stretch, at: datetime, after: _Place | None) -> QuerySet[Case, _Place]:
    # A case registered after the round began belongs to the next one; one that ended since was looked at or has no clock.
    # The mark is asked for case by case: a join would let the database read all of them before the first.
    mark = SweptCase.objects.filter(case=OuterRef("pk")).values("swept_at")
    cases = Case.objects.alias(mark=Coalesce(Subquery(mark), NEVER)).filter(
        stretch.only, mark__lt=at, registered_at__lte=at
    )
    if after is not None:
        pk, due = after
        past = Q(pk__gt=pk)
        cases = cases.filter(
            past if due is None else Q(next_due_at__gte=due) & (Q(next_due_at__gt=due) | past)
        )
    return cases.order_by(*stretch.order).values_list("pk", "next_due_at")


def _open_at(at: datetime) -> int:
    """How many were open: all that run now, without those registered since."""
    running = sum(Case.objects.filter(stretch.only).count() for stretch in STRETCHES)
    return running - Case.objects.filter(~Q(phase=Phase.ENDED.value), registered_at__gt=at).count()


def _walk(done: Round, *, size: int, wait: bool, progress: Callable[[Round], None] | None) -> int:
    """From the oldest deadline to the last open case. How many were claimed on the way."""
    before = done.scanned
    for stretch in STRETCHES:
        after: _Place | None = None
        while (after := _batch(done, stretch, after, size=size, wait=wait)) is not None:
            if progress is not None:
                progress(done)
    return done.scanned - before


@transaction.atomic
def _batch(done: Round, stretch: _Stretch, after: _Place | None, *, size: int, wait: bool) -> _Place | None:
    """Look at the next cases; the place of the last of them, None when there is none."""
    locked = list(
        _left(stretch, done.at, after).select_for_update(of=("self",), skip_locked=not wait, no_key=True)[
            :size
        ]
    )
    if not locked:
        return None
    mine = _claimed([pk for pk, _due in locked], done.at)
    due = list(
        ClockRow.objects.filter(_asks(done.at), case_id__in=mine, stopped_at__isnull=True).order_by(
            "due_at", "pk"
        )
    )
    cases = Case.objects.defer("body").in_bulk({row.case_id for row in due})
    for row in due:
        _look(done, cases[row.case_id], row)
    done.scanned += len(mine)
    return locked[-1]


def _claimed(keys: list[int], at: datetime) -> list[int]:
    """Mark the locked cases as swept; those that nobody had marked since they were chosen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_sweptcase AS s (case_id, swept_at) SELECT unnest(%s::bigint[]), %s"
            " ON CONFLICT (case_id) DO UPDATE SET swept_at = excluded.swept_at WHERE s.swept_at < excluded.swept_at"
            " RETURNING case_id",
            [keys, at],
        )
        return [pk for (pk,) in cursor.fetchall()]


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


def _asks(at: datetime) -> Q:
    """Running clocks of which something may have to be said or done. Of most it is too early, or was said long ago."""
    clocks = [clock for process in registry.all_processes() for clock in process.clocks]
    moving = {clock.name for clock in clocks if clock.on_due}
    silent = [obliges.value for obliges in Obliges if not obliges.duty]
    asked = Q(due_at__lte=at) & (Q(name__in=moving) | Q(told_at__isnull=True) & ~Q(obliges__in=silent))
    for days in {clock.warn for clock in clocks if clock.warn}:
        names = [clock.name for clock in clocks if clock.warn == days]
        asked |= Q(
            name__in=names, due_at__gt=at, due_at__lte=at + timedelta(days=days), warned_at__isnull=True
        ) & ~Q(obliges=Obliges.RESIDENT.value)
    return asked
