"""`bihuan accounts`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bihuan.organizations import selectors
from bihuan.organizations.cli import accounts
from bihuan.organizations.models import Account, AccountSession, OrganizationChange
from bihuan.organizations.roles import Role
from bihuan.organizations.tests.factories import account, unit

pytestmark = pytest.mark.django_db


def run(*words: str, typed: str = "") -> str:
    result = CliRunner().invoke(accounts, list(words), input=typed, catch_exceptions=False)
    return f"{result.exit_code} {result.output}"


def test_the_first_administrator_can_be_made_without_a_browser() -> None:
    office = unit("区政府办")
    output = run("create", "tang.yining", "--name", "唐以宁", "--administrator-of", office.code)
    made = Account.objects.get(username="tang.yining")
    password = output.split("tang.yining: ")[1].split("\n")[0]
    assert made.check_password(password)
    from django.utils import timezone

    actor = selectors.actor(made.pk, None, timezone.localdate())
    assert actor is not None
    assert actor.roles == {Role.ADMINISTRATOR}
    assert OrganizationChange.objects.filter(by_name="系统", action="create_account").exists()


def test_nothing_is_made_when_a_part_is_refused() -> None:
    account("tang.yining")
    output = run("create", "tang.yining", "--name", "唐以宁", "--administrator-of", unit().code)
    assert output.startswith("1")
    assert Account.objects.count() == 1
    assert not OrganizationChange.objects.exists()


def test_a_password_is_asked_for_twice_and_never_printed() -> None:
    account("dengji")
    output = run("reset-password", "dengji", "--ask", typed="a long new phrase\na long new phrase\n")
    assert output.startswith("0")
    assert "a long new phrase" not in output
    assert Account.objects.get().check_password("a long new phrase")


def test_an_unknown_name_is_told_where_the_names_are() -> None:
    assert "bihuan accounts list" in run("disable", "nobody")


def test_list_shows_posts_and_sessions_can_be_ended() -> None:
    alice = account()
    AccountSession.objects.create(
        session_key="k", session_data="", expire_date="2999-01-01T00:00Z", account=alice
    )
    assert "alice\tAlice\tno post" in run("list")
    assert "1 session(s) ended" in run("sessions", "alice", "--end")
    assert not AccountSession.objects.exists()
