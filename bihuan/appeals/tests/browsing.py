"""The case page as a browser sees it, for tests: signed in as one of the cast, at a moment that the test sets."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.models import Case
from bihuan.casework.tests.cast import at
from bihuan.organizations.models import Account

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "case"}


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Whatever asks for the time is told this moment in China."""
    fixed = at(moment)
    monkeypatch.setattr(timezone, "now", lambda: fixed)


def sign_in(username: str, **options: Any) -> Client:
    """A browser in which the sample account is signed in."""
    client = Client(**options)
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def page(client: Client, case: Case) -> str:
    """The text of the case page."""
    response = client.get(f"/cases/{case.number}/")
    assert response.status_code == 200
    return response.content.decode()


def take(client: Client, case: Case, step: str, **given: Any) -> Any:
    """Send the form of a step, as made from the case as it was when `case` was read. `htmx=True`: as htmx does."""
    headers: dict[str, Any] = HTMX if given.pop("htmx", False) else {}
    data = {"seen": case.seq, "submission": uuid4(), **given}
    return client.post(f"/cases/{case.number}/take/{step}/", data, **headers)


def steps_shown(text: str) -> list[str]:
    """The steps that a page offers, by the ids of their cards."""
    return re.findall(r'id="step-(\w+)"', text)
