"""Likely earlier appeals: how long the look-up takes, and which of the pairs marked by hand it finds.

    python -m benchmarks.likely     # in the database of DATABASE_URL: figures as one JSON line; changes nothing

For recall the letters of messages.xlsx are registered in a transaction that is undone: all of them, so that each pair is
looked for among three thousand real letters beside what the database holds. Nothing is told to it about the place.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import place
from benchmarks.place import Place
from benchmarks.results import Figure, Results

MARKS = Path(__file__).parent / "marks" / "same_matter.txt"
LETTERS = place.ROOT.parent / "shared" / "data" / "appeals" / "messages.xlsx"
LOOKS = 200


def measure(running: Place, name: str, size: int, results: Results) -> None:
    """Time and recall in one filled database."""
    environment = {**os.environ, "DATABASE_URL": running.url(name), "BIHUAN_LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.likely"], text=True, capture_output=True, env=environment, cwd=place.ROOT,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    results.add(
        Figure(
            "likely earlier appeals: look-up", size, round(1000 / seen["mean"], 1), "look-ups/s", p50=seen["p50"],
            p95=seen["p95"], note="one process, no page; letters of messages.xlsx or of the database",
        )
    )  # fmt: skip
    if "pairs" in seen:
        results.add(
            Figure(
                "likely earlier appeals: pairs found", size, seen["found"] / seen["pairs"], "of 1",
                note=f"{seen['found']} of {seen['pairs']} marked pairs in the first {seen['shown']}, "
                f"{seen['told']} nearly the same (told to a resident); "
                f"{seen['wrong']} of {seen['others']} pairs marked as another matter shown too; {seen['letters']} letters",
            )
        )  # fmt: skip


def marks() -> dict[str, list[tuple[int, int]]]:
    """The pairs of rows under "same" and "other"."""
    found: dict[str, list[tuple[int, int]]] = {"same": [], "other": []}
    for line in MARKS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, first, second = line.split()
            found[kind].append((int(first), int(second)))
    return found


def letters() -> dict[int, tuple[str, str]]:
    """Subject and text by row of the sheet; empty when the shared folder is not there."""
    if not LETTERS.exists():
        return {}
    import openpyxl

    sheet = openpyxl.load_workbook(LETTERS, read_only=True).worksheets[0]
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return {at: (str(row[2] or "")[:200], str(row[4] or "").strip()) for at, row in rows if at > 1 and row[2]}


def main() -> None:
    """In the database at hand: look, and undo."""
    from bihuan.common import boot

    boot.prepare()
    from django.db import transaction
    from django.utils import timezone

    from bihuan.appeals.likely import finding
    from bihuan.casework.models import Case
    from bihuan.organizations.actor import Actor
    from bihuan.organizations.roles import Role

    everything = Actor(None, None, None, None, "", roles=frozenset({Role.DISPATCHER}))
    now = timezone.now()
    # Cases of a filled database lie in the past: looked at from the day of the newest.
    newest = Case.objects.order_by("-pk").values_list("registered_at", flat=True).first() or now

    def look(subject: str, body: str) -> tuple[list[finding.Likely], float]:
        began = time.perf_counter()
        found = finding.for_staff(
            subject=subject, body=body, place_id=None, topic="", actor=everything, at=newest
        )
        return found, (time.perf_counter() - began) * 1000

    sheet = letters()
    asked = list(sheet.values()) or list(
        Case.objects.order_by("-pk").values_list("subject", "body")[: LOOKS * 2]
    )
    step = max(1, len(asked) // LOOKS)
    look(*asked[0])
    took = sorted(look(*one)[1] for one in asked[::step][:LOOKS])
    seen: dict[str, Any] = {
        "mean": sum(took) / len(took), "p50": round(took[len(took) // 2], 1), "p95": round(took[int(len(took) * 0.95)], 1),
    }  # fmt: skip
    if sheet:
        with transaction.atomic():
            seen |= _recall(sheet, look)
            transaction.set_rollback(True)
    print(json.dumps(seen))


def _recall(sheet: dict[int, tuple[str, str]], look: Any) -> dict[str, Any]:
    """Put every letter into the index as a case of its own, then look for the second of each pair."""
    from bihuan.appeals.likely.finding import RESIDENT_ALIKE, SHOWN
    from bihuan.casework.models import Case
    from bihuan.casework.searching import INDEX

    like = Case.objects.filter(process="appeals.petition").order_by("-pk").first()
    if like is None:
        raise SystemExit("the database holds no petition: fill it first (make bench BENCH=--fill)")
    rows = []
    columns = [field for field in Case._meta.concrete_fields if not field.primary_key]
    for at, (subject, body) in sheet.items():
        case = Case(**{field.attname: getattr(like, field.attname) for field in columns})
        case.number, case.subject, case.body = f"M{at}", subject, body
        case.phase, case.ended_at = "open", None
        rows.append(case)
    made = Case.objects.bulk_create(rows, batch_size=500)
    INDEX.write([(case.pk, f"{case.subject}\n{case.body}") for case in made])
    while INDEX.seal(all_spans=True):
        pass
    marked = marks()

    def shown(one: int, other: int) -> float:
        found = look(*sheet[other])[0]
        # Itself is among them and comes first: the place it takes is given back.
        others = [row for row in found if row.case.number != f"M{other}"][:SHOWN]
        return next((row.likeness for row in others if row.case.number == f"M{one}"), 0.0)

    same = [shown(*pair) for pair in marked["same"]]
    other = [shown(*pair) for pair in marked["other"]]
    return {
        "pairs": len(same), "found": sum(score > 0 for score in same), "others": len(other), "shown": SHOWN,
        "told": sum(score >= RESIDENT_ALIKE for score in same), "wrong": sum(score > 0 for score in other),
        "letters": len(sheet), "scores": [[round(score, 2) for score in row] for row in (same, other)],
    }  # fmt: skip


if __name__ == "__main__":
    main()
