"""Finding cases: filters, search and order together, one page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from bihuan.casework.choices import Choices
from bihuan.casework.filters import Filters, narrow
from bihuan.casework.listing.columns import ListColumn
from bihuan.casework.listing.paging import DEFAULT, SIZE, Cursor, Page, ordered, page
from bihuan.casework.models import Case
from bihuan.casework.searching import INDEX
from bihuan.casework.selectors import visible_cases
from bihuan.common.search.text import Query, query
from bihuan.organizations.actor import Actor

CAP = 1000  # a list says "1,000+" beyond this; nobody reads on, and counting a million rows costs a second
SORTED_MATCHES = 1000  # of a search that is not asked for in its own order, the newest so many are sorted
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


def scope(actor: Actor, filters: Filters, choices: Choices, *, at: datetime) -> QuerySet[Case]:
    """The cases the actor may see that pass the filters; `q` is still to be looked up."""
    return narrow(visible_cases(actor), filters, choices, at=at)


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
    cases = scope(actor, wanted.filters, choices, at=at)
    rows = with_columns(cases, wanted.columns, text=bool(wanted.filters.q))
    if not wanted.filters.q:
        shown = page(
            rows,
            wanted.sort,
            after=Cursor.read(after, wanted.sort),
            before=Cursor.read(before, wanted.sort),
            size=size,
        )
        return Found(shown, _total(cases, shown, size), Query(()))
    exact = by_number(rows, wanted.filters.q)
    if exact:
        return Found(Page(exact, "", ""), 1, query(wanted.filters.q))
    searched = query(wanted.filters.q)
    if wanted.sort == DEFAULT:
        return _newest_matches(cases, rows, searched, after, size)
    hits = INDEX.hits(searched, limit=SORTED_MATCHES, within=cases)
    shown = page(
        rows.filter(pk__in=hits.ids), wanted.sort, after=Cursor.read(after, wanted.sort),
        before=Cursor.read(before, wanted.sort), size=size,
    )  # fmt: skip
    return Found(shown, len(hits.ids) if hits.complete else CAP + 1, searched, cut=not hits.complete)


def by_number(rows: QuerySet[Case], q: str) -> list[Case]:
    """The one case with exactly this number, if it is among the rows."""
    number = q.strip().upper()
    return list(rows.filter(number=number)) if NUMBER.fullmatch(number) else []


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


def _newest_matches(
    cases: QuerySet[Case], rows: QuerySet[Case], searched: Query, after: str, size: int
) -> Found:
    """A search in its own order, the newest entered first. `after` is the trail of the last ids of the pages before."""
    trail = [int(part) for part in after.split(".") if part.isdecimal()][-20:]
    hits = INDEX.hits(searched, limit=size, before=trail[-1] if trail else None, within=cases)
    known = {case.pk: case for case in rows.filter(pk__in=hits.ids)}
    found = [known[pk] for pk in hits.ids if pk in known]
    onward = ".".join(map(str, (*trail, hits.ids[-1]))) if hits.ids and not hits.complete else ""
    shown = Page(found, before=".".join(map(str, trail[:-1])) if trail else "", after=onward)
    total = len(found) if hits.complete and not trail else None
    return Found(shown, total, searched, trail=".".join(map(str, trail)))


def _total(cases: QuerySet[Case], shown: Page, size: int) -> int:
    """How many there are; CAP + 1 for more than CAP. A list that fits its page needs no counting."""
    if not shown.before and not shown.after:
        return len(shown.cases)
    return cases.order_by()[: CAP + 1].count()


def everything(*, actor: Actor, wanted: Wanted, choices: Choices, at: datetime, limit: int) -> Iterator[Case]:
    """All that is wanted, in order, at most `limit` cases, read in pieces: for an export."""
    cases = scope(actor, wanted.filters, choices, at=at)
    rows = with_columns(cases, wanted.columns)
    if wanted.filters.q:
        exact = by_number(rows, wanted.filters.q)
        if exact:
            yield from exact
            return
        hits = INDEX.hits(query(wanted.filters.q), limit=limit, within=cases)
        rows = rows.filter(pk__in=hits.ids)
    left = limit
    for part in ordered(rows, wanted.sort):
        for case in part[:left].iterator(chunk_size=2000):
            left -= 1
            yield case
        if left <= 0:
            return
