"""The open journal at a million entries: putting them into the tree, proving and checking a receipt.

The entries are made by SQL (five to a case), with hashes of no content: the tree sees nothing but hashes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import fill, place
from benchmarks.place import Place
from benchmarks.results import Figure, Results

TIMES = 300
CASES = """
INSERT INTO casework_case (number, process, state, phase, subject, body, topic, channel, registry_unit_id, holder_unit_id,
    holder_since, received_on, registered_at, changed_at, next_due_clock, facts, seq, head)
SELECT 'TREE-' || lpad(n::text, 8, '0'), 'appeals.petition', 'registered', 'open', 'x', '', '', '', u.id, u.id,
    now(), current_date, now(), now(), '', '{{}}', {each}, sha256(n::text::bytea)
FROM generate_series(1, {cases}) n, (SELECT min(id) AS id FROM organizations_unit) u
"""
ENTRIES = """
INSERT INTO casework_entry (case_id, seq, at, recorded_at, kind, step, actor, from_state, to_state, holder_unit_id, data,
    previous, hash)
SELECT c.id, s, now(), now(), 'step', 'x', '', '', 'registered', c.holder_unit_id, '{{}}',
    sha256((c.id || '/' || s - 1)::bytea), sha256((c.id || '/' || s)::bytea)
FROM casework_case c, generate_series(1, {each}) s WHERE c.number LIKE 'TREE-%' ORDER BY c.id, s
"""
EACH = 5


def measure(running: Place, results: Results, *, entries: int) -> None:
    """Entries a second into the tree; milliseconds to make and to check one receipt."""
    name = "bench_tree"
    running.create(name)
    fill.organization(running.url(name))
    with running.connect(name) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # no search index, no lists: only the journal
        connection.execute(CASES.format(cases=entries // EACH, each=EACH))
        connection.execute(ENTRIES.format(each=EACH))
        connection.execute("ANALYZE")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": running.url(name), "BIHUAN_DATA_DIR": folder}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.tree"], env=environment, cwd=place.ROOT, check=True, capture_output=True,
            text=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    size, note = found["size"], found["note"]
    results.add(Figure("entries into the tree", size, found["append"], "entries/s", note=note))
    for what in (
        "receipt of a known entry",
        "receipt of a new entry",
        "check of a receipt",
        "proof from an old head",
    ):
        times, cpu = found[what]
        results.add(
            Figure(
                what, size, round(1000 / statistics.mean(times), 1), "/s", p50=_at(times, 50), p95=_at(times, 95),
                note=f"{cpu:.2f} ms of processor time in Python",
            )
        )  # fmt: skip


def _at(times: list[float], percent: int) -> float:
    return round(statistics.quantiles(times, n=100)[percent - 1], 3)


def _inside() -> dict[str, object]:
    """In a process with Django on the filled database."""
    from bihuan.common import boot

    boot.prepare()
    import random

    from django.db import connection

    from bihuan.casework.models import Case, Entry
    from bihuan.casework.openjournal import selectors, services
    from bihuan.casework.openjournal.models import SignedHead
    from bihuan.common.merkle import receipts

    now = datetime.now(UTC)
    draw = random.Random(1)
    started = time.perf_counter()
    head = services.append(at=now)
    took = time.perf_counter() - started
    assert head is not None
    size = head.size
    numbers = [f"TREE-{draw.randint(1, size // EACH):08}" for _ in range(TIMES)]
    cases = list(Case.objects.filter(number__in=numbers))
    known = _all(lambda case: services.receipt_for(case=case, at=now), cases)
    texts = [receipts.write(receipt) for receipt in known.results]
    checked = _all(lambda text: receipts.check(receipts.read(text)), texts)
    assert all(finding.holds for found in checked.results for finding in found)
    proofs = _all(lambda old: selectors.consistency(old=old), [draw.randint(1, size) for _ in range(TIMES)])
    for case in cases:
        last = Entry.objects.filter(case=case).order_by("-seq").first()
        assert last is not None
        last.pk, last.seq, last.hash = None, last.seq + 1, os.urandom(32)
        last.save(force_insert=True)
    fresh = _all(lambda case: services.receipt_for(case=case, at=now), cases)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_size_pretty(sum(pg_total_relation_size(oid))) FROM pg_class WHERE relname IN "
            "('openjournal_leaf', 'openjournal_tile', 'openjournal_signedhead')"
        )
        disk = cursor.fetchone()[0]
    heads = SignedHead.objects.count()
    return {
        "size": size, "append": round(size / took, 1),
        "receipt of a known entry": known.times, "receipt of a new entry": fresh.times,
        "check of a receipt": checked.times, "proof from an old head": proofs.times,
        "note": f"{took:.1f} s, {disk} on disk, {heads} heads, a receipt file of {len(texts[0])} bytes",
    }  # fmt: skip


@dataclass
class _Done:
    results: list[Any]
    times: tuple[list[float], float]  # milliseconds of each, and processor time of one


def _all(work: Callable[[Any], Any], given: list[Any]) -> _Done:
    results, times, cpu = [], [], time.process_time()
    for one in given:
        started = time.perf_counter()
        results.append(work(one))
        times.append((time.perf_counter() - started) * 1000)
    return _Done(results, (times, (time.process_time() - cpu) * 1000 / len(given)))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    print(json.dumps(_inside()))
