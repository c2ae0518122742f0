"""The figures of a campaign, from the records alone: nobody types them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from bihuan.safety.campaigns.models import Campaign, Goal, Member
from bihuan.safety.enforcement.models import Penalty
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.suspension.models import Suspension

STOPPED = ("in_force",)
REFUSED = ("refused", "cut_notified", "utilities_cut")
HANDLED = ("closure_proposed", "closed", "over", "resumed")


@dataclass(frozen=True, slots=True)
class Place:
    """One place (or all of them): enterprises, how many were checked, hazards, penalties in yuan, suspensions."""

    name: str
    units: int = 0
    checked: int = 0
    hazards: int = 0
    rectified: int = 0
    major: int = 0
    major_rectified: int = 0
    penalties: int = 0
    fined: int = 0
    stopped: int = 0
    refused: int = 0
    handled: int = 0

    @property
    def as_json(self) -> dict[str, int | str]:
        """As a weekly report keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}

    def share(self, measure: str) -> int | None:
        """A goal's measure in percent, rounded down; None when there is nothing to measure."""
        done, of = {
            "checked": (self.checked, self.units), "rectified": (self.rectified, self.hazards),
            "major": (self.major_rectified, self.major), "resumed": (self.handled, self.stopped),
        }[measure]  # fmt: skip
        return done * 100 // of if of else None


def by_place(campaign: Campaign, until: date) -> list[Place]:
    """Each place with members, by six statements whatever their number."""
    members = list(
        Member.objects.filter(campaign=campaign).values_list(
            "enterprise_id", "enterprise__place__name", "suspension_id"
        )
    )
    place = {firm: name for firm, name, _case in members}
    counts: dict[str, dict[str, int]] = {name: {} for name in place.values()}

    def add(rows: Iterable[Mapping[str, Any]], names: tuple[str, ...]) -> None:
        for row in rows:
            into = counts[place[row["enterprise_id"]]]
            for name in names:
                into[name] = into.get(name, 0) + (row[name] or 0)

    firms = Member.objects.filter(campaign=campaign).values("enterprise_id")
    span = (campaign.starts_on, until)
    for firm in place:
        into = counts[place[firm]]
        into["units"] = into.get("units", 0) + 1
    checked = set(
        Inspection.objects.filter(enterprise__in=firms, ended_at__date__range=span).exclude(signature="")
        .values_list("enterprise_id", flat=True)
    )  # fmt: skip
    add([{"enterprise_id": firm, "checked": 1} for firm in checked], ("checked",))
    hazards = Hazard.objects.filter(enterprise__in=firms, found_on__range=span).values("enterprise_id")
    hazards = hazards.annotate(
        hazards=Count("pk"), rectified=Count("pk", filter=Q(open=False)), major=Count("pk", filter=Q(grade="major")),
        major_rectified=Count("pk", filter=Q(grade="major", open=False)),
    )  # fmt: skip
    add(hazards, ("hazards", "rectified", "major", "major_rectified"))
    fines = Penalty.objects.filter(enterprise__in=firms, decided_on__range=span, annulled_on__isnull=True)
    add(
        fines.values("enterprise_id").annotate(penalties=Count("pk"), fined=Sum("amount")),
        ("penalties", "fined"),
    )
    stops = Suspension.objects.filter(case__campaign_member__campaign=campaign).values("enterprise_id")
    add(
        stops.annotate(
            stopped=Count("pk"), refused=Count("pk", filter=Q(case__state__in=REFUSED)),
            handled=Count("pk", filter=Q(case__state__in=HANDLED)),
        ),
        ("stopped", "refused", "handled"),
    )  # fmt: skip
    return [Place(name, **found) for name, found in sorted(counts.items())]


def total(places: Iterable[Place]) -> Place:
    """All places together."""
    sums: dict[str, int] = {}
    for place in places:
        for name, value in place.as_json.items():
            if isinstance(value, int):
                sums[name] = sums.get(name, 0) + value
    return Place("", **sums)


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal with what the records say: `share` is None when there was nothing to measure, which counts as reached."""

    goal: Goal
    share: int | None

    @property
    def reached(self) -> bool:
        """Whether the records reach it."""
        return self.share is None or self.share >= self.goal.percent


def goals_of(campaign: Campaign, figures: Place) -> list[Reached]:
    """Each goal measured."""
    return [Reached(goal, figures.share(goal.measure)) for goal in campaign.goals.order_by("pk")]
