"""The figures of a campaign, from the records alone: nobody types them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from bihuan.common.calendar.deadlines import midnight
from bihuan.safety.campaigns.models import Campaign, Goal, Member
from bihuan.safety.enforcement.models import Penalty
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.suspension.models import Suspension

STOPPED = ("in_force",)
REFUSED = ("refused", "cut_notified", "utilities_cut")
UNFOLLOWED = ("refused", "cut_notified")  # a refusal whose legal next step is not taken, or not yet in effect
CARRIED_ON = ("in_force", "utilities_cut")  # what goes on after a campaign ends
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


def inspected(campaign: Campaign, until: date) -> QuerySet[Inspection]:
    """Inspections of the campaign's enterprises in its time that were signed, or whose refused signature is on record."""
    return Inspection.objects.filter(
        enterprise__campaigns__campaign=campaign, ended_at__gte=midnight(campaign.starts_on),
        ended_at__lt=midnight(until + timedelta(days=1)),
    ).exclude(signature="")  # fmt: skip


def by_place(campaign: Campaign, until: date) -> list[Place]:
    """Each place with members, by five statements whatever their number; the database adds up."""
    names: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = {}
    for key, name, units in (
        Member.objects.filter(campaign=campaign).values_list("enterprise__place_id", "enterprise__place__name")
        .annotate(n=Count("pk")).order_by()
    ):  # fmt: skip
        names[key], counts[key] = name, {"units": units}

    def add(rows: QuerySet[Any], **sums: Any) -> None:
        for row in rows.order_by().values(lies=F("enterprise__place_id")).annotate(**sums):
            counts[row["lies"]] |= {name: row[name] or 0 for name in sums}

    span = (campaign.starts_on, until)
    mine = {"enterprise__campaigns__campaign": campaign}
    add(inspected(campaign, until), checked=Count("enterprise_id", distinct=True))
    add(
        Hazard.objects.filter(found_on__range=span, **mine),
        hazards=Count("pk"), rectified=Count("pk", filter=Q(open=False)), major=Count("pk", filter=Q(grade="major")),
        major_rectified=Count("pk", filter=Q(grade="major", open=False)),
    )  # fmt: skip
    add(
        Penalty.objects.filter(decided_on__range=span, annulled_on__isnull=True, **mine),
        penalties=Count("pk"), fined=Sum("amount"),
    )  # fmt: skip
    add(
        Suspension.objects.filter(case__campaign_member__campaign=campaign),
        stopped=Count("pk"), refused=Count("pk", filter=Q(case__state__in=REFUSED)),
        handled=Count("pk", filter=Q(case__state__in=HANDLED)),
    )  # fmt: skip
    return [Place(names[key], **counts[key]) for key in sorted(counts, key=lambda key: (names[key], key))]


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
