"""What follows from steps of appeals, in the same transaction: an officer withdrawn, another case opened or linked.

A matter that changes its track gets a case of the other process. Both journals say so, both pages show the other's
number, and the person stays the one in the vault.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.processes.suggestion import SUGGESTION
from bihuan.appeals.services import groups
from bihuan.casework import services
from bihuan.casework.consequences import Taken, register
from bihuan.casework.documents import Issuing, issue
from bihuan.casework.errors import Guarded
from bihuan.casework.models import Case
from bihuan.casework.services import writing
from bihuan.casework.showing import labels
from bihuan.common.calendar.working import CHINA
from bihuan.common.statement import Statement
from bihuan.organizations import directory


def withdraw(taken: Taken) -> None:
    """Art. 28¶3: who has to stand aside has the case no longer."""
    if taken.case.holder_account_id == taken.given["officer"]:
        services.unassign(case_id=taken.case.pk, actor=taken.actor, at=taken.at)


def link_same_matter(taken: Taken) -> None:
    """Art. 19¶3: both cases show each other, so that nobody's thread is lost."""
    other = Case.objects.get(number=taken.given["other_case"].strip().upper())
    services.link(
        case_id=taken.case.pk, other_id=other.pk, kind="same_matter", actor=taken.actor, at=taken.at
    )


def tell_everybody_anew(taken: Taken) -> bool:
    """Art. 32, 35, 36: who signed too gets the new letter and has the right it gives. The first decision changes nothing."""
    if taken.step.name != "decide" or taken.entry.from_state == "redoing":
        groups.forget_service(taken.case)
    return False  # nothing of the case itself


def tell_where(taken: Taken) -> None:
    """Art. 23¶1: who got a matter directly and sends it on tells the petitioner where it went, in writing."""
    entry = writing.record(
        taken.case,
        actor=taken.actor,
        at=taken.at,
        recorded_at=None,
        kind="document",
        step="issue_whereabouts",
        data={},
    )
    statement = Statement()
    issue(statement, issuing=Issuing(taken.case, entry, {}, taken.case.holder_since), kind="whereabouts")
    statement.run()


def lead_to_law(taken: Taken) -> None:
    """Art. 31(1)-(5): a case that stays in sight until the other body confirms."""
    told = ("path", "competent", "known_on", "remedy_until", "remedy_law", "reason")
    _spawn(
        taken, LEGAL_PATH.name, "open_path", {name: taken.given[name] for name in told if name in taken.given}
    )


def become_suggestion(taken: Taken) -> None:
    """Art. 29: registered as a suggestion and passed on to the unit that can decide it."""
    case = _spawn(taken, SUGGESTION.name, "receive_suggestion", _received(taken))
    services.take(
        case_id=case.pk,
        step="pass_on",
        actor=taken.actor,
        at=taken.at,
        given={"to_unit": taken.given["to_unit"]},
    )


def become_report(taken: Taken) -> None:
    """Art. 22¶2, 30: registered as a report and sent to the authority; the accused unit is barred from its first moment."""
    given = {**_received(taken), "accused_unit": taken.given["accused_unit"]}
    case = _spawn(taken, REPORT.name, "receive_report", given)
    services.take(
        case_id=case.pk, step="transfer_report", actor=taken.actor, at=taken.at,
        given={"to_unit": taken.given["to_unit"]},
    )  # fmt: skip


def become_order(taken: Taken) -> None:
    """An order of the hotline, which holds it from now on."""
    _spawn(taken, HOTLINE.name, "log_order", _received(taken), registry_unit_id=taken.given["to_unit"])


def become_petition(taken: Taken) -> None:
    """Art. 22: registered at the petition office of the place, from the day it was first received."""
    unit = directory.unit(taken.actor.unit_id)
    registry = directory.registry_of(unit.jurisdiction_id) if unit is not None else None
    if registry is None:
        raise Guarded(_("机构里没有登记本地的信访部门。请联系系统管理员补上。"))
    _spawn(taken, PETITION.name, "register", _received(taken), registry_unit_id=registry.id)


def _received(taken: Taken) -> dict[str, Any]:
    day: date = taken.case.received_on or taken.at.astimezone(CHINA).date()
    return {"channel": taken.case.channel or "web", "received_on": day}


def _spawn(taken: Taken, process: str, step: str, given: dict[str, Any], **more: Any) -> Case:
    case = taken.case

    def beside(new: Case) -> Sequence[Model]:
        appeal = Appeal.objects.filter(case=case).first()
        if appeal is None:
            return [Appeal(case=new)]
        return [Appeal(case=new, person_id=appeal.person_id, confidential=appeal.confidential)]

    return services.spawn(
        origin=case, actor=taken.actor, at=taken.at, process=process, step=step, given=given, subject=case.subject,
        body=case.body, topic=case.topic, channel=case.channel, jurisdiction_id=case.jurisdiction_id, beside=beside,
        **more,
    )  # fmt: skip


def register_all() -> None:
    """Make every consequence known to the engine, and what it writes readable."""
    labels.ENTRY_LABELS["issue_whereabouts"] = gettext_lazy("出具了去向告知书")
    for process, step, consequence in (
        (PETITION, "recuse", withdraw),
        (PETITION, "refer", tell_where),
        (PETITION, "entrust_down", tell_where),
        (HOTLINE, "recuse", withdraw),
        (SUGGESTION, "recuse", withdraw),
        (REPORT, "recuse", withdraw),
        (DISPUTE, "recuse", withdraw),
        (PETITION, "decline", link_same_matter),
        (PETITION, "decide", tell_everybody_anew),
        (PETITION, "decide_review", tell_everybody_anew),
        (PETITION, "decide_re_review", tell_everybody_anew),
        (PETITION, "lead_to_law", lead_to_law),
        (PETITION, "take_as_suggestion", become_suggestion),
        (PETITION, "take_as_report", become_report),
        (PETITION, "hand_to_hotline", become_order),
        (HOTLINE, "hand_to_petition", become_petition),
        (HOTLINE, "already_petition", link_same_matter),
        (LEGAL_PATH, "back_to_petition", become_petition),
    ):
        register(process.name, step, consequence)
