"""Jobs of the engine, run by the worker from PostgreSQL. Each may be killed at any statement and run again.

A job takes effect in one transaction per batch and marks what it has done in that same transaction, so running it twice
does nothing twice, and what a killed worker left is found by the next run.
"""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from bihuan.casework import delivery, searching
from bihuan.casework import sweep as sweeping
from bihuan.casework.clock_audit import recount_open

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="casework.sweep", lock="casework.sweep")
def sweep(timestamp: int) -> None:
    """Look at every open case; an incomplete round is an error that the log and the metrics show."""
    del timestamp
    # A clock that another process counted while the calendar changed still carries the old one.
    recount_open(at=timezone.now(), reason="calendar")
    done = sweeping.run(at=timezone.now())
    log.info(
        "sweep", scanned=done.scanned, open=done.open, warned=done.warned, told=done.told, moved=done.moved,
        refused=len(done.refused),
    )  # fmt: skip
    if not done.complete:
        log.error("sweep_incomplete", scanned=done.scanned, open=done.open)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="casework.deliver", lock="casework.deliver")
def deliver(timestamp: int) -> None:
    """Put every pending message in front of its people."""
    del timestamp
    count = delivery.deliver_pending(at=timezone.now())
    if count:
        log.info("delivered", messages=count)


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="casework.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Run again what a killed worker was doing; forget finished jobs after a day."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        log.warning("job_rescued", job=job.id, task=job.task_name)
        await manager.retry_job(job)
    await manager.delete_old_jobs(nb_hours=24, include_failed=False)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="casework.seal", lock="casework.seal")
def seal(timestamp: int) -> None:
    """File new cases into the search index's segments; what is not filed yet is found all the same."""
    del timestamp
    while searching.INDEX.seal():
        pass
