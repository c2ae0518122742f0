"""What a time limit is: an amount in one of three units, with its article and its policy at the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TimeUnit(StrEnum):
    """The three units that statutes use side by side."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class Roll(StrEnum):
    """When the last day is a day off: STRICT keeps it (duties of offices), GENEROUS takes the next working
    day (rights of residents; 民法典 art. 203)."""

    STRICT = "strict"
    GENEROUS = "generous"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """An amount to count, and why. `version` names its row: "national" or a district's override."""

    amount: int
    unit: TimeUnit
    roll: Roll
    article: str
    version: str = "national"
