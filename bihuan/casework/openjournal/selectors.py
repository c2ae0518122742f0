"""What anybody may know of the open journal: heads, keys, proofs. Hashes and numbers of entries, no case."""

from __future__ import annotations

from bihuan.casework.openjournal import store
from bihuan.casework.openjournal.errors import NoHeadError
from bihuan.casework.openjournal.models import SignedHead, SigningKey
from bihuan.common.merkle import tree
from bihuan.common.merkle.receipts import Key, Later


def newest_head() -> SignedHead | None:
    """The newest published head; None before the first."""
    return SignedHead.objects.select_related("key").order_by("-size").first()


def head_of(size: int) -> SignedHead:
    """The published head over so many entries. Raises NoHeadError."""
    found = SignedHead.objects.select_related("key").filter(size=size).first()
    if found is None:
        raise NoHeadError
    return found


def consistency(*, old: int, new: int | None = None) -> Later:
    """The head over `new` entries (default: the newest) with the proof that it still begins with the `old` ones.

    `old` need not be a size at which a head was signed. Raises NoHeadError.
    """
    head = newest_head() if new is None else head_of(new)
    if head is None or not 0 < old <= head.size:
        raise NoHeadError
    proof = tree.consistency_proof(old, head.size, store.tree(head.size))
    return Later(head.note, tuple(proof), keys_until(head.key_id))


def keys_until(pk: int) -> tuple[Key, ...]:
    """The public keys from the first to this one, each signed by the one before."""
    rows = SigningKey.objects.filter(pk__lte=pk).order_by("pk")
    return tuple(Key(bytes(row.public), bytes(row.endorsement)) for row in rows)


def keys_on_record() -> list[SigningKey]:
    """Every key that signed, oldest first."""
    return list(SigningKey.objects.order_by("pk"))
