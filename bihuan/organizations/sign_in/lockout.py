"""The lock-out: what counts as one user, and the page that says when to try again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.organizations.address import client_address


def username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The user name tried, as accounts keep it."""
    tried = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(tried).strip().lower()[:255]


def open_again_at(*, username: str, address: str) -> datetime | None:
    """When this user name may be tried again from this address; None when it was not tried."""
    last = AccessAttempt.objects.filter(username=username, ip_address=address).aggregate(
        at=Max("attempt_time")
    )
    return None if last["at"] is None else last["at"] + settings.AXES_COOLOFF_TIME


def locked_page(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say why and until when, with status 429 and Retry-After in seconds."""
    del original  # axes passes the response it replaces
    until = open_again_at(username=username(request, credentials), address=client_address(request))
    response = render(request, "organizations/locked.html", {"until": until}, status=429)
    if until is not None:
        left = (until - timezone.now()).total_seconds()
        response["Retry-After"] = str(max(1, round(left)))
    return response
