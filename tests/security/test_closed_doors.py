"""The usual doors, one test each: what an outsider's review tries first."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from bihuan.appeals.tests import lives
from bihuan.casework.models import Case
from bihuan.config.guard import refuse_unsafe
from bihuan.organizations.models import Appointment

ROOT = Path(__file__).resolve().parents[2]


def _signed_in(role: str, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    client.force_login(Appointment.objects.filter(post__roles__contains=[role])[0].account)
    return client


# CSRF


@pytest.mark.parametrize(
    "address", ["/register/", "/accounts/act-as/", "/organization/accounts/new/", "/i18n/setlang/"]
)
def test_a_form_from_another_site_changes_nothing(address: str) -> None:
    assert _signed_in("administrator", checks=True).post(address, {"subject": "x"}).status_code == 403


def test_a_residents_form_needs_its_token_too() -> None:
    assert (
        Client(enforce_csrf_checks=True).post("/r/follow/", {"number": "XF-2026-1", "code": "x"}).status_code
        == 403
    )


def test_the_api_with_a_session_needs_the_token() -> None:
    answer = _signed_in("intake", checks=True).post("/api/v1/appeals", {}, content_type="application/json")
    assert answer.status_code in (401, 403)


def test_no_view_is_exempt_but_the_programs_interface() -> None:
    """The API checks the token itself where a session is used (the test above)."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bihuan").rglob("*.py")
        if "csrf_exempt" in path.read_text(encoding="utf-8")
    ]
    assert [path for path in found if not path.startswith("bihuan/api/")] == []


# Session, redirects, methods


def test_a_session_key_from_before_signing_in_is_worth_nothing_after() -> None:
    from bihuan.organizations.tests.factories import PASSWORD, account, held, post

    held(account(), post())
    client = Client()
    client.cookies["sessionid"] = "chosenbyanattacker0000000000000"
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "chosenbyanattacker0000000000000"
    assert client.get("/accounts/").status_code == 200
    stale = Client()
    stale.cookies["sessionid"] = "chosenbyanattacker0000000000000"
    assert stale.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)  # fmt: skip
def test_nothing_leads_to_another_host(evil: str) -> None:
    answers = [
        _signed_in("officer").post("/i18n/setlang/", {"language": "en", "next": evil}),
        _signed_in("officer").get("/accounts/login/", {"next": evil}),
        _signed_in("officer").post("/accounts/act-as/", {"next": evil}),
    ]
    for answer in answers:
        assert "evil" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "/").startswith("javascript")


