"""For every test: emptying the database between tests that commit for real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_append_only_triggers() -> Iterator[None]:
    """The journal refuses TRUNCATE, also to a test that cleans up: only the flush between tests may go round it.

    CASCADE, because tables without a model (the search index) point at tables with one.
    """
    whole = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        statements = whole(self, *args, **{**kwargs, "allow_cascade": True})
        return [
            "SET session_replication_role = replica",
            *statements,
            "SET session_replication_role = DEFAULT",
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign,assignment]
    yield
    DatabaseOperations.sql_flush = whole  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def nothing_kept_from_the_test_before() -> None:
    """Reference data kept in the process belongs to a database that the last test has rolled back."""
    from bihuan.common.kept import forget_all

    forget_all()
