"""What has to be told, read from the journal: once for each entry, however often it is read.

The key of a message is that of its entry, so reading an entry twice writes nothing twice. Keys of entries may be
committed late, so reading begins where the journal ended ten minutes ago, and not where the last reading ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from bihuan.casework import registry
from bihuan.casework.models import Case, Entry, IssuedDocument
from bihuan.casework.spec import Phase
from bihuan.portal.following.papers import for_resident
from bihuan.portal.following.seats import signatory_of
from bihuan.portal.models import Message, ReadUpTo, Wish

OVERLAP = timedelta(minutes=10)
BATCH = 5_000


@transaction.atomic
def read_journal(*, at: datetime) -> int:
    """Write the messages of what the journal has gained. Returns how many. 0 when another reader is at work."""
    ReadUpTo.objects.get_or_create(pk=1, defaults={"entry": _end(), "next_entry": _end(), "marked_at": at})
    mark = ReadUpTo.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if mark is None:
        return 0
    entries = list(
        Entry.objects.filter(pk__gt=mark.entry, kind__in=("step", "question"), case__wishes__isnull=False)
        .select_related("case").distinct().order_by("pk")[:BATCH]
    )  # fmt: skip
    new = messages_of(entries)
    before = Message.objects.filter(key__in=[one.key for one in new]).count()
    Message.objects.bulk_create(new, ignore_conflicts=True)
    if len(entries) == BATCH:
        mark.entry = entries[-1].pk
    elif mark.marked_at is None or at - mark.marked_at >= OVERLAP:
        mark.entry, mark.next_entry, mark.marked_at = mark.next_entry, _end(), at
    mark.save()
    return len(new) - before


def messages_of(entries: list[Entry]) -> list[Message]:
    """The messages of these entries, unsaved: a document for the resident, a question, or the end."""
    cases = {entry.case_id: entry.case for entry in entries}
    wishes: dict[int, list[Wish]] = {}
    for wish in Wish.objects.filter(case_id__in=cases).exclude(channel=Wish.Channel.NONE):
        wishes.setdefault(wish.case_id, []).append(wish)
    issued = {
        (row.case_id, row.seq)
        for row in IssuedDocument.objects.filter(case_id__in=cases)
        if for_resident(cases[row.case_id].process, row.kind)
    }
    found = []
    for entry in entries:
        kind = _kind(entry, entry.case, (entry.case_id, entry.seq) in issued)
        for wish in wishes.get(entry.case_id, ()) if kind else ():
            if kind == "question" and entry.data.get("seat", 0) != wish.seat:
                continue
            if wish.seat and signatory_of(entry.case, wish.seat) is None:
                continue  # they have stepped out
            found.append(
                Message(
                    key=f"entry/{entry.pk}/{wish.seat}", case=entry.case, seat=wish.seat, kind=kind,
                    channel=wish.channel, created_at=entry.recorded_at,
                    next_at=None if wish.channel == Wish.Channel.PAPER else entry.recorded_at,
                )
            )  # fmt: skip
    return found


def _kind(entry: Entry, case: Case, with_document: bool) -> str:
    if entry.kind == "question":
        return "question"
    if not entry.from_state:
        return "filed"
    if with_document:
        return "document"
    table = registry.get(case.process)
    ends = next((state.phase for state in table.states if state.name == entry.to_state), None)
    return "ended" if ends is Phase.ENDED and entry.from_state != entry.to_state else ""


def _end() -> int:
    return Entry.objects.aggregate(end=Max("pk"))["end"] or 0
