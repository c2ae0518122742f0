from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.wall import world as building


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[building.World]:
    """Built once, for all tests of a module, and rolled back with what they did."""
    from bihuan.common.kept import forget_all

    with django_db_blocker.unblock(), transaction.atomic():
        forget_all()
        yield building.build()
        transaction.set_rollback(True)
    forget_all()