def test_a_forged_host_header_is_refused_and_repeated_nowhere() -> None:
    with override_settings(ALLOWED_HOSTS=["xinfang.example.gov.cn"]):
        answer = Client().get("/r/", headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert b"evil.example" not in answer.content


@pytest.mark.parametrize("method", ["TRACE", "TRACK"])
def test_a_request_is_never_echoed(method: str) -> None:
    answer = Client().generic(method, "/r/", headers={"X-Planted": "echo-of-a-header"})
    assert b"echo-of-a-header" not in answer.content


# Enumeration and timing


def test_a_case_of_others_and_a_case_that_is_not_there_look_alike() -> None:
    number = lives.decided().number
    unit = Case.objects.get(number=number).holder_unit_id
    other = Appointment.objects.filter(post__roles=["officer"]).exclude(post__unit_id=unit)
    for appointment in other[:3]:
        client = Client()
        client.force_login(appointment.account)
        theirs, none = client.get(f"/cases/{number}/"), client.get("/cases/XF-2026-999999/")
        if theirs.status_code == 200:
            continue
        strip = re.compile(rb"[0-9a-f]{32}|XF-2026-\d+")
        assert theirs.status_code == none.status_code == 404
        assert strip.sub(b"", theirs.content) == strip.sub(b"", none.content)
        return
    pytest.skip("every officer of this district may see that case")


def test_an_unknown_account_takes_the_hash_of_a_password_too() -> None:
    """Not by the clock, which a busy machine bends: both ways compute one argon2 hash."""
    from unittest import mock

    from bihuan.organizations.sign_in.hashers import TunedArgon2PasswordHasher as Hasher
    from bihuan.organizations.tests.factories import account, held, post

    held(account(), post())
    counts = []
    for name in ("alice", "nobody-of-that-name"):
        with (
            mock.patch.object(Hasher, "encode", autospec=True, side_effect=Hasher.encode) as encoded,
            mock.patch.object(Hasher, "verify", autospec=True, side_effect=Hasher.verify) as verified,
        ):
            Client().post("/accounts/login/", {"login": name, "password": "wrong but long enough"})
        counts.append(min(1, encoded.call_count + verified.call_count))
    assert counts == [1, 1]


def test_secrets_are_compared_in_constant_time() -> None:
    """No `==` between a secret that came and one that is kept: every such module uses compare_digest or a database key."""
    for name in ("bihuan/portal/codes.py", "bihuan/portal/services/entering.py", "bihuan/config/probes.py"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"\b(?:code|token|secret|digest|given)\w*\s*==\s*\w*(?:code|token|secret|digest)", text
        ), name


# Administrators


def test_an_administrator_opens_no_case_in_any_way() -> None:
    number = lives.decided().number
    client = _signed_in("administrator")
    for address in (f"/cases/{number}/", f"/appeals/{number}/petitioner/", f"/api/v1/cases/{number}"):
        assert client.get(address).status_code in (403, 404), address
    assert number not in client.get("/cases/").content.decode()
    assert number not in client.get("/api/v1/cases").content.decode()
    assert f"/cases/{number}/" not in client.get("/cases/", {"q": number}).content.decode()


# Secrets


def test_no_secret_of_the_settings_reaches_a_log_or_an_error_page(caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(
        SMS_HEADERS='{"Authorization": "Bearer planted-secret"}', EMAIL_HOST_PASSWORD="planted-secret"
    ):
        client = Client(raise_request_exception=False)
        with caplog.at_level(logging.DEBUG):
            pages = [client.get(address).content for address in ("/nothing", "/r/", "/accounts/login/")]
            client.post("/accounts/login/", {"login": "x", "password": "planted-secret"})
    assert "planted-secret" not in caplog.text
    assert not [page for page in pages if b"planted-secret" in page]


@pytest.mark.parametrize("wrong", [{"secret": "short"}, {"debug": True}, {"hosts": ["*"]}, {"hosts": [""]}])
def test_production_refuses_to_start_unsafe(wrong: dict[str, object]) -> None:
    from django.core.exceptions import ImproperlyConfigured

    right: dict[str, object] = {
        "mode": "production",
        "secret": "x" * 50,
        "sample": "s",
        "debug": False,
        "hosts": ["a.example"],
    }
    refuse_unsafe(**right)  # type: ignore[arg-type]
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe(**{**right, **wrong})  # type: ignore[arg-type]


# Going out: the only address called is the operator's own


def test_nothing_calls_an_address_that_came_from_outside() -> None:
    """One place opens connections, and its address is a setting. A webhook would need a guard against private addresses."""
    opens = re.compile(
        r"\burlopen\(|\bhttp\.client\b|\brequests\.(?:get|post)\b|\bhttpx\b|\bsocket\.create_connection|build_opener\(|OpenerDirector\("
    )
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bihuan").rglob("*.py")
        if "/tests/" not in path.as_posix() and opens.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"bihuan/portal/telling/gateways.py"}


def test_the_gateway_is_never_followed_elsewhere(settings: Settings) -> None:
    """A gateway that answers with a redirect (to an address inside, say) gets no second request."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    from bihuan.portal.telling.gateways import HttpGateway, NotSent
    from bihuan.portal.telling.wording import Words

    asked: list[str] = []

    class Redirecting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/inside")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Redirecting) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
        with pytest.raises(NotSent):
            HttpGateway().send(to="13800000000", words=Words("x", "x"), key="k")
        server.shutdown()
    assert asked == ["/send"]


def test_a_gateway_that_is_no_web_address_is_not_opened(settings: Settings) -> None:
    from bihuan.portal.telling.gateways import HttpGateway, NotSent
    from bihuan.portal.telling.wording import Words

    settings.SMS_URL = "file:///etc/passwd"
    with pytest.raises(NotSent):
        HttpGateway().send(to="13800000000", words=Words("x", "x"), key="k")


@pytest.mark.parametrize(
    ("word", "fine"), [("xinfang2026!", False), ("Admin@12345", False), ("纸鹤 飞过 xinfang 山冈", True)]
)
def test_the_offices_own_words_are_no_password(word: str, fine: bool) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if fine:
        validate_password(word)
    else:
        with pytest.raises(ValidationError):
            validate_password(word)


@pytest.mark.slow
def test_in_production_every_cookie_is_bound_to_this_host() -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s; from bihuan.portal import cookies; "
        "from bihuan.config.headers import _MessagesCookie as m; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, m.cookie_name, cookies.FOLLOWED)"
    )
    environment = {
        **os.environ, "BIHUAN_MODE": "production", "BIHUAN_SECRET_KEY": "x" * 50, "BIHUAN_HOSTS": "a.example",
        "DJANGO_SETTINGS_MODULE": "bihuan.config.settings",
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [
        "__Host-session", "__Host-csrf", "__Host-language", "__Host-messages", "__Secure-r_case",
    ]  # fmt: skip


def test_the_program_runs_no_shell_and_reads_no_pickle() -> None:
    bad = re.compile(r"shell=True|os\.system\(|\bpickle\.|\beval\(|\bexec\(|yaml\.load\(|mark_safe\(")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bihuan").rglob("*.py")
        if "/tests/" not in path.as_posix() and bad.search(path.read_text(encoding="utf-8"))
    ]
    # Both mark our own built files as markup, nothing that came from anybody.
    assert set(found) <= {"bihuan/casework/openjournal/alone.py", "bihuan/common/gallery.py"}
