"""What follows from a hazard's steps: the columns of the ledger, the judgment kept, the colour of the risk point."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from bihuan.casework import journal
from bihuan.casework.consequences import Taken, register
from bihuan.casework.spec import Phase
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.safety.hazards.models import Hazard, Judgment
from bihuan.safety.hazards.packs import clause_of, pack_on
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.hazards.process_recalls import OF
from bihuan.safety.hazards.recalling import void_paper
from bihuan.safety.hazards.services import Found, find
from bihuan.safety.risk.services import recolour

KEPT = ("rectify_by", "rectifier", "cost")
FAILED = frozenset({"fail_acceptance", "fail_reinspection"})
CLOSED = frozenset({"closed_out", "closed_before"})
ACCEPTED = frozenset({"accept", "pass_reinspection", "close_out", "record_closed"})


def keep_in_step(taken: Taken) -> None:
    """Write what the step says into the hazard's own columns; once for every step of the table."""
    hazard = Hazard.objects.select_for_update(of=("self",)).select_related("risk_point").get(pk=taken.case.pk)
    changed: dict[str, Any] = {name: taken.given[name] for name in KEPT if name in taken.given}
    if "rectifier" in changed:
        changed["rectifier"] = changed["rectifier"][:40]
    if "grade" in taken.given:
        if hazard.grade != taken.given["grade"]:
            changed["graded_at"] = taken.entry.recorded_at
        changed["grade"] = taken.given["grade"]
        _keep_judgment(hazard, taken)
    if taken.step.name == "recall_judgment":
        changed |= {"grade": "", "graded_at": None}
    if taken.step.name in OF:
        void_paper(taken)
    if taken.step.name in FAILED:
        changed["rounds"] = hazard.rounds + 1
    if taken.step.name in ACCEPTED:
        changed["accepted_on"] = taken.at.astimezone(CHINA).date()
        changed["accepted_by"] = taken.actor.name[:40]
    was_open, is_open = hazard.open, taken.case.phase != Phase.ENDED
    changed["open"] = is_open
    if not is_open and taken.case.state in CLOSED:
        changed["settled_at"] = taken.entry.recorded_at
    for name, value in changed.items():
        setattr(hazard, name, value)
    hazard.save(update_fields=list(changed))
    if hazard.risk_point is not None and (was_open != is_open or "grade" in changed):
        why = gettext_noop("隐患定级") if is_open else gettext_noop("隐患销号")
        recolour(point=hazard.risk_point, at=taken.at, why=why, case_number=taken.case.number)
    if taken.step.name == "receive_transfer":
        _hand_on(hazard, taken)


def _keep_judgment(hazard: Hazard, taken: Taken) -> None:
    on = taken.at.astimezone(CHINA).date()
    clause = clause_of(taken.given.get("clause", ""), on)
    pack = clause.pack if clause is not None else pack_on(on)
    Judgment.objects.create(
        hazard=hazard, grade=taken.given["grade"], pack=pack, clause=clause, version=pack.version if pack else "",
        at=taken.at, account_id=taken.actor.account_id, by=journal.actor_line(taken.actor),
    )  # fmt: skip


def _hand_on(hazard: Hazard, taken: Taken) -> None:
    """The receiving office opens its own case of the same hazard, and both say so (安全生产法 art. 69)."""
    found = Found(
        subject=taken.case.subject, body=taken.case.body, found_by=hazard.found_by,
        found_on=_earlier(hazard.found_on, taken), spot=hazard.place, clause=hazard.clause, risk_point=hazard.risk_point,
    )  # fmt: skip
    new = find(
        found=found, enterprise=hazard.enterprise, actor=_as_office(taken), at=taken.at, origin=taken.case
    )
    if hazard.reporter_id is not None:
        Hazard.objects.filter(pk=new.pk).update(reporter_id=hazard.reporter_id)


def _earlier(day: date, taken: Taken) -> date:
    return min(day, taken.at.astimezone(CHINA).date())


def _as_office(taken: Taken) -> Actor:
    assert directory.unit(taken.actor.unit_id) is not None
    return taken.actor


def register_all() -> None:
    """Make the consequence known for every step that an open hazard can take."""
    for step in HAZARD.steps:
        if step.sources:
            register(HAZARD.name, step.name, keep_in_step)
