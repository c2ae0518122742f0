"""Who may open what: every address has a line, and opens to those of its line alone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.organizations.models import Account
from bihuan.organizations.roles import Role
from bihuan.organizations.tests import factories
from tests.architecture.doors import DOORS, addresses

VALUES: dict[str, Any] = {
    "number": "XF-2026-000001", "step": "nothing", "code": "NONE", "action": "unlock", "form": "pdf", "kind": "xlsx",
    "pk": 1, "submission": UUID(int=1), "device": UUID(int=1),
}  # fmt: skip
GUARDED = [(name, door) for name, door in DOORS.items() if door.who != "public"]


def address_of(name: str) -> str:
    """The address with values that name nothing: the door is tried before anything is looked up."""
    (route,) = [route for route, known in addresses() if known == name]
    given = {}
    for part in route.replace("(?P<", "<").split("<")[1:]:
        word = part.split(">")[0].split(":")[-1]
        given[word] = VALUES.get(word, 1)
    return reverse(name, kwargs=given)


def signed_in(role: Role | None) -> Client:
    """A browser of somebody whose only post carries the role; None: somebody without a post."""
    name = str(role or "nobody")
    if not Account.objects.filter(username=name).exists():
        account = factories.account(name)
        if role is not None:
            factories.held(account, factories.post(name, role), date(2020, 1, 1))
    client = Client()
    client.force_login(
        Account.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_every_address_says_who_may_open_it() -> None:
    known = {name for _route, name in addresses()}
    assert known - set(DOORS) == set(), "an address without a line in tests/architecture/doors.py"
    assert set(DOORS) - known == set(), "a line without an address"


def knock(client: Client, name: str) -> Any:
    """The answer to a GET, or to a POST where the address takes no other."""
    address = address_of(name)
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


@pytest.mark.django_db
def test_whoever_has_not_signed_in_is_asked_to() -> None:
    asked = reverse("account_login")
    opened = [
        name
        for name, door in GUARDED
        for response in (knock(Client(), name), Client().post(address_of(name)))
        if response.status_code not in ((401, 405) if door.who == "program" else (302, 405))
        or not response.headers.get("Location", asked).startswith(asked)
    ]
    assert opened == []


@pytest.mark.django_db
def test_a_door_opens_to_its_roles_alone() -> None:
    wrong = []
    for role in (None, Role.OFFICER, *(role for role in Role if role != Role.OFFICER)):
        client = signed_in(role)
        # Where any post will do, one role tells as much as ten.
        asked = (
            GUARDED
            if role in (None, Role.OFFICER)
            else [(name, door) for name, door in GUARDED if door.roles]
        )
        for name, door in asked:
            shut = door.who != "account" and (role is None or (bool(door.roles) and role not in door.roles))
            refused = 401 if door.who == "program" else 403
            if (knock(client, name).status_code == refused) != shut:
                wrong.append(
                    f"{name} {'opens' if shut else 'is shut'} to {role or 'somebody without a post'}"
                )
    assert wrong == []


@pytest.mark.django_db
def test_who_is_refused_reads_which_roles_may() -> None:
    page = signed_in(Role.OFFICER).get(reverse("organizations:accounts"))
    assert page.status_code == 403
    assert "系统管理员" in page.content.decode()
