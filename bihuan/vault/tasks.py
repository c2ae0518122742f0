"""The end of keeping, by itself. The job may be killed and run again: each person is one transaction, and a forgotten one
is not due any more."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.vault import services

log = structlog.get_logger(__name__)


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="vault.expire", lock="vault.expire")
def expire(timestamp: int) -> None:
    """Every night: destroy the keys of persons whose time of keeping is over in all their matters."""
    del timestamp
    count = services.expire(at=timezone.now(), on=timezone.localdate())
    if count:
        log.info("persons_forgotten", count=count)
