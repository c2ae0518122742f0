"""Making Django ready in a program that is not a web worker."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from bihuan.common.database import ensure_running

F = TypeVar("F", bound=Callable[..., Any])
SETTINGS = "bihuan.config.settings"


def prepare(*, database: bool = True) -> None:
    """See that the database runs (embedded, if no DATABASE_URL) and set Django up. Safe to call twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if database:
        ensure_running()
    import django

    django.setup()


def no_database(command: F) -> F:
    """Mark a command of `bihuan/<app>/cli.py` that runs without a database: none is started for it."""
    command.needs_database = False  # type: ignore[attr-defined]
    return command
