"""When next year's calendar is published, open clocks follow in the same transaction, and their journals say so."""

from __future__ import annotations

from datetime import datetime

from bihuan.casework.clock_audit import recount_open
from bihuan.common import calendars
from bihuan.common.calendars import CalendarChange


def recount(*, change: CalendarChange, at: datetime) -> int:
    """Recompute the running clocks; returns how many deadlines moved or became certain."""
    return recount_open(at=at, reason=f"calendar {change.year}")


def follow_calendar() -> None:
    """Register the recount with the calendar."""
    calendars.on_change(recount, label="正在计算的期限")
