"""A throw-away target: its "cases" are outbox rows of nothing, kept in a table that every test database has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from bihuan.casework.imports import targets
from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult
from bihuan.common.tables.columns import Column, Kind
from bihuan.organizations.actor import Actor

COLUMNS = (
    Column("number", "信访编号", Kind.IDENTIFIER, required=True, synonyms=("编号",)),
    Column("subject", "标题", required=True),
    Column("received", "登记时间", Kind.MOMENT, required=True, synonyms=("时间",)),
    Column("body", "内容", Kind.TEXT),
)
HEADINGS = ["编号", "标题", "登记时间", "内容"]


def rows_of(count: int, *, start: int = 1) -> list[list[Any]]:
    """A ledger of so many good rows under its heading."""
    return [HEADINGS, *([n, f"第{n}件", "2024-05-01 09:30", "内容"] for n in range(start, start + count))]


def apply_batch(rows: Sequence[ImportRow], actor: Actor, at: datetime) -> list[RowResult]:
    """Write each row; reject what says so; raise on what says so."""
    results: list[RowResult] = []
    with connection.cursor() as cursor:
        for row in rows:
            if row.values["subject"] == "炸":
                raise ValueError("a fault in the slice")
            if row.values["subject"] == "拒":
                results.append(RowResult.rejected("单位不存在（100%）"))
                continue
            cursor.execute(
                "INSERT INTO ledger (number, received, by_name) VALUES (%s, %s, %s)",
                [row.values["number"], row.values["received"].at, actor.name],
            )
            results.append(RowResult.applied(f"L-{row.values['number']}", f"/l/{row.values['number']}/"))
    return results


def key(values: Mapping[str, Any]) -> str:
    """The office's own number."""
    return f"office:{values['number']}"


@pytest.fixture
def ledger() -> Iterator[ImportTarget]:
    """The target `ledger` and its table, for one test (with the database)."""
    target = ImportTarget("ledger", "台账", COLUMNS, apply_batch, key=key, batch=10)
    targets.register(target)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS ledger (number text, received timestamptz, by_name text)")
        cursor.execute("TRUNCATE ledger")
    yield target
    targets.unregister("ledger")


def written() -> list[str]:
    """The numbers in the target's table, in order of writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM ledger ORDER BY number::int")
        return [row[0] for row in cursor.fetchall()]
