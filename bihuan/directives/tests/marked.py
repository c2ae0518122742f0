"""How well the reading agrees with what people marked: precision and recall of sections, measures, units and deadlines.

`marks/*.json` hold spans and labels only; the texts stay where they are (see marks/README.md).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bihuan.directives.reading import Reading, read

MARKS = Path(__file__).parent / "marks"
TEXTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "directives"
Pair = tuple[int, int]
# A heading may be marked with or without its number and its last sign; a sentence with or without its number.
SLACK = {"sections": (7, 2), "measures": (4, 1), "deadlines": (2, 2), "units": (2, 2)}


@dataclass
class Score:
    """Marked and found, and how many are both."""

    marked: int = 0
    found: int = 0
    both: int = 0
    missed: list[Pair] = field(default_factory=list)
    extra: list[Pair] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was found, how much is marked. 1 where nothing was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is marked, how much was found. 1 where nothing is marked."""
        return self.both / self.marked if self.marked else 1.0

    def add(self, other: Score) -> None:
        """Both counts together."""
        self.marked, self.found, self.both = (
            self.marked + other.marked,
            self.found + other.found,
            self.both + other.both,
        )


def marked_files() -> list[Path]:
    """Every file of marks, in a fixed order."""
    return sorted(MARKS.glob("*.json"))


def text_of(marks: dict[str, Any]) -> str:
    """The marked text. FileNotFoundError where the real data is not there, ValueError if it is another version."""
    content: bytes = (TEXTS / marks["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != marks["sha256"]:
        raise ValueError(f"{marks['file']} is not the version that was marked")
    return content.decode("utf-8")


def found_in(reading: Reading) -> dict[str, list[Pair]]:
    """What the reading holds, as the marks hold it."""
    measures = reading.measures
    return {
        "sections": [(n.title.start, n.title.end) for n in reading.sections],
        "measures": [(n.title.start, n.title.end) for n in measures],
        "deadlines": [(d.span.start, d.span.end) for n in measures for d in n.deadlines],
        "units": [(u.span.start, u.span.end) for n in measures for u in n.units],
    }


def compare(marked: list[Pair], found: list[Pair], slack: Pair) -> Score:
    """Each mark is met by at most one find, the nearest first."""
    score = Score(len(marked), len(found))
    left = sorted(found)
    for mark in sorted(marked):
        near = [f for f in left if abs(f[0] - mark[0]) <= slack[0] and abs(f[1] - mark[1]) <= slack[1]]
        if near:
            left.remove(min(near, key=lambda f: abs(f[0] - mark[0]) + abs(f[1] - mark[1])))
            score.both += 1
        else:
            score.missed.append(mark)
    score.extra = left
    return score


def score(path: Path) -> tuple[str, dict[str, Score]]:
    """How a file was used (tuning, held out) and its scores."""
    marks = json.loads(path.read_text(encoding="utf-8"))
    reading = read(text_of(marks))
    found = found_in(reading)
    scores = {
        what: compare([(m[0], m[1]) for m in marks[what]], found[what], slack)
        for what, slack in SLACK.items()
    }
    levels = {node.title.end: node.level for node in reading.sections}
    matched = [m for m in marks["sections"] if (m[0], m[1]) not in scores["sections"].missed]
    right = sum(1 for m in matched if any(levels.get(m[1] + off) == m[2] for off in (-2, -1, 0, 1, 2)))
    scores["levels"] = Score(len(matched), len(matched), right)
    return marks["used"], scores


def totals() -> dict[str, dict[str, Score]]:
    """Per use and over all: the sums of each score."""
    sums: dict[str, dict[str, Score]] = {}
    for path in marked_files():
        used, scores = score(path)
        for group in (used, "all"):
            for what, one in scores.items():
                sums.setdefault(group, {}).setdefault(what, Score()).add(one)
    return sums
