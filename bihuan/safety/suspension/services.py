"""Ordering a suspension. Everything after that is a step of its table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours, Refused
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import Actor
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import sector_of


class AlreadyStopped(Refused):
    """The whole enterprise is stopped already by a measure of the same kind."""


@transaction.atomic
def order(
    *, enterprise: Enterprise, subject: str, given: Mapping[str, Any], actor: Actor, at: datetime, body: str = "",
    hazard: Case | None = None, penalty: Case | None = None, submission: UUID | None = None, origin: Case | None = None,
) -> Case:  # fmt: skip
    """Order a suspension: on the spot (art. 65), or out of a `penalty` case that was served.

    `given`: received_on, scope, scope_text, until. Raises AlreadyStopped, NotYours, Incomplete, casework.errors.
    """
    if not subject.strip():
        raise Incomplete({"subject": _("请用一句话写明为什么停产停业。")})
    if not actor.is_system and not visible_enterprises(actor).filter(pk=enterprise.pk).exists():
        raise NotYours
    kind = "penalty" if penalty is not None else "measure"
    if kind == "measure" and given.get("scope") == "all" and stopped_whole(enterprise):
        raise AlreadyStopped(_("这家企业已经全部停产停业，还没有恢复。请在原来的案件里办理。"))
    values = {name: value for name, value in given.items() if value not in (None, "")}
    values |= {"to_unit": enterprise.unit_id, "kind": kind}
    if penalty is not None:
        values["decision"] = penalty.number

    def beside(case: Case) -> list[Model]:
        return [
            Suspension(
                case=case, enterprise=enterprise, kind=kind, scope=case.facts["scope"], scope_text=str(values["scope_text"]),
                ordered_on=case.received_on, until=case.facts.get("until"), hazard=hazard,
            )
        ]  # fmt: skip

    opening: dict[str, Any] = {
        "process": sector_of(enterprise.sector, enterprise.industry).name,
        "step": "begin_penalty" if penalty is not None else "order_measure", "subject": subject.strip(), "body": body.strip(),
        "given": values, "jurisdiction_id": enterprise.place_id, "topic": enterprise.sector, "submission": submission,
        "beside": beside,
    }  # fmt: skip
    origin = penalty or origin
    if origin is not None:
        return casework.spawn(origin=origin, actor=actor, at=at, **opening)
    return casework.open_case(actor=actor, at=at, **opening)


def standing(enterprise: Enterprise) -> Suspension | None:
    """The on-site measure that stops the whole enterprise and has not ended, if there is one."""
    return (
        Suspension.objects.filter(enterprise=enterprise, scope="all", kind="measure", resumed_on__isnull=True)
        .exclude(case__phase=Phase.ENDED.value).select_related("case").order_by("-pk").first()
    )  # fmt: skip


def stopped_whole(enterprise: Enterprise) -> bool:
    """Whether the whole enterprise is stopped by an on-site measure that has not ended."""
    return standing(enterprise) is not None
