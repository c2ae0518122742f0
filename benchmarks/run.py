"""`make bench`: measures, prints a table, and keeps the figures in benchmarks/results. See README.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import (
    fill,
    imports,
    likely,
    papers,
    place,
    reads,
    report,
    residents,
    search_check,
    server,
    tree,
    verify,
    wanted,
    writes,
)
from benchmarks.place import Place
from benchmarks.results import Figure, Results

PARTS = (
    "verify",
    "memory",
    "empty",
    "read",
    "search",
    "create",
    "life",
    "spike",
    "import",
    "tree",
    "papers",
    "likely",
    "residents",
)


def main() -> None:
    """Parse, fill, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--size", type=int, action="append", help="cases, a multiple of 10,000 (default: 10000 and 1000000)"
    )
    parser.add_argument("--only", default="", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement")
    parser.add_argument("--rows", type=int, default=100_000, help="of the ledger that is brought in")
    parser.add_argument(
        "--entries", type=int, default=1_000_000, help="of the journal that is put into the tree"
    )
    parser.add_argument("--name", default="run", help="in the name of the file of results")
    parser.add_argument("--fill", action="store_true", help="only fill the databases")
    parser.add_argument("--report", action="store_true", help="only write the table of README.md anew")
    asked = parser.parse_args()
    if asked.report:
        report.write()
        return
    parts = [part.strip() for part in asked.only.split(",") if part.strip()] or list(PARTS)
    if wrong := set(parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(wrong))}")
    sizes: list[int] = asked.size or [10_000, 1_000_000]
    with place.running() as running:
        if set(parts) <= {"tree", "papers"} and not asked.fill:  # needs no filled database
            sizes = []
        names = {size: fill.fill(running, size) for size in sizes}
        if asked.fill:
            return
        results = Results(running, asked.name)
        for size, name in names.items():
            _measure(running, name, size, parts, results, asked.seconds)
        if "import" in parts:
            imports.measure(running, results, rows=asked.rows)
        if "tree" in parts:
            tree.measure(running, results, entries=asked.entries)
        if "papers" in parts:
            papers.measure(running, results, seconds=asked.seconds)
    print(f"\n{results.path}")


def _measure(
    running: Place, name: str, size: int, parts: list[str], results: Results, seconds: float
) -> None:
    """On a copy of the filled database where it is small, so that every run begins with the same."""
    with running.connect("bench_lives") as connection:
        asked = wanted.terms(connection)
    if size <= 100_000:
        running.create(f"{name}_run", like=name)
        running.settle(f"{name}_run")
        name = f"{name}_run"
    if "verify" in parts:
        verify.measure(running, name, size, results, asked_for=parts == ["verify"])
    if "search" in parts:
        search_check.measure(running, name, size, results, asked)
    if "likely" in parts:
        likely.measure(running, name, size, results)
    if "empty" in parts:
        _empty(running, name, size, results, seconds)
    if "residents" in parts:
        residents.measure(running, name, size, results, seconds=seconds)
    if set(parts) & {"memory", "read", "create", "life", "spike"}:
        with server.bihuan(running, name) as serving:
            if "read" in parts:
                reads.measure(serving, name, size, results, asked, seconds=seconds)
            if set(parts) & {"create", "life", "spike"}:
                cast = writes.Cast(serving, name)
                if "create" in parts:
                    writes.creating(serving, name, size, results, cast, seconds=seconds)
                if "life" in parts:
                    writes.lives(serving, name, size, results, cast, seconds=seconds * 2)
                if "spike" in parts:
                    writes.spike(serving, name, size, results, cast, seconds=max(5.0, seconds * 3))
            if "memory" in parts:
                verify.memory(serving, size, results)


def _empty(running: Place, name: str, size: int, results: Results, seconds: float) -> None:
    """The floor above: an empty view with one query on the same server program."""
    from benchmarks import wrk

    with server.floor(running, name) as serving:
        wrk.read(serving.port, [("", "/")], users=reads.USERS, seconds=2)
        with serving.meter() as spent:
            seen = wrk.read(serving.port, [("", "/")], users=reads.USERS, seconds=seconds / 2)
    results.add(
        Figure(
            "empty view, one query", size, round(seen.per_second, 1), "requests/s", p50=seen.p50, p95=seen.p95,
            cpu=spent[0].per(seen.requests), note=f"{seen.wrong} WRONG" if seen.wrong else "",
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
