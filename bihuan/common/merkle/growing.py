"""A root that grows leaf by leaf, in memory of the logarithm of their number."""

from __future__ import annotations

from bihuan.common.merkle.hashing import EMPTY, node_hash


class Growing:
    """Add leaf hashes in order; `root()` at any time is the root over those so far."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # roots of complete subtrees, largest first: the ones in `size`

    def add(self, leaf: bytes) -> None:
        """The next leaf's hash."""
        size, right = self.size, leaf
        while size & 1:
            right = node_hash(self._peaks.pop(), right)
            size >>= 1
        self._peaks.append(right)
        self.size += 1

    def root(self) -> bytes:
        """The root now."""
        if not self._peaks:
            return EMPTY
        reached = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            reached = node_hash(peak, reached)
        return reached
