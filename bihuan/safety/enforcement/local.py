"""A district's own dated amounts: what its regulations say of an article's fine, and from what fine on a hearing is offered.

行政处罚法 art. 12 to 14: where a law has set an act, a kind and a range, local regulations and rules stay inside them. A row is
never changed and never deleted: it ends on a day, and cases decided before are judged by what was in force then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, NotYours, Text
from bihuan.casework.journal import actor_line
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.safety.enforcement.articles import INDIVIDUAL, LAW, UNIT, national
from bihuan.safety.enforcement.models import LocalAmount, PenaltyArticle

WRITERS = (Role.UNIT_HEAD,)
MOST = 2_000_000_000  # yuan: what the column holds


def _may(actor: Actor) -> None:
    if actor.unit_id is None or not actor.has(*WRITERS):
        raise NotYours


@transaction.atomic
def enter_article(*, given: Mapping[str, Any], actor: Actor, at: datetime) -> PenaltyArticle:
    """A row of the table of articles. `given`: code, conduct, party, low, high (yuan), suspends, instrument (the source),
    in_force_from. A row of the same code that is open ends the day before. Raises Incomplete, NotYours."""
    _may(actor)
    faults: dict[str, Text] = {}
    code, source = str(given.get("code", "")).strip(), str(given.get("instrument", "")).strip()
    since, low, high = given.get("in_force_from"), given.get("low"), given.get("high")
    for name, text in (("code", code), ("instrument", source)):
        if not text:
            faults[name] = _("请填写这一栏。")
    if not isinstance(since, date):
        faults["in_force_from"] = _("请填写日期。")
    for name, number in (("low", low), ("high", high)):
        if not isinstance(number, int) or not 0 <= number <= MOST:
            faults[name] = _("请填写整数，没有的填 0。")
    if faults or not isinstance(since, date) or not isinstance(low, int) or not isinstance(high, int):
        raise Incomplete(faults)
    if high < low:
        faults["high"] = _("最高数额低于最低数额，请检查。")
    above = national(code, since)
    party, conduct = given.get("party"), str(given.get("conduct", "")).strip()
    suspends = bool(given.get("suspends"))
    if above is None:
        if code.startswith(f"{LAW}/"):
            faults["code"] = _(
                "国家条款里没有这个代号。改国家条款的数额，请照抄它的代号；地方自己的条款，请写法规的名称。"
            )
        if party not in (UNIT, INDIVIDUAL):
            faults["party"] = _("请从列出的选项中选一个。")
        if not conduct:
            faults["conduct"] = _("请填写这一栏。")
    else:
        party, conduct = above.party, conduct or above.conduct
        if suspends and not above.suspends:
            faults["suspends"] = _(
                "这一条没有规定停产停业，地方规定不能增加处罚的种类（行政处罚法第十二条）。"
            )
        if not above.low <= low <= high <= above.high:
            faults.setdefault("high", _(
                "国家规定的幅度是 %(low)s 至 %(high)s，地方规定不能超出（行政处罚法第十二条至第十四条）。"
            ) % {"low": f"{above.low:,}", "high": f"{above.high:,}"})  # fmt: skip
    rows = PenaltyArticle.objects.select_for_update().filter(code=code)
    if rows.filter(in_force_from__gte=since).exists():
        faults["in_force_from"] = _("已经登记了同一条款在这一天或者以后施行的数额，请查对。")
    if faults:
        raise Incomplete(faults)
    rows.filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=since)).update(
        in_force_to=since - timedelta(days=1)
    )
    return PenaltyArticle.objects.create(
        code=code[:60], conduct=conduct[:200], party=str(party), low=low, high=high, suspends=suspends,
        stage=above.stage if above else "first", percent=above.percent if above else False, instrument=source[:120],
        in_force_from=since, entered_at=at, entered_by=actor_line(actor),
    )  # fmt: skip


@transaction.atomic
def enter_amount(*, given: Mapping[str, Any], actor: Actor, at: datetime) -> LocalAmount:
    """From what fine on a hearing is offered (art. 63). `given`: kind, amount (yuan), article (the source), in_force_from.
    A row of the same kind that is open ends the day before. Raises Incomplete, NotYours."""
    _may(actor)
    faults: dict[str, Text] = {}
    kind, amount, since = given.get("kind"), given.get("amount"), given.get("in_force_from")
    source = str(given.get("article", "")).strip()
    if kind not in LocalAmount.Kind.values:
        faults["kind"] = _("请从列出的选项中选一个。")
    if not isinstance(amount, int) or not 1 <= amount <= MOST:
        faults["amount"] = _("请填写大于 0 的整数。")
    if not source:
        faults["article"] = _("请填写这一栏。")
    if not isinstance(since, date):
        faults["in_force_from"] = _("请填写日期。")
    elif LocalAmount.objects.filter(kind=str(kind), in_force_from__gte=since).exists():
        faults["in_force_from"] = _("已经登记了在这一天或者以后施行的数额，请查对。")
    if faults or not isinstance(since, date) or not isinstance(amount, int):
        raise Incomplete(faults)
    LocalAmount.objects.filter(
        Q(in_force_to__isnull=True) | Q(in_force_to__gte=since), kind=str(kind)
    ).update(in_force_to=since - timedelta(days=1))
    return LocalAmount.objects.create(
        kind=str(kind), amount=amount, article=source[:120], in_force_from=since, entered_at=at, entered_by=actor_line(actor)
    )  # fmt: skip


def end_row(*, row: PenaltyArticle | LocalAmount, last_day: date | None, actor: Actor) -> None:
    """The last day of a row; from the next day the national table holds again. Raises Incomplete, NotYours."""
    _may(actor)
    if last_day is None or last_day < row.in_force_from:
        raise Incomplete({"last_day": _("最后一天不能早于施行日期，请检查。")})
    row.in_force_to = last_day
    row.save(update_fields=["in_force_to"])
