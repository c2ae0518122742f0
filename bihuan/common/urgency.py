"""How pressing a deadline is, for its colour and mark. Not a state: nothing stores it."""

from __future__ import annotations

import datetime as dt

from bihuan.common.habits import last_day, local_day


def urgency(due_at: dt.datetime, *, now: dt.datetime, warn: int = 3) -> str:
    """ "overdue" from the deadline on, "soon" from `warn` days before its last day, else "calm"."""
    if now >= due_at:
        return "overdue"
    return "soon" if (last_day(due_at) - local_day(now)).days <= warn else "calm"
