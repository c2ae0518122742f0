"""Which numbering stands above which: read from the document itself, the usual order only where it does not say.

A numbering that starts again at 1 between two neighbours of another stands below that other one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bihuan.directives.reading.numbering import BY_NAME, Mark


def ranks(marks: Sequence[Mark]) -> dict[str, float]:
    """Depth of each numbering of the document, smaller is higher."""
    names = list(dict.fromkeys(mark.system for mark in marks))
    names.sort(key=lambda name: BY_NAME[name].rank)
    votes = _votes(marks)
    for _ in names:  # few systems: exchanging neighbours until the document's votes agree is enough
        for at in range(len(names) - 1):
            upper, lower = names[at], names[at + 1]
            if votes[lower, upper] > votes[upper, lower] and votes[lower, upper] > 1:
                names[at], names[at + 1] = lower, upper
    base = {name: float(BY_NAME[name].rank) for name in names}
    ordered = sorted(base.values())
    return dict(zip(names, ordered, strict=True))


def _votes(marks: Sequence[Mark]) -> Counter[tuple[str, str]]:
    """(above, below) -> how often `below` began at 1 right after `above` went on counting from its own last."""
    votes: Counter[tuple[str, str]] = Counter()
    last: dict[str, int] = {}
    began_after: dict[str, str] = {}
    for at, mark in enumerate(marks):
        if mark.value == 1 and at and marks[at - 1].system != mark.system:
            above = marks[at - 1]
            began_after[mark.system] = above.system
            if above.value and any(
                later.system == above.system and later.value == above.value + 1 for later in marks[at:]
            ):
                votes[above.system, mark.system] += 1
        last[mark.system] = mark.value
    return votes
