"""Median and 90th percentile of a count per number of days. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest number of days within which at least `share` of all lie (nearest rank); None when there are none."""
    total = sum(counts.values())
    if not total:
        return None
    needed, seen = share * total, 0
    for days in sorted(counts):
        seen += counts[days]
        if seen >= needed - 1e-9:
            return days
    return max(counts)
