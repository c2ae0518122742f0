"""What the workers are told of hazards found and put right: 安全生产法 art. 41 para. 2, every hazard, not major ones alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, NotYours
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.keeping import record
from bihuan.safety.enterprises.models import Enterprise, FileChange
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.selectors import visible_hazards

PART = "notice"


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    first: date

    @classmethod
    def of(cls, typed: str) -> Month | None:
        """From 2026-03; None when it is no month."""
        try:
            return cls(date.fromisoformat(f"{typed}-01"))
        except ValueError:
            return None

    @classmethod
    def before(cls, day: date) -> Month:
        """The one before that of the day."""
        return cls((day.replace(day=1) - timedelta(days=1)).replace(day=1))

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def of_month(enterprise: Enterprise, actor: Actor, month: Month) -> list[Hazard]:
    """What was found in the month, was closed in it, or was open at its end; of a report only what was ordered already."""
    rows = (
        visible_hazards(actor)
        .filter(enterprise=enterprise, found_on__lte=month.last)
        .exclude(case__state="rejected")
    )
    wanted = Q(found_on__gte=month.first) | Q(open=True) | Q(accepted_on__range=(month.first, month.last))
    return list(rows.filter(wanted).select_related("case").order_by("found_on", "pk")[:500])


def told(enterprise: Enterprise) -> list[FileChange]:
    """When the workers were told, the last first."""
    return list(enterprise.changes.filter(part=PART).order_by("-at")[:24])


@transaction.atomic
def tell(*, enterprise: Enterprise, month: Month, how: str, actor: Actor, at: datetime) -> None:
    """Write down how and when the enterprise told its workers of a month. Raises NotYours, Incomplete."""
    if not actor.has(*OUTSIDE) or actor.unit_id != enterprise.unit_id:
        raise NotYours
    if not how.strip():
        raise Incomplete({"how": _("请写明怎样通报：职工大会、职工代表大会或者信息公示栏的名称。")})
    rows = of_month(enterprise, actor, month)
    counts = {"how": ["", how.strip()[:120]], "hazards": ["", str(len(rows))]}
    record(enterprise=enterprise, part=PART, what=str(month), changed=counts, actor=actor, at=at)


def owed(enterprise: Enterprise, actor: Actor, on: date) -> Month | None:
    """Last month, when it had hazards and nobody has written down that the workers were told of them."""
    month = Month.before(on)
    if enterprise.changes.filter(part=PART, what=str(month)).exists():
        return None
    found = visible_hazards(actor).filter(enterprise=enterprise, found_on__range=(month.first, month.last))
    return month if found.exists() else None
