"""A large tree in tiles of 256 hashes: a finished tile never changes, and a proof reads one tile of each height.

A tile at level t holds 256 hashes: leaf hashes at level 0, above it the roots of the tiles below. A million leaves are
3,906 tiles at level 0, 15 at level 1, and what is not yet a whole tile. (The shape of C2SP tlog-tiles.)
"""

from __future__ import annotations

from collections.abc import Callable

from bihuan.common.merkle.hashing import SIZE, perfect_root

HEIGHT = 8
WIDTH = 1 << HEIGHT

# (level, start, stop) -> hashes start to stop of that level, all of complete tiles below. Level 0: leaf hashes.
Loader = Callable[[int, int, int], list[bytes]]


class Tiles:
    """The nodes of the first `size` leaves: an instance is the `node` that `tree` asks for."""

    def __init__(self, size: int, load: Loader) -> None:
        self._size = size
        self._load = load
        self._kept: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The root of a complete subtree of 2**level leaves."""
        tile_level, height = divmod(level, HEIGHT)
        width = 1 << height
        start = index * width
        hashes = self._tile(tile_level, start // WIDTH)
        offset = start % WIDTH
        return perfect_root(hashes[offset : offset + width])

    def _tile(self, level: int, index: int) -> list[bytes]:
        kept = self._kept.get((level, index))
        if kept is None:
            start = index * WIDTH
            stop = min(start + WIDTH, self._size >> HEIGHT * level)
            kept = self._kept[level, index] = self._load(level, start, stop)
        return kept


def split(stored: bytes) -> list[bytes]:
    """The hashes of a stored tile."""
    return [stored[i : i + SIZE] for i in range(0, len(stored), SIZE)]
