"""Addresses for machines: /health/live, /health/ready and /metrics.

A middleware before all others, so that they answer without session, host check or log line, and while the
database is away.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from bihuan.config import metrics

Answer = Callable[[HttpRequest], HttpResponse]
MIGRATIONS_TRUSTED_FOR = 60.0  # seconds: reading the plan on every probe would cost more than serving a page
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


class ProbeMiddleware:
    """Answers the probes and passes everything else on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.probes: dict[str, Answer] = {
            "/health/live": live,
            "/health/ready": ready,
            "/metrics": show_metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self.probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        answer = probe(request)
        answer["Cache-Control"] = "no-store"
        return answer


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing about the database: restarting us would not bring that back."""
    return JsonResponse({"live": True})


def ready(_request: HttpRequest) -> HttpResponse:
    """200 when requests can be served; 503 with the reason when the database is away or not migrated."""
    reason = why_not_ready()
    if reason is None:
        return JsonResponse({"ready": True})
    return JsonResponse({"ready": False, "reason": reason}, status=503, headers={"Retry-After": "5"})


def show_metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, to this machine itself or to who has BIHUAN_METRICS_TOKEN."""
    if not _may_measure(request):
        return HttpResponse(
            "Metrics are given to this machine itself, or with the header 'Authorization: Bearer TOKEN' where "
            "TOKEN is BIHUAN_METRICS_TOKEN.\n",
            status=403,
            content_type="text/plain; charset=utf-8",
        )
    body, content_type = metrics.exposition()
    return HttpResponse(body, content_type=content_type)


_migrated_until = 0.0


def why_not_ready() -> str | None:
    """The reason in one line, or None."""
    global _migrated_until
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if time.monotonic() >= _migrated_until:
            executor = MigrationExecutor(connection)
            missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if missing:
                return f"{missing} migrations are not applied; run: bihuan migrate"
            _migrated_until = time.monotonic() + MIGRATIONS_TRUSTED_FOR
    except DatabaseError as problem:
        return f"the database does not answer ({type(problem).__name__})"
    return None


def _may_measure(request: HttpRequest) -> bool:
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(given, token)
    # A proxy on this machine makes the whole world look local, and says so in these headers.
    if any(header in request.META for header in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
