"""List, filtered list, detail, search and Today, each by eight users, with the same SQL under it as its floor."""

from __future__ import annotations

import http.client
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from benchmarks import capture, people, wanted, wrk
from benchmarks.people import Person, SignedIn
from benchmarks.results import Figure, Results
from benchmarks.server import Server
from benchmarks.wanted import Term

USERS = 8
Lines = list[tuple[str, str]]


def crowd(everyone: list[Person]) -> list[Person]:
    """Eight: two who see the whole district, two heads of unit, four officers."""
    district = [person for person in everyone if person.roles & {"dispatcher", "supervisor"}][:2]
    heads = people.drawn(people.having(everyone, "unit_head", kind="QL-"), 2)
    officers = people.drawn(people.having(everyone, "officer", kind="QL-"), 4)
    return list({person.username: person for person in (*district, *heads, *officers)}.values())


def pages(server: Server, name: str, asked: Sequence[Term]) -> dict[str, list[tuple[Person, str]]]:
    """What is read, by kind of page."""
    with server.running.connect(name) as connection:
        everyone = people.in_post(connection)
        eight = crowd(everyone)
        found = {
            "list of 50": wanted.lists(eight), "filtered list": wanted.filtered(connection, eight),
            "detail": wanted.details(connection, people.having(everyone, "officer")),
            "search": wanted.searches(eight, list(asked)), "Today": wanted.todays(eight),
        }  # fmt: skip
    for term in asked:
        found.setdefault(f"search {term.kind}", []).extend(wanted.searches(eight, [term]))
    return found


def measure(
    server: Server, name: str, size: int, results: Results, asked: Sequence[Term], *, seconds: float
) -> None:
    """Each page: warmed, checked, measured; then its floor."""
    kinds = pages(server, name, asked)
    signed = {
        person.username: people.sign_in(server.port, person)
        for person in dict.fromkeys(person for rows in kinds.values() for person, _path in rows)
    }
    for kind, rows in kinds.items():
        lines = _lines(signed, rows)
        _check(server.port, lines)
        wrk.read(server.port, lines, users=USERS, seconds=min(2.0, seconds))
        part = seconds / 2 if "characters" in kind else seconds
        with server.meter() as spent:
            seen = wrk.read(server.port, lines, users=USERS, seconds=part)
        floor = _floor(server, name, lines, seconds=min(part, 5))
        results.add(
            Figure(
                kind, size, round(seen.per_second, 1), "requests/s", p50=seen.p50, p95=seen.p95,
                floor=round(floor, 1) or None, floor_what="the same SQL by pgbench", cpu=spent[0].per(seen.requests),
                note=f"{seen.kilobytes:.0f} KB" + (f", {seen.wrong} WRONG" if seen.wrong else ""),
            )
        )  # fmt: skip


def _lines(signed: Mapping[str, SignedIn], rows: Sequence[tuple[Person, str]]) -> Lines:
    return [(signed[person.username].cookie, path) for person, path in rows]


def _check(port: int, lines: Lines) -> None:
    """Each user's pages answer 200: a redirect to the sign-in page would be quick and worth nothing."""
    by_user: defaultdict[str, list[str]] = defaultdict(list)
    for cookie, path in lines:
        by_user[cookie].append(path)
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for cookie, paths in by_user.items():
        for path in random.Random(3).sample(paths, min(3, len(paths))):
            link.request("GET", path, headers={"Cookie": cookie})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answers {answer.status}: nothing to measure")
    link.close()


def _floor(server: Server, name: str, lines: Lines, *, seconds: float) -> float:
    some = random.Random(4).sample(lines, min(40, len(lines)))
    found = capture.statements(server.running, name, [(cookie, path, None) for cookie, path in some])
    return capture.pgbench(server.running, name, capture.reading(found), users=USERS, seconds=max(1, seconds))
