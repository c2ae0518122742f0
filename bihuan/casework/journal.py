"""The journal: append-only entries, chained by hash per case.

Only `append` writes it. The database itself refuses UPDATE, DELETE and TRUNCATE (migration 0001). Whoever changes a
row around that is found by `verify`, which recomputes every hash from the row and the one before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Either
from django.db.models import F, When
from django.utils.translation import gettext

from bihuan.casework.models import Case, Entry
from bihuan.common.rows import made
from bihuan.organizations.actor import Actor

GENESIS = bytes(32)
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
WRITTEN_BY, WRITTEN_DOWN = "信访人（由", "代为记录）"


def digest(text: str) -> str:
    """SHA-256 of a text in hex: what an entry keeps of a text that lives elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()


def actor_line(actor: Actor) -> str:
    """The actor as written in the entry: name, post, unit on that day."""
    return " · ".join(part for part in (actor.name, actor.post_title, actor.unit_name) if part)[:160]


def for_resident(actor: Actor) -> str:
    """The line of a step of the resident's: the resident, or the resident as somebody wrote it down."""
    return actor_line(actor) if actor.is_resident else f"{WRITTEN_BY}{actor_line(actor)[:140]}{WRITTEN_DOWN}"


def actor_text(line: str) -> str:
    """The line of an entry in the reader's language; names and posts stay as they were written."""
    if line.startswith(WRITTEN_BY) and line.endswith(WRITTEN_DOWN):
        clerk = line.removeprefix(WRITTEN_BY).removesuffix(WRITTEN_DOWN)
        return gettext("信访人（由%(clerk)s代为记录）") % {"clerk": clerk}
    return gettext(line) if line else ""


def entry_hash(entry: Entry) -> bytes:
    """The hash an entry must have: SHA-256 over its previous hash and its canonical JSON."""
    return hashlib.sha256(bytes(entry.previous) + entry_text(entry).encode()).digest()


def entry_text(entry: Entry) -> str:
    """The canonical JSON of an entry: with the hash before it, all that anybody needs to recompute its own."""
    content = {
        "case": entry.case.number,  # what people call it; the row's key is the database's own affair
        "seq": entry.seq,
        "at": _stamp(entry.at),
        "recorded_at": _stamp(entry.recorded_at),
        "kind": entry.kind,
        "step": entry.step,
        "account": entry.account_id,
        "appointment": entry.appointment_id,
        "unit": entry.unit_id,
        "actor": entry.actor,
        "from": entry.from_state,
        "to": entry.to_state,
        "holder_unit": entry.holder_unit_id,
        "holder_account": entry.holder_account_id,
        "data": entry.data,
        "submission": str(entry.submission) if entry.submission else None,
    }
    return _canonical(content)


def build(
    *,
    case: Case,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    kind: str,
    step: str,
    from_state: str,
    data: dict[str, Any],
    submission: UUID | None = None,
    line: str = "",
) -> Entry:
    """The next entry of a locked case, unsaved; advances `case.seq` and `case.head`, which the caller saves.

    `line` is what stands as the actor, when that is not the actor's own line.
    """
    entry = made(
        Entry,
        {
            "seq": case.seq + 1, "at": at, "recorded_at": recorded_at, "kind": kind, "step": step,
            "account_id": actor.account_id, "appointment_id": actor.appointment_id, "unit_id": actor.unit_id,
            "actor": line or actor_line(actor), "from_state": from_state, "to_state": case.state,
            "holder_unit_id": case.holder_unit_id, "holder_account_id": case.holder_account_id, "data": data,
            "submission": submission, "previous": bytes(case.head),
        },
        {"case": case},
    )  # fmt: skip
    entry.hash = entry_hash(entry)
    case.seq = entry.seq
    case.head = entry.hash
    return entry


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the journal of a case."""

    case: str
    seq: int
    what: str


def verify(*, case_id: int | None = None) -> Iterator[Fault]:
    """Recompute every chain (or one). Yields each fault: changed, missing or reordered entries, a changed letter."""
    # The letter comes with the entry that opened the case alone: a million of them four times over is seven gigabytes.
    letter = Either(When(seq=1, then=F("case__body")), default=None)
    entries = (
        Entry.objects.select_related("case")
        .only(
            *(field.attname for field in Entry._meta.concrete_fields),
            "case__number",
            "case__seq",
            "case__head",
        )
        .annotate(letter=letter)
        .order_by("case_id", "seq")
    )
    if case_id is not None:
        entries = entries.filter(case_id=case_id)
    case: Case | None = None
    expected_seq, previous = 1, GENESIS
    for entry in entries.iterator(chunk_size=5000):
        if case is None or entry.case_id != case.pk:
            if case is not None:
                yield from _head_faults(case, expected_seq - 1, previous)
            case, expected_seq, previous = entry.case, 1, GENESIS
        number = case.number
        if entry.seq != expected_seq:
            yield Fault(number, expected_seq, f"entry {expected_seq} is missing; the next is {entry.seq}")
        if bytes(entry.previous) != previous:
            yield Fault(number, entry.seq, "does not follow from the entry before it")
        if entry_hash(entry) != bytes(entry.hash):
            yield Fault(
                number, entry.seq, f"its content was changed after it was written (step {entry.step})"
            )
        body = entry.letter if entry.seq == 1 else case.body if "body_sha256" in entry.data else ""
        if "body_sha256" in entry.data and entry.data["body_sha256"] != digest(body):
            yield Fault(number, entry.seq, "the text of the letter is not the one that was registered")
        expected_seq, previous = entry.seq + 1, bytes(entry.hash)
    if case is not None:
        yield from _head_faults(case, expected_seq - 1, previous)
    silent = Case.objects.filter(entries__isnull=True)
    for mute in silent.filter(pk=case_id) if case_id is not None else silent:
        yield Fault(mute.number, 0, "has no journal at all")


def _head_faults(case: Case, seq: int, head: bytes) -> Iterator[Fault]:
    if case.seq != seq or bytes(case.head) != head:
        yield Fault(
            case.number, case.seq, f"the case says its last entry is {case.seq}; the journal ends at {seq}"
        )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
