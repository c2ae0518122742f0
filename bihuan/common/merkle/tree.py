"""Roots and proofs, in the words of RFC 9162: MTH (2.1.1), PATH (2.1.3.1), PROOF and SUBPROOF (2.1.4.1).

A tree is given as a function of its complete subtrees, `node(level, index)`: the root over the 2**level leaves that begin at
index * 2**level. Every range these algorithms ask for is made of such subtrees, so one proof reads about log2(n) of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bihuan.common.merkle.hashing import EMPTY, node_hash, perfect_root

Node = Callable[[int, int], bytes]


def of_leaves(hashes: Sequence[bytes]) -> Node:
    """A tree whose leaf hashes are all in memory."""

    def node(level: int, index: int) -> bytes:
        width = 1 << level
        return perfect_root(list(hashes[index * width : (index + 1) * width]))

    return node


def root(size: int, node: Node) -> bytes:
    """The root over the first `size` leaves."""
    return range_root(0, size, node) if size else EMPTY


def range_root(start: int, stop: int, node: Node) -> bytes:
    """MTH(D[start:stop]) for a range as they occur in the RFC: its left parts are complete and aligned."""
    width = stop - start
    if width & (width - 1) == 0:
        return node(width.bit_length() - 1, start // width)
    split = start + _split(width)
    return node_hash(range_root(start, split, node), range_root(split, stop, node))


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]): the siblings from the leaf up to the root. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        split = start + _split(stop - start)
        if index < split:
            proof.append(range_root(split, stop, node))
            stop = split
        else:
            proof.append(range_root(start, split, node))
            start = split
    return proof[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """PROOF(old, D[new]): that the first `old` leaves of the tree of `new` are the tree of `old`. Raises ValueError."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} is no beginning of a tree of {new}")
    proof: list[bytes] = []
    start, stop, whole = 0, new, True
    while stop != old:
        split = start + _split(stop - start)
        if old <= split:
            proof.append(range_root(split, stop, node))
            stop = split
        else:
            proof.append(range_root(start, split, node))
            start, whole = split, False
    if not whole:
        proof.append(range_root(start, stop, node))
    return proof[::-1]


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1
