"""What a day is, and the short Chinese reasons that a count gives for it.

The reasons are gettext msgids: a page translates them (`bihuan.common.calendar_texts`), a database
stores them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DayKind(StrEnum):
    """MAKE_UP: a weekend day on which offices work because the holiday took a weekday (调休)."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Reason(StrEnum):
    """Why a day was counted or skipped. The value is the code in JSON; `TEXTS` has the words."""

    START_DAY = "start_day"
    WORKING = "working"
    WORKING_UNPUBLISHED = "working_unpublished"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    WEEKEND_UNPUBLISHED = "weekend_unpublished"
    HOLIDAY = "holiday"
    CALENDAR_DAY = "calendar_day"
    ENDS_ON_DAY_OFF = "ends_on_day_off"
    ROLLS_FROM = "rolls_from"
    ROLLS_TO = "rolls_to"
    PAUSED = "paused"
    STILL_PAUSED = "still_paused"
    RUNNING = "running"


HOLIDAY_SUFFIX = "放假"  # a holiday's reason is its name and this: 春节放假

TEXTS: dict[Reason, str] = {
    Reason.START_DAY: "开始当日不计入",
    Reason.WORKING: "工作日",
    Reason.WORKING_UNPUBLISHED: "工作日（放假安排未公布）",
    Reason.MAKE_UP: "调休上班",
    Reason.WEEKEND: "周末",
    Reason.WEEKEND_UNPUBLISHED: "周末（放假安排未公布）",
    Reason.CALENDAR_DAY: "自然日",
    Reason.ENDS_ON_DAY_OFF: "最后一日逢休息日，不顺延",
    Reason.ROLLS_FROM: "最后一日逢休息日，顺延",
    Reason.ROLLS_TO: "顺延至休假结束的次日",
    Reason.PAUSED: "暂停计算",
    Reason.STILL_PAUSED: "暂停计算，尚未恢复",
    Reason.RUNNING: "连续计时",
}
CODES: dict[str, Reason] = {text: reason for reason, text in TEXTS.items()}

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the working calendar. `known` is False where no published arrangement covers the day."""

    kind: DayKind
    holiday: str = ""
    known: bool = True

    @property
    def works(self) -> bool:
        """Offices work on this day."""
        return self.kind is DayKind.WORKING or self.kind is DayKind.MAKE_UP

    @property
    def why(self) -> str:
        """The day in Chinese: 工作日, 调休上班, 周末, 春节放假."""
        if self.kind is DayKind.HOLIDAY:
            return f"{self.holiday}{HOLIDAY_SUFFIX}"
        if self.kind is DayKind.MAKE_UP:
            return TEXTS[Reason.MAKE_UP]
        if self.kind is DayKind.WORKING:
            return TEXTS[Reason.WORKING if self.known else Reason.WORKING_UNPUBLISHED]
        return TEXTS[Reason.WEEKEND if self.known else Reason.WEEKEND_UNPUBLISHED]


def code_of(why: str) -> Reason:
    """The code of a stored reason. ValueError if it is none of ours."""
    if (code := CODES.get(why)) is not None:
        return code
    if why.endswith(HOLIDAY_SUFFIX):
        return Reason.HOLIDAY
    raise ValueError(f"not a reason of the calendar: {why!r}")
