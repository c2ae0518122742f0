"""What an enterprise sees of its own cases, and what it files in them: a defence, a request to be heard, a report, a reply.

The right to state and to defend oneself (行政处罚法 art. 7, 45) and to be heard (art. 63, 64) is used here without a clerk in
between: the moment of filing is the moment that counts. Seen is what was told to the enterprise (the papers addressed to it,
its own words, the answers, its deadlines), never the office's own work on the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.casework import registry
from bihuan.casework import services as casework
from bihuan.casework.consequences import Taken
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Attachment, Case
from bihuan.casework.wall import policy
from bihuan.common.calendar.working import CHINA
from bihuan.common.files.store import StoredFile
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enforcement.models import Filing, Matter, Penalty
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING

# kind -> the step that it is, by process
STEPS = {
    (PENALTY.name, "defence"): "filed_defence", (PENALTY.name, "hearing"): "filed_hearing",
    (PENALTY.name, "report"): "filed_report", (ADMONITION.name, "reply"): "filed_reply",
}  # fmt: skip
MOST_FILES = 10  # with one filing; each as large as any attachment
KIND_OF = {step: kind for (_process, kind), step in STEPS.items()}
# A step of the office answers what was filed before.
ANSWERS = {
    "hear_defence": ("defence",), "call_hearing": ("hearing",), "order_correction": ("report",), "correct": ("report",),
    "execute": ("report",), "archive": ("report",), "reply": ("reply",), "settle": ("reply",),
}  # fmt: skip
TOLD = {
    CLOSURE.name: ("to_close", "closed"),
    LISTING.name: ("listed", "extension", "acceptance", "delisted", "over"),
}


def own_penalties(actor: Actor) -> QuerySet[Penalty]:
    """The penalty cases of the actor's own enterprise, from the day it was told what is intended (art. 44)."""
    rows = Penalty.objects.select_related("case", "enterprise")
    if actor.unit_id is None or not actor.has(*OUTSIDE):
        return rows.none()
    return rows.filter(
        policy.passes(actor, "case_id"),
        enterprise_id=actor.unit_id,
        party="unit",
        case__facts__has_key="hearing",
    )


def own_matters(actor: Actor) -> QuerySet[Matter]:
    """Interviews, warnings, listings and closures of the actor's own enterprise that it was told of."""
    rows = Matter.objects.select_related("case", "enterprise")
    if actor.unit_id is None or not actor.has(*OUTSIDE):
        return rows.none()
    told = Q(case__process=ADMONITION.name)
    for process, states in TOLD.items():
        told |= Q(case__process=process, case__state__in=states)
    return rows.filter(told, policy.passes(actor, "case_id"), enterprise_id=actor.unit_id)


def own_case(actor: Actor, number: str) -> Case | None:
    """One case of the actor's own enterprise that it was told of; None alike for another's and for none."""
    found = (
        own_penalties(actor).filter(case__number=number).first() or own_matters(actor).filter(case__number=number).first()
    )  # fmt: skip
    return found.case if found is not None else None


def open_kinds(case: Case) -> list[str]:
    """What may be filed in the case as it stands."""
    steps = registry.get(case.process).steps_from(case.state)
    return [KIND_OF[step.name] for step in steps if step.name in KIND_OF]


@transaction.atomic
def file(
    *, number: str, kind: str, text: str, actor: Actor, at: datetime, submission: UUID | None = None,
    files: Sequence[StoredFile] = (),
) -> Case:  # fmt: skip
    """File something in one's own case; it is in the journal under the name of who filed it, at this moment.

    `files` were checked and kept by the store. A request to be heard moves the case; its last day counts whole.
    Raises NotYours, Incomplete, casework.errors; nothing is then written.
    """
    case = own_case(actor, number)
    if case is None or (case.process, kind) not in STEPS:
        raise NotYours
    if not text.strip():
        raise Incomplete({"text": _("请写明内容。")})
    if len(files) > MOST_FILES:
        raise Incomplete({"chosen": _("一次最多提交%(most)s个附件，请分几次提交。") % {"most": MOST_FILES}})
    given: dict[str, Any] = {"said": text.strip()}
    if kind == "hearing":
        given["asked_on"] = at.astimezone(CHINA).date()
    party = replace(SYSTEM, name=actor.name, post_title=actor.post_title, unit_name=actor.unit_name)
    sent = [casework.attach(case_id=case.pk, stored=one, actor=party, at=at) for one in files]
    if sent:
        given["files"] = [str(one.pk) for one in sent]
    return casework.take(
        case_id=case.pk,
        step=STEPS[case.process, kind],
        actor=party,
        at=at,
        given=given,
        submission=submission,
    )


def keep(taken: Taken) -> None:
    """What the enterprise filed waits for an answer; what a step of the office answers waits no more."""
    kind = KIND_OF.get(taken.step.name)
    if kind is not None:
        Filing.objects.get_or_create(
            case=taken.case, seq=taken.entry.seq,
            defaults={
                "kind": kind, "text": taken.given["said"], "filed_at": taken.at, "by": taken.entry.actor,
                "files": [int(one) for one in taken.given.get("files", ())],
            },
        )  # fmt: skip
    answered = ANSWERS.get(taken.step.name, ())
    if answered:
        Filing.objects.filter(case=taken.case, kind__in=answered, read_at__isnull=True).update(
            read_at=taken.at
        )


def files_of(case: Case, filings: Sequence[Filing]) -> dict[int, list[Attachment]]:
    """Filing -> the attachments that came with it, as they were sent."""
    keys = {key for one in filings for key in one.files}
    found = {row.pk: row for row in Attachment.objects.filter(case=case, pk__in=keys)} if keys else {}
    return {one.pk: [found[key] for key in one.files if key in found] for one in filings}


def own_file(case: Case, file_id: int) -> Attachment | None:
    """An attachment that the enterprise itself filed in the case; None alike for the office's own and for none."""
    if not case.filings.filter(files__contains=[file_id]).exists():
        return None
    return Attachment.objects.filter(case=case, pk=file_id).first()


def said_in(case: Case) -> str:
    """What the enterprise filed and nobody has answered, one after the other."""
    rows = Filing.objects.filter(case=case, read_at__isnull=True, kind__in=("defence", "reply")).order_by(
        "seq"
    )
    return "\n\n".join(row.text for row in rows)


def waiting(case_ids: QuerySet[Any]) -> QuerySet[Filing]:
    """Filings in these cases that nobody has answered, the oldest first."""
    return (
        Filing.objects.filter(read_at__isnull=True, case__in=case_ids)
        .select_related("case")
        .order_by("filed_at")
    )


def answers(case: Case) -> list[tuple[datetime, str]]:
    """What the office found when it reviewed a defence, the latest first."""
    rows = case.entries.filter(step="hear_defence").order_by("-seq")
    return [(entry.at, entry.data["answer"]) for entry in rows if entry.data.get("answer")]
