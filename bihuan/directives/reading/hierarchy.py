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
    every, certain = _votes(marks)
    for _ in names:  # few systems: exchanging neighbours until the document's votes agree is enough
        for at in range(len(names) - 1):
            upper, lower = names[at], names[at + 1]
            if certain[lower, upper] and every[lower, upper] > every[upper, lower]:
                names[at], names[at + 1] = lower, upper
    base = {name: float(BY_NAME[name].rank) for name in names}
    ordered = sorted(base.values())
    return dict(zip(names, ordered, strict=True))


def _votes(marks: Sequence[Mark]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """(above, below) -> how often `below` began at 1 right after `above`; and how often `above` then counted on."""
    every: Counter[tuple[str, str]] = Counter()
    certain: Counter[tuple[str, str]] = Counter()
    for at in range(1, len(marks)):
        above, below = marks[at - 1], marks[at]
        if below.value != 1 or above.system == below.system or not above.value:
            continue
        every[above.system, below.system] += 1
        if any(m.system == above.system and m.value == above.value + 1 for m in marks[at:]):
            certain[above.system, below.system] += 1
    return every, certain
