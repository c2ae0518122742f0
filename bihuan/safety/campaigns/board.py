"""What the campaign's board draws: the map of its enterprises, each one's check, stop and resumption, the weeks side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from bihuan.casework.models import Entry
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.safety.campaigns.figures import HANDLED, REFUSED
from bihuan.safety.campaigns.models import Campaign, Member, Weekly
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.maps import drawing
from bihuan.safety.maps.selectors import boundaries, extent

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
        done = _checks(campaign, until)
        rows = rows.filter(enterprise__in=done) if only == "blue" else rows.exclude(enterprise__in=done)
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


def _checks(campaign: Campaign, until: date, firms: Sequence[int] | None = None) -> dict[int, date]:
    """Enterprise -> the day of its last inspection in the campaign's time that was signed."""
    rows = Inspection.objects.filter(ended_at__date__range=(campaign.starts_on, until)).exclude(signature="")
    rows = (
        rows.filter(enterprise__campaigns__campaign=campaign)
        if firms is None
        else rows.filter(enterprise__in=firms)
    )
    found = rows.values("enterprise_id").annotate(last=Max("ended_at")).values_list("enterprise_id", "last")
    return {firm: last.astimezone(CHINA).date() for firm, last in found}


def picture(actor: Actor, campaign: Campaign, until: date, href: Any) -> drawing.Picture | None:
    """The map: places, and the enterprises of the list that have a position. `href` makes an enterprise's address."""
    rows = list(
        Member.objects.filter(campaign=campaign, enterprise__longitude__isnull=False).values_list(
            "enterprise_id", "enterprise__name", "enterprise__credit_code", "enterprise__longitude", "enterprise__latitude",
            "suspension__state",
        )
    )  # fmt: skip
    checked = _checks(campaign, until)
    spots = [
        drawing.Spot(float(x), float(y), name, code, colour_of(state or "", checked=firm in checked))
        for firm, name, code, x, y, state in rows
        if x is not None and y is not None
    ]
    outlines = list(boundaries(actor))
    box = extent(spots, outlines)
    if box is None:
        return None
    drawn = drawing.frame(box)
    drawn.shapes = [
        drawing.shape(drawn, name=one.place.name, geometry=one.geometry, href="#places") for one in outlines
    ]
    drawn.marks = drawing.marks(drawn, spots)
    for mark in drawn.marks:
        mark.href = href(mark.href) if mark.href else "#units"  # only for what is drawn by itself
    return drawn


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
