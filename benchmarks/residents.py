"""300 residents at once, each with a phone of their own: file a letter step by step, note the code, come back and follow.

No pause is made between the pages, which no resident keeps up; so what is measured is the worst minute of a year. Every
receipt that was shown is looked up afterwards: none may be lost, none doubled. Who is told "busy" comes again after the
seconds named. Each phone has an address of its own (the limits that slow down guessing are those of an office).
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from benchmarks import lifecycle, server, wrk
from benchmarks.client import Answer, Ask, Drive, Kept, Pause, User, get, percentile, post
from benchmarks.place import Place
from benchmarks.results import Figure, Results

RESIDENTS = 300
AGAIN = 200  # times that one who is told "busy" comes again
SLIP = re.compile(r'id="slip-number">([^<]+)<.*?id="slip-code">([^<]+)<', re.S)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SAID = {0: "timeout", -1: "connection broken", 503: "told to come again", 429: "slowed"}
FILE, FOLLOW = "residents: file", "residents: follow"


@dataclass
class Tally:
    """What 300 residents did: marks of the letters whose receipt was shown, and how long each took, in milliseconds."""

    filed: list[str] = field(default_factory=list)
    filing: list[float] = field(default_factory=list)
    following: list[float] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)


@dataclass
class Phone:
    """Cookies and address of one phone."""

    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    @property
    def header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def more(self) -> str:
        return f"X-Forwarded-For: 10.{self.number >> 8}.{self.number & 255}.1\r\n"

    def see(self, path: str, kind: str) -> Generator[Ask | Pause, Answer, Answer]:
        """Open a page."""
        return (yield from self._ask(lambda: get(path, self.header, kind, more=self.more)))

    def send(self, path: str, fields: dict[str, str], kind: str) -> Generator[Ask | Pause, Answer, Answer]:
        """Send a form."""
        return (
            yield from self._ask(
                lambda: post(
                    path, self.header, {"csrfmiddlewaretoken": self.token, **fields}, kind, more=self.more
                )
            )
        )

    def _ask(self, ask: Callable[[], Ask]) -> Generator[Ask | Pause, Answer, Answer]:
        answer = Answer(-1)
        for _attempt in range(AGAIN):
            answer = yield ask()
            if answer.status != 503:
                break
            yield Pause(float(answer.retry_after or 1))
        for one in answer.cookies:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        if found := TOKEN.search(answer.body.decode("utf-8", "replace")):
            self.token = found[1]
        return answer


def resident(number: int, tally: Tally) -> User:
    """One resident, from the front page to the end of the follow page."""
    phone, dice, mark = Phone(number), random.Random(number), lifecycle.new_mark()
    began = time.monotonic()
    yield from phone.see("/r/", FILE)
    yield from phone.see("/r/file/what/", FILE)
    subject = dice.choice(lifecycle.SUBJECTS)
    happened = lifecycle.BODY.format(place="文昌社区", subject=subject, mark=mark)
    steps = {
        "what": {"subject": f"反映{subject}的问题", "happened": happened},
        "where": {"place": "", "spot": "3栋2单元"},
        "ask": {"request": "请派人查看，并告诉我什么时候修好。"},
        "who": {"sign": "named", "name": "周秀珍", "phone": f"1990000{number:04}", "address": "青岚区新渡街道", "wish": "paper"},
        "files": {"next": "1"},
    }  # fmt: skip
    for name, fields in steps.items():
        answer = yield from phone.send(f"/r/file/{name}/", fields, FILE)
        if answer.status != 302:
            tally.broken[f"{name} {answer.status}"] += 1
            return
    yield from phone.send("/r/file/send/", {}, FILE)
    answer = yield from phone.see("/r/receipt/", FILE)
    slip = SLIP.search(answer.body.decode("utf-8", "replace"))
    if slip is None:
        tally.broken[f"receipt {answer.status}"] += 1
        return
    tally.filed.append(mark)
    tally.filing.append((time.monotonic() - began) * 1000)
    yield from phone.send("/r/receipt/", {}, FOLLOW)
    began = time.monotonic()
    yield from phone.see("/r/follow/", FOLLOW)
    answer = yield from phone.send("/r/follow/", {"number": slip[1], "code": slip[2]}, FOLLOW)
    page = yield from phone.see("/r/case/", FOLLOW)
    if answer.status != 302 or page.status != 200:
        tally.broken[f"follow {answer.status} {page.status}"] += 1
        return
    tally.following.append((time.monotonic() - began) * 1000)


def measure(
    running: Place, name: str, size: int, results: Results, *, seconds: float, residents: int = RESIDENTS
) -> None:
    """All file and follow at once. The floor is an empty view with one query, asked by as many on the same program."""
    floor = _floor(running, name, residents, seconds)
    tally = Tally()
    with server.bihuan(running, name, BIHUAN_PROXIES="127.0.0.1") as serving:
        Drive(serving.port).run([_warm()])
        began = time.monotonic()
        with serving.meter() as spent:
            kept = Drive(serving.port, timeout=120).run([resident(n, tally) for n in range(residents)])
        took = time.monotonic() - began
        with running.connect(name) as connection:
            rows = connection.execute(
                "SELECT substring(body from 'q[0-9a-f]{11}'), count(*) FROM casework_case "
                "WHERE id > (SELECT max(id) - %s FROM casework_case) GROUP BY 1",
                [residents * 3],
            ).fetchall()
    times: dict[str, int] = dict(rows)
    lost = sum(mark not in times for mark in tally.filed)
    twice = sum(times.get(mark, 0) > 1 for mark in tally.filed)
    note = f"{len(tally.filed)} of {residents} have a receipt, {lost} lost, {twice} doubled; {_said(kept)}"
    if tally.broken:
        note += f"; broken off: {dict(tally.broken)}"
    per_second = kept.count() / took
    results.add(
        Figure(
            f"{residents} residents at once", size, round(per_second, 1), "requests/s", p50=percentile(kept.times(), 0.5),
            p95=percentile(kept.times(), 0.95), floor=floor, floor_what="an empty view with one query, as many at once",
            cpu=spent[0].per(kept.count()), note=note,
        )
    )  # fmt: skip
    for what, found in (("a letter filed", tally.filing), ("a case followed", tally.following)):
        ordered = sorted(found)
        results.add(
            Figure(
                f"residents: {what}", size, round(len(found) / took, 1), "/s", p50=percentile(ordered, 0.5),
                p95=percentile(ordered, 0.95), note="from the first page to the last, with all others at once",
            )
        )  # fmt: skip


def _warm() -> User:
    """A few pages before, as on any day."""
    for path in ("/r/", "/r/file/what/", "/r/follow/") * 4:
        yield get(path, "", "warm")


def _said(kept: Kept) -> str:
    found: Counter[str] = Counter()
    for _kind, status, _ms, _at in kept.rows:
        found[SAID.get(status, f"{status // 100}xx")] += 1
    return ", ".join(f"{count} {name}" for name, count in sorted(found.items()))


def _floor(running: Place, name: str, users: int, seconds: float) -> float:
    with server.floor(running, name) as serving:
        wrk.read(serving.port, [("", "/")], users=users, seconds=1)
        return round(wrk.read(serving.port, [("", "/")], users=users, seconds=seconds).per_second, 1)
