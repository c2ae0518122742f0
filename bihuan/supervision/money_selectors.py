"""Reads of the money: a line with what became of it, the yearly statement, and what the record lets one doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import DecimalField, Exists, Max, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from bihuan.casework.models import Case, Entry
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.actor import Actor
from bihuan.supervision.models import BudgetLine, Money

ZERO = Value(Decimal("0.00"), output_field=DecimalField(max_digits=16, decimal_places=2))
STILL = timedelta(days=30)
WARNINGS = {
    "no_money": gettext_noop("写了预算科目，没有一笔经费"),
    "not_committed": gettext_noop("有计划，没有签约，期限将到或者已过"),
    "no_progress": gettext_noop("钱已支出，30天没有进展"),
    "not_granted": gettext_noop("申请了经费，30天没有批复"),
    "over_committed": gettext_noop("支出超过签约"),
    "over_budget": gettext_noop("签约超过预算"),
}


@dataclass(frozen=True, slots=True)
class LineState:
    """A line of the budget with its sums in yuan, exact."""

    line: BudgetLine
    asked: Decimal
    granted: Decimal
    set_aside: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def free(self) -> Decimal:
        """What is not committed yet; negative when more was committed than the line holds."""
        return self.line.planned - self.committed

    @property
    def warning(self) -> str:
        """What the sums show, a key of WARNINGS or nothing."""
        if self.committed > self.line.planned:
            return "over_budget"
        return "over_committed" if self.spent > self.committed else ""


def _sum(kind: str, path: str = "moves") -> Coalesce:
    return Coalesce(Sum(f"{path}__amount", filter=Q(**{f"{path}__kind": kind})), ZERO)


def lines(year: int) -> list[LineState]:
    """The lines of a year. One query."""
    rows = BudgetLine.objects.filter(year=year).select_related("unit").annotate(
        asked=_sum("asked"), granted=_sum("granted"), set_aside=_sum("planned"), committed=_sum("committed"),
        spent=_sum("spent"),
    )  # fmt: skip
    return [LineState(row, row.asked, row.granted, row.set_aside, row.committed, row.spent) for row in rows]


def years() -> list[int]:
    """Years that have a budget, the newest first."""
    return list(BudgetLine.objects.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Doubt:
    """A case and what the record shows of its money."""

    case: Case
    key: str
    committed: Decimal
    spent: Decimal


def doubts(actor: Actor, at: datetime) -> Iterator[Doubt]:
    """Cases without the money they need, and money without progress. Only cases the actor may see."""
    running = visible_cases(actor).exclude(phase="ended").select_related("holder_unit")
    bare = running.filter(process="directives.measure", facts__budget_line__gt="").filter(
        ~Exists(Money.objects.filter(case=OuterRef("pk")).exclude(kind=Money.Kind.ASKED))
    )
    for case in bare.order_by("next_due_at", "pk")[:100]:
        yield Doubt(case, "no_money", Decimal(0), Decimal(0))
    rows = running.filter(Exists(Money.objects.filter(case=OuterRef("pk")))).annotate(
        asked=_sum("asked", "money"), granted=_sum("granted", "money"), set_aside=_sum("planned", "money"),
        committed=_sum("committed", "money"), spent=_sum("spent", "money"),
        last_spent=Max("money__on", filter=Q(money__kind="spent")), last_asked=Max("money__on", filter=Q(money__kind="asked")),
    )  # fmt: skip
    cases = list(rows.order_by("next_due_at", "pk")[:500])
    moved = dict(
        Entry.objects.filter(case__in=cases, kind__in=("step", "comment"))
        .values_list("case")
        .annotate(last=Max("at"))
        .order_by()
    )
    for case in cases:
        if case.spent > case.committed:
            yield Doubt(case, "over_committed", case.committed, case.spent)
        if case.asked > case.granted and at.date() - case.last_asked > STILL:
            yield Doubt(case, "not_granted", case.committed, case.spent)
        soon = case.next_due_at is not None and case.next_due_at <= at + STILL
        if case.set_aside > 0 and case.committed == 0 and case.spent == 0 and soon:
            yield Doubt(case, "not_committed", case.committed, case.spent)
        if case.spent > 0 and case.last_spent is not None and _still(case.last_spent, moved.get(case.pk), at):
            yield Doubt(case, "no_progress", case.committed, case.spent)


def _still(spent_on: date, moved_at: datetime | None, at: datetime) -> bool:
    """Thirty days since the money went, and nothing written down in as many."""
    if at.date() - spent_on <= STILL:
        return False
    return moved_at is None or at - moved_at > STILL
