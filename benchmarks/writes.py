"""Registering, whole lives and a spike of 300 users; and whether every acknowledged registration is there, once."""

from __future__ import annotations

import random
import time
from collections import Counter

from benchmarks import capture, lifecycle, people
from benchmarks.client import Answer, Drive, Kept, Pause, User, get, percentile, post
from benchmarks.lifecycle import Tally
from benchmarks.people import SignedIn
from benchmarks.results import Figure, Results
from benchmarks.server import Server

CLIENTS = 8
SPIKE_USERS = 300
NAMES = {0: "timeout", -1: "connection broken", 503: "503 busy"}
STEPS = ("register", "forward", "accept", "decide", "find")


class Cast:
    """Signed-in people who write: clerks, dispatchers, and officers of eight units."""

    def __init__(self, server: Server, name: str) -> None:
        with server.running.connect(name) as connection:
            everyone = people.in_post(connection)
        clerks = [
            p for p in people.having(everyone, "intake", kind="QL-") if p.unit_code in ("QL-XF", "QL-12345")
        ]
        dispatchers = [
            p for p in people.having(everyone, "dispatcher", kind="QL-XF") if p.roles == {"dispatcher"}
        ]
        officers: dict[str, people.Person] = {}
        for person in people.having(everyone, "officer", kind="QL-"):
            if not person.unit_code[3:].isdigit():
                officers.setdefault(person.unit_code, person)

        def signed(some: list[people.Person]) -> list[SignedIn]:
            return [people.sign_in(server.port, person) for person in some]

        self.dispatchers = signed(dispatchers)
        # The register is the registry's own: a letter taken down elsewhere goes to that unit's dispatchers.
        self.clerks = [one for one in signed(clerks) if one.person.unit_code == "QL-XF"]
        self.officers = signed(list(officers.values())[:CLIENTS])


def creating(server: Server, name: str, size: int, results: Results, cast: Cast, *, seconds: float) -> None:
    """Registrations a second by eight clients."""
    tally, until = Tally(), time.monotonic() + seconds
    users = [
        lifecycle.registering(cast.clerks[n % len(cast.clerks)], until, tally, n) for n in range(CLIENTS)
    ]
    with server.meter() as spent:
        kept = Drive(server.port).run(users)
    times = kept.times("register")
    floor = _floor(server, name, cast, whole=False)
    _report_refusals(tally)
    results.add(
        Figure(
            "create", size, round(len(tally.registered) / spent[0].wall, 1), "cases/s", p50=percentile(times, 0.5),
            p95=percentile(times, 0.95), floor=floor or None, floor_what="the same SQL by pgbench",
            cpu=spent[0].per(kept.count()), note=_lost(server, name, tally),
        )
    )  # fmt: skip


def lives(server: Server, name: str, size: int, results: Results, cast: Cast, *, seconds: float) -> None:
    """Whole lives a second by eight clients, and each of their steps."""
    tally, until = Tally(), time.monotonic() + seconds
    users = [
        lifecycle.living(
            cast.clerks[n % len(cast.clerks)], cast.dispatchers[n % len(cast.dispatchers)],
            cast.officers[n % len(cast.officers)], until, tally, n,
        )
        for n in range(CLIENTS)
    ]  # fmt: skip
    with server.meter() as spent:
        kept = Drive(server.port).run(users)
    floor = _floor(server, name, cast, whole=True)
    whole = kept.times()
    _report_refusals(tally)
    note = f"{tally.not_found} not found, " if tally.not_found else "every one found, "
    results.add(
        Figure(
            "lifecycle", size, round(tally.lives / spent[0].wall, 1), "lives/s", p50=percentile(whole, 0.5),
            p95=percentile(whole, 0.95), floor=floor or None, floor_what="the same SQL by pgbench",
            cpu=spent[0].per(kept.count()), note=note + _lost(server, name, tally),
        )
    )  # fmt: skip
    for step in STEPS:
        times = kept.times(step)
        results.add(
            Figure(
                f"lifecycle: {step}", size, round(len(times) / spent[0].wall, 1), "requests/s",
                p50=percentile(times, 0.5), p95=percentile(times, 0.95),
            )
        )  # fmt: skip


