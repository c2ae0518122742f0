"""New entries become leaves, in the order of their keys; the head over all leaves is signed in the same transaction.

1. One transaction at a time holds the tree's lock: the number of leaves cannot change under it.
2. Entries that have no leaf yet get the next places. A leaf points at its entry and each entry may have one (unique), so
   nothing is put in twice, whoever runs at the same time and whoever was killed.
3. A key may be drawn early and committed late, so "everything above the last" would miss entries. What is searched begins
   at the highest key of the newest head that is a day old: no transaction is open for that long. Whatever were missed all
   the same is named by `bihuan journal verify`.
4. Tiles that have become whole are written, the root is computed, the head is signed and written.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from bihuan.casework.openjournal import store
from bihuan.casework.openjournal.models import SignedHead
from bihuan.casework.openjournal.services import signing
from bihuan.common.merkle import heads, tree

LONGEST_TRANSACTION = timedelta(days=1)
BATCH = 50_000
LOCK = 0x6F70656E  # "open"; the advisory lock of everything that lengthens the tree

_TAKE = """
WITH new AS (
    SELECT e.id, c.number, e.seq, e.hash FROM casework_entry e JOIN casework_case c ON c.id = e.case_id
    WHERE {which} AND NOT EXISTS (SELECT FROM openjournal_leaf l WHERE l.entry_id = e.id)
    ORDER BY e.id LIMIT %s
), put AS (
    INSERT INTO openjournal_leaf (index, entry_id, case_number, seq, entry_hash)
    SELECT %s + row_number() OVER (ORDER BY id) - 1, id, number, seq, hash FROM new
    RETURNING entry_id
)
SELECT count(*), max(entry_id) FROM put
"""


def append(*, at: datetime) -> SignedHead | None:
    """Put every new entry into the tree. The newest head; None while the journal is empty. Raises SigningKeyError."""
    while True:
        before = newest()
        head = _append("e.id > %s", _searched_from(at), at=at, everything=True)
        if head is None or head.whole or (before is not None and head.size == before.size):
            return head


def append_case(*, case_id: int, at: datetime) -> SignedHead | None:
    """Put the new entries of one case into the tree now, without looking at others: for a receipt on demand."""
    return _append("e.case_id = %s", case_id, at=at, everything=False)


def newest() -> SignedHead | None:
    """The newest head."""
    return SignedHead.objects.order_by("-size").first()


def lock() -> None:
    """Wait for whoever lengthens the tree or changes its key; until the transaction ends nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _append(which: str, value: int, *, at: datetime, everything: bool) -> SignedHead | None:
    with transaction.atomic():
        lock()
        before = newest()
        size = before.size if before else 0
        with connection.cursor() as cursor:
            # Whole batches, so that a first run over millions of entries is a row of short transactions.
            most = BATCH - size % BATCH
            cursor.execute(_TAKE.format(which=which), [value, most, size])
            count, highest = cursor.fetchone()
        if not count:
            return before
        store.write_whole_tiles(size, size + count)
        if before is not None:
            highest = max(highest, before.highest_entry)
        return _publish(size + count, highest, before, at, whole=everything and count < most)


def _publish(size: int, highest: int, before: SignedHead | None, at: datetime, *, whole: bool) -> SignedHead:
    secret, key = signing.key_in_use(at=at)
    # Heads never go back in time, also when the machine's clock does.
    moment = max(at, before.at) if before else at
    head = heads.Head(settings.JOURNAL_NAME, size, tree.root(size, store.tree(size)), moment)
    return SignedHead.objects.create(
        size=size, root=head.root, at=moment, highest_entry=highest, whole=whole, key=key,
        note=heads.sign(head, secret),
    )  # fmt: skip


def _searched_from(at: datetime) -> int:
    old = SignedHead.objects.filter(whole=True, at__lte=at - LONGEST_TRANSACTION).order_by("-size").first()
    return old.highest_entry if old else 0
