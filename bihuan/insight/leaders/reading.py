"""What a leader answers for, from the record. Matters are counted, by unit; never people, and no leader against another.

A leader answers for the cases that bear the own name, and for the units of the sectors in the own charge
(安全生产法第三条第三款; 信访工作条例第十八条第二款).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_cases
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import in_force
from bihuan.supervision import duty_selectors, money_selectors
from bihuan.supervision.models import CampaignCase, Hearing
from bihuan.supervision.processes import CHARGE, PROMISE

TASK, LISTING, HAZARD = "directives.measure", "supervision.listing", "safety.hazard"
YEAR = timedelta(days=365)
AHEAD = timedelta(days=31)


def leaders(on: date) -> list[Account]:
    """Who holds a leading post on the day, by name."""
    posts = Appointment.objects.filter(in_force(on), post__roles__contains=[Role.LEADER.value])
    return list(Account.objects.filter(pk__in=posts.values("account")).order_by("name", "pk"))


def units_of(leader: Account, on: date) -> list[Unit]:
    """The units of the sectors in the leader's charge on the day."""
    keys = duty_selectors.sectors(on).filter(leader=leader).values("unit")
    return list(Unit.objects.filter(pk__in=keys).order_by("code"))


@dataclass(frozen=True, slots=True)
class Part:
    """So many matters of one kind or unit."""

    label: str
    total: int
    open: int
    overdue: int

    @property
    def ended(self) -> int:
        """No longer to do."""
        return self.total - self.open


@dataclass(frozen=True, slots=True)
class Days:
    """One kind of hearing in the year behind and the month ahead."""

    label: str
    planned: int
    held: int
    called_off: int
    missed: int
    matters: int
    promises: int


class LeaderBoard:
    """Reads of one leader, as the actor may see them at `at`."""

    def __init__(self, leader: Account, *, actor: Actor, at: datetime) -> None:
        self.leader, self.actor, self.at = leader, actor, at
        self.today = at.astimezone(CHINA).date()
        self.units = units_of(leader, self.today)

    def own(self) -> list[duty_selectors.Watched]:
        """Cases in charge and promises that bear the leader's name."""
        return duty_selectors.duties(self.actor, self.at, leader_id=self.leader.pk)

    def own_parts(self) -> dict[str, Part]:
        """The same by kind."""
        found = {}
        for process in (CHARGE, PROMISE):
            cases = [one.case for one in self.own() if one.case.process == process.name]
            running = [case for case in cases if case.phase != "ended"]
            late = sum(case.next_due_at is not None and case.next_due_at <= self.at for case in running)
            found[process.label] = Part(process.label, len(cases), len(running), late)
        return found

    def backlog(self) -> list[Part]:
        """Cases of campaigns over old cases that the leader's units have now, by unit."""
        keys = CampaignCase.objects.values("case")
        return self._by_unit(visible_cases(self.actor).filter(pk__in=keys))

    def tasks(self) -> list[Part]:
        """Tasks of documents that the leader's units hold, by unit."""
        return self._by_unit(visible_cases(self.actor).filter(process=TASK))

    def listed(self) -> list[Part]:
        """Listings of hazards and of other matters that the leader's units owe, by unit."""
        return self._by_unit(visible_cases(self.actor).filter(process=LISTING))

    def hazards(self) -> list[Part]:
        """Hidden hazards that the leader's units hold, by unit."""
        return self._by_unit(visible_cases(self.actor).filter(process=HAZARD))

    def _by_unit(self, cases: QuerySet[Case]) -> list[Part]:
        running = ~Q(phase="ended")
        rows = (
            cases.filter(holder_unit__in=self.units)
            .values_list("holder_unit__short_name")
            .annotate(
                total=Count("pk"), open=Count("pk", filter=running),
                overdue=Count("pk", filter=running & Q(next_due_at__lte=self.at)),
            )
            .order_by("holder_unit__code")
        )  # fmt: skip
        return [Part(*row) for row in rows]

    def days(self) -> list[Days]:
        """Reception, letters and visits, a year back and a month ahead. A day past without a record was missed."""
        rows = duty_selectors.roster(self.today - YEAR, self.today + AHEAD).filter(leader=self.leader)
        by_kind: dict[str, list[Hearing]] = defaultdict(list)
        for row in rows:
            by_kind[row.kind].append(row)
        found = []
        for kind, label in Hearing.Kind.choices:
            of = by_kind.get(kind, [])
            found.append(
                Days(
                    str(label), len(of), sum(one.held_at is not None for one in of), sum(bool(one.called_off) for one in of),
                    sum(one.held_at is None and not one.called_off and one.on < self.today for one in of),
                    sum(one.matters for one in of), sum(one.promises for one in of),  # type: ignore[attr-defined]
                )
            )  # fmt: skip
        return found

    def money(self) -> Sequence[money_selectors.LineState]:
        """The budget lines of the leader's units this year."""
        mine = {unit.pk for unit in self.units}
        return [one for one in money_selectors.lines(self.today.year) if one.line.unit_id in mine]
