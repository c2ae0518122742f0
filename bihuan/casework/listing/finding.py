"""Finding cases: filters, search and order together, one page at a time."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from bihuan.casework.choices import Choices
from bihuan.casework.filters import RUNNING, on_case
from bihuan.casework.listing.paging import DEFAULT, SIZE, Cursor, Page, Rows, Stretch, ordered, page
from bihuan.casework.listing.scope import Scope, Wanted, with_columns
from bihuan.casework.models import Case
from bihuan.casework.searching import INDEX
from bihuan.casework.wall import policy
from bihuan.common.search.index import Hits
from bihuan.common.search.text import Query, query
from bihuan.organizations.actor import Actor

__all__ = ["CAP", "DEFAULT", "Found", "Scope", "Wanted", "everything", "find", "with_columns"]

CAP = 1000  # a list says "1,000+" beyond this; nobody reads on, and counting a million rows costs a second
SORTED_MATCHES = 200  # of a search that is not asked for in its own order, the newest so many are sorted
FIRST_MATCHES = 512  # of a search that are held against the filters before the filters lead
FEW = 5_000  # cases whose text is read one by one
NUMBER = re.compile(r"[A-Z]{1,16}-\d{4}-\d{1,12}")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cases. `total` None: not counted. `searched` is what their text was searched for."""

    page: Page
    total: int | None
    searched: Query
    cut: bool = False  # the order holds only for the newest SORTED_MATCHES matches
    trail: str = field(default="")


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
        return Found(shown, _total(scope, shown), Query(()))
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

    def holds(self, *, running: bool) -> bool:
        """As the list it is of."""
        return self.scope.holds(running=running)

    def read(self, stretch: Stretch, count: int | None = None) -> QuerySet[Case]:
        """The keys come from the scope: all is checked."""
        only = [*stretch.only(on_case), *([RUNNING] if stretch.segment.running else [])]
        return self.cases().filter(*only).order_by(*stretch.order(on_case))[:count]

    def cases(self) -> QuerySet[Case]:
        """All of them, in no order."""
        return self.scope.shown(Case.objects.filter(pk__in=self.ids))


def by_number(scope: Scope, q: str) -> list[Case]:
    """The one case with exactly this number, if it is in the scope."""
    number = q.strip().upper()
    return list(scope.shown(scope.cases(Q(number=number)))) if NUMBER.fullmatch(number) else []


def matches(scope: Scope, searched: Query, *, limit: int, before: int | None = None) -> Hits:
    """The newest `limit` cases of the scope whose text matches, with keys below `before`.

    They are looked for among the cases of the unit, if one is all that is seen or asked for. A rare word leads to few
    cases, which are then held against the filters. A common one leads to most of them;
    when the first hundreds of its cases have not been enough, the cases of the scope, if few, are read instead.
    """
    if not scope.shows_any:
        return Hits((), complete=True)
    group = scope.group
    if policy.asked(scope.actor) and not scope.wanted.filters.given().keys() - {"q"}:
        return INDEX.hits(searched, limit=limit, before=before, group=group, within=scope.cases())
    if not scope.wanted.filters.given().keys() - {"q"}:
        return INDEX.hits(searched, limit=limit, before=before, group=group)
    hits = INDEX.hits(searched, limit=FIRST_MATCHES, before=before, group=group)
    inside = set(scope.cases(Q(pk__in=hits.ids)).values_list("pk", flat=True))
    found = [pk for pk in hits.ids if pk in inside]
    if hits.complete or len(found) > limit:
        return Hits(tuple(found[:limit]), complete=len(found) <= limit)
    start = hits.ids[-1]
    rest = scope.cases(Q(pk__lt=start)).order_by()
    few = list(rest.values_list("pk", flat=True)[: FEW + 1])
    wanted = limit + 1 - len(found)
    if len(few) > FEW:
        more = INDEX.hits(searched, limit=wanted, before=start, within=rest, group=group).ids
    else:
        more = tuple(INDEX.among(searched, few, limit=wanted))
    found += more
    return Hits(tuple(found[:limit]), complete=len(found) <= limit)


def _newest_matches(scope: Scope, searched: Query, after: str, size: int) -> Found:
    """A search in its own order, the newest entered first. `after` is the trail of the last ids of the pages before."""
    trail = [int(part) for part in after.split(".") if part.isdecimal() and len(part) < 19][-20:]
    hits = matches(scope, searched, limit=size, before=trail[-1] if trail else None)
    known = {case.pk: case for case in _Among(scope, hits.ids).cases()}
    found = [known[pk] for pk in hits.ids if pk in known]
    onward = ".".join(map(str, (*trail, hits.ids[-1]))) if hits.ids and not hits.complete else ""
    shown = Page(found, before=".".join(map(str, trail[:-1])) if trail else "", after=onward)
    total = len(found) if hits.complete and not trail else None
    return Found(shown, total, searched, trail=".".join(map(str, trail)))


def _total(scope: Scope, shown: Page) -> int:
    """How many there are; CAP + 1 for more than CAP. A list that fits its page needs no counting."""
    if not shown.before and not shown.after:
        return len(shown.cases)
    return scope.count(CAP + 1)


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
        found = INDEX.hits(query(wanted.filters.q), limit=limit, within=scope.cases(), group=scope.group)
        rows = _Among(scope, found.ids)
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
