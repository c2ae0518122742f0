"""Counting the journal into buckets: each entry exactly once, a batch in one transaction, from where the last ended.

Keys of entries come from a sequence, so a smaller key may be committed after a larger one. What is missing below the
last counted key is therefore remembered as a gap and looked at again, until no transaction is left that was running
when the gap was noticed (its keys were burnt by a rollback).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from bihuan.casework import registry
from bihuan.casework.spec import Phase
from bihuan.insight.measures import meaning_of
from bihuan.insight.models import Bucket, Counted, Gap

BATCH = 5_000  # entries in one transaction of the job: a moment's work
REBUILD_BATCH = 200_000
GAP_KEPT = timedelta(hours=1)

# Every place with the town it lies in; what lies in no town (the district itself) is its own.
TOWNS = """
WITH RECURSIVE up(place, at) AS (
    SELECT id, id FROM organizations_jurisdiction
    UNION ALL
    SELECT up.place, here.parent_id FROM up JOIN organizations_jurisdiction here ON here.id = up.at
    WHERE here.level NOT IN ('town', 'district', 'city') AND here.parent_id IS NOT NULL
),
town AS (
    SELECT up.place, up.at AS town FROM up JOIN organizations_jurisdiction here ON here.id = up.at
    WHERE here.level IN ('town', 'district', 'city')
)
"""

COUNT = (
    TOWNS
    + """,
picked AS MATERIALIZED (
    SELECT e.case_id, e.seq, e.step, e.kind, e.from_state, e.to_state, e.holder_unit_id AS holder,
        before.holder_unit_id AS held_before, coalesce(before.holder_unit_id, e.holder_unit_id) AS by_unit,
        date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date AS month,
        (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day, e.data->>'result' AS result,
        c.process, c.channel, c.received_on, split_part(c.topic, '/', 1) AS branch, coalesce(town.town, 0) AS town,
        c.process || ' ' || e.step = ANY(%(decides)s) AND e.kind = 'step' AS decides
    FROM casework_entry e
    JOIN casework_case c ON c.id = e.case_id
    LEFT JOIN casework_entry before ON before.case_id = e.case_id AND before.seq = e.seq - 1
    LEFT JOIN town ON town.place = c.jurisdiction_id
    WHERE e.id = ANY(%(ids)s)
),
arrival AS (  -- opened, or come to a unit that has not had it before
    SELECT * FROM picked p WHERE held_before IS DISTINCT FROM holder AND NOT EXISTS (
        SELECT 1 FROM casework_entry b WHERE b.case_id = p.case_id AND b.seq < p.seq AND b.holder_unit_id = p.holder
    )
),
event(process, month, town, units, measure, key) AS (
    SELECT process, month, town, ARRAY[0]::bigint[], 'received', channel FROM picked WHERE seq = 1
    UNION ALL SELECT process, month, town, ARRAY[0]::bigint[], 'topic', branch FROM picked WHERE seq = 1
    UNION ALL SELECT process, month, town, ARRAY[holder], 'received', channel FROM arrival
    UNION ALL SELECT process, month, town, ARRAY[holder], 'topic', branch FROM arrival
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'step', step FROM picked WHERE kind = 'step'
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'ended', '' FROM picked
        WHERE kind = 'step' AND to_state <> from_state AND process || ' ' || to_state = ANY(%(ended)s)
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'result', result FROM picked
        WHERE decides AND result IS NOT NULL
    UNION ALL SELECT process, month, town, ARRAY[0, by_unit], 'days', greatest(day - received_on, 0)::text FROM picked
        WHERE decides
    UNION ALL SELECT p.process, p.month, p.town, ARRAY[0, p.by_unit],
        CASE WHEN k.stopped_by = 'met' THEN CASE WHEN k.stopped_at >= k.due_at THEN 'late' ELSE 'met' END
             ELSE CASE WHEN k.stopped_at >= k.due_at THEN 'lapsed' ELSE 'void' END END,
        k.name
        FROM picked p JOIN casework_clockrow k ON k.case_id = p.case_id AND k.stop_seq = p.seq
        WHERE k.obliges <> 'resident'
)
INSERT INTO insight_bucket (process, measure, place, unit, month, key, count)
SELECT process, measure, place, unit, month, key, count(*) FROM event
    CROSS JOIN unnest(CASE WHEN town = 0 THEN '{0}'::bigint[] ELSE ARRAY[0, town] END) AS place
    CROSS JOIN unnest(units) AS unit
    WHERE measure <> 'days' OR place = 0 OR unit = 0
    GROUP BY process, measure, place, unit, month, key
    ORDER BY process, measure, place, unit, month, key
ON CONFLICT (process, measure, place, unit, month, key) DO UPDATE SET count = insight_bucket.count + excluded.count
"""
)  # the order keeps two counters, were there ever two, from waiting for each other crosswise


def count_new(*, at: datetime, batch: int = BATCH) -> int:
    """Count what the journal has gained, batch by batch. Returns how many entries. 0 when another counter is at work."""
    total = 0
    while True:
        with transaction.atomic():
            done = _count_batch(at=at, batch=batch)
        total += done
        if not done:
            return total


@transaction.atomic
def rebuild(
    *, at: datetime, batch: int = REBUILD_BATCH, progress: Callable[[int], None] | None = None
) -> int:
    """Forget all buckets and count the whole journal again, in one transaction: readers see the old until it is done."""
    row = _locked(wait=True)
    assert row is not None
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_bucket")
        cursor.execute("DELETE FROM insight_gap")
    Counted.objects.update(last_entry=0, rebuilt_at=at)
    total = 0
    while done := _count_batch(at=at, batch=batch):
        total += done
        if progress is not None:
            progress(total)
    return total


def _locked(*, wait: bool) -> Counted | None:
    Counted.objects.get_or_create(pk=1)
    return Counted.objects.select_for_update(skip_locked=not wait).filter(pk=1).first()


def _count_batch(*, at: datetime, batch: int) -> int:
    """Count one batch. The list of keys is read once; all that follows is about exactly these entries."""
    row = _locked(wait=False)
    if row is None:
        return 0
    late = _arrived_in_gaps()
    fresh = _keys_after(row.last_entry, batch)
    _forget_old_gaps(at)
    keys = [*late, *fresh]
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"ids": keys, **_names()})
    if fresh:
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
    arrived: list[int] = []
    for gap in Gap.objects.order_by("low"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM casework_entry WHERE id BETWEEN %s AND %s ORDER BY id", [gap.low, gap.high]
            )
            here = [key for (key,) in cursor.fetchall()]
        if here:
            left = list(holes(gap.low - 1, [*here, gap.high + 1]))
            gap.delete()
            Gap.objects.bulk_create(Gap(low=low, high=high, noticed_at=gap.noticed_at) for low, high in left)
            arrived += here
    return arrived


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


def _names() -> dict[str, list[str]]:
    tables = registry.all_processes()
    return {
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
