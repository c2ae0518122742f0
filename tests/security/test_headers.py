"""What every answer tells the browser: pages, files, errors, probes, the API, and the page for who is not let in."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import Client, RequestFactory
from pytest_django import Settings

from bihuan.config.errors import busy
from bihuan.config.headers import ALWAYS
from bihuan.organizations.models import Account, Appointment

ADDRESSES = [
    "/",
    "/r/",
    "/accounts/login/",
    "/api/v1/openapi.json",
    "/nothing-here",
    "/health/live",
    "/cases/",
    "/api/v1/cases",
]
EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
ON = re.compile(r"<[^>]+\s(?:on[a-z]+|style)\s*=", re.I)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_every_header(address: str) -> None:
    answer = Client().get(address)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"default-src '(self|none)'", policy)
    assert "http" not in policy
    assert "*" not in policy
    permissions = answer["Permissions-Policy"]
    assert "microphone=()" in permissions
    assert "camera=(self)" in permissions
    assert "*" not in permissions


def test_a_static_file_carries_them_too() -> None:
    finder = next(iter(get_finders()))
    name, _storage = next(iter(finder.list([])))
    answer = Client().get(f"/static/{name}")
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_who_is_not_let_in_gets_them_too() -> None:
    headers, _body = busy("/cases/")
    given = dict(headers)
    assert ALWAYS.items() <= given.items()
    assert given["Cache-Control"] == "no-store"


def test_over_https_the_browser_is_told_to_stay_there(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    middleware = SecurityMiddleware(lambda request: HttpResponse())
    answer = middleware(RequestFactory().get("/", secure=True))
    assert isinstance(answer, HttpResponse)
    said = answer["Strict-Transport-Security"]
    assert said == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("address", ["/", "/cases/", "/accounts/", "/register/", "/organization/"])
def test_what_somebody_signed_in_saw_is_not_kept_by_the_browser(address: str) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(username="dengji1") if Account.objects.filter(username="dengji1") else _clerk()
    )
    assert "no-store" in client.get(address)["Cache-Control"]


def _clerk() -> Account:
    return Appointment.objects.filter(post__roles__contains=["intake"])[0].account


@pytest.mark.parametrize("address", ["/", "/cases/", "/register/", "/board/", "/organization/"])
def test_no_page_has_a_script_style_or_handler_inside(address: str) -> None:
    client = Client()
    client.force_login(_clerk())
    _holds_nothing_inline(client.get(address).content.decode())


@pytest.mark.parametrize(
    "address", ["/r/", "/r/file/", "/r/follow/", "/accounts/login/", "/open-journal/check/", "/r/refuses/"]
)
def test_no_public_page_has_a_script_style_or_handler_inside(address: str) -> None:
    _holds_nothing_inline(Client().get(address, follow=True).content.decode())


def _holds_nothing_inline(page: str) -> None:
    assert not ON.search(page), ON.search(page)
    assert "<style" not in page
    assert "javascript:" not in page.lower()
    for attributes, content in re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.S):
        assert not content.strip() or 'type="application/json"' in attributes
