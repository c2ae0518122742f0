"""Reads of hazards: the ledger, likely repeats, what waits for a person's judgment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.casework.models import Involvement
from bihuan.casework.selectors import sees_all
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE, Role
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.hazards.matching import pairs
from bihuan.safety.hazards.models import Hazard, Suspicion
from bihuan.safety.hazards.process import HAZARD

PAGE = 50
FEW = 1000  # enterprises; so many are named one by one, so that the database knows how few they are
LOOK_BACK = 400  # earlier hazards of the enterprise that are compared


def visible_hazards(actor: Actor) -> QuerySet[Hazard]:
    """An enterprise sees the hazards it has or had to put right; an office those of the enterprises it sees.

    What somebody reported is not the enterprise's to see until it is ordered to rectify it.
    """
    return Hazard.objects.filter(reduce(or_, _ways(actor)))


def _ways(actor: Actor) -> list[Q]:
    """The ways by which the actor comes to see a hazard. Each alone has an index; their OR has none."""
    if sees_all(actor):
        return [Q()]
    if actor.has(*OUTSIDE):
        if actor.unit_id is None:
            return [Q(pk__in=[])]
        return [Q(enterprise_id=actor.unit_id, case__involvements__unit=actor.unit_id)]
    if actor.has(Role.INSPECTOR):
        return [Q()]
    seen = visible_enterprises(actor).values_list("pk", flat=True)
    few = list(seen[: FEW + 1])
    # Who registered a case is involved in it, and that is what has an index.
    registered = Involvement.objects.filter(
        unit=actor.unit_id, process=HAZARD.name, case__registry_unit=actor.unit_id
    )
    return [Q(enterprise__in=few if len(few) <= FEW else seen), Q(pk__in=registered.values("case_id"))]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page of the ledger. `following` is where the next page begins, "" at the end."""

    rows: list[Hazard]
    following: str


def ledger(actor: Actor, wanted: Mapping[str, Any], *, page: int = PAGE) -> Ledger:
    """The ledger (台账), the newest first, read on from where the last page ended and never by counting.

    `wanted`: enterprise (credit code), sector, grade, found_by, state, open ("yes"/"no"), overdue, since, until, after.
    """
    since = Q()
    if after := str(wanted.get("after") or ""):
        day, _bar, key = after.partition("_")
        if key.isdecimal() and (on := _day(day)):
            since = Q(found_on__lt=on) | Q(found_on=on, pk__lt=int(key))
    # A page of each way, put together here: a unit with few hazards among a million would else have all looked through.
    rows: dict[int, Hazard] = {}
    for way in _ways(actor):
        part = _narrowed(Hazard.objects.filter(way), wanted).filter(since)
        part = part.select_related("case", "case__holder_unit", "enterprise").order_by(
            "-found_on", "-case_id"
        )
        rows |= {row.pk: row for row in part[: page + 1]}
    found = sorted(rows.values(), key=lambda row: (row.found_on, row.pk), reverse=True)[: page + 1]
    following = f"{found[page - 1].found_on.isoformat()}_{found[page - 1].pk}" if len(found) > page else ""
    return Ledger(found[:page], following)


def filtered(actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[Hazard]:
    """The hazards that the filters let through. What a filter does not know it leaves alone."""
    return _narrowed(visible_hazards(actor), wanted)


def _narrowed(rows: QuerySet[Hazard], wanted: Mapping[str, Any]) -> QuerySet[Hazard]:
    if code := wanted.get("enterprise"):
        keys = Enterprise.objects.filter(Q(credit_code=code) | Q(name=code)).values_list("pk", flat=True)[:2]
        rows = rows.filter(enterprise__in=list(keys))
    for name, column in (
        ("grade", "grade"),
        ("found_by", "found_by"),
        ("state", "case__state"),
        ("sector", "case__topic"),
    ):
        if value := wanted.get(name):
            rows = rows.filter(**{column: "" if value == "none" else value})
    if wanted.get("open") in ("yes", "no"):
        rows = rows.filter(open=wanted["open"] == "yes")
    if wanted.get("overdue") and (now := wanted.get("now")):
        rows = rows.filter(open=True, case__next_due_at__lt=now)
    if since := _day(str(wanted.get("since") or "")):
        rows = rows.filter(found_on__gte=since)
    if until := _day(str(wanted.get("until") or "")):
        rows = rows.filter(found_on__lte=until)
    return rows


@dataclass(frozen=True, slots=True)
class Likely:
    """An earlier, closed hazard that this one may repeat; `score` from 0 to 1."""

    hazard: Hazard
    score: float


def likely_repeats(hazard: Hazard, *, least: float = 0.4) -> list[Likely]:
    """Closed hazards of the same enterprise whose words are much the same, the most alike first."""
    said = pairs(hazard.case.subject + "。" + hazard.place)
    if not said:
        return []
    earlier = (
        Hazard.objects.filter(enterprise_id=hazard.enterprise_id, open=False).exclude(pk=hazard.pk)
        .exclude(case__state="rejected").filter(case__registered_at__lte=hazard.case.registered_at)
        .select_related("case").order_by("-found_on", "-case_id")[:LOOK_BACK]
    )  # fmt: skip
    likely = []
    for row in earlier:
        there = pairs(row.case.subject + "。" + row.place)
        score = len(said & there) / len(said | there) if there else 0.0
        if score >= least:
            likely.append(Likely(row, round(score, 2)))
    return sorted(likely, key=lambda one: -one.score)[:5]


def waiting_suspicions(actor: Actor) -> QuerySet[Suspicion]:
    """What the criteria say may be major and nobody has judged yet, the most likely first."""
    seen = visible_hazards(actor).filter(open=True)
    rows = Suspicion.objects.filter(verdict="", hazard__in=seen)
    return rows.select_related("hazard__case", "hazard__enterprise", "clause__pack").order_by("-score", "id")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
