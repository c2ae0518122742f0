"""What is measured. With several web processes (`bihuan serve`) the figures are summed over all of them."""

from __future__ import annotations

import os

from django.db import DatabaseError, connection
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

# By the pattern of the address, never the address itself: that may name a case.
REQUESTS = Counter(
    "bihuan_http_requests_total", "Requests by method, route and status", ["method", "route", "status"]
)
SECONDS = Histogram(
    "bihuan_http_request_seconds", "Seconds to answer, by route", ["route"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)  # fmt: skip


def exposition() -> tuple[bytes, str]:
    """The text Prometheus reads, and its content type."""
    shared = "PROMETHEUS_MULTIPROC_DIR" in os.environ
    registry = CollectorRegistry() if shared else REGISTRY
    if shared:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_at_this_moment()), CONTENT_TYPE_LATEST


def _at_this_moment() -> CollectorRegistry:
    """What is asked of the database when somebody looks."""
    registry = CollectorRegistry()
    up = Gauge("bihuan_database_up", "1 when the database answers", registry=registry)
    waiting = Gauge("bihuan_jobs", "Background jobs not finished, by status", ["status"], registry=registry)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY 1"
            )
            counts = dict(cursor.fetchall())
    except DatabaseError:
        up.set(0)
        return registry
    up.set(1)
    for status in ("todo", "doing"):
        waiting.labels(status).set(counts.get(status, 0))
    return registry
