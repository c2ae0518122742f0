"""Chinese search, the database half. How a slice uses it:

    # migration:  operations = [..., *search_tables(prefix="casework", owner="casework_case")]
    INDEX = SearchIndex("casework")

    # write, in the transaction that writes the cases (one statement for any number of rows):
    INDEX.write([(case.pk, f"{case.subject}\\n{case.body}")])

    # read: the newest 20 that match and that this actor may see; more: hits(..., before=last.ids[-1])
    q = query(request.GET["q"])                      # falsy when nothing is asked
    found = INDEX.hits(q, limit=20, within=selectors.visible_cases(actor).filter(topic=...))
    cases = Case.objects.in_bulk(found.ids)          # found.ids is newest first; found.complete: there are no more
    total = INDEX.count(q, cap=1000, within=...)     # "1000+" when it equals the cap

    # a list sorted by something else: narrow it to the newest `limit` matches, and say so when not complete
    found = INDEX.hits(q, limit=2000)
    queryset.filter(pk__in=found.ids).order_by("next_due_at")

    # keep up, from a periodic job and after an import: while INDEX.seal(): pass

Visibility belongs to the caller: `within` is any queryset whose primary key is the case's, and no id outside it is
returned. The tables carry no row-level security, so the index is used under any policy (the policy of the caller's
own tables works in `within`). Newest means the highest id: the last one entered into the system.

Where what somebody sees is a group of cases that a table of (group, case) tells, the index files the groups too, and
looks for the matches of one group among its own cases (ADR 0060):

    # migration:  operations = [..., *group_tables(prefix="casework", members="casework_involvement", group="unit_id")]
    INDEX = SearchIndex("casework", groups=Groups("casework_involvement", "unit_id"))
    INDEX.hits(q, limit=20, group=unit_id)
    # a member that joins later than in the transaction that writes the text: INDEX.joining(unit_id, case_id)

`filing` says how the cases are filed, `reading` how they are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet

from bihuan.common.search import filing
from bihuan.common.search.groups import Groups
from bihuan.common.search.reading import Reader
from bihuan.common.search.text import Query, fold

__all__ = ["Groups", "Hits", "SearchIndex"]


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of matching cases, newest first. `complete` when there is none beyond them."""

    ids: tuple[int, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index whose tables begin with `prefix` (see `schema`)."""

    prefix: str
    using: str = "default"
    groups: Groups | None = None

    def write(self, rows: Iterable[tuple[int, str]]) -> None:
        """Store (case id, text as written), new or changed, in one statement. Joins the caller's transaction."""
        ids, plain = [], []
        for case_id, text in rows:
            ids.append(case_id)
            plain.append(fold(text))
        # The second UPDATE only locks: a seal that runs meanwhile must not file the old text as the last one.
        self._run(
            """WITH written AS (
                   INSERT INTO {p}_searchtext AS t SELECT * FROM unnest(%s::bigint[], %s::text[])
                   ON CONFLICT (case_id) DO UPDATE SET plain = excluded.plain RETURNING case_id)
               INSERT INTO {p}_searchfresh AS f SELECT case_id FROM written
               ON CONFLICT (case_id) DO UPDATE SET case_id = f.case_id""",
            [ids, plain],
        )

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """`write` for cases that are new, by COPY: of many, in half the time."""
        with connections[self.using].cursor() as cursor:
            ids = []
            with cursor.copy(f"COPY {self.prefix}_searchtext (case_id, plain) FROM STDIN") as copy:
                for case_id, text in rows:
                    ids.append(case_id)
                    copy.write_row((case_id, fold(text)))
            with cursor.copy(f"COPY {self.prefix}_searchfresh (case_id) FROM STDIN") as copy:
                for case_id in ids:
                    copy.write_row((case_id,))

    def insertions(self, case_id: int, text: str) -> list[tuple[str, list[Any]]]:
        """What `write` does for one new case, as statements with their parameters, to be sent with the caller's own."""
        return [
            (f"INSERT INTO {self.prefix}_searchtext (case_id, plain) VALUES (%s, %s)", [case_id, fold(text)]),  # noqa: S608
            (f"INSERT INTO {self.prefix}_searchfresh (case_id) VALUES (%s)", [case_id]),  # noqa: S608
        ]

    def joining(self, group: int, case_id: int) -> tuple[str, list[Any]]:
        """The statement that must go with a member written after its case's text, so that it is found from then on."""
        return (
            f"INSERT INTO {self.prefix}_searchlate (group_id, case_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
            [group, case_id],
        )

    def hits(
        self, q: Query, *, limit: int, before: int | None = None, within: QuerySet[Any] | None = None,
        group: int | None = None,
    ) -> Hits:  # fmt: skip
        """The newest `limit` cases that hold every term as one run, with ids below `before`, inside `within`.

        With `group` only those of that group, and only they are looked at.
        """
        found: list[int] = []
        for ids in self._allowed(self._reader(q, group).matches(before), within, limit):
            found += ids
            if len(found) > limit:
                return Hits(tuple(found[:limit]), complete=False)
        return Hits(tuple(found), complete=True)

    def among(self, q: Query, ids: Iterable[int], *, limit: int) -> list[int]:
        """Of these cases the newest `limit` that match: for a few, where the pairs asked for are in most of all."""
        return list(islice(self._reader(q, None).checked(sorted(ids, reverse=True)), limit))

    def count(
        self, q: Query, *, cap: int, within: QuerySet[Any] | None = None, group: int | None = None
    ) -> int:
        """How many match, at most `cap`."""
        return len(self.hits(q, limit=cap, within=within, group=group).ids)

    def seal(self, *, all_spans: bool = False) -> int:
        """File fresh cases of one span of ids, see `filing`. The number filed; 0 when nothing is due."""
        return filing.seal(prefix=self.prefix, using=self.using, groups=self.groups, all_spans=all_spans)

    def _reader(self, q: Query, group: int | None) -> Reader:
        if group is not None and self.groups is None:
            raise ValueError(f"the index {self.prefix} knows no groups")
        return Reader(self.prefix, self.using, q, self.groups, group)

    def _allowed(self, ids: Iterator[int], within: QuerySet[Any] | None, limit: int) -> Iterator[list[int]]:
        size = limit + 1
        while some := list(islice(ids, size)):
            if within is None:
                yield some
            else:
                allowed: QuerySet[Model] = within.filter(pk__in=some).order_by()
                known = set(allowed.values_list("pk", flat=True))
                yield [i for i in some if i in known]
            size = min(size * 2, 4096)

    def _run(self, sql: str, params: Sequence[Any]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.format(p=self.prefix), params)
