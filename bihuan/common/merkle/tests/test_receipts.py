"""A receipt holds by itself, and not when one letter of it is another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bihuan.common.merkle import heads, receipts, tree
from bihuan.common.merkle.hashing import leaf_hash
from bihuan.common.merkle.receipts import Check, Finding, Key, Later, Receipt

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(3)]
ORIGIN = "bihuan/test"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ENTRY = bytes(range(32))
LEAVES = [leaf_hash(bytes([n])) for n in range(20)]
LEAVES[6] = leaf_hash(receipts.leaf_data("XF-2026-000017", 3, ENTRY))


def public(n: int) -> bytes:
    return KEYS[n].public_key().public_bytes_raw()


def head(size: int, key: int = 0) -> str:
    root = tree.root(size, tree.of_leaves(LEAVES))
    return heads.sign(heads.Head(ORIGIN, size, root, NOW), KEYS[key])


def receipt(size: int = 11) -> Receipt:
    proof = tree.inclusion_proof(6, size, tree.of_leaves(LEAVES))
    return Receipt("XF-2026-000017", 3, ENTRY, 6, tuple(proof), head(size), (Key(public(0)),))


def later(size: int, keys: tuple[Key, ...], key: int) -> Later:
    proof = tree.consistency_proof(11, size, tree.of_leaves(LEAVES))
    return Later(head(size, key), tuple(proof), keys)


def row_of_keys(upto: int) -> tuple[Key, ...]:
    return (
        Key(public(0)),
        *(Key(public(n), KEYS[n - 1].sign(heads.succession(ORIGIN, public(n)))) for n in range(1, upto + 1)),
    )


def held(found: list[Finding]) -> dict[Check, bool]:
    return {one.check: one.holds for one in found}


def test_a_receipt_holds_as_written_and_read_again() -> None:
    read = receipts.read(receipts.write(receipt()))
    assert read == receipt()
    assert held(receipts.check(read)) == {Check.SIGNATURE: True, Check.INCLUSION: True}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"case": "XF-2026-000018"}, Check.INCLUSION),
        ({"seq": 4}, Check.INCLUSION),
        ({"entry_hash": bytes(32)}, Check.INCLUSION),
        ({"index": 7}, Check.INCLUSION),
        ({"head": head(12)}, Check.INCLUSION),
        ({"head": head(11, key=1)}, Check.SIGNATURE),
        ({"keys": (Key(public(1)),)}, Check.SIGNATURE),
    ],
)
def test_a_receipt_with_another_content_does_not_hold(change: dict[str, Any], broken: Check) -> None:
    assert held(receipts.check(replace(receipt(), **change)))[broken] is False


@given(st.integers(0, 10_000), st.sampled_from("0123456789abcdefABCX=/+ \n"))
def test_no_letter_can_be_changed_without_being_seen(place: int, letter: str) -> None:
    text = receipts.write(receipt())
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    try:
        read = receipts.read(changed)
    except receipts.UnreadableReceipt:
        return
    assert read == receipt() or not all(one.holds for one in receipts.check(read))


def test_a_signature_counts_only_over_exactly_these_lines() -> None:
    note = head(11)
    assert heads.read(note).signed_by(public(0))
    assert not heads.read(note.replace("2026-03-02", "2026-03-01")).signed_by(public(0))


def test_the_key_is_the_one_the_resident_trusts() -> None:
    assert held(receipts.check(receipt(), trusted=public(0)))[Check.KEY]
    assert not held(receipts.check(receipt(), trusted=public(1)))[Check.KEY]


def test_trust_goes_from_key_to_key_by_signature_alone() -> None:
    rotated = replace(receipt(), head=head(11, key=2), keys=row_of_keys(2))
    assert all(one.holds for one in receipts.check(rotated, trusted=public(0)))
    assert all(one.holds for one in receipts.check(rotated, trusted=public(2)))
    stolen = replace(rotated, keys=(*row_of_keys(1), Key(public(2), bytes(64))))
    assert not held(receipts.check(stolen, trusted=public(0)))[Check.KEY]


def test_a_newer_head_that_still_holds_the_old_entries_is_accepted() -> None:
    assert all(one.holds for one in receipts.check(receipt(), later=later(19, row_of_keys(0), 0)))
    assert all(one.holds for one in receipts.check(receipt(), later=later(19, row_of_keys(1), 1)))


def test_a_newer_head_of_a_rewritten_journal_is_not() -> None:
    forged = [leaf_hash(b"forged"), *LEAVES[1:]]
    root = tree.root(19, tree.of_leaves(forged))
    note = heads.sign(heads.Head(ORIGIN, 19, root, NOW), KEYS[0])
    for leaves in (LEAVES, forged):
        proof = tuple(tree.consistency_proof(11, 19, tree.of_leaves(leaves)))
        found = held(receipts.check(receipt(), later=Later(note, proof, row_of_keys(0))))
        assert found == {
            Check.SIGNATURE: True, Check.INCLUSION: True, Check.LATER: False, Check.LATER_SIGNATURE: True,
        }  # fmt: skip


def test_a_later_file_is_read_as_it_was_written() -> None:
    one = later(19, row_of_keys(1), 1)
    assert receipts.read_later(receipts.write_later(one)) == one


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": "bihuan-receipt", "version": 2}', "x" * 99]
)
def test_what_is_no_receipt_is_said_to_be_none(text: str) -> None:
    with pytest.raises(receipts.UnreadableReceipt):
        receipts.read(text)
    with pytest.raises(receipts.UnreadableReceipt):
        receipts.read_later(text)


def test_the_file_is_small_and_says_its_version() -> None:
    text = receipts.write(receipt())
    assert json.loads(text)["version"] == 1
    assert len(text) < 2500
