"""Money set aside: lines of the budget, and what was asked, granted, planned, committed and spent on them for what.

No payment system.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction

from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.organizations.roles import Role
from bihuan.supervision import errors
from bihuan.supervision.models import BudgetLine, Campaign, Money
from bihuan.supervision.permissions import MONEY, SUPERVISORS

FEN = Decimal("0.01")
MOST = Decimal("10000000000000")


def amount_of(text: str) -> Decimal:
    """An exact amount in yuan from what was typed; thousands may be set apart. Raises errors.BadAmount."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").strip())
        if not amount.is_finite() or abs(amount) >= MOST or amount != amount.quantize(FEN):
            raise errors.BadAmount
    except InvalidOperation:
        raise errors.BadAmount from None
    return amount.quantize(FEN)


def add_line(*, year: int, code: str, title: str, unit: Unit, planned: Decimal, actor: Actor) -> BudgetLine:
    """A line of a year's budget (所需经费列入本级预算, 条例第十六条第四款). Raises errors.NotAllowed, BadAmount, Taken."""
    if not actor.has(*SUPERVISORS) and not (actor.has(Role.UNIT_HEAD) and actor.unit_id == unit.pk):
        raise errors.NotAllowed
    if planned < 0:
        raise errors.BadAmount
    try:
        with transaction.atomic():
            return BudgetLine.objects.create(year=year, code=code, title=title, unit=unit, planned=planned)
    except IntegrityError:
        raise errors.Taken from None


def move(
    *, line: BudgetLine, kind: str, amount: Decimal, on: date, evidence: str, actor: Actor, at: datetime,
    case: Case | None = None, campaign: Campaign | None = None, note: str = "",
) -> Money:  # fmt: skip
    """Write down that money was asked for, granted, planned, committed or spent for a case or a campaign, with its evidence.

    A mistake is set right by an opposite amount: rows are never changed. Raises errors.NotAllowed, BadAmount, NoTarget.
    """
    if not actor.has(*MONEY):
        raise errors.NotAllowed
    if not actor.has(*SUPERVISORS) and actor.unit_id not in (
        line.unit_id,
        case.holder_unit_id if case else None,
    ):
        raise errors.NotAllowed
    if (case is None) == (campaign is None):
        raise errors.NoTarget
    if amount == 0:
        raise errors.BadAmount
    return Money.objects.create(
        line=line, case=case, campaign=campaign, kind=kind, amount=amount, on=on, evidence=evidence, note=note, at=at,
        by=actor_line(actor), unit_id=actor.unit_id,
    )  # fmt: skip
