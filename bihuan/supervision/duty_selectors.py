"""Reads of who answers for what. What only bears a name is shown; nobody is scored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from bihuan.casework import registry
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.selectors import head_of, valid_on
from bihuan.supervision.models import Campaign, Duty, Hearing, Letter, Sector
from bihuan.supervision.processes import CHARGE, PROMISE

NO_CONTACT = timedelta(days=30)
LIVING = ("open", "waiting")


@dataclass(slots=True)
class Watched:
    """A case that bears a leader's name, and what the record shows of it. `shows`: what only bears a name."""

    case: Case
    duty: Duty
    state: str
    contacts: int = 0
    last_contact: date | None = None
    due_at: datetime | None = None
    shows: list[str] = field(default_factory=list)


def duties(actor: Actor, at: datetime, *, leader_id: int | None = None, process: str = "") -> list[Watched]:
    """Cases in charge and promises, of one leader or all, with what the journal shows. Open ones first, then by deadline.

    Shown as "bears only a name" are: no own contact on record for 30 days, passed down the line, past its day, ended
    without the people concerned having confirmed. Each is a fact of the journal.
    """
    names = [process] if process else [CHARGE.name, PROMISE.name]
    rows = Duty.objects.filter(case__in=visible_cases(actor).filter(process__in=names)).select_related(
        "case__holder_unit", "case__origin", "leader", "unit"
    )
    if leader_id is not None:
        rows = rows.filter(leader_id=leader_id)
    found = [
        Watched(row.case, row, registry.get(row.case.process).state(row.case.state).label, due_at=row.case.next_due_at)
        for row in rows.order_by("case__next_due_at", "case__pk")[:500]
    ]  # fmt: skip
    keys = [one.case.pk for one in found]
    contacts = {
        key: (count, last)
        for key, count, last in Entry.objects.filter(case__in=keys, step="contact")
        .values_list("case")
        .annotate(n=Count("pk"), last=Max("at"))
        .order_by()
    }
    passed = set(Entry.objects.filter(case__in=keys, step="pass_down").values_list("case_id", flat=True))
    missed = set(
        ClockRow.objects.filter(case__in=keys, name__in=("finishing", "keeping"))
        .filter(Q(stopped_at__isnull=True, due_at__lte=at) | Q(stopped_at__isnull=False, due_at__lte=at, stopped_by="void"))
        .values_list("case_id", flat=True)
    )  # fmt: skip
    for one in found:
        count, last = contacts.get(one.case.pk, (0, None))
        one.contacts, one.last_contact = count, last.astimezone(CHINA).date() if last else None
        one.shows = list(_shows(one, at, one.case.pk in passed, one.case.pk in missed))
    found.sort(key=lambda one: one.case.phase == "ended")
    return found


def _shows(one: Watched, at: datetime, passed: bool, missed: bool) -> list[str]:
    shows = []
    if one.case.process == CHARGE.name and one.case.phase != "ended":
        since = one.last_contact or one.case.registered_at.astimezone(CHINA).date()
        if at.astimezone(CHINA).date() - since > NO_CONTACT:
            shows.append("no_contact")
    if passed and one.case.phase != "ended" and one.case.holder_unit_id != one.duty.unit_id:
        shows.append("passed_down")
    if missed:
        shows.append("past_its_day")
    if one.case.state in ("unconfirmed", "broken"):
        shows.append(one.case.state)
    return shows


@dataclass(frozen=True, slots=True)
class Responsible:
    """A unit with its first responsible person on a day, its letter of the year and its sectors."""

    unit: Unit
    head: str
    post: str
    acting: bool
    letter: Letter | None
    changed: bool  # who signed leads the unit no longer
    sectors: list[Sector]


def responsible(on: date) -> list[Responsible]:
    """Every office with its first responsible person on the day; where nobody is, the page says so."""
    letters = {row.unit_id: row for row in Letter.objects.filter(year=on.year).select_related("signer")}
    by_unit: dict[int, list[Sector]] = {}
    for row in sectors(on):
        by_unit.setdefault(row.unit_id, []).append(row)
    offices = Unit.objects.filter(valid_on(on)).exclude(kind=Unit.Kind.ENTERPRISE).order_by("code")
    found = []
    for unit in offices:
        head, letter = head_of(unit, on), letters.get(unit.pk)
        found.append(
            Responsible(
                unit, head.account.name if head else "", head.post.title if head else "", bool(head and head.acting), letter,
                bool(letter and head and letter.signer_id != head.account_id), by_unit.get(unit.pk, []),
            )
        )  # fmt: skip
    return found


def sectors(on: date) -> QuerySet[Sector]:
    """Sectors as they stand on the day."""
    return Sector.objects.filter(
        Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    ).select_related("unit", "leader")


def roster(first: date, last: date) -> QuerySet[Hearing]:
    """The days between two dates, inclusive."""
    return (
        Hearing.objects.filter(on__gte=first, on__lte=last)
        .select_related("leader", "unit", "jurisdiction")
        .annotate(matters=Count("heard"), promises=Count("heard__promise"))
        .order_by("on", "starts", "pk")
    )


def published(on: date) -> QuerySet[Hearing]:
    """What the public sees: published days from today on, and the last month's with whether they were held."""
    return roster(on - timedelta(days=31), on + timedelta(days=92)).filter(published_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is. Cases and places, not people."""

    campaign: Campaign
    total: int
    ended: int
    overdue: int

    @property
    def open(self) -> int:
        """Still to do."""
        return self.total - self.ended


def campaigns(at: datetime) -> list[Progress]:
    """Every campaign with its progress, the newest first."""
    rows = Campaign.objects.select_related("unit").annotate(
        total=Count("members"),
        ended=Count("members", filter=Q(members__case__phase="ended")),
        overdue=Count("members", filter=Q(members__case__next_due_at__lte=at)),
    )
    return [Progress(row, row.total, row.ended, row.overdue) for row in rows]


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit's part of a campaign."""

    unit: str
    total: int
    ended: int
    overdue: int


def by_unit(campaign: Campaign, at: datetime) -> list[UnitPart]:
    """A campaign by the unit that has its cases now, the most open first."""
    rows = (
        campaign.members.values_list("case__holder_unit__name")
        .annotate(
            total=Count("pk"), ended=Count("pk", filter=Q(case__phase="ended")),
            overdue=Count("pk", filter=Q(case__next_due_at__lte=at)),
        )
        .order_by()
    )  # fmt: skip
    return sorted((UnitPart(*row) for row in rows), key=lambda part: part.ended - part.total)
