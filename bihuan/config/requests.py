"""Around every request: a number to find it by, one log line, one measurement, and a limit on what is sent."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bihuan.config import errors, metrics

log = structlog.get_logger("bihuan.request")
NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestMiddleware:
    """The line holds method, route, status and duration; never the address, the query, a body or a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if NUMBER.fullmatch(given) else uuid.uuid4().hex
        request.number = number  # type: ignore[attr-defined]  # shown on the pages of errors.py
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        began = time.perf_counter()
        response = errors.too_large(request) if _exceeds(request) else self.get_response(request)
        seconds = time.perf_counter() - began
        route = _route(request)
        metrics.REQUESTS.labels(request.method, route, response.status_code).inc()
        metrics.SECONDS.labels(route).observe(seconds)
        log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
        response["X-Request-ID"] = number
        return response


def _route(request: HttpRequest) -> str:
    """The pattern, such as `cases/<str:number>/`; one word for everything that matches none."""
    match = request.resolver_match
    return (match.route or "/") if match else "unknown"


def _exceeds(request: HttpRequest) -> bool:
    """Looked at before a byte is read, so that an endless upload fills no disk."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.UPLOAD_LIMIT
