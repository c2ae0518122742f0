"""Jobs of the slice. Each may be killed at any statement and run again: a message of the same key is told once."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.safety.enterprises import reminding
from bihuan.safety.hazards import stamping
from bihuan.safety.inspections import certificates

log = structlog.get_logger(__name__)


@app.periodic(cron="20 7 * * *")
@app.task(queueing_lock="safety.remind", lock="safety.remind")
def remind(timestamp: int) -> None:
    """Every morning: remind of licences, people's and officers' certificates that end."""
    del timestamp
    today, now = timezone.localdate(), timezone.now()
    count = reminding.remind(on=today, at=now) + certificates.remind(on=today, at=now)
    if count:
        log.info("certificates_reminded", certificates=count)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="safety.stamp", lock="safety.stamp")
def stamp(timestamp: int) -> None:
    """Until none is left: say in each older hazard's own row when the journal was told of it. Nothing to do afterwards."""
    del timestamp
    while stamping.stamp():
        pass
