"""Three years of fictional appeals for the demo's district: `letters` (pure) and `load` (through the services)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

__all__ = ["load"]


def load(
    seed: int = 1,
    count: int = 3000,
    on: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Load `count` appeals of the three years before `on` (default: today) into the sample district.

    Returns how many were loaded: 0 when they are there already. `progress` is called with (done, all).
    Raises organizations.sample.SampleRefusedError in production.
    """
    from bihuan.appeals.sample.loading import load_letters  # late: the package itself stays free of Django

    return load_letters(seed=seed, count=count, on=on, progress=progress)
