"""When something may be taken back, and what becomes of its paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.casework import journal
from bihuan.casework.consequences import Taken
from bihuan.casework.errors import Guarded
from bihuan.casework.guards import Attempt
from bihuan.casework.issued.models import DocumentVoid
from bihuan.casework.models import Entry, IssuedDocument
from bihuan.safety.hazards.process_recalls import OF


def untouched(attempt: Attempt) -> None:
    """The last move was the unit's own and nobody else has taken a step since."""
    for entry in Entry.objects.filter(case=attempt.case, kind="step").order_by("-seq"):
        if entry.unit_id != attempt.actor.unit_id:
            break
        if entry.step == OF[attempt.step.name]:
            return
        if entry.from_state != entry.to_state:
            break
    raise Guarded(
        _("这一步不能撤回：不是本单位刚刚办理的，或者别的单位已经接着办理。请与现在的承办单位联系。")
    )


def same_deadline(attempt: Attempt) -> None:
    """Taking a report back gives no more time: the deadline is the one that was set."""
    day = attempt.case.facts.get("rectify_by")
    if day is None:
        raise Guarded(_("这件隐患没有整改期限（立即整改），请由验收人退回。"))
    if attempt.given["rectify_by"].isoformat() != day:
        raise Guarded(_("撤回不改变整改期限，请填写原来的期限 %(day)s。") % {"day": day}, field="rectify_by")


def void_paper(taken: Taken) -> None:
    """A report that was taken back no longer holds; its number stays used."""
    entry = Entry.objects.filter(case=taken.case, step=OF[taken.step.name]).order_by("-seq").first()
    issued = (
        IssuedDocument.objects.filter(case=taken.case, seq=entry.seq).first() if entry is not None else None
    )
    if issued is not None:
        DocumentVoid.objects.create(
            document=issued,
            at=taken.at,
            by=journal.actor_line(taken.actor),
            reason=taken.given["reason"][:200],
        )
