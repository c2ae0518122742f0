"""Reference data kept in the process for a moment: read on every request, changed a few times a year.

Only for what may be a few seconds old without harm. A process that changes such data forgets its own copy at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakSet

from django.db import transaction

T = TypeVar("T")
_all: WeakSet[Kept[object]] = WeakSet()


class Kept(Generic[T]):
    """The value of `read()`, at most `seconds` old."""

    def __init__(self, read: Callable[[], T], *, seconds: float = 2.0) -> None:
        self._read, self._seconds = read, seconds
        self._value: tuple[float, T] | None = None
        _all.add(self)  # type: ignore[arg-type]

    def get(self) -> T:
        """The value, read again when it is too old."""
        kept, now = self._value, time.monotonic()
        if kept is None or now - kept[0] >= self._seconds:
            kept = (now, self._read())
            self._value = kept
        return kept[1]

    def forget(self) -> None:
        """Read again next time; once more after the commit, so that nothing read before it stays."""
        self._value = None
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        self._value = None


def forget_all() -> None:
    """Drop every kept value of this process (tests, after a restore)."""
    for kept in list(_all):
        kept._drop()
