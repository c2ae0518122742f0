"""The receipt a resident takes home."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.casework.models import Case, Entry
from bihuan.casework.openjournal import selectors, store
from bihuan.casework.openjournal.errors import NoEntryError
from bihuan.casework.openjournal.models import Leaf
from bihuan.casework.openjournal.services.appending import append_case
from bihuan.common.merkle import tree
from bihuan.common.merkle.receipts import Receipt


def receipt_for(*, case: Case, at: datetime) -> Receipt:
    """The case's last entry, proved under a head made now if the entry is not yet under one.

    `common.merkle.receipts.write(receipt)` is the file. It holds the case's number and hashes, nothing personal.
    Raises NoEntryError and SigningKeyError.
    """
    with transaction.atomic():
        entry = Entry.objects.filter(case_id=case.pk).order_by("-seq").first()
        if entry is None:
            raise NoEntryError
        leaf = Leaf.objects.filter(entry_id=entry.pk).first()
        head = selectors.newest_head() if leaf is not None else append_case(case_id=case.pk, at=at)
        if leaf is None:
            leaf = Leaf.objects.get(entry_id=entry.pk)
        assert head is not None
        return Receipt(
            case=leaf.case_number,
            seq=leaf.seq,
            entry_hash=bytes(leaf.entry_hash),
            index=leaf.index,
            proof=tuple(tree.inclusion_proof(leaf.index, head.size, store.tree(head.size))),
            head=head.note,
            keys=selectors.keys_until(head.key_id),
        )
