"""Work safety at size: `python -m benchmarks.safety [--size 1000000] [--enterprises 20000]`, on the database of DATABASE_URL.

Fills an empty, migrated database (or goes on with one it filled) with enterprises through the importer's own target and
with hazards by SQL (state, holder, columns and first journal entry as the services write them, without the chain of
hashes: it is for reading only), then opens whole pages as an inspector and as an enterprise, one after the other, in one
process. Figures: p50 and p95 of each page, statistics of a quarter, a draw of 5,000, and what the importer takes in a second.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics as averages
import time
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = 60
LEDGER_ROWS = 5_000


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--enterprises", type=int, default=20_000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    import django

    django.setup()
    logging.disable(logging.INFO)  # a line of log for each page costs too
    fill(asked.size, asked.enterprises)
    measure(asked.size)


def fill(size: int, enterprises: int) -> None:
    """Enterprises by the importer's target, hazards by SQL, each only as many as are missing."""
    from django.db import connection
    from django.utils import timezone

    from bihuan.organizations import sample
    from bihuan.safety.models import Enterprise, Hazard

    sample.load()
    began, missing = time.monotonic(), enterprises - Enterprise.objects.count()
    if missing > 0:
        _enterprises(Enterprise.objects.count(), missing, timezone.now())
        took = time.monotonic() - began
        print(f"{missing:,} enterprises through the importer's target: {missing / took:,.0f} a second")
    began, missing = time.monotonic(), size - Hazard.objects.count()
    if missing > 0:
        with connection.cursor() as cursor:
            cursor.execute(
                HAZARDS,
                {"missing": missing, "first": Hazard.objects.count(), "firms": Enterprise.objects.count()},
            )
            cursor.execute("ANALYZE")
        print(f"{missing:,} hazards by SQL in {time.monotonic() - began:,.0f} s")


def _enterprises(first: int, count: int, at: Any) -> None:
    from bihuan.casework.imports.targets import ImportRow, get
    from bihuan.organizations.actor import SYSTEM
    from bihuan.safety.enterprises.codes import check_character

    target, rows = get("enterprises"), []
    towns = ("望溪街道", "新渡街道", "东皋街道", "石湾镇", "白鹭镇", "云坪乡")
    for n in range(first + 100, first + 100 + count):
        code = f"91990104MA{n:07d}"
        values = {column.name: None for column in target.columns} | {
            "credit_code": code + check_character(code), "name": f"青岚第{n}工厂", "place": towns[n % 6],
            "sector": ("机械行业", "纺织行业", "建材")[n % 3], "staff": n % 300,
        }  # fmt: skip
        rows.append(ImportRow(n, values, code))
        if len(rows) == 500:
            target.apply_batch(rows, SYSTEM, at)
            rows = []
    if rows:
        target.apply_batch(rows, SYSTEM, at)


HAZARDS = """
WITH firms AS (
    SELECT unit_id, regulator_id, place_id, sector, row_number() OVER (ORDER BY unit_id) - 1 AS n FROM safety_enterprise
), made AS (
    INSERT INTO casework_case (number, process, state, phase, subject, body, topic, channel, jurisdiction_id, registry_unit_id,
        holder_unit_id, holder_since, received_on, registered_at, changed_at, ended_at, next_due_at,
        next_due_clock, facts, seq, head)
    SELECT 'YH-B-' || (%(first)s + g), 'safety.hazard', CASE WHEN g %% 20 = 0 THEN 'rectifying' ELSE 'closed_before' END,
        CASE WHEN g %% 20 = 0 THEN 'open' ELSE 'ended' END, '灭火器压力不足，第' || g || '处', '一车间',
        f.sector, 'self', f.place_id,
        f.regulator_id, f.unit_id, at, at::date, at, at, CASE WHEN g %% 20 = 0 THEN NULL ELSE at + interval '5 days' END,
        CASE WHEN g %% 20 = 0 THEN at + interval '15 days' END, CASE WHEN g %% 20 = 0 THEN 'rectification' ELSE '' END,
        '{"grade": "general"}', 1, '\\x00'::bytea
    FROM generate_series(1, %(missing)s) g
    JOIN LATERAL (SELECT now() - (random() * 1500 || ' days')::interval AS at OFFSET g * 0) moment ON true
    JOIN firms f ON f.n = g %% %(firms)s
    RETURNING id, holder_unit_id, registry_unit_id, registered_at, phase, process, state, topic, channel, next_due_at,
        next_due_clock, jurisdiction_id
), entered AS (
    INSERT INTO casework_entry (case_id, seq, at, recorded_at, kind, step, actor, from_state, to_state, holder_unit_id, data,
        previous, hash)
    SELECT id, 1, registered_at, registered_at, 'step', 'bring_in', '系统', '', state, holder_unit_id, '{}',
    '\\x00', '\\x00' FROM made
), seen AS (
    INSERT INTO casework_involvement (unit_id, case_id, registered_at, running, process, phase, state, topic, channel,
        next_due_clock, next_due_at, jurisdiction_id)
    SELECT unit, id, registered_at, phase <> 'ended', process, phase, state, topic, channel, next_due_clock, next_due_at,
        jurisdiction_id
    FROM made CROSS JOIN LATERAL (VALUES (holder_unit_id), (registry_unit_id)) units(unit)
)
INSERT INTO safety_hazard (case_id, enterprise_id, found_by, found_on, grade, place, clause, rectifier, accepted_by, rounds, open,
    source, source_number, accepted_on, cost, recorded_at, graded_at, settled_at)
SELECT id, holder_unit_id, 'self', registered_at::date, 'general', '一车间', '', '罗班长', '', 0,
phase = 'open', 'bench', id::text,
    CASE WHEN phase = 'ended' THEN (registered_at + interval '5 days')::date END, 100,
    registered_at, registered_at, CASE WHEN phase = 'ended' THEN registered_at END
FROM made
"""


