"""Structured logs, one JSON object a line, that hold no personal data.

Our own events carry named values that we chose. Lines of libraries are kept as the template they were written as,
without its arguments, and an error as its kind and the places it passed through, without its message: either may
hold what somebody typed. The text of a 500 can therefore not leak through the log.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor

FRAMES = 12  # the innermost ones say where it happened
PACKAGES = ("site-packages/", "bihuan/")


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def setup(*, level: str, pretty: bool) -> dict[str, Any]:
    """Configure structlog and return Django's LOGGING. `pretty` is for a person at a terminal."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": {"()": formatter, "pretty": pretty}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.db.backends": {"level": "WARNING"},  # at DEBUG it would print every row's values
            "procrastinate": {"level": "WARNING"},  # at INFO it prints the arguments of each job
            "psycopg.pool": {"level": "ERROR"},  # retries several times a second while the database is away
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def formatter(*, pretty: bool | None = None, **_: Any) -> logging.Formatter:
    """The shape of every line; granian's own use it too, by the name of this function."""
    if pretty is None:
        pretty = os.environ.get("BIHUAN_LOG_FORMAT", "json") == "text"
    shown: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if pretty
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, template_only],
        processors=[place_of_error, structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
    )


def template_only(_: Any, __: str, event: EventDict) -> EventDict:
    """A library's line without its arguments."""
    record: logging.LogRecord = event["_record"]
    if record.name == "_granian":  # the web server's own lines: addresses and process numbers
        event["event"] = str(event["event"]).split("\n", 1)[0]  # and, below the first line, an error's text
        return event
    event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    job = getattr(record, "job", None)
    if isinstance(job, dict):  # procrastinate writes the arguments into the line itself
        event["event"] = getattr(record, "action", "job")
        event.update(job_id=job.get("id"), task=job.get("task_name"))
    return event


def place_of_error(_: Any, __: str, event: EventDict) -> EventDict:
    """`exc_info` becomes kinds and places."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    problem = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(problem, BaseException):
        event["error"] = type(problem).__qualname__
        event["at"] = _places(problem.__traceback__)
        cause = problem.__cause__ or problem.__context__
        if cause is not None:
            event["cause"] = type(cause).__qualname__
        for name in ("sqlstate", "constraint_name", "table_name"):
            if value := getattr(cause, name, None) or getattr(getattr(cause, "diag", None), name, None):
                event[name] = value
    return event


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename).as_posix()
    for package in PACKAGES:
        _, found, rest = path.rpartition(package)
        if found:
            return rest if package == "site-packages/" else found + rest
    return path
