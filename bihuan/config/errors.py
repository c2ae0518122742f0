"""Pages for what goes wrong. They must work when nothing else does: no database, no session, no context.

Every one is in both languages, because who reads it may not have been recognised yet.
"""

from __future__ import annotations

import json
import sys
from functools import cache

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from bihuan.config.headers import ALWAYS

BUSY = (OperationalError, InterfaceError)  # away, restarting, pool exhausted, lock or deadlock: all pass
RETRY_SECONDS = 5


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, 413)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token (CSRF): usually a page that was left open overnight."""
    return _page(request, 403, name="expired")


def fault(request: HttpRequest) -> HttpResponse:
    """503 "busy, try again" when the database is the cause, wherever it was asked; otherwise 500.

    Django calls this inside the `except` that caught the error, also for errors in middlewares. What the request
    had begun is rolled back with its transaction.
    """
    return _page(request, 503 if _is_busy(sys.exc_info()[1]) else 500)


@cache
def _busy_page() -> bytes:
    context = {"status": 503, "number": "", "chinese_first": True}
    return render_to_string("errors/503.html", context).encode()


def busy(path: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of "busy, try again" for who is not let in (`door`): made once, in both languages."""
    is_api = path.startswith("/api/")
    body = json.dumps({"error": _english(503)}).encode() if is_api else _busy_page()
    headers = [
        ("Content-Type", "application/json" if is_api else "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(RETRY_SECONDS)),
        *ALWAYS.items(),
        ("Content-Security-Policy", "default-src 'self'"),
    ]
    return headers, body


def _is_busy(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, BUSY):
            return True
        # A template or a lazy value may wrap what really happened.
        problem = problem.__cause__
    return False


def _page(request: HttpRequest, status: int, *, name: str = "") -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    number = getattr(request, "number", "")
    if request.path.startswith("/api/"):
        return JsonResponse({"error": _english(status)}, status=status, headers=headers)
    page = f"errors/{name or status}.html"
    context = {"status": status, "number": number, "chinese_first": translation.get_language() != "en"}
    return HttpResponse(render_to_string(page, context), status=status, headers=headers)


def _english(status: int) -> str:
    return {
        400: "bad request",
        403: "forbidden",
        404: "not found",
        413: "too large",
        503: "busy, try again",
    }.get(status, "internal error")
