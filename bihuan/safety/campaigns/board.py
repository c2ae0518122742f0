"""What the campaign's board shows: each enterprise's check, stop and resumption, the weeks side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from bihuan.casework.models import Entry
from bihuan.common.calendar.working import CHINA
from bihuan.safety.campaigns.figures import HANDLED, REFUSED, inspected
from bihuan.safety.campaigns.mapping import COLOURS, coloured
from bihuan.safety.campaigns.models import Campaign, Member, Weekly
from bihuan.safety.hazards.models import Hazard

FIGURES = (
    "units", "checked", "hazards", "rectified", "major", "major_rectified", "penalties", "fined", "stopped", "refused", "handled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One enterprise of the list: when it was checked, what is open, its stop, when that was last looked at."""

    member: Member
    checked_on: date | None
    open_hazards: int
    stop_checked_at: datetime | None

    @property
    def colour(self) -> str:
        """red refuses to stop, orange is stopped, yellow waits for its check, blue is checked or back in production."""
        stop = self.member.suspension
        return colour_of(stop.state if stop is not None else "", checked=self.checked_on is not None)


def colour_of(state: str, *, checked: bool) -> str:
    """The colour of an enterprise by its suspension's state ("" without one) and whether it was checked."""
    if state in REFUSED:
        return "red"
    if state and state not in HANDLED:
        return "orange"
    return "blue" if checked or state in HANDLED else "yellow"


def lines(campaign: Campaign, until: date, *, only: str = "", most: int = 200) -> list[Line]:
    """The enterprises of the list, those that refuse to stop first. `only`: "red", "orange", "yellow", "blue" or all."""
    rows = campaign.members.select_related("enterprise", "enterprise__place", "suspension")
    if only == "red":
        rows = rows.filter(suspension__state__in=REFUSED)
    elif only == "orange":
        rows = rows.filter(suspension__isnull=False).exclude(suspension__state__in=(*REFUSED, *HANDLED))
    elif only:
        ranked: Any = coloured(campaign, until)  # `rank` is a column that the type of the model does not know
        rows = rows.filter(pk__in=ranked.filter(rank=COLOURS.index(only)).values("pk"))
    refusing = list(rows.filter(suspension__state__in=REFUSED).order_by("pk")[:most])
    others = rows.exclude(pk__in=[one.pk for one in refusing]).order_by("enterprise__place", "pk")
    members = [*refusing, *others[: max(0, most - len(refusing))]]
    firms = [one.enterprise_id for one in members]
    checked = _checks(campaign, until, firms)
    open_now = dict(
        Hazard.objects.filter(enterprise__in=firms, open=True).values("enterprise_id").annotate(n=Count("pk"))
        .values_list("enterprise_id", "n")
    )  # fmt: skip
    looked = dict(
        Entry.objects.filter(case__in=[one.suspension_id for one in members if one.suspension_id], step="check_stop")
        .values("case_id").annotate(last=Max("at")).values_list("case_id", "last")
    )  # fmt: skip
    return [
        Line(one, checked.get(one.enterprise_id), open_now.get(one.enterprise_id, 0), looked.get(one.suspension_id or 0))
        for one in members
    ]  # fmt: skip


def _checks(campaign: Campaign, until: date, firms: Sequence[int]) -> dict[int, date]:
    """Enterprise -> the day of its last inspection in the campaign's time that was signed."""
    rows = inspected(campaign, until).filter(enterprise__in=firms).order_by()
    found = rows.values("enterprise_id").annotate(last=Max("ended_at")).values_list("enterprise_id", "last")
    return {firm: last.astimezone(CHINA).date() for firm, last in found}


@dataclass(frozen=True, slots=True)
class Week:
    """A weekly report beside the one before: its figures, and how much each grew."""

    weekly: Weekly
    total: Mapping[str, int]
    more: Mapping[str, int]

    def percent(self, done: str, of: str) -> int:
        """A share in percent, rounded down; 0 when there is nothing to measure."""
        return self.total[done] * 100 // self.total[of] if self.total[of] else 0


def weeks(campaign: Campaign) -> list[Week]:
    """Every weekly report, the first first."""
    found: list[Week] = []
    before: Mapping[str, int] = dict.fromkeys(FIGURES, 0)
    for row in campaign.weeks.order_by("seq"):
        now = {name: int(row.figures["total"].get(name) or 0) for name in FIGURES}
        found.append(Week(row, now, {name: now[name] - before[name] for name in FIGURES}))
        before = now
    return found
