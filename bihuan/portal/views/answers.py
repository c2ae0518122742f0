"""Small things every page of the portal does alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from bihuan.organizations.address import client_address
from bihuan.portal.throttle import TooMany


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that no cache keeps: it may be personal, and the next reader of a shared computer is somebody else."""
    response = render(request, f"portal/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def wait(request: HttpRequest, refused: TooMany) -> HttpResponse:
    """429: how long to wait, and what can be done meanwhile."""
    response = page(request, "wait", {"minutes": refused.wait}, status=429)
    response["Retry-After"] = str(refused.seconds)
    return response


def where_from(request: HttpRequest) -> str:
    """The address that tries are counted for. IPv6 by its /64: one household has all of it."""
    found = client_address(request)
    return ":".join(found.split(":")[:4]) if ":" in found else found


def uuid_of(text: str) -> UUID | None:
    """A form's own key."""
    try:
        return UUID(text)
    except ValueError:
        return None
