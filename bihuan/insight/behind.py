"""What is taken away from every total, for whom a wall stands before some case (docs/adr/0160).

The buckets count all cases. For almost everybody that is right and nothing is asked here. For whoever is behind a wall, the
cases hidden from them are counted once more, by the same statement, and subtracted: a total is then what it would be if
these cases were not there, and agrees with the lists they see. What is left of nothing is no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from bihuan.casework.wall import policy
from bihuan.casework.wall.acting import reading_what_is_hidden
from bihuan.insight.counting import COUNT, SPREAD, TOWNS, names
from bihuan.organizations.actor import Actor

# Of the hidden cases exactly the entries that the counter has counted: none of those after it, none still in a gap.
OF_HIDDEN = COUNT.format(
    towns=TOWNS, entries="e.case_id = ANY(%(cases)s)", cases="c.id = ANY(%(cases)s)", clocks="k.case_id = ANY(%(cases)s)",
    which="e.id <= (SELECT last_entry FROM insight_counted)"
    " AND NOT EXISTS (SELECT 1 FROM insight_gap g WHERE e.id BETWEEN g.low AND g.high)",
)  # fmt: skip
HIDDEN = OF_HIDDEN + SPREAD.format()
STANDING = """
SELECT process, unit, place, clock, sum(running)::int, sum(waiting)::int, sum(overdue)::int FROM insight_walledstanding
WHERE case_id = ANY(%(cases)s) GROUP BY process, unit, place, clock
"""
# The same taken from the buckets at once, for pages that anybody reads.
PUBLIC = (
    OF_HIDDEN
    + """
SELECT process, measure, unit, key, sum(n)::bigint FROM (
    SELECT process, measure, unit, key, count AS n FROM insight_bucket
    WHERE place = 0 AND (unit = 0 OR measure = 'received') AND month BETWEEN %(first)s AND %(last)s
    UNION ALL SELECT process, measure, unit, key, -count
    FROM ({spread}) AS hidden (process, measure, place, unit, month, key, count)
    WHERE place = 0 AND (unit = 0 OR measure = 'received') AND month BETWEEN %(first)s AND %(last)s
) both_sides GROUP BY process, measure, unit, key HAVING sum(n) > 0
""".replace("{spread}", SPREAD.format())
)
WALLED = "SELECT array_agg(DISTINCT case_id) FROM wall_wall WHERE until IS NULL"
# Held to the end of the request: meanwhile the counter waits for its next turn, so that both sides are of one moment.
STILL = "SELECT 1 FROM insight_counted FOR SHARE"


@dataclass(frozen=True, slots=True)
class Counted:
    """A bucket's part that belongs to hidden cases. A unit or place of 0: all of them."""

    process: str
    measure: str
    place: int
    unit: int
    month: date
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Open:
    """The part of the standing that belongs to hidden cases; `clock` empty: cases, else running clocks of that name."""

    process: str
    unit: int
    place: int
    clock: str
    running: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Less:
    """Everything to take away."""

    counted: tuple[Counted, ...] = ()
    standing: tuple[Open, ...] = ()


NOTHING = Less()


def less(actor: Actor) -> Less:
    """What to take away for this actor: nothing, and no statement, for whom no wall stands."""
    return _of(policy.hidden_keys(actor))


def published(first: date, last: date) -> list[tuple[str, str, int, str, int]]:
    """(process, measure, unit, key, count) of the months for everybody to read; by unit only what was received.

    No case counts before which a wall stands: else who is behind it would find it as the difference to the own figures.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:  # both statements see one moment
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with reading_what_is_hidden():
            cursor.execute(WALLED)
            (cases,) = cursor.fetchone() or (None,)
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(PUBLIC, {"first": first, "last": last, "cases": cases or [], **names()})
            return list(cursor.fetchall())


def _of(cases: list[int]) -> Less:
    if not cases:
        return NOTHING
    with reading_what_is_hidden(), connection.cursor() as cursor:
        cursor.execute(STILL)
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(HIDDEN, {"cases": cases, **names()})
        counted = tuple(Counted(*row) for row in cursor.fetchall())
        cursor.execute(STANDING, {"cases": cases})
        return Less(counted, tuple(Open(*row) for row in cursor.fetchall()))


def net(
    rows: Iterable[tuple[Any, ...]], taken: Iterable[tuple[Any, ...]], numbers: int = 1
) -> list[tuple[Any, ...]]:
    """Rows whose last `numbers` columns are counts, less those of `taken`. A row of which nothing is left is gone."""
    away: dict[tuple[Hashable, ...], Counter[int]] = {}
    for row in taken:
        kept = away.setdefault(row[:-numbers], Counter())
        kept.update(dict(enumerate(row[-numbers:])))
    if not away:
        return list(rows)
    found = []
    for row in rows:
        minus = away.get(row[:-numbers], Counter())
        left = [max(count - minus[place], 0) for place, count in enumerate(row[-numbers:])]
        if any(left):
            found.append((*row[:-numbers], *left))
    return found
