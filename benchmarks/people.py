"""Who uses the server in a benchmark: accounts of the sample district, signed in as people sign in."""

from __future__ import annotations

import http.client
import random
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import psycopg

from benchmarks.days import today

PASSWORD = "qinglan-demo"  # of every account of the sample district

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Person:
    """An account with the post held today."""

    username: str
    unit_id: int
    unit_code: str
    unit_name: str
    superior: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Cookies of a session, and the token that its forms carry."""

    person: Person
    cookie: str
    token: str


def in_post(connection: psycopg.Connection) -> list[Person]:
    """Everybody with one post today, in a fixed order."""
    rows = connection.execute(
        """SELECT a.username, u.id, u.code, u.name, coalesce(s.name, u.name), p.roles
             FROM organizations_appointment t JOIN organizations_account a ON a.id = t.account_id
             JOIN organizations_post p ON p.id = t.post_id JOIN organizations_unit u ON u.id = p.unit_id
             LEFT JOIN organizations_unit s ON s.id = u.superior_id
            WHERE t.starts_on <= %(on)s AND (t.ends_on IS NULL OR t.ends_on >= %(on)s) AND a.is_active
            ORDER BY a.username""",
        {"on": today()},
    ).fetchall()
    held: dict[str, list[Person]] = {}
    for username, unit, code, name, superior, roles in rows:
        held.setdefault(username, []).append(Person(username, unit, code, name, superior, frozenset(roles)))
    return [posts[0] for posts in held.values() if len(posts) == 1]


def having(people: list[Person], role: str, *, kind: str = "") -> list[Person]:
    """Those with the role, whose unit's code begins with `kind`."""
    return [person for person in people if role in person.roles and person.unit_code.startswith(kind)]


def sign_in(port: int, person: Person) -> SignedIn:
    """Through the sign-in page."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", "/accounts/login/")
    answer = link.getresponse()
    page = answer.read().decode()
    cookies = _cookies(answer)
    found = TOKEN.search(page)
    if found is None:
        raise SystemExit("The sign-in page has no form.")
    fields = {"csrfmiddlewaretoken": found[1], "login": person.username, "password": PASSWORD}
    link.request(
        "POST", "/accounts/login/", urlencode(fields),
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _header(cookies)},
    )  # fmt: skip
    answer = link.getresponse()
    answer.read()
    if answer.status not in (302, 303):
        raise SystemExit(f"{person.username} could not sign in ({answer.status}).")
    cookies |= _cookies(answer)
    link.close()
    return SignedIn(person, _header(cookies), cookies["csrftoken"])


def drawn(people: list[Person], count: int, seed: int = 7) -> list[Person]:
    return random.Random(seed).sample(people, min(count, len(people)))


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in answer.headers.get_all("Set-Cookie") or []:
        found |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
    return found


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(
        f"{name}={value}" for name, value in cookies.items() if name in ("sessionid", "csrftoken")
    )
