"""Days as guards compare them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt, Guard
from bihuan.common.calendar.working import CHINA


def day_of(moment: datetime) -> date:
    """The day in China."""
    return moment.astimezone(CHINA).date()


def last_day(due_at: datetime) -> date:
    """The last day of a time limit that ends at this moment."""
    return day_of(due_at - timedelta(microseconds=1))


def ahead(field: str, message: str) -> Guard:
    """A guard: the date in `field` lies in the future or is today. `message` is a Chinese msgid."""

    def guard(attempt: Attempt) -> None:
        if attempt.given[field] < day_of(attempt.at):
            raise Guarded(_(message), field=field)

    return guard
