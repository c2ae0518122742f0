"""What a run found, kept as JSON beside the code."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import days, machine, place
from benchmarks.place import Place


@dataclass
class Figure:
    """One thing measured. `p50` and `p95` in milliseconds; `ratio` is ours / floor."""

    what: str
    size: int
    figure: float
    unit: str
    p50: float | None = None
    p95: float | None = None
    floor: float | None = None
    floor_what: str = ""
    ratio: float | None = None
    cpu: dict[str, float] = field(default_factory=dict)
    note: str = ""


class Results:
    """The figures of one run, written after each, so that a run that is stopped has what it measured."""

    def __init__(self, running: Place, name: str) -> None:
        self.machine = machine.describe(running)
        self.commit = machine.commit()
        self.command = "make bench" + (f' BENCH="{shlex.join(sys.argv[1:])}"' if sys.argv[1:] else "")
        self.rows: list[dict[str, Any]] = []
        place.RESULTS.mkdir(exist_ok=True)
        self.path = place.RESULTS / f"{days.now():%Y-%m-%d-%H%M}-{name}.json"

    def add(self, figure: Figure) -> None:
        """Keep it, and print its line."""
        if figure.floor and figure.ratio is None:
            figure.ratio = round(figure.figure / figure.floor, 4)
        about = {"machine": self.machine, "command": self.command, "commit": self.commit}
        self.rows.append({**asdict(figure), **about})
        self.path.write_text(json.dumps(self.rows, ensure_ascii=False, indent=1) + "\n")
        print(line(self.rows[-1]), flush=True)


def line(row: dict[str, Any]) -> str:
    """A row for people."""
    times = f"p50 {row['p50']:.1f} p95 {row['p95']:.1f} ms" if row["p95"] is not None else ""
    floor = f"floor {row['floor']:,.0f} ({row['ratio']:.3f})" if row["floor"] else ""
    cpu = row["cpu"]
    spent = (
        f"cpu ms: server {cpu['server_ms']:.2f} db {cpu['database_ms']:.2f} gen {cpu['generator_ms']:.2f}, "
        f"others {cpu['others_cores']:.1f} cores"
        if "server_ms" in cpu
        else ""
    )
    figure = f"{row['figure']:,.1f} {row['unit']}"
    return f"{row['what']:<34}{row['size']:>9,}  {figure:<22}{times:<28}{floor:<26}{spent} {row['note']}".rstrip()


def latest(folder: Path) -> list[dict[str, Any]]:
    """The newest row of each (what, size) of `make bench`, over all files; other programs have a paragraph of their own."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json")):
        kept = json.loads(path.read_text())
        for row in (
            kept if isinstance(kept, list) else ()
        ):  # other programs keep figures in shapes of their own
            if str(row.get("command", "")).startswith("make bench"):
                found[row["what"], row["size"]] = {**row, "file": path.name}
    return list(found.values())
