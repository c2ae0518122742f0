"""What the clocks show of a report: late, false, concealed or omitted (迟报、谎报、瞒报、漏报). They show; people find.

生产安全事故报告和调查处理条例 art. 35, 36; 安全生产法 art. 110,
111. 《〈生产安全事故报告和调查处理条例〉罚款处罚暂行规定》art. 5 has the four words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from bihuan.casework.models import ClockRow
from bihuan.emergency.accidents.grades import late_by
from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.accidents.process import ACCIDENT

HOURS = {"forward_city", "forward_province", "forward_state", "notify_bodies"}
LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing the clocks show. `kind` is late, omitted or concealed."""

    kind: str
    text: str


def signs(accident: Accident, clocks: Sequence[ClockRow], reports: Sequence[Report]) -> list[Sign]:
    """Signs, the unit's own report first."""
    found = []
    late = late_by(accident.learned_at, accident.received_at)
    if late > LONG:
        found.append(
            Sign(
                "concealed",
                _("事故单位在知道之后%(time)s才报告，超过一小时的期限，请查明是否瞒报。")
                % {"time": _span(late)},
            )
        )
    elif late:
        found.append(Sign("late", _("事故单位迟报：超过一小时的期限%(time)s。") % {"time": _span(late)}))
    for row in clocks:
        if (
            row.name in HOURS
            and row.due_at is not None
            and row.stopped_at is not None
            and row.stopped_at > row.due_at
        ):
            label = ACCIDENT.clock(row.name).label
            found.append(
                Sign(
                    "late",
                    _("“%(step)s”迟报%(time)s。")
                    % {"step": _(label), "time": _span(row.stopped_at - row.due_at)},
                )
            )
    if (
        len(reports) > 1
        and reports[0].deaths < reports[-1].deaths
        and reports[-1].changed_on == reports[0].changed_on
    ):
        found.append(
            Sign(
                "omitted",
                _("首报死亡%(first)s人，后来查明事故当日已有%(now)s人，请查明是否漏报、谎报。")
                % {"first": reports[0].deaths, "now": reports[-1].deaths},
            )
        )
    return found


def _span(long: timedelta) -> str:
    minutes = int(long.total_seconds() // 60)
    if minutes >= 2880:
        return _("%(n)s天") % {"n": minutes // 1440}
    if minutes >= 120:
        return _("%(n)s小时") % {"n": minutes // 60}
    return _("%(n)s分钟") % {"n": minutes}
