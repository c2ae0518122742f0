"""After the sample district has its letters: the figures of its Board."""

from __future__ import annotations

from django.utils import timezone

from bihuan.insight import counting, standing
from bihuan.insight.models import Counted


def load(seed: int = 1) -> None:
    """Count what is there; a second time only what is new. The seed has no say: figures follow from the journal."""
    del seed
    at = timezone.now()
    if Counted.objects.exists():
        counting.count_new(at=at)
    else:
        counting.rebuild(at=at)
        standing.refresh(at=at)
