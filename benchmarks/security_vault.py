"""What protecting people costs: on a page of a case, for an opening, and a change of key while people work.

    python benchmarks/security_vault.py --fields 1000000

On a database of its own in the benchmarks' cluster. The page of a case with and without the vault's part, and an opening with
and without unsealing and record, are asked for in this process, one after the other by turns, so that a busy machine
disturbs both alike. Then `--fields` sealed fields (four to a person) are put under a new key by `bihuan vault rotate` in a
process of its own, while others open persons and protect new ones.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import place
from benchmarks.place import Place

NAME = "bench_vault"
EACH = 4  # fields of a person
PERSON = {
    "name": "丁一帆",
    "phone": "19900001234",
    "address": "青岚区望溪街道 3 号",
    "identity_number": "990103198611208824",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fields", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=300, help="of each request that is compared")
    parser.add_argument("--result", type=Path)
    asked = parser.parse_args()
    with place.running() as running:
        _prepare(running)
        figures = {**_page(asked.turns), **_rotation(asked.fields)}
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if asked.result:
        asked.result.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


def _prepare(running: Place) -> None:
    running.create(NAME)
    os.environ.update(
        DATABASE_URL=running.url(NAME), DJANGO_SETTINGS_MODULE="bihuan.config.settings", BIHUAN_LOG_LEVEL="ERROR",
        BIHUAN_DATA_DIR=str(place.FOLDER / "vault-data"),
    )  # fmt: skip
    (place.FOLDER / "vault-data").mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", "migrate"], check=True, stdout=subprocess.DEVNULL
    )
    import django

    django.setup()
    from bihuan.casework.tests.cast import load_district

    load_district()


def _page(turns: int) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from bihuan.appeals.tests import lives
    from bihuan.casework import panels
    from bihuan.organizations.models import Account
    from bihuan.vault.fields import Field

    settings.ALLOWED_HOSTS = ["*"]
    case = lives.registered(person=PERSON)
    client = Client()
    client.force_login(Account.objects.get(username="fenliu"))
    page, opening = f"/cases/{case.number}/", f"/appeals/{case.number}/petitioner/"
    form = {"purpose": "notice", "fields": ["name", "phone"]}
    assert client.get(page).status_code == 200
    assert client.post(opening, form).status_code == 200
    kept = panels._panels[case.process]
    without = {name: panel for name, panel in kept.items() if name != "petitioner"}

    def bare_page() -> None:
        with mock.patch.dict(panels._panels, {case.process: without}):
            client.get(page)

    def bare_opening() -> None:
        plain = {Field.NAME: "丁一帆", Field.PHONE: "19900001234"}
        with mock.patch("bihuan.appeals.views.petitioner.vault.open", return_value=plain):
            client.post(opening, form)

    a, b = _by_turns(turns, lambda: client.get(page), bare_page)
    c, d = _by_turns(turns, lambda: client.post(opening, form), bare_opening)
    return {
        "case page, ms (median): with the vault's part, without, ratio": [a, b, round(a / b, 3)],
        "opening, ms (median): unsealed and on record, neither, ratio": [c, d, round(c / d, 3)],
        "case page and an opening on it against both without, ratio": round((a + c) / (b + d), 3),
    }


def _by_turns(turns: int, one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns):
        for which, work in ((0, one), (1, other))[:: 1 if turn % 2 else -1]:
            began = time.perf_counter()
            work()
            times[which].append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times[0]), 2), round(statistics.median(times[1]), 2)


def _rotation(fields: int) -> dict[str, Any]:
    from django.utils import timezone

    from bihuan.casework.tests.cast import actor
    from bihuan.vault import services
    from bihuan.vault.models import Person

    persons = max(1, fields // EACH)
    began = time.monotonic()
    for start in range(0, persons, 5000):
        people = [
            {**PERSON, "identity_number": f"99010319861120{n:06d}"}
            for n in range(start, min(persons, start + 5000))
        ]
        services.protect_many(people=people, at=timezone.now())
    sealing = time.monotonic() - began
    some = list(Person.objects.order_by("?").values_list("pk", flat=True)[:2000])
    who, times, faults, stopped = actor("fenliu"), list[float](), list[str](), threading.Event()

    def work() -> None:
        n = 0
        while not stopped.is_set():
            n += 1
            began = time.perf_counter()
            try:
                found = services.open(
                    person_id=some[n % len(some)], fields=["name"], purpose="notice", actor=who, case_number="XF-1",
                    at=timezone.now(),
                )  # fmt: skip
                assert list(found.values()) == ["丁一帆"]
                if n % 10 == 0:
                    services.protect(fields=PERSON, at=timezone.now())
            except Exception as error:
                faults.append(repr(error)[:200])
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(0.02)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    before, began = len(times), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", "vault", "rotate"],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    stopped.set()
    for thread in threads:
        thread.join()
    during = sorted(times[before:])
    left = Person.objects.exclude(key_id=_current()).filter(forgotten_at__isnull=True).count()
    return {
        "fields sealed": persons * EACH, "sealing, fields/s": round(persons * EACH / sealing),
        "change of key": done.stdout.strip().splitlines()[-1:] or done.stderr[-300:], "seconds": round(seconds, 1),
        "fields/s": round(persons * EACH / seconds), "persons left under an old key": left,
        "openings meanwhile": len(during), "their p95, ms": round(during[int(len(during) * 0.95)], 1) if during else None,
        "failed": len(faults), "first failures": faults[:3],
    }  # fmt: skip


def _current() -> str:
    from bihuan.vault.keys import keyring

    return keyring().current.key_id


if __name__ == "__main__":
    main()