def measure(size: int) -> None:
    """Whole pages, statistics, a draw, the importer."""
    from django.db import transaction
    from django.test import Client
    from django.utils import timezone

    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Account
    from bihuan.safety.hazards.statistics import figures, period_of
    from bihuan.safety.inspections.drawing import Pool, draw
    from bihuan.safety.models import Enterprise

    client = Client()
    client.force_login(Account.objects.get(username="anjian"))
    codes = iter(Enterprise.objects.order_by("?").values_list("credit_code", flat=True)[:ROUNDS])
    ledger = client.get("/safety/ledger/")
    assert ledger.status_code == 200, ledger.status_code
    after = ledger.content.decode().split("after=")[1].split('"')[0]
    _say("ledger, first page", lambda: client.get("/safety/ledger/"))
    _say("ledger, next page", lambda: client.get(f"/safety/ledger/?after={after}"))
    _say("ledger, open and by grade", lambda: client.get("/safety/ledger/?open=yes&grade=general"))
    _say("enterprise file", lambda: client.get(f"/safety/enterprises/{next(codes)}/"))
    _say("register, by name", lambda: client.get("/safety/enterprises/?q=第1234"))
    _say("overview of an inspector", lambda: client.get("/safety/"), rounds=5)
    began = time.monotonic()
    made = figures(
        period=period_of(f"{timezone.localdate().year - 1}Q4"), regulator_id=None, cutoff=timezone.now()
    )
    print(
        f"statistics of a quarter at {size:,}: {time.monotonic() - began:.2f} s ({made['total']['found']:,} found)"
    )
    pool = Pool(tuple(f"E{n:05d}" for n in range(20_000)), tuple(f"A{n:03d}" for n in range(80)))
    began = time.monotonic()
    assert len(draw(seed="bench", pool=pool, count=5_000)) == 5_000
    print(f"draw of 5,000 of 20,000 enterprises with 80 officers: {time.monotonic() - began:.2f} s")
    with transaction.atomic():
        began = time.monotonic()
        for batch in _ledger_rows():
            from bihuan.casework.imports.targets import get

            get("hazards").apply_batch(batch, SYSTEM, timezone.now())
        print(
            f"ledger rows through the importer's target: {LEDGER_ROWS / (time.monotonic() - began):,.0f} a second (undone)"
        )
        transaction.set_rollback(True)


def _ledger_rows() -> Iterator[list[Any]]:
    from bihuan.casework.imports.targets import ImportRow, get
    from bihuan.safety.models import Enterprise

    names = list(Enterprise.objects.values_list("credit_code", flat=True)[:500])
    columns = {column.name: None for column in get("hazards").columns}
    from datetime import date

    for start in range(0, LEDGER_ROWS, 500):
        yield [
            ImportRow(
                n, columns | {"number": str(n), "enterprise": names[n % len(names)], "found": date(2025, 3, 1),
                "subject": f"配电箱没有接地 {n}",
                              "accepted": date(2025, 3, 9) if n % 3 else None, "accepted_by": "安小满"}, str(n),
            )
            for n in range(start, start + 500)
        ]  # fmt: skip


def _say(what: str, call: Callable[[], Any], *, rounds: int = ROUNDS) -> None:
    times = []
    for _n in range(rounds):
        began = time.perf_counter()
        response = call()
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, response.status_code
    times.sort()
    print(f"{what}: p50 {averages.median(times):.0f} ms, p95 {times[int(len(times) * 0.95) - 1]:.0f} ms")


if __name__ == "__main__":
    main()
