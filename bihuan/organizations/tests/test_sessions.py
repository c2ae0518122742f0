"""Sessions: seen, ended one by one, ended everywhere; and who acts on each request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from bihuan.organizations import services
from bihuan.organizations.models import AccountSession
from bihuan.organizations.roles import Role
from bihuan.organizations.tests.factories import AT, BY, PASSWORD, account, held, post, unit

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def signed_in(username: str = "alice", **defaults: Any) -> Client:
    client = Client(**defaults)
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    return client


def test_ones_sessions_are_listed_with_device_and_address_and_nobody_elses() -> None:
    held(account(), post())
    account("bob")
    signed_in("bob", REMOTE_ADDR="10.9.9.9")
    signed_in(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604"}, REMOTE_ADDR="10.0.0.2")
    here = signed_in(headers={"user-agent": CHROME}, REMOTE_ADDR="10.0.0.1")
    page = here.get("/accounts/").content.decode()
    for text in ("Chrome · Windows", "10.0.0.1", "Safari · iPhone", "10.0.0.2", "本机"):
        assert text in page
    assert "10.9.9.9" not in page


def test_one_other_session_can_be_ended_and_not_that_of_another_account() -> None:
    held(account(), post())
    account("bob")
    here, there, bobs = signed_in(), signed_in(), signed_in("bob")
    for target in (there, bobs):
        here.post("/accounts/sessions/end/", {"session": target.session.session_key})
    left = set(AccountSession.objects.values_list("session_key", flat=True))
    assert left == {here.session.session_key, bobs.session.session_key}
    assert there.get("/accounts/").status_code == 302


def test_signing_out_everywhere_keeps_only_this_session() -> None:
    held(account(), post())
    here, *others = (signed_in() for _n in range(3))
    here.post("/accounts/sessions/end/")
    assert here.get("/accounts/").status_code == 200
    assert [other.get("/accounts/").status_code for other in others] == [302, 302]


def test_a_changed_password_ends_every_other_session_and_keeps_this_one() -> None:
    held(account(), post())
    here, other = signed_in(), signed_in()
    new = "another long phrase"
    here.post("/accounts/password/", {"old": PASSWORD, "new": new, "again": new})
    assert here.get("/accounts/").status_code == 200
    assert other.get("/accounts/").status_code == 302


def test_a_reset_password_ends_every_session() -> None:
    alice = account()
    held(alice, post())
    here = signed_in()
    services.reset_password(account=alice, by=BY, at=AT)
    assert here.get("/accounts/").status_code == 302


def test_a_stolen_session_row_dies_with_the_old_password() -> None:
    alice = account()
    held(alice, post())
    here = signed_in()
    alice.set_password("set behind the back of the services")
    alice.save()
    assert here.get("/accounts/").status_code == 302


def test_a_signed_in_request_costs_one_query(django_assert_num_queries: Any) -> None:
    alice = account()
    held(alice, post())
    held(alice, post("登记员", Role.INTAKE))
    here = signed_in()
    with django_assert_num_queries(1):
        assert here.get("/accounts/password/").status_code == 200


def test_last_seen_is_written_only_when_it_is_stale() -> None:
    held(account(), post())
    here = signed_in()
    row = AccountSession.objects.get()
    fresh = row.seen_at
    here.get("/accounts/password/")
    row.refresh_from_db()
    assert row.seen_at == fresh
    AccountSession.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    here.get("/accounts/password/")
    row.refresh_from_db()
    assert row.seen_at is not None
    assert timezone.now() - row.seen_at < timedelta(minutes=1)


def test_with_two_posts_one_acts_in_the_first_until_choosing_the_other() -> None:
    alice = account()
    held(alice, post("承办人", of=unit("城管局")), date(2023, 1, 1))
    second = held(alice, post("局长", Role.UNIT_HEAD, of=unit("水务局")), date(2025, 1, 1), acting=True)
    here = signed_in()
    assert here.get("/organization/").context["request"].actor.unit_name == "城管局"
    response = here.post("/accounts/act-as/", {"appointment": second.pk, "next": "https://evil.example/"})
    assert response["Location"] == "/"
    actor = here.get("/organization/").context["request"].actor
    assert (actor.unit_name, actor.roles) == ("水务局", {Role.UNIT_HEAD})


def test_one_does_not_act_in_a_post_of_somebody_else() -> None:
    held(account(), post())
    bobs = held(account("bob"), post("督查员", Role.SUPERVISOR))
    here = signed_in()
    here.post("/accounts/act-as/", {"appointment": bobs.pk})
    assert here.get("/organization/").context["request"].actor.roles == {Role.OFFICER}


def test_a_post_that_ended_yesterday_opens_nothing_today() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    held(account(), post(), date(2024, 1, 1), yesterday)
    here = signed_in()
    response = here.get("/organization/")
    assert response.status_code == 403
    assert "今天没有任何岗位" in response.content.decode()
    assert here.get("/accounts/").status_code == 200  # their own account stays theirs


def test_a_page_for_administrators_names_the_role_it_needs() -> None:
    held(account(), post())
    response = signed_in().get("/organization/accounts/")
    assert response.status_code == 403
    assert "系统管理员" in response.content.decode()


def test_an_htmx_request_without_a_session_sends_the_whole_page_to_sign_in(client: Client) -> None:
    response = client.get(
        "/organization/",
        headers={"hx-request": "true", "hx-current-url": "http://testserver/organization/?on=2026-01-01"},
    )
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Forganization%2F%3Fon%3D2026-01-01"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    held(account(), post())
    cookie = signed_in().cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_visitor_without_a_cookie_costs_no_query(
    client: Client, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/accounts/login/").status_code == 200


def test_a_session_left_idle_ends_and_one_in_use_goes_on() -> None:
    held(account(), post())
    idle, used = signed_in(), signed_in()
    before = timezone.now() - settings.SESSION_IDLE - timedelta(seconds=1)
    AccountSession.objects.filter(session_key=idle.session.session_key).update(seen_at=before)
    assert idle.get("/accounts/").status_code == 302
    assert used.get("/accounts/").status_code == 200
