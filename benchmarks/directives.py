"""Reading all 80 reports: seconds and pages a second, and how well the reading agrees with the marks.

python -m benchmarks.directives            prints
python -m benchmarks.directives --keep     and keeps the figures in benchmarks/results

No database and no server. A page is 600 characters: what GB/T 9704 sets on one (22 lines of 28, less headings).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import days, machine  # noqa: E402
from benchmarks.results import Figure, line  # noqa: E402
from bihuan.directives.reading import read  # noqa: E402
from bihuan.directives.tests import control_latest, control_set, marked  # noqa: E402

PAGE = 600
ROUNDS = 3


def main() -> None:
    """Measure, print, and keep if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write the figures to benchmarks/results")
    asked = parser.parse_args()
    if not marked.TEXTS.is_dir():
        sys.exit(f"The reports are not there: {marked.TEXTS}")
    rows = [asdict(figure) for figure in (*speed(), *agreement(), *control())]
    for row in rows:
        print(line(row))
    if asked.keep:
        about = {
            "machine": _machine(),
            "command": "python -m benchmarks.directives --keep",
            "commit": machine.commit(),
        }
        path = ROOT / "benchmarks" / "results" / f"{days.now():%Y-%m-%d-%H%M}-directives.json"
        path.write_text(json.dumps([{**row, **about} for row in rows], ensure_ascii=False, indent=1) + "\n")
        print(path.relative_to(ROOT))


def _machine() -> dict[str, str | int | float]:
    """As in the other results; no database takes part."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next(
        (one.partition(":")[2].strip() for one in lines if one.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": cpu, "cores": os.cpu_count() or 1, "memory_gib": round(memory, 1), "kernel": platform.release(),
        "python": platform.python_version(), "postgres": "none",
    }  # fmt: skip


def speed() -> list[Figure]:
    """The best of three rounds over all reports in one process, and the slowest single report."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(marked.TEXTS.glob("*.txt"))]
    pages = sum(len(text) for text in texts) / PAGE
    single: list[float] = []
    best, measures = 1e9, 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        single, measures = [], 0
        for text in texts:
            one = time.perf_counter()
            measures += len(read(text).measures)
            single.append((time.perf_counter() - one) * 1000)
        best = min(best, time.perf_counter() - began)
    single.sort()
    return [
        Figure(
            "directives: reading all reports", len(texts), round(best, 2), "s", p50=round(single[len(single) // 2], 1),
            p95=round(single[int(len(single) * 0.95)], 1),
            note=f"{measures:,} measures; p50 and p95 are of one report; load {os.getloadavg()[0]:.0f}",
        ),
        Figure("directives: pages a second", len(texts), round(pages / best, 1), "pages/s", note=f"{pages:,.0f} pages"),
    ]  # fmt: skip


def agreement() -> list[Figure]:
    """Precision and recall against the marks."""
    figures = []
    for group, scores in marked.totals().items():
        for what, one in scores.items():
            note = f"{one.both} of {one.marked} marked, {one.found} found"
            figures += [
                Figure(
                    f"{what} ({group}): precision", one.found, round(one.precision * 100, 1), "%", note=note
                ),
                Figure(f"{what} ({group}): recall", one.marked, round(one.recall * 100, 1), "%", note=note),
            ]
    return figures


def control() -> list[Figure]:
    """Orders to control persons, on the sets written for it."""
    from bihuan.directives.reading.control import control as flagged

    figures = []
    for name, orders, others in (
        ("made on", control_set.ORDERS + control_set.SECOND_ORDERS + control_set.THIRD_ORDERS,
         control_set.OTHERS + control_set.SECOND_OTHERS + control_set.THIRD_OTHERS),
        ("unseen", control_set.UNSEEN_ORDERS, control_set.UNSEEN_OTHERS),
        ("fresh", control_set.FRESH_ORDERS, control_set.FRESH_OTHERS),
        ("grammar", control_latest.GRAMMAR_ORDERS, control_latest.GRAMMAR_OTHERS),
        ("latest, orders never used", control_latest.LATEST_ORDERS, control_latest.LATEST_OTHERS),
    ):  # fmt: skip
        hits = sum(1 for words in orders if flagged(words, 0))
        alarms = sum(1 for words in others if flagged(words, 0))
        note = f"{alarms} false alarms in {len(others)}"
        figures.append(
            Figure(
                f"control of persons ({name}): recall",
                len(orders),
                round(hits / len(orders) * 100, 1),
                "%",
                note=note,
            )
        )
    return figures


if __name__ == "__main__":
    main()
