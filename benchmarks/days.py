"""The day in China, which the engine goes by."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.common.calendar.working import CHINA


def now() -> datetime:
    """This moment, in China's time."""
    return datetime.now(CHINA)


def today() -> date:
    """The day in China now."""
    return now().date()
