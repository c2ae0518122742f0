"""Filing: the pairs of fresh cases become postings of a segment. Runs behind the writes, never in them.

While new ids still fall into a span, its cases are filed in parts of PART, so that little text is left to be read by
every search. Once new ids have left the span, it is filed anew as one segment. A filed span whose cases were changed
(LATE of them) is filed anew as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connections, transaction

from bihuan.common.search.groups import LATE_ENOUGH, Groups, file_late
from bihuan.common.search.postings import SPAN, SPAN_BITS, postings

__all__ = ["seal"]

PART = SPAN // 32
LATE = 512


def seal(*, prefix: str, using: str, groups: Groups | None, all_spans: bool) -> int:
    """File the fresh cases of one span, or a part of it. How many cases the new segment holds; 0: nothing is due.

    Before that, in a transaction of its own (steps wait for it), those who joined a group late.

    With `all_spans` the newest span is filed however little it holds. Safe to run anywhere, any number at once: one
    works, and a row that is just being written is left for the next time.
    """
    filing, late = _Filing(prefix, using, groups), 0
    if groups is not None:
        with transaction.atomic(using=using):
            if not filing.alone():
                return 0
            late = file_late(groups, filing.rows, least=1 if all_spans else LATE_ENOUGH)
    with transaction.atomic(using=using):
        due = filing.due(all_spans=all_spans) if filing.alone() else None
        return late if due is None else filing.file(*due)


class _Filing:
    def __init__(self, prefix: str, using: str, groups: Groups | None) -> None:
        self.prefix, self.using, self.groups = prefix, using, groups

    def alone(self) -> bool:
        """True for one at a time, to the end of its transaction."""
        ((alone,),) = self.rows(
            "SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"{self.prefix}_search_seal"]
        )
        return bool(alone)

    def due(self, *, all_spans: bool) -> tuple[int, list[int]] | None:
        """A span to file, and the segments of it that the new one takes the place of."""
        waiting: dict[int, int] = dict(
            self.rows(
                "SELECT case_id >> %s AS span, count(*) FROM {p}_searchfresh GROUP BY span", [SPAN_BITS]
            )
        )
        ((newest,),) = self.rows("SELECT coalesce(max(case_id), 0) >> %s FROM {p}_searchtext", [SPAN_BITS])
        filed: defaultdict[int, list[int]] = defaultdict(list)
        for segment, span in self.rows("SELECT id, span FROM {p}_searchsegment"):
            filed[span].append(segment)
        overfull = sum(waiting.values()) > 2 * SPAN
        for span in sorted(waiting, key=waiting.__getitem__, reverse=True):
            if span < newest and (waiting[span] >= LATE or len(filed[span]) > 1 or overfull):
                return span, filed[span]
        if waiting.get(newest, 0) >= (1 if all_spans else PART):
            return newest, []
        left_in_parts = [span for span, segments in filed.items() if span < newest and len(segments) > 1]
        if left_in_parts:
            return left_in_parts[0], filed[left_in_parts[0]]
        rest = [span for span in waiting if all_spans]
        return (rest[0], filed[rest[0]]) if rest else None

    def file(self, span: int, former: Sequence[int]) -> int:
        """Write the segment. With former segments it holds the whole span, else only what was fresh of it."""
        low = span << SPAN_BITS
        taken = self.rows(
            """DELETE FROM {p}_searchfresh WHERE case_id IN (
                   SELECT case_id FROM {p}_searchfresh WHERE case_id >= %s AND case_id < %s FOR UPDATE SKIP LOCKED)
               RETURNING case_id""",
            [low, low + SPAN],
        )
        # Statements of their own: they must see what the locks waited for.
        if former:
            texts = self.rows(
                "SELECT case_id, plain FROM {p}_searchtext WHERE case_id >= %s AND case_id < %s ORDER BY case_id",
                [low, low + SPAN],
            )
        else:
            texts = self.rows(
                "SELECT case_id, plain FROM {p}_searchtext WHERE case_id = ANY(%s) ORDER BY case_id",
                [[case_id for (case_id,) in taken]],
            )
        if not texts:
            return 0
        ((segment,),) = self.rows(
            "INSERT INTO {p}_searchsegment (span, cases) VALUES (%s, %s) RETURNING id", [span, len(texts)]
        )
        found = postings((case_id - low, plain) for case_id, plain in texts)
        if self.groups is not None:
            found = self.groups.postings(self.rows, span) + found
        self.copy(segment, found)
        if former:
            self.forget(former, [pair for pair, _places in found])
        return len(texts)

    def forget(self, former: Sequence[int], pairs: list[str]) -> None:
        """Remove former segments. A pair that no text of the span holds any more keeps a row nobody asks for."""
        self.run("DELETE FROM {p}_searchsegment WHERE id = ANY(%s)", [list(former)])
        self.run(
            "DELETE FROM {p}_searchposting p USING unnest(%s::text[]) AS u (pair)"
            " WHERE p.pair = u.pair AND p.segment = ANY(%s)",
            [pairs, list(former)],
        )

    def copy(self, segment: int, found: Sequence[tuple[str, bytes]]) -> None:
        statement = f"COPY {self.prefix}_searchposting (pair, segment, places) FROM STDIN (FORMAT binary)"
        with connections[self.using].cursor() as cursor, cursor.copy(statement) as out:
            out.set_types(["text", "int4", "bytea"])
            for pair, places in found:
                out.write_row((pair, segment, places))

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.format(p=self.prefix), params)
            found: list[Any] = cursor.fetchall()
            return found

    def run(self, sql: str, params: Sequence[Any]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.format(p=self.prefix), params)
