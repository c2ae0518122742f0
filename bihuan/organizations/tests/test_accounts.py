"""Accounts and passwords."""

from __future__ import annotations

import pytest

from bihuan.organizations import services
from bihuan.organizations.models import OrganizationChange
from bihuan.organizations.tests.factories import AT, BY, PASSWORD, account

pytestmark = pytest.mark.django_db


def test_a_new_account_gets_a_password_that_must_be_changed() -> None:
    made, password = services.create_account(username=" Dengji ", name="周晓禾", by=BY, at=AT)
    assert made.username == "dengji"
    assert made.check_password(password)
    assert made.must_change_password


def test_no_password_reaches_the_record_of_changes() -> None:
    made, password = services.create_account(username="dengji", name="周晓禾", by=BY, at=AT)
    again = services.reset_password(account=made, by=BY, at=AT)
    kept = str([(row.before, row.after, row.label) for row in OrganizationChange.objects.all()])
    assert password not in kept
    assert again not in kept
    assert "argon2" not in kept


@pytest.mark.parametrize("username", ["a", "有空 格", "周晓禾", "x" * 65, "alice"])
def test_a_user_name_is_free_and_typable(username: str) -> None:
    account("alice")
    with pytest.raises(services.UsernameRefusedError):
        services.create_account(username=username, name="谁", by=BY, at=AT)


@pytest.mark.parametrize("password", ["short", "1234567890", "dengji2026", "password123"])
def test_a_weak_password_is_refused_with_the_reason(password: str) -> None:
    alice = account("dengji2026")
    with pytest.raises(services.PasswordRefusedError, match="密码"):
        services.change_password(account=alice, password=password, keep_session=None, by=BY, at=AT)


def test_passwords_are_kept_with_argon2_within_a_small_servers_memory() -> None:
    alice = account()
    kind, _version, cost, *_rest = alice.password.removeprefix("argon2$").lstrip("$").split("$")
    assert kind == "argon2id"
    assert cost == "m=19456,t=2,p=1"
    assert alice.check_password(PASSWORD)
