"""Files of a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.casework import errors, journal
from bihuan.casework.models import Attachment, Case
from bihuan.casework.permissions import may_add
from bihuan.casework.services import writing
from bihuan.casework.spec import Phase
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.common.files.store import StoredFile


@transaction.atomic
def attach(*, case_id: int, stored: StoredFile, actor: Actor, at: datetime) -> Attachment:
    """Attach a file that the store has checked and written. Raises NotYours when it has ended, or for who only reads.

    The same content attached twice to a case stands once.
    """
    case = writing.lock(case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if case.phase == Phase.ENDED or not may_add(case, actor):
        raise errors.NotYours
    existing = case.attachments.filter(sha256=stored.sha256).first()
    if existing is not None:
        return existing
    attachment = Attachment.objects.create(
        case=case, name=stored.name[:200], media_type=stored.media_type, size=stored.size, sha256=stored.sha256,
        added_at=at, added_by=journal.actor_line(actor), seq=case.seq + 1,
        flags=[flag.name.lower() for flag in stored.flags],
    )  # fmt: skip
    writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="attach", step="attach",
        data={"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type},
    )  # fmt: skip
    return attachment
