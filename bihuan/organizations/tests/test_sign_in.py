"""Signing in: password, lock-out, where one lands, what a demo shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from bihuan.organizations import sample, sample_district, services
from bihuan.organizations.models import AccountSession
from bihuan.organizations.tests.factories import AT, BY, PASSWORD, account, held, post

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client: Client, username: str = "alice", password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": username, "password": password, **more})


def test_the_right_password_signs_in_under_a_new_session_key(client: Client) -> None:
    held(account(), post())
    client.get(LOGIN)
    session = client.session
    session["before"] = "sign-in"
    session.save()
    before = session.session_key
    response = sign_in(client, username=" ALICE ")
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert client.session.session_key != before
    assert client.get("/organization/").status_code == 200


def test_a_wrong_password_says_so_without_saying_which_was_wrong(client: Client) -> None:
    account()
    wrong = sign_in(client, password="nonsense").content.decode()  # type: ignore[attr-defined]
    unknown = sign_in(client, username="nobody").content.decode()  # type: ignore[attr-defined]
    assert "用户名或密码不正确。" in wrong
    assert "用户名或密码不正确。" in unknown


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_host_after_sign_in(client: Client, elsewhere: str) -> None:
    account()
    page = client.get(LOGIN, {"next": elsewhere}).content.decode()
    assert f'value="{elsewhere}"' not in page
    assert f'href="{elsewhere}"' not in page
    response = sign_in(client, next=elsewhere)
    assert response["Location"] == "/"  # type: ignore[index]


def test_one_comes_back_to_the_page_asked_for(client: Client) -> None:
    held(account(), post())
    asked = client.get("/organization/?on=2026-01-01")
    assert asked["Location"] == "/accounts/login/?next=%2Forganization%2F%3Fon%3D2026-01-01"
    response = sign_in(client, next="/organization/?on=2026-01-01")
    assert response["Location"] == "/organization/?on=2026-01-01"  # type: ignore[index]


def test_five_failures_lock_the_name_at_that_address_only(client: Client) -> None:
    account()
    account("bob")
    for _try in range(5):
        locked = sign_in(client, password="nonsense")
    assert locked.status_code == 429  # type: ignore[attr-defined]
    assert sign_in(client).status_code == 429  # type: ignore[attr-defined]  # even the right password
    assert sign_in(client, username="bob").status_code == 302  # type: ignore[attr-defined]  # same office
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere).status_code == 302  # type: ignore[attr-defined]


def test_a_locked_page_says_when_to_try_again_and_trying_does_not_move_it(client: Client) -> None:
    account()
    for _try in range(5):
        sign_in(client, password="nonsense")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    response = sign_in(client)
    assert 290 <= int(response["Retry-After"]) <= 300  # type: ignore[index]
    assert "以后可以再试" in response.content.decode()  # type: ignore[attr-defined]
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302  # type: ignore[attr-defined]


def test_an_administrator_unlocks_at_once(client: Client) -> None:
    alice = account()
    for _try in range(5):
        sign_in(client, password="nonsense")
    services.unlock(account=alice, by=BY, at=AT)
    assert sign_in(client).status_code == 302  # type: ignore[attr-defined]


def test_a_forged_forwarding_header_does_not_buy_new_tries(client: Client) -> None:
    account()
    for n in range(5):
        client.post(
            LOGIN, {"login": "alice", "password": "nonsense"}, headers={"x-forwarded-for": f"10.1.1.{n}"}
        )
    assert sign_in(client).status_code == 429  # type: ignore[attr-defined]


def test_behind_a_trusted_proxy_the_real_address_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    account()
    client = Client(headers={"x-forwarded-for": "6.6.6.6, 10.2.2.2"})
    sign_in(client)
    assert AccountSession.objects.get(account__username="alice").address == "10.2.2.2"


def test_no_password_is_kept_with_a_failed_attempt(client: Client) -> None:
    account()
    sign_in(client, password="mistyped-secret")
    kept = AccessAttempt.objects.get()
    assert "mistyped-secret" not in kept.post_data + kept.get_data


def test_a_disabled_account_does_not_get_in_and_is_put_out(client: Client) -> None:
    alice = account()
    held(alice, post())
    sign_in(client)
    services.disable_account(account=alice, by=BY, at=AT)
    assert client.get("/organization/").status_code == 302
    assert sign_in(client).status_code == 200  # type: ignore[attr-defined]


def test_a_demo_lists_an_account_for_each_role_and_fills_it_in(client: Client) -> None:
    page = client.get(LOGIN, {"as": "dengji"}).content.decode()
    assert all(f">{row.username}<" in page for row in sample.accounts())
    assert 'value="dengji"' in page
    assert f'value="{sample_district.PASSWORD}"' in page


def test_production_shows_no_sample_account(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    response = client.get(LOGIN, {"as": "dengji"})
    page = response.content.decode()
    assert not response.context["samples"]
    assert 'value="dengji"' not in page
    assert not any(row.name in page for row in sample.accounts())
    assert sample_district.PASSWORD not in page


def test_nobody_signs_up_or_asks_for_a_password_by_mail(client: Client) -> None:
    for path in ("signup", "password/reset", "email", "confirm-email", "social/signup", "3rdparty"):
        assert client.get(f"/accounts/{path}/").status_code == 404


def test_a_temporary_password_must_be_changed_before_anything_else(client: Client) -> None:
    alice = account(must_change_password=True)
    held(alice, post(), date(2020, 1, 1))
    sign_in(client)
    assert client.get("/organization/")["Location"] == "/accounts/password/"
    new = "a much longer phrase"
    client.post("/accounts/password/", {"old": PASSWORD, "new": new, "again": new})
    assert client.get("/organization/").status_code == 200
