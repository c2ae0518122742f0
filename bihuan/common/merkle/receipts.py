"""The small file a resident keeps, and how it is checked with nothing but itself, a public key and perhaps a newer head.

It holds no personal data: the case's number, the hash of its last entry (which, chained, stands for all before), the
way from there to the root, and the signed head.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bihuan.common.merkle import heads, proofs
from bihuan.common.merkle.hashing import SIZE, leaf_hash

FORMAT = "bihuan-receipt"
VERSION = 1
MOST_PARTS = 64


class UnreadableReceipt(ValueError):
    """The file is no receipt, or of a version this program does not know."""


class Check(StrEnum):
    """What was checked. The words for people are elsewhere, in their language."""

    SIGNATURE = "signature"  # the head is signed by the receipt's key
    INCLUSION = "inclusion"  # the entry is in the tree of that head
    KEY = "key"  # the key is the one given, or handed over by it
    LATER = "later"  # a newer head still contains everything of this one
    LATER_SIGNATURE = "later_signature"  # and is signed


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and whether it holds."""

    check: Check
    holds: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and, if an earlier key handed over to it, that key's signature."""

    public: bytes
    endorsement: bytes = b""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the file says."""

    case: str
    seq: int
    entry_hash: bytes
    index: int
    proof: tuple[bytes, ...]
    head: str
    keys: tuple[Key, ...]  # from the first known to the one that signed

    def leaf(self) -> bytes:
        """The hash of its leaf."""
        return leaf_hash(leaf_data(self.case, self.seq, self.entry_hash))


@dataclass(frozen=True, slots=True)
class Later:
    """Another head of the same journal, and the proof that the older of the two is its beginning."""

    head: str
    proof: tuple[bytes, ...]
    keys: tuple[Key, ...]


def leaf_data(case: str, seq: int, entry_hash: bytes) -> bytes:
    """What a leaf stands for: one entry of one case, by its hash."""
    return f"bihuan journal entry v1\n{case}\n{seq}\n{entry_hash.hex()}\n".encode()


def write(receipt: Receipt) -> str:
    """The file's text."""
    signed = heads.read(receipt.head)
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "case": receipt.case,
            "entry": {"seq": receipt.seq, "hash": receipt.entry_hash.hex()},
            "index": receipt.index,
            "proof": [_b64(part) for part in receipt.proof],
            "head": receipt.head,
            "key_id": heads.key_id(signed.head.origin, receipt.keys[-1].public),
            "keys": keys_as_json(receipt.keys),
        },
        ensure_ascii=False,
        indent=1,
    )


def read(text: str) -> Receipt:
    """A receipt from its text. Raises UnreadableReceipt."""
    try:
        given: dict[str, Any] = json.loads(text)
        if given["format"] != FORMAT or given["version"] != VERSION:
            raise UnreadableReceipt("not a receipt of this version")
        receipt = Receipt(
            str(given["case"]),
            int(given["entry"]["seq"]),
            bytes.fromhex(given["entry"]["hash"]),
            int(given["index"]),
            tuple(_raw(part) for part in given["proof"][:MOST_PARTS]),
            str(given["head"]),
            _keys(given["keys"]),
        )
        heads.read(receipt.head)
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise UnreadableReceipt(str(error)) from error
    if len(receipt.entry_hash) != SIZE or not receipt.keys or "\n" in receipt.case:
        raise UnreadableReceipt("not a receipt")
    return receipt


def read_later(text: str) -> Later:
    """Another head with its proof, as `bihuan journal consistency` and the public address give it."""
    try:
        given: dict[str, Any] = json.loads(text)
        later = Later(
            str(given["head"]),
            tuple(_raw(part) for part in given["proof"][:MOST_PARTS]),
            _keys(given["keys"]),
        )
        heads.read(later.head)
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise UnreadableReceipt(str(error)) from error
    if not later.keys:
        raise UnreadableReceipt("no key")
    return later


def write_later(later: Later) -> str:
    """The text that `read_later` reads."""
    return json.dumps(
        {"head": later.head, "proof": [_b64(part) for part in later.proof], "keys": keys_as_json(later.keys)},
        ensure_ascii=False,
        indent=1,
    )


def keys_as_json(keys: Sequence[Key]) -> list[dict[str, str]]:
    """Public keys in the order in which they handed over."""
    return [{"public": _b64(key.public), "endorsement": _b64(key.endorsement)} for key in keys]


def check(receipt: Receipt, *, trusted: bytes | None = None, later: Later | None = None) -> list[Finding]:
    """Every check that can be made with what is given. A receipt holds when all of them do."""
    signed = heads.read(receipt.head)
    head = signed.head
    found = [
        Finding(Check.SIGNATURE, signed.signed_by(receipt.keys[-1].public)),
        Finding(
            Check.INCLUSION,
            proofs.included(receipt.leaf(), receipt.index, head.size, receipt.proof, head.root),
        ),
    ]
    if trusted is not None:
        found.append(Finding(Check.KEY, handed_over(head.origin, receipt.keys, trusted)))
    if later is not None:
        newer = heads.read(later.head)
        old, new = sorted((head, newer.head), key=lambda one: one.size)
        known = trusted if trusted is not None else receipt.keys[-1].public
        signed_well = newer.signed_by(later.keys[-1].public) and handed_over(head.origin, later.keys, known)
        kept = head.origin == newer.head.origin and proofs.consistent(
            old.size, new.size, old.root, new.root, later.proof
        )
        found += [Finding(Check.LATER, kept), Finding(Check.LATER_SIGNATURE, signed_well)]
    return found


def handed_over(origin: str, keys: Sequence[Key], trusted: bytes) -> bool:
    """Is the last key the trusted one, or does an unbroken row of hand-overs lead from the trusted one to it?"""
    reached = False
    for before, key in zip((None, *keys), keys, strict=False):
        reached = key.public == trusted or (
            reached
            and before is not None
            and heads.holds(before.public, key.endorsement, heads.succession(origin, key.public))
        )
    return reached


def _keys(given: list[dict[str, str]]) -> tuple[Key, ...]:
    return tuple(Key(_raw(key["public"]), _raw(key["endorsement"])) for key in given)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
