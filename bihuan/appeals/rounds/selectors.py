"""Reads of rounds of screening: what was found, who owns it, who mediates, what was agreed, and whether it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.dateparse import parse_date

from bihuan.appeals.models import ScreeningRound
from bihuan.appeals.processes.dispute import DISPUTE, MATTERS, RISKS
from bihuan.casework.models import Case, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.actor import Actor

TOLD = ("name_owner", "begin_mediation", "reach_agreement", "agreement_kept", "agreement_broken")


@dataclass(slots=True)
class Found:
    """A dispute of a round, with what its journal says. Labels are Chinese msgids."""

    case: Case
    state: str
    matter: str
    risk: str
    owner: str = ""
    mediator: str = ""
    signed_on: date | None = None
    perform_by: date | None = None
    kept: str = ""  # "kept", "broken" or nothing yet

    @property
    def has_owner(self) -> bool:
        """A unit was named to settle it."""
        return bool(self.owner)


def rounds(*, place: int | None = None) -> QuerySet[ScreeningRound]:
    """Every round, the newest first."""
    found = ScreeningRound.objects.select_related("place", "unit").order_by("-starts_on", "-pk")
    return found.filter(place_id=place) if place is not None else found


def disputes(screening: ScreeningRound, actor: Actor, *, state: str = "") -> QuerySet[Case]:
    """What was found in the round and the actor may see; the nearest deadline first, then what has no owner yet."""
    found = visible_cases(actor).filter(finding__round=screening)
    if state in {one.name for one in DISPUTE.states}:
        found = found.filter(state=state)
    return found.select_related("holder_unit", "jurisdiction").order_by("next_due_at", "registered_at", "pk")


def told(cases: list[Case]) -> list[Found]:
    """The same with owner, mediator, agreement and whether it is kept."""
    matters, risks = dict(MATTERS), dict(RISKS)
    rows = {
        case.pk: Found(
            case, DISPUTE.state(case.state).label, matters.get(case.facts.get("matter", ""), ""),
            risks.get(case.facts.get("risk", ""), ""),
        )
        for case in cases
    }  # fmt: skip
    entries = Entry.objects.filter(case__in=rows, kind="step", step__in=TOLD).order_by("case", "seq")
    for entry in entries:
        row, given = rows[entry.case_id], entry.data
        match entry.step:
            case "name_owner":
                row.owner = str(given.get("owner", ""))
            case "begin_mediation":
                row.mediator = str(given.get("mediator", ""))
            case "reach_agreement":
                row.mediator = str(given.get("mediator", "")) or row.mediator
                row.signed_on = parse_date(str(given.get("signed_on", "")))
                row.perform_by, row.kept = parse_date(str(given.get("perform_by", ""))), ""
            case "agreement_kept":
                row.kept = "kept"
            case _:
                row.kept = "broken"
    return list(rows.values())
