"""Every role, every address, every kind of case: nothing of a walled case is ever in an answer.

Everybody here is behind the wall of every walled case. Each case holds a word of its own in its subject, text, notes,
tasks, papers, files and messages; no answer may hold one of these words, nor a number of one of these cases. Asked for
by its number, a walled case is answered exactly as one that does not exist.

One answer of a list is looked through for all kinds of case at once, so a role asks for an address once, and again with a
search only where the view reads one. By number, every role goes to every address of a case; every kind of case goes to every
fourth address, by turns of role, method and wall. `BIHUAN_WALL_MATRIX=whole` asks for every product of them (minutes).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse

from bihuan.casework import selectors
from bihuan.casework.tests.cast import actor
from bihuan.organizations.roles import Role
from tests.architecture.doors import DOORS
from tests.wall import rules
from tests.wall.world import Kept, World

pytestmark = pytest.mark.django_db
PLAIN, OF_CASE, RULELESS = rules.split()
NOTHING = "XF-1999-000001"
WHOLE = os.environ.get("BIHUAN_WALL_MATRIX") == "whole"
EVERY = (
    4  # the quick matrix lets a kind meet every fourth address; no multiple of three, the ways to be walled
)
SEES_ALL, WORKS = Role.SUPERVISOR, Role.OFFICER
WHATEVER = "*"  # a view that goes through all of a query reads each key of it
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


@contextmanager
def keys_read() -> Iterator[set[str]]:
    """What of its query a view looks at, while this is open."""
    read: set[str] = set()

    def spied(name: str, whole: bool) -> Any:
        kept = getattr(QueryDict, name)

        def spy(self: QueryDict, *args: Any, **kwargs: Any) -> Any:
            read.add(WHATEVER if whole else str(args[0]))
            return kept(self, *args, **kwargs)

        return spy

    by_key = dict.fromkeys(("__getitem__", "__contains__", "get", "getlist"), False)
    through = dict.fromkeys(("__iter__", "__len__", "items", "lists", "keys", "copy", "dict"), True)
    with mock.patch.multiple(QueryDict, **{k: spied(k, all_) for k, all_ in {**by_key, **through}.items()}):
        yield read


def asked_of(name: str, role: Role) -> bool:
    """Whether this role is let in there: who is refused at the door (tests/architecture/test_doors.py) is shown nothing."""
    door = DOORS.get(name)
    return WHOLE or door is None or not door.roles or role in door.roles


def plain(world: World, names: Iterable[str], role: Role) -> list[str]:
    """What is wrong with the answers of pages, lists, counts and exports."""
    client, wrong = world.client(role), []
    for name in names:
        if not asked_of(name, role):
            continue
        address = reverse(name, kwargs=dict(rules.OTHERS.get(name, {})))
        with keys_read() as read:
            response = knock(client, address)
            wrong += leaks(world, f"{role} {name}", response)
        for key, value in (("q", world.walled[0].word), ("all", "1")):
            if WHOLE or (response.status_code == 200 and not read.isdisjoint((key, WHATEVER))):
                wrong += leaks(world, f"{role} {name} {key}", knock(client, address, **{key: value}), value)
    return wrong


def leaks(world: World, what: str, response: Any, typed: str = "") -> list[str]:
    """The words and numbers of walled cases in an answer, but for what was typed."""
    text = body(response)
    read = [one.word for one in world.walled if one.word in text and one.word != typed]
    read += [one.case.number for one in world.walled if one.case.number in text]
    if read or response.status_code >= 500:
        return [f"{what} {response.status_code}: {sorted(set(read))}"]
    return []


class ByNumber:
    """What is wrong with the answers to whoever knows or guesses a number."""

    def __init__(self, world: World, role: Role) -> None:
        self.world, self.role, self.client = world, role, world.client(role)
        self.none: dict[tuple[str, str], tuple[int, str]] = {}

    def answers(self, name: str, asked: frozenset[str], method: str) -> bool:
        """Whether the address takes the method: what is refused as a method is refused before anything is looked up."""
        if (name, method) not in self.none:
            self.none[name, method] = _ask(self.client, method, name, asked, self.world.walled[0], NOTHING)
        return self.none[name, method][0] != 405

    def wrong(self, name: str, asked: frozenset[str], method: str, kept: Kept) -> list[str]:
        """Nothing, or what differs from the answer about a case that does not exist."""
        if not self.answers(name, asked, method):
            return []
        none = self.none[name, method]
        one = _ask(self.client, method, name, asked, kept, kept.case.number)
        if one == none and kept.word not in one[1]:
            return []
        return [f"{self.role} {method} {name} {kept.case.process} {kept.wall}: {one[0]}, not {none[0]}"]


def _ask(
    client: Client, method: str, name: str, asked: frozenset[str], kept: Kept, number: str
) -> tuple[int, str]:
    given = {key: kept.values[key] for key in asked}
    address = reverse(name, kwargs={**given, "number": number})
    response = getattr(client, method)(address)
    text = body(response) if isinstance(response, HttpResponse) or response.streaming else ""
    if response.status_code < 500:
        text = CHANGING.sub("", text.replace(address, "").replace(number, ""))
    return response.status_code, text


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_no_page_list_count_or_export_holds_a_walled_case(world: World, role: Role) -> None:
    assert plain(world, PLAIN, role) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_a_number_that_is_guessed_is_answered_as_one_that_is_not_there(world: World, role: Role) -> None:
    """Each role by each address of a case and method, the ways to be behind a wall by turns."""
    asking, kinds = ByNumber(world, role), [world.one("unit"), world.one("complained"), world.one("recused")]
    turn = list(Role).index(role)
    wrong = []
    for at, (name, asked) in enumerate(OF_CASE):
        for kept in kinds if WHOLE else (kinds[(at + turn) % 3],):
            wrong += [line for method in ("get", "post") for line in asking.wrong(name, asked, method, kept)]
    assert wrong == []


@pytest.mark.slow
def test_the_same_for_every_kind_of_case(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Every kind by every address of a case, by the role that sees most otherwise and the one that works, by turns."""
    who = [ByNumber(world, SEES_ALL), ByNumber(world, WORKS)]
    ways = [(asking, method) for asking in who for method in ("post", "get")]
    wrong, asked_for = [], 0
    for at, (name, asked) in enumerate(OF_CASE):
        open_ways = ways if WHOLE else [way for way in ways if way[0].answers(name, asked, way[1])]
        for turn, kept in enumerate(world.walled):
            met, way = (at + turn) % EVERY == 0, (at + turn) // EVERY % len(open_ways)
            for asking, method in open_ways if WHOLE else open_ways[way : way + 1] if met else []:
                wrong += asking.wrong(name, asked, method, kept)
                asked_for += 1
    with capsys.disabled():
        print(  # noqa: T201 - the size that the security page states
            f"\nwall matrix: {len(Role)} roles x {len(PLAIN) + len(OF_CASE)} addresses"
            f" ({len(OF_CASE)} of a case) x {len(world.walled)} kinds of walled case; {asked_for} asked for by number"
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
