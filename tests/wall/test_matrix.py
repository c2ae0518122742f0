"""Every role, every address, every kind of case: nothing of a walled case is ever in an answer.

Everybody here is behind the wall of every walled case. Each case holds a word of its own in its subject, text, notes,
tasks, papers, files and messages; no answer may hold one of these words, nor a number of one of these cases. Asked for
by its number, a walled case is answered exactly as one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bihuan.casework import selectors
from bihuan.casework.tests.cast import actor
from bihuan.organizations.roles import Role
from tests.wall import rules
from tests.wall.world import Kept, World

pytestmark = pytest.mark.django_db
PLAIN, OF_CASE, RULELESS = rules.split()
NOTHING = "XF-1999-000001"
QUICK = (Role.OFFICER, Role.SUPERVISOR, Role.LEADER)
CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|[A-Za-z0-9]{64}")


def test_every_address_has_a_rule() -> None:
    assert RULELESS == [], "an address with parameters needs a rule in tests/wall/rules.py"
    assert set(rules.OTHERS) <= set(PLAIN), "a rule without an address"


def body(response: Any) -> str:
    """All of an answer that somebody could read: the text, what is streamed, where it leads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return bytes(content).decode("utf-8", "replace") + str(response.headers.get("Location", ""))


def knock(client: Client, address: str, **query: str) -> Any:
    """A GET, and a POST where the address takes no other."""
    response = client.get(address, query)
    return client.post(address, query) if response.status_code == 405 else response


def plain(world: World, names: Iterable[str], role: Role) -> list[str]:
    """What is wrong with the answers of pages, lists, counts and exports."""
    client, wrong = world.client(role), []
    for name in names:
        address = reverse(name, kwargs=dict(rules.OTHERS.get(name, {})))
        for query in ({}, {"q": world.walled[0].word}, {"all": "1"}):
            response = knock(client, address, **query)
            text = body(response)
            read = [one.word for one in world.walled if one.word in text and one.word != query.get("q")]
            read += [one.case.number for one in world.walled if one.case.number in text]
            if read or response.status_code >= 500:
                wrong.append(f"{role} {name} {query} {response.status_code}: {sorted(set(read))}")
    return wrong


def by_number(world: World, role: Role, cases: Iterable[Kept]) -> list[str]:
    """What is wrong with the answers to whoever knows or guesses a number."""
    client, wrong = world.client(role), []
    for name, asked in OF_CASE:
        for method in ("get", "post"):
            none = _ask(client, method, name, asked, world.walled[0], NOTHING)
            for kept in cases:
                one = _ask(client, method, name, asked, kept, kept.case.number)
                if one != none or kept.word in one[1]:
                    wrong.append(
                        f"{role} {method} {name} {kept.case.process} {kept.wall}: {one[0]}, not {none[0]}"
                    )
    return wrong


def _ask(
    client: Client, method: str, name: str, asked: frozenset[str], kept: Kept, number: str
) -> tuple[int, str]:
    given = {key: kept.values[key] for key in asked}
    response = getattr(client, method)(reverse(name, kwargs={**given, "number": number}))
    text = body(response) if isinstance(response, HttpResponse) or response.streaming else ""
    return response.status_code, CHANGING.sub(
        "", text.replace(number, "")
    ) if response.status_code < 500 else text


def kinds(world: World) -> list[Kept]:
    """One case of each way to be behind a wall, for the quick matrix."""
    return [world.one("unit"), world.one("recused")]


@pytest.mark.slow
@pytest.mark.parametrize("role", QUICK)
def test_no_page_list_count_or_export_holds_a_walled_case(world: World, role: Role) -> None:
    assert plain(world, PLAIN, role) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", QUICK)
def test_a_number_that_is_guessed_is_answered_as_one_that_is_not_there(world: World, role: Role) -> None:
    assert by_number(world, role, kinds(world)) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in Role if role not in QUICK])
def test_the_same_for_every_other_role(world: World, role: Role) -> None:
    assert plain(world, PLAIN, role) + by_number(world, role, kinds(world)) == []


@pytest.mark.slow
def test_the_same_for_every_kind_of_case(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The largest part: every kind by every address of a case, by the role that sees most otherwise and the one that works."""
    wrong = [
        line for role in (Role.SUPERVISOR, Role.OFFICER) for line in by_number(world, role, world.walled)
    ]
    with capsys.disabled():
        print(  # noqa: T201 - the size that the security page states
            f"\nwall matrix: {len(Role)} roles x {len(PLAIN) + len(OF_CASE)} addresses"
            f" ({len(OF_CASE)} of a case) x {len(world.walled)} kinds of walled case"
        )
    assert wrong == []


@pytest.mark.slow
def test_the_matrix_would_notice(world: World) -> None:
    """The same words are read by whoever is not behind the wall, and those of an open case by everybody who lists cases."""
    for kept in world.cases:
        assert selectors.visible_case(actor("ducha"), kept.case.number).subject.startswith(kept.word)
    text = body(world.client(Role.SUPERVISOR).get(reverse("casework:cases")))
    assert world.one("open").word in text
    assert world.one("none").word in text


@pytest.mark.slow
def test_a_case_of_another_unit_is_shown_only_to_those_who_answer_for_the_district(world: World) -> None:
    other = world.one("none").case
    for role, one in world.actors.items():
        seen = selectors.visible_cases(one).filter(pk=other.pk).exists()
        assert seen == selectors.sees_all(one), role


@pytest.mark.slow
def test_no_count_holds_a_walled_case(world: World) -> None:
    for role, one in world.actors.items():
        seen = selectors.visible_cases(one).filter(pk__in=[kept.case.pk for kept in world.walled])
        assert seen.count() == 0, role
