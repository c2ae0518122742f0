"""Internal notes, apart from every reply."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import errors, journal
from bihuan.casework.models import Case, Comment, Entry
from bihuan.casework.permissions import may_add
from bihuan.casework.services import writing
from bihuan.organizations.actor import Actor


@transaction.atomic
def comment(*, case_id: int, text: str, actor: Actor, at: datetime, submission: UUID | None = None) -> Case:
    """Add an internal note. The journal keeps its hash, not its words: notes are not part of the record of steps."""
    locked = writing.lock(case_id, seen=None, submission=submission)
    if isinstance(locked, Entry) or writing.already_taken(submission, case_id=case_id):
        return locked.case if isinstance(locked, Entry) else locked
    if actor.is_resident or not may_add(locked, actor):
        raise errors.NotYours
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.Incomplete({"text": _("请填写备注内容。")})
    Comment.objects.create(
        case=locked, unit_id=actor.unit_id, author=journal.actor_line(actor), account_id=actor.account_id, text=text, at=at
    )  # fmt: skip
    writing.record(
        locked, actor=actor, at=at, recorded_at=None, kind="comment", step="comment",
        data={"sha256": journal.digest(text)}, submission=submission,
    )  # fmt: skip
    return locked
