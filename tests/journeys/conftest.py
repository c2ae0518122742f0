"""The whole of Bihuan behind a socket, the sample district in it, and people with browsers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django import Settings

from bihuan.organizations import sample
from bihuan.organizations.models import Account
from bihuan.organizations.sample_district import PASSWORD
from tools.browser import NoBrowser, chromium

ROOT = Path(__file__).resolve().parents[2]
PHONE, DESK = 390, 1440
WAIT = 20_000  # milliseconds; long, for a busy machine: a condition that comes true is not waited for
expect.set_options(timeout=WAIT)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    try:
        with chromium() as started:
            yield started
    except NoBrowser as missing:
        pytest.skip(str(missing))


@pytest.fixture
def site(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a server with every middleware of production, on the test database, with the sample district."""
    if not (ROOT / "bihuan/common/static/dist/app.css").is_file():
        pytest.skip("the front end is not built: make frontend")
    settings.DATA_DIR = tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    sample.load(seed=1, on=timezone.localdate())
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Sit somebody down at a browser: `visit("dengji", width=390, lang="en")` is their page, signed in.

    At the end the test fails if any page logged an error: something the policy refused, a missing file, a script's fault.
    A refused form (422) is logged by the browser too, and expected; `expects` names what else a test brings about.
    `seated`: with the session already in the browser, where signing in is not what is tried; three pages less for each person.
    """
    problems: list[str] = []
    # htmx logs a request that was replaced by a newer one as an error; one that failed it calls sendError.
    expected = {"status of 422", "Error Code 422", "htmx:afterRequest", "htmx:sendAbort"}
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"{message.text} ({message.location.get('url', '')})")

    def sit_down(
        username: str = "", *, width: int = DESK, lang: str = "zh-CN", javascript: bool = True,
        expects: tuple[str, ...] = (), seated: bool = False, **options: Any,
    ) -> Page:  # fmt: skip
        expected.update(expects)
        context = browser.new_context(
            base_url=options.pop("base_url", site), viewport={"width": width, "height": 844 if width < 600 else 900}, locale=lang,
            java_script_enabled=javascript, accept_downloads=True, **options,
        )  # fmt: skip
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", heard)
        if username and seated:
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": session_of(username), "url": site}]
            )
        elif username:
            sign_in(page, username)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert [one for one in problems if not any(word in one for word in expected)] == []


def until(condition: Callable[[], object], seconds: float = WAIT / 1000) -> None:
    """Wait for what the policy keeps Playwright's own `wait_for_function` from asking (it needs eval)."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def session_of(username: str) -> str:
    """The key of a session as the form would have begun it."""
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def sign_in(page: Page, username: str) -> None:
    """By the form, as people do."""
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("body[data-page=shell]")
