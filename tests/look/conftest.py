"""A server with the strict policy and a signed-in officer, for pages that need no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from tools.browser import NoBrowser, chromium

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "bihuan" / "common" / "static" / "dist"
POLICY = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"


@pytest.fixture
def built() -> Path:
    """The folder of built assets, or skip: Python alone can be tested before `npm run build`."""
    if not (DIST / "app.css").is_file():
        pytest.skip("the front end is not built: run `npm ci && npm run build`")
    return DIST


@dataclass(frozen=True)
class Person:
    """As much of an actor as the base page shows."""

    account_id: int = 1
    appointment_id: int = 1
    name: str = "周敏"
    unit_name: str = "城市管理局"
    post_title: str = "承办人"
    roles: frozenset[str] = field(default_factory=frozenset)


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: everyone is 周敏."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.actor = Person()  # type: ignore[attr-defined]
        request.actors = (request.actor,)  # type: ignore[attr-defined]
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return respond


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve(settings: Any) -> Iterator[Callable[[Any], str]]:
    """Start a server for a URLconf; returns its address."""
    running: list[_Server] = []

    def start(urlconf: Any) -> str:
        settings.ROOT_URLCONF = urlconf
        settings.ALLOWED_HOSTS = ["*"]
        settings.MIDDLEWARE = [
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
        ]
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
        settings.WHITENOISE_USE_FINDERS = True
        settings.WHITENOISE_AUTOREFRESH = True
        handler: Any = WSGIHandler()
        handler._middleware_chain = signed_in(handler._middleware_chain)
        server = make_server("127.0.0.1", 0, handler, server_class=_Server, handler_class=_Quiet)
        running.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The machine's Chromium."""
    try:
        with chromium() as started:
            yield started
    except NoBrowser as missing:
        pytest.skip(str(missing))
