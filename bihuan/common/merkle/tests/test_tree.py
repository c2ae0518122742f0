"""The tree is the one of RFC 9162: its worked example, vectors of Certificate Transparency, and every small tree there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.common.merkle import tree
from bihuan.common.merkle.growing import Growing
from bihuan.common.merkle.hashing import EMPTY, leaf_hash, node_hash
from bihuan.common.merkle.proofs import consistent, included
from bihuan.common.merkle.tiles import HEIGHT, Tiles

# The eight leaves, and the roots over the first n, that implementations of Certificate Transparency share as a test.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(str(i).encode()) for i in range(70)]


def mth(hashes: list[bytes]) -> bytes:
    """MTH as section 2.1.1 defines it, word for word and without any cleverness."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(mth(hashes[:k]), mth(hashes[k:]))


def test_the_roots_are_those_of_certificate_transparency() -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in INPUTS]
    assert [tree.root(n, tree.of_leaves(leaves)).hex() for n in range(1, 9)] == ROOTS


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree.root(0, tree.of_leaves([])) == EMPTY


def test_the_worked_example_of_the_rfc() -> None:
    """Section 2.1.5: seven leaves a to j, nodes g h i k l, and the proofs it writes out."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - the RFC's letters
    node = tree.of_leaves(LEAVES[:7])
    assert tree.root(7, node) == node_hash(k, l)
    assert tree.inclusion_proof(0, 7, node) == [b, h, l]
    assert tree.inclusion_proof(3, 7, node) == [c, g, l]
    assert tree.inclusion_proof(4, 7, node) == [f, j, k]
    assert tree.inclusion_proof(6, 7, node) == [i, k]
    assert tree.consistency_proof(3, 7, node) == [c, d, g, l]
    assert tree.consistency_proof(4, 7, node) == [l]
    assert tree.consistency_proof(6, 7, node) == [i, j, k]


@pytest.mark.parametrize("size", range(1, 41))
def test_every_leaf_of_every_small_tree_is_proved_and_at_no_other_place(size: int) -> None:
    node = tree.of_leaves(LEAVES[:size])
    root = tree.root(size, node)
    assert root == mth(LEAVES[:size])
    for index in range(size):
        proof = tree.inclusion_proof(index, size, node)
        assert included(LEAVES[index], index, size, proof, root)
        others = [i for i in range(size + 1) if i != index]
        assert not any(included(LEAVES[index], other, size, proof, root) for other in others)
        assert not included(LEAVES[index + 1], index, size, proof, root)


@pytest.mark.parametrize("new", range(1, 41))
def test_every_small_tree_is_the_beginning_of_every_larger_one(new: int) -> None:
    node = tree.of_leaves(LEAVES[:new])
    for old in range(1, new + 1):
        proof = tree.consistency_proof(old, new, node)
        old_root, new_root = mth(LEAVES[:old]), mth(LEAVES[:new])
        assert consistent(old, new, old_root, new_root, proof)
        forged = mth([LEAVES[50], *LEAVES[1:old]])
        assert not consistent(old, new, forged, new_root, proof)
        assert not consistent(old, new, old_root, mth([LEAVES[50], *LEAVES[1:new]]), proof)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_proof_with_anything_changed_proves_nothing(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 70))
    index = data.draw(st.integers(0, size - 1))
    node = tree.of_leaves(LEAVES[:size])
    proof = tree.inclusion_proof(index, size, node)
    change = data.draw(st.sampled_from(["flip", "drop", "add", "swap"]))
    where = data.draw(st.integers(0, len(proof) - 1))
    forged = list(proof)
    if change == "flip":
        raw = bytearray(forged[where])
        raw[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        forged[where] = bytes(raw)
    elif change == "drop":
        del forged[where]
    elif change == "add":
        forged.insert(where, LEAVES[0])
    elif len(proof) > 1:
        other = (where + 1) % len(proof)
        forged[where], forged[other] = forged[other], forged[where]
    assert forged == proof or not included(LEAVES[index], index, size, forged, tree.root(size, node))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.data())
def test_tiles_give_the_same_proofs_as_all_leaves_in_memory(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(str(i).encode()) for i in range(size)]
    plain = tree.of_leaves(leaves)
    loads: list[tuple[int, int, int]] = []

    def load(level: int, start: int, stop: int) -> list[bytes]:
        loads.append((level, start, stop))
        return [plain(level * HEIGHT, i) for i in range(start, stop)]

    tiles = Tiles(size, load)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert tree.root(size, tiles) == tree.root(size, plain)
    assert tree.inclusion_proof(index, size, tiles) == tree.inclusion_proof(index, size, plain)
    assert tree.consistency_proof(old, size, tiles) == tree.consistency_proof(old, size, plain)
    assert len(loads) == len(set(loads))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_for_a_leaf_outside(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        tree.inclusion_proof(index, size, tree.of_leaves(LEAVES[:size]))


def test_a_growing_tree_has_the_root_of_each_of_its_sizes() -> None:
    growing = Growing()
    assert growing.root() == EMPTY
    for size in range(1, 70):
        growing.add(LEAVES[size - 1])
        assert growing.root() == mth(LEAVES[:size])
