"""Days as guards compare them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bihuan.appeals.gate import limit_said
from bihuan.appeals.rules.catalog import BY_NAME
from bihuan.appeals.rules.spoken import NAMED, amount_of
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt, Guard
from bihuan.common.calendar.rules import TimeUnit
from bihuan.common.calendar.working import CHINA


def day_of(moment: datetime) -> date:
    """The day in China."""
    return moment.astimezone(CHINA).date()


def last_day(due_at: datetime) -> date:
    """The last day of a time limit that ends at this moment."""
    return day_of(due_at - timedelta(microseconds=1))


def limit_of(attempt: Attempt, right: str) -> re.Pattern[str]:
    """How a letter may say the time limit of a right that is in force where the matter is, today."""
    setting = BY_NAME[NAMED[right]]
    amount, unit, _local = amount_of(setting, place=attempt.case.jurisdiction_id, on=day_of(attempt.at))
    return limit_said(amount, working=unit == TimeUnit.WORKING_DAYS)


def ahead(field: str, message: str) -> Guard:
    """A guard: the date in `field` lies in the future or is today. `message` is a Chinese msgid."""

    def guard(attempt: Attempt) -> None:
        if attempt.given[field] < day_of(attempt.at):
            raise Guarded(_(message), field=field)

    return guard
