"""What the clocks show of a report: late, false, concealed or omitted (迟报、谎报、瞒报、漏报). They show; people find.

生产安全事故报告和调查处理条例 art. 4, 9 to 13, 35, 36; 安全生产法 art. 110, 111. What the investigation finds is recorded by the
step `find_report`, and the time it found, when the unit's head really knew, takes the place of the time that was told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from bihuan.casework.models import ClockRow, Entry
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents.grades import TO_UNIT_HEAD
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT

HOURS = ("forward_city", "forward_province", "forward_state", "notify_bodies")
LONG = timedelta(days=1)
RECORDED = timedelta(hours=2)  # between what is said to have been done and its record, without a question
COUNTED = ("deaths", "serious", "missing")


@dataclass(frozen=True, slots=True)
class Level:
    """One level's report: from when, until when, when it was made as was said, and when that was written down here.

    `due` is None where the law says "at once" (art. 9 para. 1). `recorded` is None where no record is asked for.
    """

    label: str
    start: datetime
    due: datetime | None
    done: datetime | None
    recorded: datetime | None = None

    def late_by(self, now: datetime) -> timedelta:
        """By how much it is or was late; zero when in time."""
        if self.due is None:
            return timedelta(0)
        return max(timedelta(0), (self.done or now) - self.due)

    @property
    def written_late(self) -> bool:
        """Said to have been in time, and written down only after the hour and long after."""
        return (
            self.due is not None
            and self.done is not None
            and self.recorded is not None
            and self.done <= self.due < self.recorded
            and self.recorded - self.done > RECORDED
        )


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing the clocks show. `kind` is late, written_late, omitted or concealed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An accident with everything that says who reported what and when."""

    accident: Accident
    facts: Mapping[str, Any]
    clocks: Sequence[ClockRow]
    reports: Sequence[Report]
    entries: Sequence[Entry]

    @property
    def learned_at(self) -> datetime:
        """When the unit's head knew: as the investigation found, else as was told."""
        found = self.facts.get("true_learned_at")
        return datetime.fromisoformat(str(found)) if found else self.accident.learned_at


def levels(told: Told) -> list[Level]:
    """Every level in order: the scene to the unit's head, the unit to this office, then each clock of two hours."""
    accident, known = told.accident, told.learned_at
    found = [
        Level(_("现场报告单位负责人"), accident.occurred_at, None, known),
        Level(_("单位报告本机关"), known, known + TO_UNIT_HEAD, accident.received_at),
    ]
    by_seq = {entry.seq: entry for entry in told.entries}
    for row in sorted(told.clocks, key=lambda one: (one.started_at, one.pk or 0)):
        if row.name not in HOURS or row.stopped_by in ("void", "lapsed"):
            continue
        entry = by_seq.get(row.stop_seq or 0)
        said = entry.data.get("sent_at") if entry is not None else None
        done = datetime.fromisoformat(str(said)) if said else row.stopped_at
        found.append(
            Level(_(ACCIDENT.clock(row.name).label), row.started_at, row.due_at, done, row.stopped_at)
        )
    return found


def signs(told: Told, now: datetime) -> list[Sign]:
    """Signs, the unit's own report first. An hour that still runs is a sign as soon as it is over."""
    found = []
    for place, level in enumerate(levels(told)):
        late = level.late_by(now)
        if place == 1 and late > LONG:
            found.append(
                Sign(
                    "concealed",
                    _("事故单位在知道之后%(time)s才报告，超过一小时的期限，请查明是否瞒报。")
                    % {"time": span(late)},
                )
            )
        elif place == 1 and late:
            found.append(Sign("late", _("事故单位迟报：超过一小时的期限%(time)s。") % {"time": span(late)}))
        elif late and level.done is None:
            found.append(
                Sign(
                    "late",
                    _("“%(step)s”已经超过期限%(time)s，还没有登记。")
                    % {"step": level.label, "time": span(late)},
                )
            )
        elif late:
            found.append(
                Sign("late", _("“%(step)s”迟报%(time)s。") % {"step": level.label, "time": span(late)})
            )
        elif level.written_late and level.done is not None and level.recorded is not None:
            found.append(
                Sign(
                    "written_late",
                    _("“%(step)s”填写的时间没有超期，但是%(time)s以后才登记，请核对上级的接收记录。")
                    % {"step": level.label, "time": span(level.recorded - level.done)},
                )
            )
    return found + _of_reports(told.reports)


def _of_reports(reports: Sequence[Report]) -> list[Sign]:
    """What later reports say of the day of earlier ones, and changes that were told long after they happened (art. 13)."""
    found = []
    for before, after in pairwise(reports):
        # The figures are of a day on which the earlier report had been made already, or of the very accident.
        same = after.changed_on <= before.at.astimezone(CHINA).date()
        if same and any(getattr(after, name) > getattr(before, name) for name in COUNTED[:2]):
            found.append(
                Sign(
                    "omitted",
                    _("%(at)s的报告写死亡%(first)s人、重伤%(hurt)s人，后来的报告写同一天已有死亡%(now)s人、重伤%(now_hurt)s人，请查明是否漏报、谎报。")
                    % {
                        "at": before.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), "first": before.deaths,
                        "hurt": before.serious, "now": after.deaths, "now_hurt": after.serious,
                    },
                )
            )  # fmt: skip
        days = (after.at.astimezone(CHINA).date() - after.changed_on).days
        changed = any(getattr(after, name) != getattr(before, name) for name in COUNTED)
        if changed and days > 1:
            found.append(
                Sign(
                    "late",
                    _("%(day)s的伤亡变化，%(days)s天以后才补报（第十三条要求及时补报）。")
                    % {"day": after.changed_on.isoformat(), "days": days},
                )
            )
    return found


def span(long: timedelta) -> str:
    """A length as people say it: minutes, from two hours on hours, from two days on days."""
    minutes = int(long.total_seconds() // 60)
    if minutes >= 2880:
        return _("%(n)s天") % {"n": minutes // 1440}
    if minutes >= 120:
        return _("%(n)s小时") % {"n": minutes // 60}
    return _("%(n)s分钟") % {"n": minutes}
