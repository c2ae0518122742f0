"""Finding cases: filters, search and order together, one page at a time."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.casework.choices import Choices
from bihuan.casework.filters import (
    DUE,
    RUNNING,
    Filters,
    conditions,
    implies_running,
    only_ended,
    only_running,
)
from bihuan.casework.listing.columns import ListColumn
from bihuan.casework.listing.paging import DEFAULT, SIZE, Cursor, Page, Rows, ordered, page
from bihuan.casework.models import Case, Involvement
from bihuan.casework.searching import INDEX
from bihuan.casework.selectors import sees_all, visibility, works_at_all
from bihuan.common.search.index import Hits
from bihuan.common.search.text import Query, query
from bihuan.organizations.actor import Actor

CAP = 1000  # a list says "1,000+" beyond this; nobody reads on, and counting a million rows costs a second
SORTED_MATCHES = 200  # of a search that is not asked for in its own order, the newest so many are sorted
FIRST_MATCHES = 512  # of a search that are held against the filters before the filters lead
FEW = 5_000  # cases whose text is read one by one
NUMBER = re.compile(r"[A-Z]{1,16}-\d{4}-\d{1,12}")
# What each page needs of a case beside its columns: its place in the order, the steps open on it, its address.
BASE = (
    "number", "process", "state", "phase", "seq", "registered_at", "changed_at", "next_due_at", "next_due_clock",
    "holder_unit", "holder_account", "registry_unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for: filters, order and columns."""

    filters: Filters
    sort: str = DEFAULT
    columns: Sequence[ListColumn] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cases. `total` None: not counted. `searched` is what their text was searched for."""

    page: Page
    total: int | None
    searched: Query
    cut: bool = False  # the order holds only for the newest SORTED_MATCHES matches
    trail: str = field(default="")


@dataclass(frozen=True, slots=True)
class Scope:
    """The cases an actor may see that pass the filters; `q` is still to be looked up. A list for `paging`."""

    actor: Actor
    wanted: Wanted
    choices: Choices
    at: datetime
    text: bool = False  # also what a search shows of its match

    @property
    def registered(self) -> str:
        """The path to the time of registration along whose index the list is read."""
        return "involvements__registered_at" if self._through_unit else "registered_at"

    @property
    def _through_unit(self) -> bool:
        """The list is read along the actor's unit's own index. Not when only what that unit holds is asked for."""
        return not sees_all(self.actor) and not self._holds_all

    @property
    def _holds_all(self) -> bool:
        """Only cases that the actor's own unit holds are asked for; a unit always sees what it holds."""
        unit = self.wanted.filters.unit
        return bool(unit) and self.choices.unit_id(unit) == self.actor.unit_id and works_at_all(self.actor)

    def holds(self, *, running: bool) -> bool:
        """False when the filters let no running case pass, or no ended one."""
        return not (only_ended if running else only_running)(self.wanted.filters)

    def cases(self, *more: Q, running: bool = False) -> QuerySet[Case]:
        """The cases, with what else they must fulfil. One `filter` for all: it must be the same involvement throughout."""
        filters = self.wanted.filters
        running = running or only_running(filters)
        asked = [*conditions(filters, self.choices, at=self.at, registered=self.registered), *more]
        if not self._holds_all:
            asked.append(visibility(self.actor, running=running))
        if self._through_unit and filters.unit:
            asked.append(self._held_by_other(self.choices.unit_id(filters.unit)))
        if running and not self._through_unit and not (implies_running(filters) or DUE in more):
            asked.append(RUNNING)
        return Case.objects.filter(*asked)

    def _held_by_other(self, unit_id: int) -> Q:
        """Both units work on it: two indexes tell, before a single case is read."""
        return Q(Exists(Involvement.objects.filter(unit=unit_id, case=OuterRef("pk"))))

    def rows(self, *conditions: Q, running: bool = False) -> QuerySet[Case]:
        """The same with what the columns show."""
        return with_columns(self.cases(*conditions, running=running), self.wanted.columns, text=self.text)


