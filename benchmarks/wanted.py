"""What is read: addresses for each kind of page, by whom, drawn from the data of the place itself."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

import psycopg

from benchmarks.days import today
from benchmarks.people import Person

RUN = re.compile("[一-鿿]{6,}")
LENGTHS = (2, 4, 6)
EACH = 6  # terms of each length, common and rare alike


@dataclass(frozen=True, slots=True)
class Term:
    """Something to search for; how often it stands in the ten thousand lives."""

    text: str
    common: bool

    @property
    def kind(self) -> str:
        return f"{len(self.text)} characters, {'common' if self.common else 'rare'}"


def terms(lives: psycopg.Connection) -> list[Term]:
    """For each length, terms that stand in many letters and terms that stand in a few."""
    dice = random.Random(11)
    rows = lives.execute("SELECT plain FROM casework_searchtext ORDER BY case_id").fetchall()
    texts = [text for (text,) in rows]
    whole = "\n".join(texts)
    found: list[Term] = []
    for length in LENGTHS:
        seen: set[str] = set()
        left = {True: EACH, False: EACH}
        for _try in range(4000):
            if not any(left.values()):
                break
            runs = RUN.findall(dice.choice(texts))
            if not runs:
                continue
            run = dice.choice(runs)
            at = dice.randrange(len(run) - length + 1)
            term = run[at : at + length]
            if term in seen:
                continue
            seen.add(term)
            count = sum(term in text for text in texts) if whole.count(term) <= 40 else 10_000
            common = count > len(texts) / 100
            if (common or count <= 20) and left[common]:
                left[common] -= 1
                found.append(Term(term, common))
    return found


def lists(people: list[Person]) -> list[tuple[Person, str]]:
    return [(person, "/cases/") for person in people]


def filtered(connection: psycopg.Connection, people: list[Person]) -> list[tuple[Person, str]]:
    """Filters people combine: unit, topic, place, channel, state, dates, deadlines."""
    dice = random.Random(12)
    topics = _column(connection, "SELECT DISTINCT topic FROM casework_case WHERE id <= 5000 AND topic <> ''")
    units = _column(connection, "SELECT code FROM organizations_unit WHERE kind IN ('department', 'town')")
    places = _column(connection, "SELECT code FROM organizations_jurisdiction WHERE level = 'village'")
    found = []
    for person in people:
        for _each in range(12):
            start = today() - timedelta(days=dice.randrange(60, 1500))
            asked = dice.choice(
                (
                    {"phase": "open", "sort": "due"}, {"overdue": "1", "sort": "due"}, {"state": "handling"},
                    {"unit": dice.choice(units), "phase": "open"}, {"topic": dice.choice(topics)},
                    {"place": dice.choice(places)},
                    {"channel": "call", "registered_from": start.isoformat(),
                     "registered_to": (start + timedelta(days=90)).isoformat()},
                    {"topic": dice.choice(topics), "registered_from": start.isoformat()},
                )
            )  # fmt: skip
            found.append((person, f"/cases/?{urlencode(asked)}"))
    return found


def details(
    connection: psycopg.Connection, people: list[Person], count: int = 400
) -> list[tuple[Person, str]]:
    """Random cases, each opened by somebody whose unit works or worked on it."""
    dice = random.Random(13)
    ((last,),) = connection.execute("SELECT max(id) FROM casework_case").fetchall()
    rows = connection.execute(
        """SELECT c.number, array_agg(i.unit_id) FROM casework_case c JOIN casework_involvement i ON i.case_id = c.id
            WHERE c.id = ANY(%s) GROUP BY c.number ORDER BY c.number""",
        [[dice.randrange(1, last + 1) for _ in range(count)]],
    ).fetchall()
    by_unit = {person.unit_id: person for person in people}
    found = []
    for number, units in rows:
        near = [by_unit[unit] for unit in units if unit in by_unit]
        if near:
            found.append((dice.choice(near), f"/cases/{number}/"))
    return found


def searches(people: list[Person], asked: list[Term]) -> list[tuple[Person, str]]:
    return [(person, f"/cases/?q={quote(term.text)}") for term in asked for person in people]


def todays(people: list[Person]) -> list[tuple[Person, str]]:
    return [(person, "/") for person in people]


def _column(connection: psycopg.Connection, query: str) -> list[str]:
    return sorted(value for (value,) in connection.execute(query).fetchall())
