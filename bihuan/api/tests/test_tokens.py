"""A token is its person in one post: no more, no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.api.models import Token
from bihuan.api.tests.calling import Program
from bihuan.api.tokens import A_MINUTE, digest_of
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import sign_in
from bihuan.casework.tests.cast import at
from bihuan.organizations.models import Account, Appointment


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    fixed = at(moment)
    monkeypatch.setattr(timezone, "now", lambda: fixed)


def test_without_token_or_session_nothing_opens() -> None:
    for path in ("/processes", "/cases", "/clocks/explain?process=a&clock=b&start=2026-03-02"):
        answer = Client().get(f"/api/v1{path}")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer["Content-Type"] == "application/problem+json"


def test_only_the_hash_of_a_token_is_kept() -> None:
    program = Program("chengban")
    row = Token.objects.values().get()
    assert row["digest"] == digest_of(program.secret)
    assert program.secret not in str(row)


def test_a_token_ends_when_revoked_when_expired_and_when_the_post_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    revoked, expired, moved = Program("chengban"), Program("fenliu"), Program("dengji")
    for program in (revoked, expired, moved):
        assert program.get("/processes").status_code == 200
    sign_in("chengban").post(f"/accounts/tokens/{revoked.token.pk}/revoke/")
    assert revoked.get("/processes").status_code == 401
    Appointment.objects.filter(account__username="dengji").update(ends_on=at("2026-03-01 00:00").date())
    assert moved.get("/processes").status_code == 401
    set_clock(monkeypatch, "2026-05-31 08:00")
    assert expired.get("/processes").status_code == 401


def test_a_disabled_account_has_no_token() -> None:
    program = Program("chengban")
    Account.objects.filter(username="chengban").update(is_active=False)
    assert program.get("/processes").status_code == 401


def test_a_bad_token_is_refused_even_with_a_good_session() -> None:
    browser = sign_in("fenliu")
    assert browser.get("/api/v1/processes").status_code == 200
    assert browser.get("/api/v1/processes", headers={"Authorization": "Bearer bihuan_no"}).status_code == 401


def test_nobody_revokes_the_token_of_another() -> None:
    program = Program("chengban")
    sign_in("guanli").post(f"/accounts/tokens/{program.token.pk}/revoke/")
    assert program.get("/processes").status_code == 200


def test_a_browser_changes_nothing_without_the_token_of_the_page() -> None:
    case = lives.forwarded()
    browser = sign_in("chengban", enforce_csrf_checks=True)
    body = {
        "given": {"reason": "不属于我局职权。"},
        "seen": case.seq,
        "submission": "7f9c24e8-0000-4000-8000-000000000000",
    }
    answer = browser.post(f"/api/v1/cases/{case.number}/steps/object", body, content_type="application/json")
    assert answer.status_code == 403
    case.refresh_from_db()
    assert case.state == "forwarded"


def test_too_many_requests_in_a_minute_are_told_to_wait() -> None:
    program = Program("chengban")
    program.get("/processes")
    Token.objects.update(requests=A_MINUTE)
    answer = program.get("/processes")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_the_page_shows_a_new_secret_once(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = sign_in("chengban")
    made = browser.post("/accounts/tokens/", {"name": "台账同步", "days": "90"})
    secret = made.content.decode().split("bihuan_")[1][:43]
    assert made["Cache-Control"] == "no-store"
    assert Token.objects.get().digest == digest_of(f"bihuan_{secret}")
    assert secret not in browser.get("/accounts/tokens/").content.decode()
    assert Token.objects.get().expires_at == timezone.now() + timedelta(days=90)


@pytest.mark.parametrize(
    "typed", [{"name": "", "days": "90"}, {"name": "台账", "days": "0"}, {"name": "台账", "days": "x"}]
)
def test_a_token_without_name_or_term_is_not_made(typed: dict[str, str]) -> None:
    assert sign_in("chengban").post("/accounts/tokens/", typed).status_code == 422
    assert not Token.objects.exists()
