"""Every hit found: what the index finds beside what LIKE finds in every text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks import place
from benchmarks.place import Place
from benchmarks.results import Figure, Results
from benchmarks.wanted import Term

MANY = 200_000  # a search of more hits than this is compared in its newest so many


def measure(running: Place, name: str, size: int, results: Results, asked: Sequence[Term]) -> None:
    """Hits of each term, by index and by LIKE."""
    environment = {**os.environ, "DATABASE_URL": running.url(name), "BIHUAN_LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.search_check"], input=json.dumps([term.text for term in asked]),
        text=True, capture_output=True, env=environment, cwd=place.ROOT,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    hits: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
    found = true = wrong = 0
    with running.connect(name) as connection:
        began = time.monotonic()
        for term, ids in hits.items():
            rows = connection.execute(
                "SELECT case_id FROM casework_searchtext WHERE plain LIKE %s ORDER BY case_id DESC LIMIT %s",
                [f"%{term}%", MANY],
            ).fetchall()
            real = [case_id for (case_id,) in rows]
            found += len(set(ids) & set(real))
            true += len(real)
            wrong += len(set(ids) - set(real))
        took = time.monotonic() - began
    results.add(
        Figure(
            "search: part of hits found", size, found / true, "of 1",
            note=f"{found:,} of {true:,} hits of {len(hits)} terms, {wrong} too many; "
            f"LIKE took {took / len(hits) * 1000:.0f} ms a term",
        )
    )  # fmt: skip


def main() -> None:
    """Reads terms on standard input, writes the ids found for each."""
    from bihuan.common import boot

    boot.prepare()
    from bihuan.casework.searching import INDEX
    from bihuan.common.search.text import query

    terms: list[str] = json.load(sys.stdin)
    print(json.dumps({term: INDEX.hits(query(term), limit=MANY).ids for term in terms}))


if __name__ == "__main__":
    main()