def spike(server: Server, name: str, size: int, results: Results, cast: Cast, *, seconds: float) -> None:
    """300 users at once: two in three read, one in three registers."""
    tally, until = Tally(), time.monotonic() + seconds
    users: list[User] = []
    for n in range(SPIKE_USERS):
        if n % 3 == 0:
            users.append(_patient(cast.clerks[n % len(cast.clerks)], until, tally, n))
        else:
            users.append(_reading(cast.officers[n % len(cast.officers)], until, n))
    with server.meter() as spent:
        kept = Drive(server.port, timeout=60).run(users)
    times = kept.times()
    results.add(
        Figure(
            "spike of 300 users", size, round(len(times) / spent[0].wall, 1), "requests/s", p50=percentile(times, 0.5),
            p95=percentile(times, 0.95), cpu=spent[0].per(kept.count()), note=f"{_statuses(kept)}; {_lost(server, name, tally)}",
        )
    )  # fmt: skip


def _patient(clerk: SignedIn, until: float, tally: Tally, seed: int) -> User:
    """Registers; when told to try again, sends the same form again."""
    dice = random.Random(seed)
    while time.monotonic() < until:
        mark = lifecycle.new_mark()
        form = lifecycle.letter(mark, dice, clerk.token)
        for _attempt in range(5):
            answer = yield post("/register/", clerk.cookie, form, "register")
            if answer.status in (302, 303):
                tally.registered.append(mark)
                break
            if answer.status == 503:
                yield _told_to_wait(answer)
            elif answer.status not in (0, -1):
                tally.refused.append(f"register {answer.status}")
                break


def _reading(who: SignedIn, until: float, seed: int) -> User:
    dice = random.Random(seed)
    while time.monotonic() < until:
        path = dice.choice(("/", "/cases/", "/cases/?phase=open&sort=due", "/cases/?q=电梯"))
        answer = yield get(path.replace("电梯", "%E7%94%B5%E6%A2%AF"), who.cookie, "read")
        if answer.status == 503:
            yield _told_to_wait(answer)


def _told_to_wait(answer: Answer) -> Pause:
    return Pause(float(answer.retry_after or 1))


def _statuses(kept: Kept) -> str:
    found: Counter[str] = Counter()
    for _kind, status, _ms, _at in kept.rows:
        found[{0: "timeout", -1: "connection broken", 503: "503 busy"}.get(status, f"{status // 100}xx")] += 1
    return ", ".join(f"{count} {name}" for name, count in sorted(found.items()))


def _lost(server: Server, name: str, tally: Tally) -> str:
    """Every acknowledged registration must be in the database exactly once."""
    with server.running.connect(name) as connection:
        rows = connection.execute(
            "SELECT substring(body from 'q[0-9a-f]{11}') AS mark, count(*) FROM casework_case "
            "WHERE id > (SELECT max(id) - %s FROM casework_case) GROUP BY mark",
            [len(tally.registered) * 2 + 5000],
        ).fetchall()
    times: dict[str, int] = dict(rows)
    lost = sum(mark not in times for mark in tally.registered)
    twice = sum(times.get(mark, 0) > 1 for mark in tally.registered)
    return f"{len(tally.registered)} registered, {lost} lost, {twice} doubled"


def _report_refusals(tally: Tally) -> None:
    if tally.refused:
        print(f"  refused: {dict(Counter(tally.refused))}")


def _floor(server: Server, name: str, cast: Cast, *, whole: bool) -> float:
    """One chain of requests made here, its SQL sent by pgbench again and again for a new case each time."""
    dice, mark = random.Random(99), lifecycle.new_mark()
    clerk, dispatcher, officer = cast.clerks[0], cast.dispatchers[0], cast.officers[0]
    first = capture.statements(
        server.running, name, [(clerk.cookie, "/register/", lifecycle.letter(mark, dice, clerk.token))]
    )[0]
    number = first[-1].rstrip("/").rpartition("/")[2]
    with server.running.connect(name) as connection:
        row = connection.execute("SELECT id FROM casework_case WHERE number = %s", [number]).fetchone()
    if row is None:
        print(f"  the floor could not be made: {first[-1][-200:]}")
        return 0.0
    found = list(first)
    if whole:
        asks = lifecycle.later(number, mark, dispatcher, officer)
        for one in capture.statements(server.running, name, asks):
            found += one
    script = capture.writing(found, number=number, key=row[0])
    return round(capture.pgbench(server.running, name, [script], users=CLIENTS, seconds=5), 1)
