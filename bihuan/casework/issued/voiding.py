"""Instead of deletion: a document is void, or void and replaced by a corrected one with a number of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bihuan.casework import documents
from bihuan.casework.errors import Incomplete, Text
from bihuan.casework.issued.errors import (
    AlreadyServed,
    AlreadyVoid,
    NothingChanged,
    NotTheIssuer,
    ReasonMissing,
)
from bihuan.casework.issued.models import DocumentVoid
from bihuan.casework.journal import actor_line
from bihuan.casework.models import Case, Entry, IssuedDocument
from bihuan.casework.services import writing
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role


def may_void(issued: IssuedDocument, actor: Actor) -> bool:
    """The head of the unit that issued it."""
    return actor.unit_id == issued.unit_id and actor.has(Role.UNIT_HEAD)


@transaction.atomic
def void(*, document_id: int, actor: Actor, at: datetime, reason: str) -> IssuedDocument:
    """Say that a document no longer holds. Its number stays used. Raises a Refused; nothing is then written."""
    issued, case = _voidable(document_id, actor, reason)
    DocumentVoid.objects.create(document=issued, at=at, by=actor_line(actor), reason=reason.strip())
    writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="document", step="void_document",
        data={"document": issued.number, "reason": reason.strip()},
    )  # fmt: skip
    return issued


@transaction.atomic
def replace(
    *, document_id: int, actor: Actor, at: datetime, reason: str, changes: Mapping[str, str]
) -> IssuedDocument:
    """Issue a corrected document under the next number and void the old one, in one transaction.

    `changes`: new texts for what may be corrected of this kind (`DocumentKind.correctable`); nothing else of what was
    kept changes, the day of issue is today's. Raises a Refused, and Incomplete for a text that is missing.
    """
    issued, case = _voidable(document_id, actor, reason)
    kind = documents.kind_of(case.process, issued.kind)
    faults: dict[str, Text] = {name: "?" for name in changes if name not in kind.correctable}
    if faults:
        raise Incomplete(faults)
    data = {**issued.data, **{name: text.strip() for name, text in changes.items()}}
    if data == issued.data:
        raise NothingChanged
    kind.check(data)
    entry = writing.record(
        case, actor=actor, at=at, recorded_at=None, kind="document", step="replace_document",
        data={"document": issued.number, "reason": reason.strip(), "changes": dict(changes)},
    )  # fmt: skip
    replacement = documents.issue_again(issued, data=data, entry=entry)
    DocumentVoid.objects.create(
        document=issued, replacement=replacement, at=at, by=actor_line(actor), reason=reason.strip()
    )
    return replacement


def _voidable(document_id: int, actor: Actor, reason: str) -> tuple[IssuedDocument, Case]:
    """The document and its case, locked."""
    issued = IssuedDocument.objects.get(pk=document_id)
    case = writing.lock(issued.case_id, seen=None, submission=None)
    assert isinstance(case, Case)
    if not may_void(issued, actor):
        raise NotTheIssuer
    if DocumentVoid.objects.filter(document=issued).exists():
        raise AlreadyVoid
    if served(issued):
        raise AlreadyServed
    if not reason.strip():
        raise ReasonMissing
    issued.case = case
    return issued, case


def served(issued: IssuedDocument) -> bool:
    """Whether a step that serves (it says on what day) was taken after this document was issued and before the next
    of its kind."""
    later = (
        IssuedDocument.objects.filter(case_id=issued.case_id, kind=issued.kind, seq__gt=issued.seq)
        .order_by("seq")
        .values_list("seq", flat=True)
        .first()
    )
    entries = Entry.objects.filter(case_id=issued.case_id, seq__gt=issued.seq, data__has_key="served_on")
    if later is not None:
        entries = entries.filter(seq__lt=later)
    return issued.kind in SERVED_KINDS and entries.exists()


# What a step `serve` hands over. A notice of acceptance is no less served, but no period of the resident's runs from it.
SERVED_KINDS = frozenset({"decision", "review", "re_review"})
