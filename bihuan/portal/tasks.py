"""Jobs of the residents' pages. Each may be killed at any statement and run again: what it did is marked in the
transaction in which it takes effect, and what goes out carries a key by which the second is known for the first.
"""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.portal import throttle
from bihuan.portal.filing import drafts
from bihuan.portal.telling import reading, sending

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="portal.tell", lock="portal.tell")
def tell(timestamp: int) -> None:
    """Read the journal for what residents are to be told, and send what is due."""
    del timestamp
    new = reading.read_journal(at=timezone.now())
    sent = sending.send_pending(at=timezone.now())
    if new or sent:
        log.info("residents_told", new=new, sent=sent)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="portal.forget", lock="portal.forget")
def forget(timestamp: int) -> None:
    """Remove drafts whose week is over, and counts that have run out."""
    del timestamp
    gone = drafts.forget_expired(at=timezone.now())
    throttle.forget(at=timezone.now())
    if gone:
        log.info("drafts_forgotten", drafts=gone)
