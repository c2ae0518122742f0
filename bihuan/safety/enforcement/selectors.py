"""Reads of enforcement: what an actor sees, which article is in force, who was penalised how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.casework.models import ClockRule
from bihuan.casework.selectors import sees_all
from bihuan.casework.wall import policy
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enforcement.articles import NATIONAL, Article, national
from bihuan.safety.enforcement.counting import DAYS, WITHIN_DAYS, YEARLY, Repeats, repeats
from bihuan.safety.enforcement.models import LocalAmount, Matter, Penalty, PenaltyArticle
from bihuan.safety.enforcement.small_processes import LISTING as LISTED
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard

# 安全生产违法行为行政处罚办法 art. 33, where a province sets nothing: a default, overridden by dated rows.
LARGE = {"large_unit": 50_000, "large_individual": 20_000}
# Listed supervision has no national rule; these are of the rules of one city (2012). Each is overridden by dated rows.
LISTING = {"list_days_district": 365, "list_days_city": 365, "list_days_province": 365, "list_ask_before": 20}
DEFAULTS = LARGE | LISTING


def visible_penalties(actor: Actor) -> QuerySet[Penalty]:
    """The penalty cases of the actor's unit; all for those who answer for the district; none for an enterprise."""
    rows = Penalty.objects.select_related("case", "enterprise").filter(policy.passes(actor, "case_id"))
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(Q(case__registry_unit_id=actor.unit_id) | Q(case__holder_unit_id=actor.unit_id))


def visible_matters(actor: Actor, process: str) -> QuerySet[Matter]:
    """Closure proposals, interviews or listings of the actor's unit; all for those who answer for the district."""
    rows = Matter.objects.select_related("case", "enterprise").filter(
        policy.passes(actor, "case_id"), case__process=process
    )
    if actor.has(*OUTSIDE) or (actor.unit_id is None and not actor.is_system):
        return rows.none()
    if sees_all(actor):
        return rows
    return rows.filter(Q(case__registry_unit_id=actor.unit_id) | Q(case__holder_unit_id=actor.unit_id))


def article_on(code: str, on: date) -> Article | None:
    """The article of that code on the day: a district's own row first, then the national table."""
    code = code.strip()
    own = _own(on).filter(code=code).order_by("-in_force_from").first()
    return _of(own) if own is not None else national(code, on)


def articles_on(on: date) -> list[Article]:
    """Every article in force on the day, the district's own first."""
    own = [_of(row) for row in _own(on).order_by("code")]
    codes = {one.code for one in own}
    return [*own, *(row for row in NATIONAL if row.code not in codes and national(row.code, on) is row)]


def _own(on: date) -> QuerySet[PenaltyArticle]:
    return PenaltyArticle.objects.filter(
        Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), in_force_from__lte=on
    )


def _of(row: PenaltyArticle) -> Article:
    return Article(
        row.code, row.conduct, row.party, row.low, row.high, row.stage, row.percent, row.suspends, row.instrument,
        row.in_force_from, row.in_force_to,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A local figure on a day, and where it is from."""

    amount: int
    source: str


def large_fine(party: str, on: date) -> int:
    """From what fine on a hearing must be offered to the party on the day, in yuan."""
    return figure_on(f"large_{party}", on).amount


def figure_on(kind: str, on: date) -> Figure:
    """The dated local figure in force on the day, or the default, which says that it is one."""
    row = (
        LocalAmount.objects.filter(
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), kind=kind, in_force_from__lte=on
        )
        .order_by("-in_force_from", "-pk")
        .first()
    )
    return (
        Figure(row.amount, row.article)
        if row is not None
        else Figure(DEFAULTS[kind], _("默认值，没有登记地方规定"))
    )


def listing_limits(on: date) -> list[tuple[str, int, str, str]]:
    """Each counted deadline of listed supervision on the day: label, amount, unit, where it is from."""
    rules = {
        row.clock: row
        for row in ClockRule.objects.filter(
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), process="safety.listing", in_force_from__lte=on
        ).order_by("in_force_from", "pk")
    }  # fmt: skip
    found = []
    for clock in LISTED.clocks:
        if clock.due_from is None:
            rule = rules.get(clock.name)
            amount, unit = (rule.amount, rule.unit) if rule else (clock.amount, clock.unit.value)
            found.append((clock.label, amount, unit, rule.article if rule else _("默认值，没有登记地方规定")))
    return found


def repeats_of(enterprise: Enterprise, on: date) -> Repeats:
    """How often the enterprise itself was penalised, annulled decisions left out (安全生产法 art. 113 no. 1)."""
    decided = Penalty.objects.filter(
        enterprise=enterprise, decided_on__gt=on - timedelta(days=366), decided_on__lte=on, annulled_on__isnull=True,
        party="unit",
    ).values_list("decided_on", flat=True)  # fmt: skip
    return repeats([day for day in decided if day is not None], on)


def open_major(enterprise: Enterprise) -> QuerySet[Hazard]:
    """The enterprise's open major hazards."""
    return Hazard.objects.filter(enterprise=enterprise, open=True, grade="major")


@dataclass(frozen=True, slots=True)
class Counted:
    """An enterprise that was penalised more than once, and whether a closure must be proposed."""

    enterprise: Enterprise
    repeats: Repeats
    open_major: bool

    @property
    def must_propose(self) -> bool:
        """Both conditions of art. 113 no. 1."""
        return self.repeats.reached and self.open_major


def counter(actor: Actor, on: date) -> list[Counted]:
    """Enterprises penalised at least twice in 180 days or three times in a year, by one statement over the year."""
    year, half = on - timedelta(days=365), on - timedelta(days=DAYS - 1)
    seen = Penalty.objects.filter(
        decided_on__gt=year, decided_on__lte=on, annulled_on__isnull=True, party="unit"
    )
    if not sees_all(actor):
        seen = seen.filter(enterprise__regulator_id=actor.unit_id)
    rows = (
        seen.values("enterprise_id")
        .annotate(year=Count("pk"), half=Count("pk", filter=Q(decided_on__gte=half)))
        .filter(Q(half__gte=WITHIN_DAYS - 1) | Q(year__gte=YEARLY - 1)).order_by("-half", "-year")[:200]
    )  # fmt: skip
    found = {row["enterprise_id"]: Repeats(row["half"], row["year"]) for row in rows}
    major = Hazard.objects.filter(enterprise=OuterRef("pk"), open=True, grade="major")
    firms = Enterprise.objects.filter(pk__in=found).annotate(major=Exists(major)).in_bulk()
    return [Counted(firms[key], count, firms[key].major) for key, count in found.items()]
