"""Counting the journal into buckets: each entry exactly once, a batch in one transaction, from where the last ended.

Keys of entries come from a sequence, so a smaller key may be committed after a larger one. What is missing below the
last counted key is therefore remembered as a gap and looked at again, until no transaction is left that was running
when the gap was noticed (its keys were burnt by a rollback).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from bihuan.casework import registry
from bihuan.casework.models import Entry
from bihuan.casework.spec import Phase
from bihuan.insight.measures import VERSION, meaning_of
from bihuan.insight.models import Bucket, Counted, Gap

BATCH = 2_000  # entries in one transaction of the job: a moment's work
REBUILD_BATCH = 50_000  # cases in one statement
GAP_KEPT = timedelta(hours=1)


SQL = Path(__file__).parent / "sql"
TOWNS = (SQL / "towns.sql").read_text().rstrip()
# What is counted of which entries; the rest of the statement says what becomes of it.
COUNT, SPREAD = (SQL / "count.sql").read_text(), (SQL / "spread.sql").read_text()
ADDED = """
INSERT INTO insight_bucket (process, measure, place, unit, month, key, count)
{spread}
ON CONFLICT (process, measure, place, unit, month, key) DO UPDATE SET count = insight_bucket.count + excluded.count
"""
ADD = COUNT + ADDED.replace("{spread}", SPREAD)
OF_KEYS = ADD.format(
    towns=TOWNS,
    entries="e.case_id = ANY(%(cases)s)", cases="c.id = ANY(%(cases)s)", clocks="k.case_id = ANY(%(cases)s)",
    which="e.id = ANY(%(ids)s)",
)  # fmt: skip
OF_CASES = ADD.format(
    **{
        name: f"{column} BETWEEN %(low)s AND %(high)s"
        for name, column in (("entries", "e.case_id"), ("cases", "c.id"), ("clocks", "k.case_id"))
    },
    towns=TOWNS,
    which="true",
)
HOLES = """
SELECT coalesce(before, 0) + 1, id - 1 FROM (SELECT id, lag(id) OVER (ORDER BY id) AS before FROM casework_entry) keys
WHERE id > coalesce(before, 0) + 1
"""


def count_new(*, at: datetime, batch: int = BATCH) -> int:
    """Count what the journal has gained, batch by batch. Returns how many entries. 0 when another counter is at work.

    What was counted by an earlier list of measures is counted again as a whole (then: how many cases).
    """
    if Counted.objects.filter(pk=1).exclude(version=VERSION).exists():
        return rebuild(at=at)
    total = 0
    while True:
        with transaction.atomic():
            done = _count_batch(at=at, batch=batch)
        total += done
        if not done:
            return total


def rebuild(
    *, at: datetime, batch: int = REBUILD_BATCH, progress: Callable[[int], None] | None = None
) -> int:
    """Forget all buckets and count the whole journal again, in one transaction: readers see the old until it is done.

    Returns how many cases. It sees the journal as at one moment (one snapshot), and the counter goes on from there.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE insight_counted IN EXCLUSIVE MODE")  # before the snapshot is taken
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("DELETE FROM insight_bucket")
        cursor.execute("DELETE FROM insight_gap")
        cursor.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 0), count(*) FROM casework_case")
        first, last, total = cursor.fetchone() or (1, 0, 0)
        for low in range(first, last + 1, batch):
            cursor.execute(OF_CASES, {"low": low, "high": low + batch - 1, **names()})
            if progress is not None:
                progress(min(low + batch - first, total))
        cursor.execute(HOLES)
        Gap.objects.bulk_create(Gap(low=low, high=high, noticed_at=at) for low, high in cursor.fetchall())
        cursor.execute("SELECT coalesce(max(id), 0) FROM casework_entry")
        (last_entry,) = cursor.fetchone() or (0,)
        Counted.objects.update_or_create(
            pk=1, defaults={"last_entry": last_entry, "counted_at": at, "rebuilt_at": at, "version": VERSION}
        )
    return int(total)


def _count_batch(*, at: datetime, batch: int) -> int:
    """Count one batch. The list of keys is read once; all that follows is about exactly these entries."""
    Counted.objects.get_or_create(pk=1)
    row = Counted.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if row is None:
        return 0
    late = _arrived_in_gaps()
    fresh = _keys_after(row.last_entry, batch)
    _forget_old_gaps(at)
    if keys := [*late, *fresh]:
        cases = list(Entry.objects.filter(pk__in=keys).values_list("case_id", flat=True).distinct())
        with connection.cursor() as cursor:
            # The planner takes the statement for dear and would spend seconds on compiling it for nothing.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(OF_KEYS, {"ids": keys, "cases": cases, **names()})
    Gap.objects.bulk_create(
        Gap(low=low, high=high, noticed_at=at) for low, high in holes(row.last_entry, fresh)
    )
    Counted.objects.filter(pk=1).update(last_entry=fresh[-1] if fresh else row.last_entry, counted_at=at)
    return len(keys)


def _keys_after(last: int, batch: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM casework_entry WHERE id > %s ORDER BY id LIMIT %s", [last, batch])
        return [key for (key,) in cursor.fetchall()]


def _arrived_in_gaps() -> list[int]:
    """Entries that have come into gaps since; the gaps become what is left of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.id, e.id FROM insight_gap g JOIN casework_entry e ON e.id BETWEEN g.low AND g.high ORDER BY e.id"
        )
        found: dict[int, list[int]] = {}
        for gap_id, key in cursor.fetchall():
            found.setdefault(gap_id, []).append(key)
    for gap in Gap.objects.filter(pk__in=found):
        left = holes(gap.low - 1, [*found[gap.pk], gap.high + 1])
        gap.delete()
        Gap.objects.bulk_create(Gap(low=low, high=high, noticed_at=gap.noticed_at) for low, high in left)
    return sorted(key for keys in found.values() for key in keys)


def _forget_old_gaps(at: datetime) -> None:
    """A key whose transaction is over and which is not there was rolled back: nobody will bring it any more."""
    old = Gap.objects.filter(noticed_at__lt=at - GAP_KEPT)
    if not old.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        oldest = cursor.fetchone()
    if oldest is not None and oldest[0] is not None:
        old = old.filter(noticed_at__lt=oldest[0])
    old.delete()


def holes(last: int, keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    """What is missing between `last` and each of the ascending keys, as inclusive ranges."""
    for key in keys:
        if key > last + 1:
            yield last + 1, key - 1
        last = key


def names() -> dict[str, list[str]]:
    """What the statement must be told of the process tables."""
    tables = registry.all_processes()
    return {
        "deciding": [step for table in tables for step in meaning_of(table.name).decides],
        "decides": [f"{table.name} {step}" for table in tables for step in meaning_of(table.name).decides],
        "ended": [
            f"{table.name} {state.name}"
            for table in tables
            for state in table.states
            if state.phase is Phase.ENDED
        ],
    }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the counting is: entries counted up to, the journal's last key, and when."""

    last_entry: int
    counted_at: datetime | None
    standing_at: datetime | None
    buckets: int


def progress() -> Progress:
    """Where the counting stands."""
    row = Counted.objects.filter(pk=1).first() or Counted()
    return Progress(row.last_entry, row.counted_at, row.standing_at, Bucket.objects.count())
