"""Enforcement cases brought to a state, for the tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.safety.enforcement.services import open_matter
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.inspections.services import certify
from bihuan.safety.tests.cast import actor, at, colleague, officers


def certified() -> tuple[Actor, Actor, Actor]:
    """Two certified officers and the head of 应急局."""
    first, second = actor("anjian"), colleague()
    for n, one in enumerate((first, second)):
        certify(
            account=_account(one),
            number=f"9901030{n}",
            issued_on=date(2020, 1, 1),
            expires_on=date(2099, 1, 1),
            actor=SYSTEM,
        )
    return first, second, officers()[1]


def _account(one: Actor) -> Any:
    from bihuan.organizations.models import Account

    return Account.objects.get(pk=one.account_id or 0)


def take(case: Case, step: str, who: Actor, when: str | datetime, **given: Any) -> Case:
    """One step."""
    moment = at(when) if isinstance(when, str) else when
    return casework.take(case_id=case.pk, step=step, actor=who, at=moment, given=given)


def filed(
    firm: Enterprise, who: Actor, when: str = "2026-03-02 09:00", *, party: str = "unit", **more: Any
) -> Case:
    """A penalty case is filed."""
    return open_matter(
        process="safety.penalty", step="file", enterprise=firm, subject="未采取措施消除事故隐患", body="储罐区隐患逾期未整改。",
        given={"received_on": at(when).date(), "party": party}, actor=who, at=at(when), **more,
    )  # fmt: skip


def fine(code: str = "安全生产法/102", amount: int = 30_000, **more: Any) -> dict[str, Any]:
    """What a step that fines is given."""
    return {"article": code, "amount": amount, "suspension": "no", **more}


def finished(
    firm: Enterprise, people: tuple[Actor, Actor, Actor], day: str = "2026-03-02", **more: Any
) -> Case:
    """Investigated by two, with a proposal."""
    first, second, _head = people
    case = filed(firm, first, f"{day} 09:00")
    case = take(case, "appoint", first, f"{day} 09:10", lead=first.account_id, second=second.account_id)
    return take(case, "finish", first, f"{day} 09:20", found="查明：逾期未整改。", **fine(**more))


def told_hearing(firm: Enterprise, people: tuple[Actor, Actor, Actor], **more: Any) -> Case:
    """Told on Monday 2 March 2026 of a large fine and the right to a hearing: the fifth working day is Monday the 9th."""
    case = finished(firm, people, code="安全生产法/101", amount=90_000, **more)
    return take(
        case,
        "notify",
        people[2],
        "2026-03-02 10:00",
        notified_on=date(2026, 3, 2),
        hearing="yes",
        intended="拟罚款九万元。",
    )


def decided(
    firm: Enterprise, people: tuple[Actor, Actor, Actor], day: str = "2026-03-02", **more: Any
) -> Case:
    """A small fine, decided without a hearing within the day."""
    first, _second, head = people
    case = finished(firm, people, day, **more)
    case = take(
        case,
        "notify",
        head,
        f"{day} 10:00",
        notified_on=date.fromisoformat(day),
        hearing="no",
        intended="拟罚款。",
    )
    case = take(case, "proceed", first, f"{day} 11:00", note="当事人没有陈述申辩。")
    return take(case, "decide", head, f"{day} 12:00", opinion="决定罚款。", **fine(**more))
