"""TOTP, recovery codes and passkeys beside the password."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from bihuan.organizations.tests.factories import PASSWORD, account, held, post

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def alice(client: Client) -> str:
    """Signed in, with an authenticator app set up; returns its secret."""
    held(account(), post())
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    url = "/accounts/2fa/totp/activate/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": url})
    secret = client.get(url).context["form"].secret
    client.post(url, {"code": code_of(secret)})
    client.post("/accounts/logout/")
    # The code just used may not be used twice; a test is quicker than thirty seconds.
    from django.core.cache import cache

    cache.clear()
    return str(secret)


def test_the_password_alone_no_longer_signs_in(client: Client, alice: str) -> None:
    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": "/accounts/"})
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/").status_code == 302
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of(alice)})
    assert response["Location"] == "/accounts/"
    assert client.get("/accounts/").status_code == 200


def test_a_recovery_code_signs_in_once(client: Client, alice: str) -> None:
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (200, 302):
        client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert client.get("/accounts/").status_code == expected
        client.post("/accounts/logout/")


def test_guessing_codes_locks_like_guessing_passwords(client: Client, alice: str) -> None:
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    last: Any = None
    for _try in range(5):
        last = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert last.status_code == 429
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(alice)}).status_code == 429
    assert client.get("/accounts/").status_code == 302


def test_the_apps_secret_is_not_in_the_database_as_it_is(alice: str) -> None:
    kept = Authenticator.objects.get(type="totp").data
    assert alice not in str(kept)


def test_setting_up_a_factor_asks_for_the_password_again(client: Client) -> None:
    held(account(), post())
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    for path in ("totp/activate", "webauthn/add", "recovery-codes/generate"):
        response = client.get(f"/accounts/2fa/{path}/")
        assert response["Location"].startswith("/accounts/reauthenticate/")


def test_a_passkey_page_offers_the_browser_what_it_needs(client: Client) -> None:
    held(account(), post())
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    url = "/accounts/2fa/webauthn/add/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": url})
    page = client.get(url)
    assert page.status_code == 200
    user = page.context["js_data"]["creation_options"]["publicKey"]["user"]
    assert (user["name"], user["displayName"]) == ("alice", "Alice")
