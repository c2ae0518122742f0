"""How cases are found: fresh text is read, segments are asked newest first, every candidate is checked for the whole run."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connections

from bihuan.common.search.groups import Groups, key
from bihuan.common.search.postings import SPAN, SPAN_BITS, common, union, with_places
from bihuan.common.search.text import Query

__all__ = ["Reader"]

FIRST_CHECKED, MOST_CHECKED = 64, 4096  # candidates whose text is read in one trip
FIRST_SPANS, FIRST_SPANS_OF_GROUP = 2, 8  # a group has a part of each span: more of them fill a page
LAST = "\U0010ffff"  # sorts behind every character
Segment = tuple[int, int]  # id, span


class _RefiledError(Exception):
    """Between two statements a segment was filed anew, so what was read of it may be less than all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One search in the index whose tables begin with `prefix`, of one group or of all."""

    prefix: str
    using: str
    q: Query
    groups: Groups | None
    group: int | None

    def matches(self, before: int | None) -> Iterator[int]:
        """Every match, newest first, looked for no further than it is asked for."""
        while self.q:
            try:
                for case_id in self._matches_now(before):
                    before = case_id
                    yield case_id
            except _RefiledError:
                continue  # with what is older than the last one given
            return

    def checked(self, ids: Sequence[int]) -> Iterator[int]:
        """Those of the ids, in order, whose text as it stands now holds every term (and which the group holds)."""
        where, params = self._holds()
        mine, group = self._mine("t.case_id")
        at, size = 0, FIRST_CHECKED
        while at < len(ids):
            rows = self._rows(
                f"SELECT t.case_id FROM {{p}}_searchtext t WHERE t.case_id = ANY(%s) AND {where} {mine}",  # noqa: S608
                [list(ids[at : at + size]), *params, *group],
            )
            yield from sorted((case_id for (case_id,) in rows), reverse=True)
            at, size = at + size, min(size * 4, MOST_CHECKED)

    def _matches_now(self, before: int | None) -> Iterator[int]:
        # Fresh first: what is filed between the two statements is then seen twice and never missed.
        fresh, last = self._fresh(before), None
        waiting = list(islice(fresh, 1))
        segments = self._segments(before)
        filed_below = (segments[0][1] + 1) << SPAN_BITS if segments else 0
        while (
            waiting and waiting[0] >= filed_below
        ):  # nothing filed is newer: the segments need not be asked yet
            last = waiting[0]
            yield last
            waiting = list(islice(fresh, 1))
        for case_id in heapq.merge(chain(waiting, fresh), self._sealed(segments, before), reverse=True):
            if case_id != last:
                last = case_id
                yield case_id

    def _fresh(self, before: int | None) -> Iterator[int]:
        size: int | None = 50
        where, params = self._holds()
        mine, group = self._mine("fresh.case_id")
        while True:
            below = "" if before is None else "AND case_id < %s"
            # OFFSET 0 keeps the planner from turning the join round and reading every text there is.
            rows = self._rows(
                f"""SELECT f.case_id
                    FROM (SELECT case_id FROM {{p}}_searchfresh fresh WHERE true {below} {mine} ORDER BY case_id DESC) f
                    CROSS JOIN LATERAL (
                        SELECT 1 FROM {{p}}_searchtext t WHERE t.case_id = f.case_id AND {where} OFFSET 0) AS holds
                    ORDER BY f.case_id DESC LIMIT %s""",  # noqa: S608
                [*([] if before is None else [before]), *group, *params, size],
            )
            yield from (case_id for (case_id,) in rows)
            if size is None or len(rows) < size:
                return
            before, size = rows[-1][0], None if size > 50 else 1000

    def _segments(self, before: int | None) -> list[Segment]:
        """The segments that may hold ids below `before`, newest span first."""
        top = "" if before is None else "WHERE span <= %s"
        return self._rows(
            f"SELECT id, span FROM {{p}}_searchsegment {top} ORDER BY span DESC, id DESC",  # noqa: S608
            [] if before is None else [before >> SPAN_BITS],
        )

    def _sealed(self, segments: list[Segment], before: int | None) -> Iterator[int]:
        late = (
            self._late()
        )  # before the postings: what is filed in between is then seen twice and never missed
        spans = FIRST_SPANS if self.group is None else FIRST_SPANS_OF_GROUP
        at = 0
        waiting: list[int] = []
        while at < len(segments):
            lowest = segments[at][1] - spans
            end = at + 1
            while end < len(segments) and segments[end][1] > lowest:
                end += 1
            waiting += self._places(dict(segments[at:end]), late)
            waiting.sort(reverse=True)
            at, spans = end, spans * 4
            floor = (segments[at][1] + 1) << SPAN_BITS if at < len(segments) else 0
            ready = [i for i in waiting if i >= floor and (before is None or i < before)]
            waiting = [i for i in waiting if i < floor]
            yield from self.checked(ready)

    def _late(self) -> dict[int, list[int]]:
        """Places, by span, of members of the group whose posting does not know them yet."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        if self.group is not None:
            for (case_id,) in self._rows(
                "SELECT case_id FROM {p}_searchlate WHERE group_id = %s", [self.group]
            ):
                found[case_id >> SPAN_BITS].append(case_id & SPAN - 1)
        return found

    def _places(self, asked: dict[int, int], late: dict[int, list[int]]) -> list[int]:
        """Ids that hold every pair, somewhere, in these segments (segment id -> span), and are in the group."""
        mine = None if self.group is None else key(self.group)
        parts = self._lists(asked, [*self.q.pairs, *([mine] if mine else [])])
        own = {segment: lists.pop(mine, b"") for segment, lists in parts.items()} if mine else {}
        for char in self.q.singles:
            for segment, lists in self._lists(asked, (char, char + LAST)).items():
                parts[segment][char] = union(lists.values())
        needed = len(self.q.pairs) + len(self.q.singles)
        found: list[int] = []
        for segment, lists in parts.items():
            if len(lists) != needed:
                continue
            span = asked[segment]
            every = list(lists.values())
            if mine:
                every.append(with_places(own.get(segment, b""), late.get(span, ())))
            low = span << SPAN_BITS
            found += [low + place for place in common(every)]
        return found

    def _lists(
        self, asked: dict[int, int], pairs: list[str] | tuple[str, str]
    ) -> defaultdict[int, dict[str, bytes]]:
        """The places of the pairs, or of all pairs in a range, by segment and pair. Raises _RefiledError."""
        which = "pair = ANY(%s)" if isinstance(pairs, list) else "pair >= %s AND pair < %s"
        parts: defaultdict[int, dict[str, bytes]] = defaultdict(dict)
        # One statement sees one moment: the segments are there, or what stands in them may be less than all.
        rows = self._rows(
            f"""SELECT NULL::int AS segment, NULL::text AS pair, NULL::bytea AS places, count(*)
                  FROM {{p}}_searchsegment WHERE id = ANY(%s)
                UNION ALL
                SELECT segment, pair, places, 0 FROM {{p}}_searchposting WHERE {which} AND segment = ANY(%s)""",  # noqa: S608
            [list(asked), *([pairs] if isinstance(pairs, list) else pairs), list(asked)],
        )
        for segment, pair, places, count in rows:
            if segment is not None:
                parts[segment][pair] = places
            elif count != len(asked):
                raise _RefiledError
        return parts

    def _mine(self, case: str) -> tuple[str, list[int]]:
        if self.group is None or self.groups is None:
            return "", []
        return f"AND {self.groups.holds(case)}", [self.group]

    def _holds(self) -> tuple[str, list[Any]]:
        # strpos, not LIKE: three times as fast on Chinese, and nothing in a term needs escaping.
        return " AND ".join("strpos(t.plain, %s) > 0" for _ in self.q.terms), list(self.q.terms)

    def _rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.format(p=self.prefix), params)
            rows: list[Any] = cursor.fetchall()
            return rows
