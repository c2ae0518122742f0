"""What an office publishes of itself (信访工作条例 art. 18¶1), as its letters and envelopes need it.

The residents' pages keep it and lie above this slice; they make their reader known here when they start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """Where an office is and how to reach it; "" where it has published nothing."""

    address: str = ""
    telephone: str = ""


NOTHING = Office()
_readers: list[Callable[[int], Office]] = []


def use(reader: Callable[[int], Office]) -> None:
    """Make known who reads what offices publish."""
    _readers[:] = [reader]


def published(unit_id: int | None) -> Office:
    """What the unit publishes of itself now."""
    return _readers[0](unit_id) if _readers and unit_id is not None else NOTHING
