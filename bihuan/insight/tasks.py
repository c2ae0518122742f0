"""Jobs of the Board, run by the worker. Killed in the middle they lose nothing: a batch is counted whole or not at all."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.insight import counting, standing

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="insight.count", lock="insight.count")
def count(timestamp: int) -> None:
    """Count what the journal gained, then what lies open."""
    del timestamp
    done = counting.count_new(at=timezone.now())
    standing.refresh(at=timezone.now())
    if done:
        log.info("insight_counted", entries=done)
