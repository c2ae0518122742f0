"""Arbitrary requests at every address, form and operation of the API: none may end in a fault (500).

    DATABASE_URL=…a copy of a demo… python benchmarks/fuzzing.py --requests 100000

Pages: walks every link it can reach as each role, gathers every form and field it sees, and lets hypothesis put values into
paths, queries, fields and files (`--part pages`). API: schemathesis makes requests that follow the OpenAPI document and
requests that break it (`--part api`). Both call the application in this process, so that a fault comes with its traceback.
The database is written to: give it a copy.

    python benchmarks/fuzzing.py --requests 100000 --ledger fuzzing.jsonl

goes on where it was stopped: each round of some thousand requests, with a seed of its own, is a line of the ledger, and what
the lines add up to is what was asked. Two processes may write into one ledger.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import re
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
os.environ.setdefault("BIHUAN_LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.signals import got_request_exception  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from lxml import html  # noqa: E402

from bihuan.organizations.models import Account  # noqa: E402

PER_ROUTE = 3  # concrete addresses of one pattern and role
FEW = 8  # of a place in a row: the first that hypothesis draws is always the emptiest
LEAVES = re.compile(r"/accounts/(logout|sign-out)|/static/|/i18n/")
NASTY = [
    "", " ", "0", "-1", "1e309", "NaN", "9" * 25, "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "24:00", "\x00",
    "a\x00b", "\ud800", "🈲" * 50, "' OR 1=1 --", "%", "%00", "../../etc/passwd", "=1+1", "<script>x</script>", "{{7*7}}",
    "锦" * 5000, "on", "true", "null", "[]", "{}", "１２３", "2026-03-02", "2026-03-02 09:00", "1", "2", "3", "open", "-due",
    "QL-XF", "QL-ZJ", "990103002002", "00000000-0000-0000-0000-000000000000", "٣", "\u202e", "\r\nX: y", "9223372036854775808",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.dates().map(str), st.uuids().map(str),
    st.floats().map(str),
)  # fmt: skip
FILES = st.sampled_from(
    [
        ("a.pdf", b"%PDF-1.4\n"), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.xlsx", b"PK\x03\x04"), ("a.txt", b""),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18), ("a.csv", "标题,日期\n一,二\n".encode()), ("\x00.txt", b"x"),
        ("锦" * 300 + ".txt", b"x"), ("a.jpg", b"\xff\xd8\xff\xe0"), ("x", b"\x00" * 100),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600),
    ]
)  # fmt: skip


@dataclass
class Faults:
    """What went wrong, by where in our code."""

    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    requests: int = 0
    last: str = ""

    def note(self, **_: Any) -> None:
        kind, error, trace = sys.exc_info()
        frames = [f for f in traceback.extract_tb(trace) if "/bihuan/" in f.filename] or traceback.extract_tb(
            trace
        )
        where = frames[-1] if frames else None
        name = kind.__name__ if kind else "?"
        place = f"{where.filename.rpartition('/bihuan/')[2]}:{where.lineno}" if where else "?"
        key = f"{name} at {place}"
        if len(self.found[key]) < 3:
            self.found[key].append(f"{self.last}\n      {str(error)[:300]}")

    def count(self, status: int) -> None:
        self.requests += 1
        self.statuses[status] += 1


@dataclass
class Place:
    """One address, as one role met it, and the names of the fields seen there."""

    path: str
    client: Client
    who: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    posts: bool = False


def people() -> list[tuple[str, Client]]:
    """A client for each role, signed in, and one that is not."""
    from bihuan.organizations.models import Appointment

    found: dict[str, Account] = {}
    for appointment in (
        Appointment.objects.filter(ends_on__isnull=True).select_related("account", "post").order_by("pk")
    ):
        for role in appointment.post.roles:
            found.setdefault(role, appointment.account)
    clients = [("nobody", Client(raise_request_exception=False))]
    for role, account in sorted(found.items()):
        if account.must_change_password:
            Account.objects.filter(pk=account.pk).update(must_change_password=False)
        client = Client(raise_request_exception=False)
        client.force_login(account)
        clients.append((role, client))
    return clients


def gather(who: str, client: Client, faults: Faults, *, most: int) -> list[Place]:
    """Every kind of address that this role reaches by following links, a few of each, with the forms on them."""
    waiting, seen, by_route = ["/", "/appeal/", "/api/v1/docs"], set[str](), Counter[str]()
    places: list[Place] = []
    while waiting and len(places) < most:
        path = waiting.pop(0)
        bare = urlsplit(path).path
        if path in seen or LEAVES.search(path):
            continue
        seen.add(path)
        try:
            route = resolve(bare).route
        except Resolver404:
            continue
        by_route[route] += 1
        if by_route[route] > PER_ROUTE:
            continue
        faults.last = f"{who} GET {path}"
        answer = client.get(path)
        faults.count(answer.status_code)
        place = Place(bare, client, who)
        places.append(place)
        if answer.status_code in (301, 302, 303):
            waiting.append(answer["Location"])
        if answer.streaming or "html" not in answer.get("Content-Type", "") or not answer.content:
            continue
        page = html.fromstring(answer.content)
        for link in page.xpath("//@href | //@hx-get | //@data-panel"):
            target = urlsplit(str(link))
            if not target.netloc and target.path.startswith("/"):
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
        for form in page.xpath("//form"):
            action = urlsplit(form.get("action") or form.get("hx-post") or bare).path or bare
            if LEAVES.search(action) or not action.startswith("/"):
                continue
            target_place = Place(action, client, who, posts=(form.get("method") or "get").lower() == "post")
            for control in form.xpath(".//input | .//select | .//textarea | .//button"):
                name = control.get("name")
                if not name or name == "csrfmiddlewaretoken":
                    continue
                if control.get("type") == "file":
                    target_place.files.add(name)
                    continue
                known = [control.get("value") or "", *(str(v) for v in control.xpath(".//option/@value"))]
                target_place.fields.setdefault(name, []).extend(known[:12])
            places.append(target_place)
    return places


_FOUND: list[Place] = []


def _places(faults: Faults) -> list[Place]:
    """Gathered once in a process: the links change little, and following them is half of a short round."""
    if not _FOUND:
        _FOUND.extend(place for who, client in people() for place in gather(who, client, faults, most=400))
    return _FOUND


def fuzz_pages(faults: Faults, *, requests: int, start: int) -> None:
    """Requests at the places that were found, each place as often as the others."""
    places = _places(faults)
    names = sorted({name for place in places for name in place.fields})
    print(
        f"{len(places)} places, {len(names)} names of fields, {faults.requests} requests to find them",
        flush=True,
    )
    left = max(1, requests - faults.requests)
    each = max(FEW, left // len(places))
    order = list(places)
    random.Random(start).shuffle(order)
    began = time.monotonic()
    for number, place in enumerate(order):
        if faults.requests >= requests:
            return  # a round that is smaller than the number of places takes some of them, by lot
        _fuzz_place(place, names, faults, examples=each, start=start + number)
        if number % 100 == 0:
            print(
                f"  {faults.requests} requests, {len(faults.found)} faults, {time.monotonic() - began:.0f} s",
                flush=True,
            )


def _fuzz_place(place: Place, names: list[str], faults: Faults, *, examples: int, start: int) -> None:
    own = {
        name: st.one_of(st.sampled_from(known or [""]), st.sampled_from(known or [""]), VALUES)
        for name, known in place.fields.items()
    }
    fields = st.tuples(
        st.fixed_dictionaries({}, optional=own) if own else st.just({}),
        st.dictionaries(st.sampled_from(names), VALUES, max_size=2),
    )

    @seed(start)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(
        fields, st.booleans(), st.booleans(), VALUES, st.integers(0, 20), FILES,
        st.sampled_from(["", "", "json", "put", "delete", "head"]),
    )  # fmt: skip
    def once(both: Any, post: bool, htmx: bool, nasty: str, mangle: int, file: Any, odd: str) -> None:
        data = {**both[0], **both[1]}
        path = _mangled(place.path, nasty) if mangle == 0 else place.path
        headers: dict[str, str] = {"REMOTE_ADDR": f"10.{random.randrange(255)}.{random.randrange(255)}.9"}
        if htmx:
            headers["HTTP_HX_REQUEST"] = "true"
        faults.last = f"{place.who} {'POST' if post or place.posts else 'GET'} {path} {odd} {str(data)[:300]}"
        if odd == "json":
            answer = place.client.post(path, json.dumps(data), content_type="application/json", **headers)  # type: ignore[arg-type]
        elif odd in ("put", "delete", "head"):
            answer = getattr(place.client, odd)(path, **headers)
        elif place.posts or post:
            clean: dict[str, Any] = {k: v.encode("utf-8", "replace").decode() for k, v in data.items()}
            for name in place.files:
                clean[name] = SimpleUploadedFile(file[0].replace("\x00", "_"), file[1])
            answer = place.client.post(path, clean, **headers)  # type: ignore[arg-type]
        else:
            query = "&".join(f"{quote(k)}={quote(v.encode('utf-8', 'replace'))}" for k, v in data.items())
            answer = place.client.get(f"{path}?{query}", **headers)  # type: ignore[arg-type]
        if answer.streaming:
            b"".join(answer)
        answer.close()
        faults.count(answer.status_code)

    once()


def _mangled(path: str, nasty: str) -> str:
    parts = path.strip("/").split("/")
    place = random.randrange(len(parts))
    parts[place] = quote(nasty.encode("utf-8", "replace"), safe="") or "x"
    return "/" + "/".join(parts) + ("/" if path.endswith("/") else "")


def fuzz_api(faults: Faults, *, requests: int, start: int) -> None:
    """Every operation of the document, as an intake clerk and as an officer, by the rules and against them."""
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.core.result import Ok

    clients = [
        (who, client) for who, client in people() if who in ("intake", "officer", "dispatcher", "nobody")
    ]
    document = clients[0][1].get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    each = max(1, requests // (len(operations) * len(clients) * 2))
    print(f"{len(operations)} operations, {each} requests each way as {len(clients)} people", flush=True)
    for number, operation in enumerate(operations):
        for who, client in clients:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _fuzz_operation(operation, client, who, mode, faults, examples=each, start=start + number)
        print(
            f"  {operation.method.upper()} {operation.path}: {faults.requests} requests, {len(faults.found)} faults",
            flush=True,
        )


def _fuzz_operation(
    operation: Any, client: Client, who: str, mode: Any, faults: Faults, *, examples: int, start: int
) -> None:
    from hypothesis.errors import Unsatisfiable

    dice, real = random.Random(start), _real_words()

    @seed(start)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        path = operation.path
        for name, made in (case.path_parameters or {}).items():
            value = dice.choice(real[name]) if name in real and dice.random() < 0.7 else made
            path = path.replace("{" + name + "}", quote(str(value).encode("utf-8", "replace"), safe=""))
        query = "&".join(
            f"{quote(str(k))}={quote(str(v).encode('utf-8', 'replace'))}"
            for k, vs in (case.query or {}).items()
            for v in (vs if isinstance(vs, list) else [vs])
        )
        body = case.body if isinstance(case.body, (dict, list, str, int, float, bool, type(None))) else None
        faults.last = f"{who} {operation.method.upper()} {path}?{query} {str(body)[:300]}"
        answer = client.generic(
            operation.method.upper(), path + (f"?{query}" if query else ""),
            json.dumps(body).encode("utf-8", "replace") if operation.method.lower() != "get" else b"",
            content_type="application/json",
        )  # fmt: skip
        answer.close()
        faults.count(answer.status_code)

    try:
        once()
    except Unsatisfiable:
        return  # an operation that no request can break in this way


@functools.cache
def _real_words() -> dict[str, list[str]]:
    """Numbers, steps and processes that there are: with others alone every request would end at 404."""
    from bihuan.casework import registry
    from bihuan.casework.models import Case

    return {
        "number": list(Case.objects.order_by("?").values_list("number", flat=True)[:300]),
        "step": sorted({step.name for process in registry.all_processes() for step in process.steps}),
        "name": [process.name for process in registry.all_processes()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--part", choices=["pages", "api", "both"], default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--result", type=Path)
    parser.add_argument("--ledger", type=Path, help="go on in rounds until its lines add up to --requests")
    parser.add_argument("--round", type=int, default=4000, help="requests of a round")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(1)
    )  # stopped from outside: the round so far is written down
    faulty = _rounds(asked) if asked.ledger else _round(asked, asked.requests, asked.seed)
    if faulty:
        raise SystemExit(1)


def _rounds(asked: argparse.Namespace) -> bool:
    faulty = False
    while (left := asked.requests - sum(one["requests"] for one in ledger(asked.ledger))) > 0:
        faulty |= _round(asked, min(left, asked.round), time.time_ns() % 2**31)
    lines = ledger(asked.ledger)
    statuses = sum((Counter(one["statuses"]) for one in lines), Counter[str]())
    faults = sum((Counter(one["faults"]) for one in lines), Counter[str]())
    total = sum(one["requests"] for one in lines)
    print(f"{total} requests in {len(lines)} rounds; {dict(sorted(statuses.items()))}; faults {dict(faults)}")
    return faulty


def ledger(path: Path) -> list[dict[str, Any]]:
    """The rounds so far."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _round(asked: argparse.Namespace, requests: int, start: int) -> bool:
    """Ask, print and write down; True when something ended in a fault. What was asked before an interruption counts too."""
    random.seed(start)
    faults = Faults()
    got_request_exception.connect(faults.note)
    began = time.monotonic()
    try:
        if asked.part != "pages":
            fuzz_api(faults, requests=requests // (4 if asked.part == "both" else 1), start=start)
        if asked.part != "api":
            fuzz_pages(faults, requests=requests, start=start)
    finally:
        got_request_exception.disconnect(faults.note)
        figures = {
            "seed": start, "part": asked.part, "requests": faults.requests, "minutes": round((time.monotonic() - began) / 60, 1),
            "statuses": dict(sorted(faults.statuses.items())), "faults": {k: len(v) for k, v in faults.found.items()},
        }  # fmt: skip
        if asked.ledger:
            with asked.ledger.open("a") as book:
                book.write(json.dumps(figures) + "\n")
    print(json.dumps(figures, indent=1))
    for where, examples in faults.found.items():
        print(f"\n{where}")
        for example in examples:
            print(f"   {example}", flush=True)
    if asked.result:
        asked.result.write_text(json.dumps(figures, indent=1) + "\n")
    return bool(faults.found)


if __name__ == "__main__":
    main()
