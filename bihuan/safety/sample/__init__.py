"""Sixty fictional enterprises of the demo's district with hazards in every state, inspections and risks."""

from __future__ import annotations

from datetime import date

__all__ = ["load"]


def load(seed: int = 1, on: date | None = None, count: int = 60) -> int:
    """Load `count` (at least 36) enterprises and their year before `on` (default: today); 0 when they are there.

    Raises organizations.sample.SampleRefusedError in production.
    """
    from bihuan.safety.sample.loading import load_all  # late: the package itself stays free of Django

    return load_all(seed=seed, on=on, count=count)
