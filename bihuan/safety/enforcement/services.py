"""Writes of enforcement: opening a case about an enterprise. Everything after that is a step of its table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import Actor
from bihuan.safety.enforcement.models import Matter, Penalty
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.selectors import open_major, repeats_of
from bihuan.safety.enforcement.small_processes import CLOSURE
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises


@transaction.atomic
def open_matter(
    *, process: str, step: str, enterprise: Enterprise, subject: str, actor: Actor, at: datetime, body: str = "",
    given: Mapping[str, Any] | None = None, hazard: Case | None = None, submission: UUID | None = None,
    origin: Case | None = None,
) -> Case:  # fmt: skip
    """Open a case about an enterprise: a penalty, a closure proposal, an interview, a warning, a listing.

    With `origin` both journals say so. Raises NotYours for an enterprise that is not the actor's to supervise,
    Incomplete, casework.errors.
    """
    if not subject.strip():
        raise Incomplete({"subject": _("请用一句话写明是什么事。")})
    if not actor.is_system and not visible_enterprises(actor).filter(pk=enterprise.pk).exists():
        raise NotYours
    given = given or {}

    def beside(case: Case) -> list[Model]:
        if process == PENALTY.name:
            return [Penalty(case=case, enterprise=enterprise, hazard=hazard, party=given["party"])]
        return [Matter(case=case, enterprise=enterprise, hazard=hazard)]

    opening: dict[str, Any] = {
        "process": process, "step": step, "subject": subject.strip(), "body": body.strip(), "given": given,
        "jurisdiction_id": enterprise.place_id, "topic": enterprise.sector, "submission": submission, "beside": beside,
    }  # fmt: skip
    if origin is not None:
        return casework.spawn(origin=origin, actor=actor, at=at, **opening)
    return casework.open_case(actor=actor, at=at, **opening)


def draft_closure(*, of: Case, enterprise: Enterprise, on: date, actor: Actor, at: datetime) -> Case | None:
    """Draft a closure proposal when art. 113 no. 1 is met: a major hazard open, and 3 penalties in 180 days or 4 in a year.

    None when it is not met, or when a proposal is under way already.
    """
    count = repeats_of(enterprise, on)
    major = open_major(enterprise).select_related("case").first()
    if not count.reached or major is None or closure_under_way(enterprise):
        return None
    basis = _(
        "至 %(day)s，180日内受处罚%(half)s次，一年内%(year)s次；未消除的重大隐患：%(hazard)s。请核对后决定是否提请关闭。"
    ) % {
        "day": on.isoformat(),
        "half": count.within_180,
        "year": count.within_year,
        "hazard": major.case.number,
    }
    return open_matter(
        process=CLOSURE.name, step="draft", enterprise=enterprise, subject=_("提请关闭：%(name)s") % {"name": enterprise.name},
        given={"ground": "repeated", "basis": basis}, hazard=major.case, actor=actor, at=at, origin=of,
    )  # fmt: skip


def closure_under_way(enterprise: Enterprise) -> bool:
    """Whether a proposal to close the enterprise has not ended."""
    return (
        Matter.objects.filter(enterprise=enterprise, case__process=CLOSURE.name)
        .exclude(case__phase=Phase.ENDED.value)
        .exists()
    )
