"""The address of a list: everything that was asked for, and nothing that was not."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.http import urlencode

from bihuan.casework import filters as known
from bihuan.casework.choices import Choices
from bihuan.casework.filters import Filters, parse
from bihuan.casework.listing.columns import chosen, written
from bihuan.casework.listing.finding import Wanted
from bihuan.casework.listing.paging import DEFAULT, SORTS

NOTHING: Mapping[str, str] = {}
NAMES = (*known.NAMES, "sort", "columns")


def read(query: QueryDict, choices: Choices) -> tuple[Wanted, list[str]]:
    """What an address asks for, and a sentence for each part of it that means nothing."""
    filters, faults = parse(query, choices)
    sort = query.get("sort", "")
    return Wanted(filters, sort if sort in SORTS else DEFAULT, chosen(query.getlist("columns"))), faults


def write(
    wanted: Wanted,
    *,
    filters: Filters | None = None,
    sort: str | None = None,
    more: Mapping[str, str] = NOTHING,
) -> str:
    """The query of the address, with other filters or another order if given; empty values are left out."""
    order = sort or wanted.sort
    pairs = {
        **(wanted.filters if filters is None else filters).given(),
        "sort": order if order != DEFAULT else "",
        "columns": written(wanted.columns),
        **more,
    }
    return urlencode({name: value for name, value in pairs.items() if value})
