"""After the sample district has its letters: the figures of its Board."""

from __future__ import annotations

from django.utils import timezone

from bihuan.insight import counting, standing


def load(seed: int = 1) -> None:
    """Count what is there. The seed has no say: figures follow from the journal."""
    del seed
    at = timezone.now()
    counting.rebuild(at=at)
    standing.refresh(at=at)
