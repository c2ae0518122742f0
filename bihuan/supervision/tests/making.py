"""Small factories: a case to supervise, and steps on it."""

from __future__ import annotations

from typing import Any

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.selectors import head_of
from bihuan.supervision import services

NOW = at("2026-03-02 09:00")


def measure(*, to: str = "住建局", due_by: str = "2026-03-31", subject: str = "改造20个小区") -> Case:
    """A task from a document, held by a bureau: a case of another slice that may run late."""
    return casework.open_case(
        process="directives.measure", step="order", actor=actor("ducha"), at=NOW, subject=subject,
        given={"to_unit": unit(to).pk, "due_by": due_by},
    )  # fmt: skip


def order(
    *, origin: Case | None = None, to: str = "住建局", reply_by: str = "2026-03-12", by: str = "ducha"
) -> Case:
    """A supervision order, with its reply owed."""
    given = {"to_unit": unit(to).pk, "requirement": "请说明进度", "reply_by": reply_by}
    return services.supervise(
        process="supervision.order", actor=actor(by), at=NOW, subject="改造进度", given=given, origin=origin
    )


def take(case: Case, step: str, who: Actor, when: str = "2026-03-03 09:00", **given: Any) -> Case:
    """One step, at a moment of 2026."""
    return casework.take(case_id=case.pk, step=step, actor=who, at=at(when), given=given)


def head(short_name: str) -> Account:
    """Who leads a unit on the day the cast plays."""
    found = head_of(unit(short_name), NOW.date())
    assert found is not None
    return found.account
