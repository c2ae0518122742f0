"""Groups of cases (the cases of a unit), filed beside the pairs: the places of a group in a segment are one posting more.

A group's posting says at least all members of its span that had joined when it was written. Who joined later stands in
the table of late ones until `file_late` writes the posting anew. So every member of a filed case is in one of the two.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.common.search.postings import SPAN, SPAN_BITS, packed

__all__ = ["Groups"]

LATE_ENOUGH = 256  # late members that are worth a trip
Rows = Callable[[str, Sequence[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class Groups:
    """Which case is in which group: `column` and `case_id` of the table `members`. A member never leaves."""

    members: str
    column: str

    def holds(self, case: str) -> str:
        """The condition, with the group as its parameter, that the case is a member."""
        return f"EXISTS (SELECT 1 FROM {self.members} m WHERE m.{self.column} = %s AND m.case_id = {case})"  # noqa: S608

    def postings(self, rows: Rows, span: int, some: Sequence[int] | None = None) -> list[tuple[str, bytes]]:
        """(key, places) of every group, or of some, in a span, sorted by key."""
        low = span << SPAN_BITS
        only = "" if some is None else f"AND {self.column} = ANY(%s)"
        places: defaultdict[int, array[int]] = defaultdict(lambda: array("H"))
        for group, case_id in rows(
            f"SELECT {self.column}, case_id FROM {self.members} WHERE case_id >= %s AND case_id < %s {only}"  # noqa: S608
            " ORDER BY case_id",
            [low, low + SPAN, *([] if some is None else [list(some)])],
        ):
            places[group].append(case_id - low)
        return sorted((key(group), packed(found)) for group, found in places.items())


def key(group: int) -> str:
    """What stands for a group among the pairs. No text holds its first character."""
    return f"\x01{group}"


def file_late(groups: Groups, rows: Rows, *, least: int) -> int:
    """Write the postings of those who joined late anew, if there are at least so many. How many there were.

    The caller is alone in filing. A span that is not filed yet needs nothing: when it is, its members are read.
    """
    ((waiting,),) = rows("SELECT count(*) FROM {p}_searchlate", [])
    if waiting < least:
        return 0
    late: defaultdict[int, set[int]] = defaultdict(set)
    count = 0
    for group, span, cases in rows(
        "WITH gone AS (DELETE FROM {p}_searchlate RETURNING group_id, case_id)"
        " SELECT group_id, case_id >> %s AS span, count(*) FROM gone GROUP BY group_id, span",
        [SPAN_BITS],
    ):
        late[span].add(group)
        count += cases
    # Statements of their own: they see every member whose late row was seen.
    for span, some in late.items():
        segments = [row for (row,) in rows("SELECT id FROM {p}_searchsegment WHERE span = %s", [span])]
        found = groups.postings(rows, span, sorted(some)) if segments else []
        if found:
            keys, places = zip(*found, strict=True)
            rows(
                "INSERT INTO {p}_searchposting (pair, segment, places)"
                " SELECT u.pair, s.segment, u.places FROM unnest(%s::text[], %s::bytea[]) AS u (pair, places)"
                " CROSS JOIN unnest(%s::int[]) AS s (segment)"
                " ON CONFLICT (pair, segment) DO UPDATE SET places = excluded.places RETURNING segment",
                [list(keys), list(places), segments],
            )
    return count
