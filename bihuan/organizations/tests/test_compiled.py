"""A compiled queryset finds what the queryset finds, whatever the values."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.common.compiled import Compiled
from bihuan.organizations.models import Account
from bihuan.organizations.tests.factories import account

pytestmark = pytest.mark.django_db


def test_each_value_finds_its_own_row() -> None:
    first, second = account("first"), account("second")
    by_name: Compiled[Account] = Compiled(lambda name: Account.objects.filter(username=name), "?")
    assert by_name.first(first.username) == first
    assert by_name.first(second.username) == second
    assert by_name.first("?") is None


def test_a_row_holds_what_the_queryset_gives_and_asks_nothing_again() -> None:
    one = account("first")
    by_key: Compiled[Account] = Compiled(lambda key: Account.objects.filter(pk=key), -1)
    found = by_key.first(one.pk)
    assert found is not None
    with CaptureQueriesContext(connection) as asked:
        given = {field.attname: getattr(found, field.attname) for field in Account._meta.concrete_fields}
    assert not asked.captured_queries
    plain = Account.objects.get(pk=one.pk)
    assert given == {field.attname: getattr(plain, field.attname) for field in Account._meta.concrete_fields}


def test_values_come_as_rows() -> None:
    one = account("first")
    names: Compiled[tuple[int, str]] = Compiled(
        lambda name: Account.objects.filter(username=name).values_list("pk", "username"), "?"
    )
    assert names.rows(one.username) == [(one.pk, one.username)]


def test_a_value_that_cannot_be_found_again_in_the_query_is_refused() -> None:
    with pytest.raises(ValueError, match="did not come out"):
        Compiled(lambda number: Account.objects.filter(username=str(number)), 5).rows(7)


def test_values_that_look_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="must differ"):
        Compiled(lambda one, other: Account.objects.filter(username=one, name=other), "?", "?").rows("a", "b")
