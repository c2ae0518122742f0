"""The job of escalation. Each stage is one transaction, and telling twice tells nothing."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.supervision import escalation

log = structlog.get_logger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="supervision.escalate", lock="supervision.escalate")
def escalate(timestamp: int) -> None:
    """Once an hour: what has run out is told further up."""
    del timestamp
    told = escalation.run(at=timezone.now())
    if told.total:
        log.info("escalated", **told.by_stage)
