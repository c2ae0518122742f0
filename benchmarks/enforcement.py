"""Enforcement and call-outs at size: `python -m benchmarks.enforcement [--penalties 100000] [--called 2000]`.

On the database of DATABASE_URL,
filled by `python -m benchmarks.safety` with enterprises and hazards. Adds penalties by SQL (case,
first entry and row, without the chain of hashes: for reading only) and one campaign over every enterprise,
then measures: the counter
over all enterprises, the campaign board, the enforcement desk, and a call-out whose summonses are answered at once from
four connections (the pool of one server process). Figures are medians and p95 in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import statistics as averages
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import days, machine
from benchmarks.results import Figure, line

ROUNDS = 20
CONNECTIONS = 4
RESULTS = Path(__file__).parent / "results"
FIGURES: list[Figure] = []
SIZE = {"hazards": 0}

CASES = """
INSERT INTO casework_case (number, process, state, phase, subject, body, topic, channel, registry_unit_id, holder_unit_id,
    holder_since, received_on, registered_at, changed_at, ended_at, next_due_clock, facts, seq, head)
SELECT 'CF-BENCH-' || n, 'safety.penalty', 'archived', 'ended', '未采取措施消除事故隐患', '', '', '', %(unit)s, %(unit)s,
    now(), current_date - 30, now() - interval '30 days', now(), now(), '', '{}', 1, decode(repeat('00', 32), 'hex')
FROM generate_series(%(first)s + 1, %(first)s + %(missing)s) AS n
"""
ROWS = """
INSERT INTO enforcement_penalty (case_id, enterprise_id, party, article, amount, decided_on, ended_at)
SELECT c.id, firms.list[1 + (row_number() OVER ()) %% firms.many], 'unit', '安全生产法/102', 30000,
    current_date - (random() * 720)::int, now()
