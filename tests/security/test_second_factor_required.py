"""Who administers or supervises needs more than a password, where the office says so; production says so."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from pytest_django import Settings

from bihuan.organizations.models import Account, Appointment

REQUIRED = frozenset({"administrator", "supervisor"})


def _holder(role: str) -> Account:
    return Appointment.objects.filter(post__roles__contains=[role])[0].account


def _signed_in(role: str) -> Client:
    client = Client()
    client.force_login(_holder(role))
    return client


@pytest.mark.parametrize("role", sorted(REQUIRED))
def test_without_it_every_page_leads_to_setting_it_up(settings: Settings, role: str) -> None:
    settings.SECOND_FACTOR_ROLES = REQUIRED
    client = _signed_in(role)
    for address in ("/", "/cases/", "/organization/accounts/", "/board/"):
        assert client.get(address)["Location"] == "/accounts/2fa/totp/activate/"
    assert client.post("/organization/accounts/new/", {"username": "x"})["Location"].startswith(
        "/accounts/2fa/"
    )
    assert client.get("/api/v1/cases").status_code == 403
    assert client.get("/accounts/").status_code == 200


def test_with_one_set_up_everything_opens(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = REQUIRED
    TOTP.activate(_holder("administrator"), generate_totp_secret())
    assert _signed_in("administrator").get("/organization/accounts/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = REQUIRED
    Authenticator.objects.create(
        user=_holder("administrator"), type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    assert _signed_in("administrator").get("/organization/accounts/").status_code == 302


def test_others_are_not_asked_and_neither_is_a_demo(settings: Settings) -> None:
    assert _signed_in("administrator").get("/organization/accounts/").status_code == 200
    settings.SECOND_FACTOR_ROLES = REQUIRED
    clerk = Client()
    clerk.force_login(Account.objects.get(username="chengban"))
    assert "2fa" not in clerk.get("/").headers.get("Location", "")


def test_an_htmx_request_is_sent_there_as_a_whole(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = REQUIRED
    answer = _signed_in("supervisor").get("/cases/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/2fa/totp/activate/")


@pytest.mark.slow
def test_production_asks_administrators_and_supervisors() -> None:
    code = "from bihuan.config import settings; print(sorted(settings.SECOND_FACTOR_ROLES))"
    environment = {
        **os.environ, "BIHUAN_MODE": "production", "BIHUAN_SECRET_KEY": "x" * 50, "BIHUAN_HOSTS": "a.example",
    }  # fmt: skip
    environment.pop("BIHUAN_SECOND_FACTOR", None)
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "['administrator', 'supervisor']"
