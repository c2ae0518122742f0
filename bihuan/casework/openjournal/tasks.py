"""The job that puts new entries into the tree. It may be killed at any statement and run again: a batch of entries, its
tiles and its signed head are one transaction, and an entry can have only one place."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.casework.openjournal import services
from bihuan.casework.openjournal.errors import SigningKeyError

log = structlog.get_logger(__name__)


@app.periodic(cron=f"*/{settings.JOURNAL_MINUTES} * * * *")
@app.task(queueing_lock="openjournal.append", lock="openjournal.append")
def append(timestamp: int) -> None:
    """Sign a head over everything new. Without a key the entries wait; the log says so each time."""
    del timestamp
    try:
        head = services.append(at=timezone.now())
    except SigningKeyError as error:
        log.error("journal_not_signed", reason=type(error).__name__)
        return
    if head is not None:
        log.info("journal_head", size=head.size)
