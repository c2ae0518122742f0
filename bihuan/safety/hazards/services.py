"""Finding a hidden hazard, and marking one as a repeat. Its steps are taken through `casework.services.take`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours, Refused, Text
from bihuan.casework.models import Case
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.selectors import visible_enterprises
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.risk.models import RiskPoint
from bihuan.safety.risk.services import recolour
from bihuan.vault import services as vault


class NoRepeat(Refused):
    """The two do not belong together so."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, from whomever. `reporter` holds vault fields of who reported it; empty: nobody is named."""

    subject: str
    body: str
    found_by: str
    found_on: date
    spot: str = ""
    clause: str = ""
    risk_point: RiskPoint | None = None
    reporter: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    source_number: str = ""


@transaction.atomic
def find(
    *, found: Found, enterprise: Enterprise, actor: Actor, at: datetime, submission: UUID | None = None,
    origin: Case | None = None,
) -> Case:  # fmt: skip
    """Open a hazard: by the enterprise itself (art. 41), by an officer (art. 65), or reported by anyone (art. 73).

    A reporter's name and words go into the vault alone; the enterprise comes to see a reported hazard only when it is
    ordered to rectify it. Sent twice with one `submission` it opens once. Raises casework.errors.
    """
    faults: dict[str, Text] = {}
    if not found.subject.strip():
        faults["subject"] = _("请用一句话写明发现了什么隐患。")
    if faults:
        raise Incomplete(faults)
    # Anyone may report (art. 73), and what was handed on is the receiver's; else one finds in what one sees.
    open_to_all = actor.is_system or found.found_by == "report" or origin is not None
    if not open_to_all and not visible_enterprises(actor).filter(pk=enterprise.pk).exists():
        raise NotYours
    step = "self_find" if actor.has(*OUTSIDE) else "take_report" if found.found_by == "report" else "find"
    given = {"received_on": found.found_on, "channel": found.found_by, "spot": found.spot}
    if step == "self_find":
        given["to_unit"] = enterprise.unit_id
    made: list[Hazard] = []

    def beside(case: Case) -> list[Model]:
        person = {name: value for name, value in found.reporter.items() if value.strip()}
        sealed = vault.sealed(fields=person, at=at) if person else None
        hazard = Hazard(
            case=case, enterprise=enterprise, found_by=found.found_by, found_on=found.found_on, place=found.spot[:120],
            clause=found.clause[:200], risk_point=found.risk_point, reporter=sealed, source=found.source,
            source_number=found.source_number, recorded_at=at,
        )  # fmt: skip
        made.append(hazard)
        return [sealed, hazard] if sealed is not None else [hazard]

    regulator = enterprise.regulator_id if actor.has(*OUTSIDE) or actor.unit_id is None else actor.unit_id
    opening = {
        "process": HAZARD.name, "step": step, "subject": found.subject.strip(), "body": found.body.strip(),
        "given": given, "jurisdiction_id": enterprise.place_id, "registry_unit_id": regulator, "channel": found.found_by,
        "topic": enterprise.sector, "submission": submission, "beside": beside,
    }  # fmt: skip
    if origin is not None:
        case = casework.spawn(origin=origin, actor=actor, at=at, **opening)  # type: ignore[arg-type]
    else:
        case = casework.open_case(actor=actor, at=at, **opening)  # type: ignore[arg-type]
    if made and found.risk_point is not None:
        recolour(point=found.risk_point, at=at, why=gettext_noop("发现隐患"), case_number=case.number)
    return case


@transaction.atomic
def mark_repeat(*, case: Case, of: Case, actor: Actor, at: datetime) -> Hazard:
    """Say that a hazard repeats one that was closed: a new record that counts, and never a reopening.

    Raises NoRepeat when the earlier one is still open, later, or another enterprise's.
    """
    hazard = Hazard.objects.select_for_update(of=("self",)).get(pk=case.pk)
    earlier = Hazard.objects.select_related("case").get(pk=of.pk)
    if earlier.enterprise_id != hazard.enterprise_id:
        raise NoRepeat(_("两件隐患不属于同一家企业。"))
    if earlier.case.phase != Phase.ENDED:
        raise NoRepeat(_("原隐患还没有销号，请在原隐患里办理，不要另立新件。"))
    if earlier.case.registered_at > case.registered_at:
        raise NoRepeat(_("原隐患登记得更晚，请检查编号。"))
    casework.link(case_id=case.pk, other_id=of.pk, kind="follows", actor=actor, at=at)
    hazard.recurrence_of = earlier
    hazard.save(update_fields=["recurrence_of"])
    return hazard
