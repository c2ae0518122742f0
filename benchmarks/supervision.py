"""Supervision on a filled database: the escalation sweep, the trace of a long case, the bulletin.

    DATABASE_URL=… python -m benchmarks.supervision [--entries 500] [--rounds 5]

Measures the database it is pointed at, whatever its size (fill one with `benchmarks.copies`), and says the size.
Everything is done in one transaction that is taken back at the end: the database stays as it was.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BARE = """
SELECT count(*) FROM casework_clockrow k JOIN casework_case c ON c.id = k.case_id
WHERE k.stopped_at IS NULL AND k.due_at <= %s AND k.obliges = ANY(%s)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from bihuan.casework.models import Case

    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE phase <> 'ended') FROM casework_case")
        total, running = cursor.fetchone() or (0, 0)
    print(f"{total:,} cases, {running:,} open; load {os.getloadavg()[0]:.1f}")
    with transaction.atomic():
        _sweep(at, asked.rounds)
        _trace(at, asked.entries, asked.rounds * 8)
        _bulletin(at, asked.rounds)
        transaction.set_rollback(True)
    assert Case.objects.count() == total


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, sorted."""
    found = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def p95(times: list[float]) -> float:
    """The 95th part of a hundred, or the slowest of few."""
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def _sweep(at: datetime, rounds: int) -> None:
    from django.db import connection

    from bihuan.supervision import escalation

    def bare() -> None:
        with connection.cursor() as cursor:
            for stage in escalation.STAGES:
                cursor.execute(BARE, [at - timedelta(days=stage.days), list(escalation.DUTIES)])
                cursor.fetchone()

    floor = statistics.median(timed(bare, rounds))
    start = time.perf_counter()
    told = escalation.run(at=at)
    first = (time.perf_counter() - start) * 1000
    again = statistics.median(timed(lambda: escalation.run(at=at), rounds))
    print(f"escalation, first round: {first:,.0f} ms, {told.total:,} told; the bare query {floor:,.0f} ms")
    print(f"escalation, nothing new: {again:,.0f} ms, {again / floor:.2f} times the bare query")


def _trace(at: object, entries: int, rounds: int) -> None:
    """The open case with the longest journal, grown by comments to so many entries."""
    from bihuan.casework import services
    from bihuan.casework.models import Case
    from bihuan.organizations.actor import SYSTEM
    from bihuan.supervision.trace import package, reading

    case = Case.objects.exclude(phase="ended").order_by("-seq").first()
    if case is None:
        print("trace: no open case")
        return
    for number in range(max(0, entries - case.seq)):
        services.comment(case_id=case.pk, text=f"备注{number}", actor=SYSTEM, at=at)  # type: ignore[arg-type]
    case.refresh_from_db()
    first = timed(lambda: reading.of_case(case, at=at), 1)[0]  # type: ignore[arg-type]
    times = timed(lambda: reading.of_case(case, at=at), rounds)  # type: ignore[arg-type]
    trace = reading.of_case(case, at=at)  # type: ignore[arg-type]
    tables = timed(lambda: package.tables(trace), rounds)
    print(
        f"trace of {len(trace.lines)} entries, {len(trace.clocks)} clocks: the first {first:.0f} ms, then p50 "
        f"{statistics.median(times):.0f}, p95 {p95(times):.0f} ms of {rounds}; tables p95 {p95(tables):.0f} ms"
    )


def _bulletin(at: datetime, rounds: int) -> None:
    from bihuan.insight.bulletin import figures, writing
    from bihuan.insight.bulletin.spans import MONTH, WEEK, span

    for kind in (WEEK, MONTH):
        here = span(kind, at.date()).before
        read = timed(lambda here=here: figures.figures(here, at=at), rounds)  # type: ignore[misc]
        found = figures.figures(here, at=at)
        written = timed(lambda found=found: writing.as_docx(found), rounds)  # type: ignore[misc]
        print(f"bulletin, {kind}: read p95 {p95(read):,.0f} ms, written p95 {p95(written):,.0f} ms")


if __name__ == "__main__":
    main()
