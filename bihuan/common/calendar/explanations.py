"""A deadline as a JSON-ready answer to "why this date": for the page, the API and `bihuan clocks explain`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bihuan.common.calendar import deadlines
from bihuan.common.calendar.days import WEEKDAYS
from bihuan.common.calendar.deadlines import Deadline
from bihuan.common.calendar.pauses import Pause
from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
from bihuan.common.calendar.working import WorkingCalendar

HOURS_RUN = "按小时计算的，自该时刻起连续计算（民法典第二百零一条）。"
START_EXCLUDED = "开始的当日不计入，自下一日起计算（民法典第二百零一条）。"
ENDS_AT_24 = "最后一日的截止时间为二十四时（民法典第二百零三条）。"
WORKING_ONLY = "只计工作日：周末和放假日不计，调休上班日照计。"
KEEPS_LAST_DAY = "对机关从严：最后一日逢休息日也不顺延。"
ROLLS_LAST_DAY = "对群众从宽：最后一日逢休息日的，顺延至休假结束的次日（民法典第二百零三条）。"
PAUSED_SKIPPED = "暂停期间不计入。"
STILL_PAUSED = "目前暂停计算，恢复后才能确定截止时间。"
PROVISIONAL = "所涉年份的放假安排尚未公布，该日期为暂定；公布后将重新计算。"
PRINCIPLES = (
    HOURS_RUN, START_EXCLUDED, ENDS_AT_24, WORKING_ONLY, KEEPS_LAST_DAY, ROLLS_LAST_DAY, PAUSED_SKIPPED,
    STILL_PAUSED, PROVISIONAL,
)  # fmt: skip


class LimitLike(Protocol):
    """Whatever says how long, in what and by which article: a TimeLimit, or a Clock of a process table."""

    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> TimeUnit: ...
    @property
    def roll(self) -> Roll: ...
    @property
    def article(self) -> str: ...


def explain_limit(
    limit: LimitLike,
    *,
    start: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
    process: str = "",
    clock: str = "",
    rule: str = "national",
) -> dict[str, Any]:
    """Count and explain in one call. Arguments and errors as `deadlines.compute`."""
    limit = TimeLimit(limit.amount, limit.unit, limit.roll, limit.article, getattr(limit, "version", rule))
    deadline = deadlines.compute(
        limit, start=start, calendar=calendar, pauses=pauses, extended_by=extended_by
    )
    return explain(deadline, limit, process=process, clock=clock)


def explain(deadline: Deadline, limit: TimeLimit, *, process: str = "", clock: str = "") -> dict[str, Any]:
    """The deadline and its reasons as JSON values. Texts are Chinese msgids, moments ISO 8601 at +08:00.

    `due` is what people say: the last day, or the moment for a limit in hours; `due_at` is the moment at which it is
    overdue. `process` and `clock` appear only when given. `version` is the calendar's, `rule` that of the rule's row.
    """
    named = {key: value for key, value in (("process", process), ("clock", clock)) if value}
    return {
        **named,
        "start": deadline.start.isoformat(),
        "due": _due(deadline, limit),
        "due_at": deadline.due_at.isoformat() if deadline.due_at else None,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "amount": limit.amount,
        "extended_by": deadline.extended_by,
        "unit": limit.unit.value,
        "article": limit.article,
        "rule": limit.version,
        "roll": limit.roll.value,
        "provisional": deadline.provisional,
        "paused": deadline.paused,
        "left": deadline.left,
        "counted": sum(note.counted for note in deadline.days),
        "skipped": sum(not note.counted for note in deadline.days),
        "principles": principles(deadline, limit),
        "days": [
            {
                "date": note.date.isoformat(),
                "weekday": WEEKDAYS[note.date.weekday()],
                "counted": note.counted,
                "why": note.why,
                "code": note.code.value,
            }
            for note in deadline.days
        ],
        "version": deadline.version,
    }


def _due(deadline: Deadline, limit: TimeLimit) -> str | None:
    if deadline.due_at is None or deadline.due_on is None:
        return None
    return deadline.due_at.isoformat() if limit.unit is TimeUnit.HOURS else deadline.due_on.isoformat()


def principles(deadline: Deadline, limit: TimeLimit) -> list[str]:
    """The rules of counting that this deadline used, as sentences to show beside it."""
    if limit.unit is TimeUnit.HOURS:
        said = [HOURS_RUN]
    else:
        said = [START_EXCLUDED, ENDS_AT_24]
        if limit.unit is TimeUnit.WORKING_DAYS:
            said.append(WORKING_ONLY)
        else:
            said.append(KEEPS_LAST_DAY if limit.roll is Roll.STRICT else ROLLS_LAST_DAY)
    if any(note.code.value in ("paused", "still_paused") for note in deadline.days):
        said.append(STILL_PAUSED if deadline.paused else PAUSED_SKIPPED)
    if deadline.provisional:
        said.append(PROVISIONAL)
    return said
