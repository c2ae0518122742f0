"""For every test: emptying the database between tests that commit for real."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers and servers are timed by the machine as well: such a test gets a second try, and is then listed (R)."""
    for item in items:
        if item.get_closest_marker("journey") or "ground" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Copy the migrated database of the run's own cluster (common/database/pytest_template.py) where there is one."""
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    if template := os.environ.get("PYTEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_append_only_triggers() -> Iterator[None]:
    """The journal refuses TRUNCATE, also to a test that cleans up: only the flush between tests may go round it.

    CASCADE, because tables without a model (the search index) point at tables with one.
    """
    whole = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        guarded = _tables_with_triggers()
        return [
            *(f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in guarded),
            *whole(self, *args, **{**kwargs, "allow_cascade": True}),
            *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in guarded),
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign,assignment]
    yield
    DatabaseOperations.sql_flush = whole  # type: ignore[method-assign]


def _tables_with_triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        )
        return [table for (table,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def nothing_kept_from_the_test_before() -> None:
    """Reference data kept in the process belongs to a database that the last test has rolled back."""
    from bihuan.common.kept import forget_all
    from bihuan.common.pages.words import forget_addresses

    forget_all()
    forget_addresses()
    translation.deactivate()  # a request leaves its language behind, for the next to set its own


@pytest.fixture(scope="session", autouse=True)
def pages_say_what_they_were_given() -> Iterator[None]:
    """`response.context` of Django's test client knows its own templates only; ours tell it too."""
    from django.test.signals import template_rendered

    from bihuan.common.pages.backend import rendered

    def tell(**told: Any) -> None:
        told.pop("signal")
        template_rendered.send(**told)

    rendered.connect(tell)
    yield
    rendered.disconnect(tell)
