"""The pages of the structure, and what an administrator does there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.organizations import sample, sample_district, selectors
from bihuan.organizations.models import Account, Appointment, OrganizationChange, Post, Unit
from bihuan.organizations.tests.factories import PASSWORD, account, held, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    """The sample district, seen by its administrator."""
    sample.load()
    client.post("/accounts/login/", {"login": "guanli", "password": sample_district.PASSWORD})
    return client


def test_the_tree_shows_towns_with_their_villages_and_the_vacancies(manager: Client) -> None:
    page = manager.get("/organization/").content.decode()
    for text in ("青岚区住房和城乡建设局", "石湾镇", "窑头村", "空缺 1 人", "代理"):
        assert text in page


def test_a_unit_shows_who_held_a_post_on_the_day_asked(manager: Client) -> None:
    place = Post.objects.get(unit__code="QL-SW", is_head=True)
    left = place.appointments.get(acting=False)
    assert left.ends_on is not None
    then = manager.get("/organization/units/QL-SW/", {"on": left.ends_on.isoformat()})
    now = manager.get("/organization/units/QL-SW/")
    assert then.context["posts"][0].holders == [left]
    assert [row.acting for row in now.context["posts"][0].holders] == [True]


@pytest.mark.parametrize("nonsense", ["", "soon", "2026-02-30", "0000-00-00"])
def test_a_day_that_is_none_is_today(manager: Client, nonsense: str) -> None:
    response = manager.get("/organization/", {"on": nonsense})
    assert response.status_code == 200
    assert response.context["on"] == timezone.localdate()


def test_an_administrator_appoints_and_the_rules_speak_on_the_page(manager: Client) -> None:
    place = Post.objects.get(unit__code="QL-101", title="综治信访专干")
    new = account("newcomer")
    today = timezone.localdate()
    url = f"/organization/posts/{place.pk}/appoint/"
    given = {"account": new.pk, "starts_on": today.isoformat()}
    assert manager.post(url, given).status_code == 302
    actor = selectors.actor(new.pk, None, today)
    assert actor is not None
    assert actor.unit_name == "青岚区白鹭镇人民政府"
    again = manager.post(url, given | {"account": account("second").pk})
    assert again.status_code == 422
    assert "已经满员" in again.content.decode()
    row = OrganizationChange.objects.filter(action="appoint").get()
    assert row.by_name == "唐以宁"


def test_a_new_accounts_password_is_shown_once_and_works(manager: Client) -> None:
    manager.post("/organization/accounts/new/", {"name": "新人", "username": "xinren"})
    page = manager.get("/organization/accounts/").content.decode()
    password = page.split("xinren 的临时密码：")[1].split(" ")[0]
    assert Account.objects.get(username="xinren").check_password(password)
    assert password not in manager.get("/organization/accounts/").content.decode()


def test_an_administrator_does_not_disable_themselves(manager: Client) -> None:
    own = Account.objects.get(username="guanli")
    manager.post(f"/organization/accounts/{own.pk}/disable/")
    own.refresh_from_db()
    assert own.is_active


def test_every_form_page_opens(manager: Client) -> None:
    held_one = Appointment.objects.filter(ends_on__isnull=True).first()
    assert held_one is not None
    unit = Unit.objects.get(code="QL-ZJ")
    for path in (
        "units/new/",
        f"units/{unit.code}/rename/",
        f"units/{unit.code}/superior/",
        f"units/{unit.code}/close/",
        f"units/{unit.code}/posts/new/",
        f"posts/{held_one.post_id}/",
        f"appointments/{held_one.pk}/end/",
        f"appointments/{held_one.pk}/transfer/",
        "changes/?subject=unit",
        "accounts/?q=周",
    ):
        assert manager.get(f"/organization/{path}").status_code == 200, path


@pytest.mark.parametrize("path", ["accounts/", "accounts/new/", "units/new/", "changes/"])
def test_only_administrators_manage(client: Client, path: str) -> None:
    held(account(), post(), date(2024, 1, 1))
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert client.get(f"/organization/{path}").status_code == 403


def test_a_transfer_on_the_page_ends_the_old_post_the_day_before(manager: Client) -> None:
    was = Appointment.objects.get(account__username="chengban2", ends_on__isnull=True)
    place = Post.objects.get(unit__code="QL-101", title="综治信访专干")
    day = timezone.localdate() + timedelta(days=7)
    manager.post(
        f"/organization/appointments/{was.pk}/transfer/",
        {"to_post": place.pk, "starts_on": day.isoformat()},
    )
    was.refresh_from_db()
    assert was.ends_on == day - timedelta(days=1)
