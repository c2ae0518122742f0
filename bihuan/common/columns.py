"""Heads of a table: their words, and the addresses that sort by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One head. `url` sorts by it, `sort` is "ascending", "descending" or ""; `hidden` is read but not seen."""

    label: str | Promise
    key: str = ""
    numeric: bool = False
    tight: bool = False
    hidden: bool = False
    sortable: bool = False
    url: str = ""
    sort: str = ""


def sorted_by(columns: Sequence[Column], query: QueryDict, *, default: str = "") -> list[Column]:
    """The columns with sort addresses: `sort=key` and `sort=-key`, all else in the address kept, paging dropped."""
    current = query.get("sort", default)
    return [_with_address(column, query, current) if column.sortable else column for column in columns]


def _with_address(column: Column, query: QueryDict, current: str) -> Column:
    here = current.lstrip("-") == column.key
    descending = current.startswith("-")
    changed = query.copy()
    for paging in ("page", "after", "before"):
        changed.pop(paging, None)
    changed["sort"] = f"-{column.key}" if here and not descending else column.key
    return Column(
        label=column.label,
        key=column.key,
        numeric=column.numeric,
        tight=column.tight,
        sortable=True,
        url=f"?{changed.urlencode()}",
        sort=("descending" if descending else "ascending") if here else "",
    )