def find(
    *,
    actor: Actor,
    wanted: Wanted,
    choices: Choices,
    at: datetime,
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Found:
    """One page of what is wanted. `after` and `before` are cursors of an earlier page."""
    scope = Scope(actor, wanted, choices, at, text=bool(wanted.filters.q))
    if not wanted.filters.q:
        shown = page(
            scope,
            wanted.sort,
            after=Cursor.read(after, wanted.sort),
            before=Cursor.read(before, wanted.sort),
            size=size,
        )
        return Found(shown, _total(scope.cases(), shown), Query(()))
    searched = query(wanted.filters.q)
    exact = by_number(scope, wanted.filters.q)
    if exact:
        return Found(Page(exact, "", ""), 1, searched)
    if wanted.sort == DEFAULT:
        return _newest_matches(scope, searched, after, size)
    hits = matches(scope, searched, limit=SORTED_MATCHES)
    shown = page(
        _Among(scope, hits.ids), wanted.sort, after=Cursor.read(after, wanted.sort),
        before=Cursor.read(before, wanted.sort), size=size,
    )  # fmt: skip
    return Found(shown, len(hits.ids) if hits.complete else CAP + 1, searched, cut=not hits.complete)


@dataclass(frozen=True, slots=True)
class _Among:
    """Of a list, the cases with these keys."""

    scope: Scope
    ids: Sequence[int]
    registered: str = "registered_at"

    def holds(self, *, running: bool) -> bool:
        """As the list it is of."""
        return self.scope.holds(running=running)

    def rows(self, *conditions: Q, running: bool = False) -> QuerySet[Case]:
        del running
        found = Case.objects.filter(
            *conditions, pk__in=self.ids
        )  # the keys come from the scope: all is checked
        return with_columns(found, self.scope.wanted.columns, text=self.scope.text)


def by_number(scope: Scope, q: str) -> list[Case]:
    """The one case with exactly this number, if it is in the scope."""
    number = q.strip().upper()
    return list(scope.rows(Q(number=number))) if NUMBER.fullmatch(number) else []


def with_columns(
    cases: QuerySet[Case], columns: Sequence[ListColumn], *, text: bool = False
) -> QuerySet[Case]:
    """The cases with what the columns show, and no more; with `text` also what a search shows of its match."""
    joins = dict.fromkeys(join for column in columns for join in column.joins)
    fields = dict.fromkeys(
        (
            *BASE,
            "subject",
            *(name for column in columns for name in column.fields),
            *(("body",) if text else ()),
        )
    )
    return cases.select_related(*joins).only(*fields) if joins else cases.only(*fields)


def matches(scope: Scope, searched: Query, *, limit: int, before: int | None = None) -> Hits:
    """The newest `limit` cases of the scope whose text matches, with keys below `before`.

    A rare word leads to few cases, which are then held against the filters. A common one leads to most of the district;
    when the first hundreds of its cases have not been enough, the cases of the scope, if few, are read instead.
    """
    if not scope.wanted.filters.given().keys() - {"q"}:
        within = None if sees_all(scope.actor) else scope.cases()
        return INDEX.hits(searched, limit=limit, before=before, within=within)
    hits = INDEX.hits(searched, limit=FIRST_MATCHES, before=before)
    inside = set(scope.cases(Q(pk__in=hits.ids)).values_list("pk", flat=True))
    found = [pk for pk in hits.ids if pk in inside]
    if hits.complete or len(found) > limit:
        return Hits(tuple(found[:limit]), complete=len(found) <= limit)
    start = hits.ids[-1]
    rest = scope.cases(Q(pk__lt=start)).order_by()
    few = list(rest.values_list("pk", flat=True)[: FEW + 1])
    wanted = limit + 1 - len(found)
    if len(few) > FEW:
        more = INDEX.hits(searched, limit=wanted, before=start, within=rest).ids
    else:
        more = tuple(INDEX.among(searched, few, limit=wanted))
    found += more
    return Hits(tuple(found[:limit]), complete=len(found) <= limit)


def _newest_matches(scope: Scope, searched: Query, after: str, size: int) -> Found:
    """A search in its own order, the newest entered first. `after` is the trail of the last ids of the pages before."""
    trail = [int(part) for part in after.split(".") if part.isdecimal() and len(part) < 19][-20:]
    hits = matches(scope, searched, limit=size, before=trail[-1] if trail else None)
    known = {case.pk: case for case in _Among(scope, hits.ids).rows()}
    found = [known[pk] for pk in hits.ids if pk in known]
    onward = ".".join(map(str, (*trail, hits.ids[-1]))) if hits.ids and not hits.complete else ""
    shown = Page(found, before=".".join(map(str, trail[:-1])) if trail else "", after=onward)
    total = len(found) if hits.complete and not trail else None
    return Found(shown, total, searched, trail=".".join(map(str, trail)))


def _total(cases: QuerySet[Case], shown: Page) -> int:
    """How many there are; CAP + 1 for more than CAP. A list that fits its page needs no counting."""
    if not shown.before and not shown.after:
        return len(shown.cases)
    return cases.order_by()[: CAP + 1].count()


def everything(
    *, actor: Actor, wanted: Wanted, choices: Choices, at: datetime, limit: int
) -> Generator[Case, None, None]:
    """All that is wanted, in order, at most `limit` cases, read in pieces: for an export."""
    scope = Scope(actor, wanted, choices, at)
    rows: Rows = scope
    if wanted.filters.q:
        exact = by_number(scope, wanted.filters.q)
        if exact:
            yield from exact
            return
        rows = _Among(scope, INDEX.hits(query(wanted.filters.q), limit=limit, within=scope.cases()).ids)
    left = limit
    for part in ordered(rows, wanted.sort):
        with closing(_pieces(part[:left])) as rows_of_part:
            for case in rows_of_part:
                left -= 1
                yield case
        if left <= 0:
            return


def _pieces(cases: QuerySet[Case]) -> Generator[Case, None, None]:
    yield from cases.iterator(chunk_size=2000)
