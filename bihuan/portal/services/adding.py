"""Files sent after the letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.casework import outbox
from bihuan.casework import services as casework
from bihuan.casework.models import Entry
from bihuan.common.files.store import StoredFile
from bihuan.organizations.actor import RESIDENT
from bihuan.portal.errors import TooManyFiles, TooMuch
from bihuan.portal.models import AccessCode, Sent

MOST, MOST_MB = 30, 200
MB = 1 << 20


@transaction.atomic
def send_files(*, code: AccessCode, files: Sequence[StoredFile], at: datetime) -> int:
    """Add stored files to the case and tell the unit that holds it. Returns how many were new.

    Raises TooManyFiles, TooMuch; casework's NotYours when the case has ended.
    """
    before = list(Sent.objects.filter(case_id=code.case_id, seat=code.seat).select_related("attachment"))
    if len(before) + len(files) > MOST:
        raise TooManyFiles(MOST)
    if sum(row.attachment.size for row in before) + sum(file.size for file in files) > MOST_MB * MB:
        raise TooMuch(MOST_MB)
    new = 0
    for file in files:
        attachment = casework.attach(case_id=code.case_id, stored=file, actor=RESIDENT, at=at)
        _row, created = Sent.objects.get_or_create(
            attachment=attachment, defaults={"case_id": code.case_id, "seat": code.seat, "at": at}
        )
        new += created
    if new:
        entry = Entry.objects.filter(case_id=code.case_id).select_related("case").order_by("-seq")[0]
        outbox.tell_unit(
            case=entry.case, entry=entry, unit_id=entry.case.holder_unit_id, kind="resident_sent_files"
        )
    return new
