"""Checking proofs, step by step as RFC 9162 sections 2.1.3.2 and 2.1.4.2 write it down."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.common.merkle.hashing import SIZE, node_hash


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Does the proof lead from this leaf hash, at this place in a tree of this size, to this root?"""
    if not 0 <= index < size or any(len(part) != SIZE for part in proof):
        return False
    fn, sn, reached = index, size - 1, leaf
    for part in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            reached = node_hash(part, reached)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            reached = node_hash(reached, part)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and reached == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Is the tree of `old` leaves with its root the beginning of the tree of `new` leaves with its root?"""
    if not 0 < old <= new or any(len(part) != SIZE for part in proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    parts = list(proof)
    if old & (old - 1) == 0:
        parts.insert(0, old_root)
    if not parts:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = parts[0]
    for part in parts[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(part, fr), node_hash(part, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, part)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root