FROM casework_case c, (SELECT array_agg(unit_id) AS list, count(*) AS many FROM safety_enterprise) AS firms
WHERE c.number LIKE 'CF-BENCH-%%' AND NOT EXISTS (SELECT 1 FROM enforcement_penalty p WHERE p.case_id = c.id)
"""


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--penalties", type=int, default=100_000)
    parser.add_argument("--called", type=int, default=2_000)
    parser.add_argument("--keep", action="store_true", help="write the figures to benchmarks/results")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    import django

    django.setup()
    logging.disable(logging.INFO)
    fill(asked.penalties)
    measure()
    call(asked.called)
    if asked.keep:
        keep()


def keep() -> None:
    """The figures as JSON, with the machine and its load."""
    from django.db import connection

    about = {
        "machine": {
            "cores": os.cpu_count() or 1, "kernel": platform.release(), "python": platform.python_version(),
            "postgres": str(getattr(connection, "pg_version", "")), "load": os.getloadavg(),
        },
        "command": "python -m benchmarks.enforcement --keep", "commit": machine.commit(),
    }  # fmt: skip
    rows = [{**asdict(one), **about} for one in FIGURES]
    path = RESULTS / f"{days.now():%Y-%m-%d-%H%M}-enforcement.json"
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    print(path.name)


def say(figure: Figure) -> None:
    """Print and remember one figure."""
    FIGURES.append(figure)
    print(line({**asdict(figure)}))


def fill(penalties: int) -> None:
    """Penalties by SQL, only as many as are missing; one campaign over every enterprise."""
    from django.db import connection
    from django.db.models import F

    from bihuan.organizations.models import Unit
    from bihuan.safety.enforcement.models import Penalty
    from bihuan.safety.models import Enterprise

    # A place for each enterprise, so that the campaign's map has something to draw.
    Enterprise.objects.filter(longitude__isnull=True).update(
        longitude=120 + F("unit_id") % 997 / 1000.0, latitude=36 + F("unit_id") % 991 / 1000.0
    )
    missing = penalties - Penalty.objects.count()
    if missing > 0:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM casework_case WHERE number LIKE 'CF-BENCH-%%'")
            first = cursor.fetchone()[0]
            cursor.execute(
                CASES, {"unit": Unit.objects.get(code="QL-YJ").pk, "first": first, "missing": missing}
            )
            cursor.execute(ROWS, {})
            cursor.execute("ANALYZE enforcement_penalty")
        print(f"{missing:,} penalties by SQL")


def measure() -> None:
    """The counter, the campaign board and the desk."""
    from django.test import Client
    from django.utils import timezone

    from bihuan.organizations.models import Account
    from bihuan.organizations.selectors import actor as actor_on
    from bihuan.safety.campaigns.models import Campaign
    from bihuan.safety.campaigns.services import Plan, draft
    from bihuan.safety.enforcement.selectors import counter
    from bihuan.safety.hazards.statistics import figures, period_of
    from bihuan.safety.models import Hazard

    SIZE["hazards"] = Hazard.objects.count()
    account, today = Account.objects.get(username="anjian"), timezone.localdate()
    officer = actor_on(account.pk, None, today)
    assert officer is not None
    row = Campaign.objects.order_by("pk").first()
    if row is None:
        # A year back, so that the board counts hazards and penalties and not an empty day.
        plan = Plan(
            "fire", "消防安全专项整治", today - timedelta(days=365), today, "步骤。", {"checked": 100}
        )
        row = Campaign.objects.get(pk=draft(plan=plan, actor=officer, at=timezone.now()).pk)
    client = Client()
    client.force_login(account)
    shown("counter over all enterprises", lambda: counter(officer, today))
    shown(
        f"campaign board, {row.members.count():,} enterprises",
        lambda: client.get(f"/safety/campaigns/{row.case.number}/"),
    )
    shown("enforcement desk", lambda: client.get("/safety/enforcement/"))
    shown("suspension board", lambda: client.get("/safety/suspension/"))
    began = time.perf_counter()
    figures(period=period_of(f"{today.year - 1}Q4"), regulator_id=None, cutoff=timezone.now())
    say(Figure("statistics of a quarter", SIZE["hazards"], time.perf_counter() - began, "s"))


def shown(name: str, act: Callable[[], Any]) -> None:
    """Run it some times and print median and p95."""
    times = []
    for _n in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    say(
        Figure(
            name,
            SIZE["hazards"],
            averages.mean(times),
            "ms",
            averages.median(times),
            times[int(ROUNDS * 0.95) - 1],
        )
    )


def call(called: int) -> None:
    """A call-out to so many accounts, every second one of them cannot come, all answering at once."""
    from django.db import connection
    from django.utils import timezone

    from bihuan.emergency.models import Summons
    from bihuan.emergency.readiness import services
    from bihuan.organizations.actor import Actor
    from bihuan.organizations.models import Account
    from bihuan.organizations.selectors import actor as actor_on

    lacking = called - Account.objects.filter(username__startswith="bench-called-").count()
    first = called - lacking
    Account.objects.bulk_create(
        [Account(username=f"bench-called-{n}", name=f"队员{n}") for n in range(first, first + lacking)],
        batch_size=1000,
    )
    people = list(Account.objects.filter(username__startswith="bench-called-").order_by("pk")[:called])
    officer = actor_on(Account.objects.get(username="anjian").pk, None, timezone.localdate())
    assert officer is not None
    began = time.perf_counter()
    callout = services.call_out(
        accounts=people, wanted=called // 2, text="到堤上", actor=officer, at=timezone.now()
    )
    say(Figure("call-out", called, (time.perf_counter() - began) * 1000, "ms"))

    def answer(pk: int) -> None:
        who = Actor(
            account_id=pk, appointment_id=None, unit_id=officer.unit_id, jurisdiction_id=None, name="", unit_name="",
            post_title="",
            roles=frozenset(),
        )  # fmt: skip
        services.answer(callout=callout, coming=pk % 2 == 0, actor=who, at=timezone.now())

    def one_connection(mine: list[int]) -> None:
        for pk in mine:
            answer(pk)
        connection.close()

    open_calls = list(
        Summons.objects.filter(callout=callout, called_at__isnull=False).values_list("account_id", flat=True)
    )
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(one_connection, [open_calls[n::CONNECTIONS] for n in range(CONNECTIONS)]))
    took = time.perf_counter() - began
    rows = Summons.objects.filter(callout=callout)
    cannot = rows.filter(answer="cannot").count()
    replaced = rows.filter(rank__gte=callout.wanted, called_at__isnull=False).count()
    assert cannot == replaced, (cannot, replaced)  # nobody who cannot come is without a replacement
    note = f"{cannot:,} cannot come, {replaced:,} of the reserve called; {CONNECTIONS} connections"
    say(Figure("answers at once", len(open_calls), len(open_calls) / took, "answers/s", note=note))


if __name__ == "__main__":
    main()
