"""The tree as it lies in the database: loading its tiles, and writing those that have become whole."""

from __future__ import annotations

from bihuan.casework.openjournal.models import Leaf, Tile
from bihuan.common.merkle import tiles
from bihuan.common.merkle.hashing import leaf_hash, perfect_root
from bihuan.common.merkle.receipts import leaf_data
from bihuan.common.merkle.tiles import HEIGHT, WIDTH, Tiles


def tree(size: int) -> Tiles:
    """The first `size` leaves, as `common.merkle.tree` asks for them."""
    return Tiles(size, _load)


def leaf_hashes(start: int, stop: int) -> list[bytes]:
    """The hashes of the leaves from `start` to before `stop`, from what the leaves themselves say."""
    rows = Leaf.objects.filter(index__gte=start, index__lt=stop).order_by("index")
    return [
        leaf_hash(leaf_data(number, seq, bytes(entry_hash)))
        for number, seq, entry_hash in rows.values_list("case_number", "seq", "entry_hash")
    ]


def write_whole_tiles(before: int, size: int) -> None:
    """Write every tile that was not whole at `before` leaves and is at `size`, from the leaves upwards."""
    level = 0
    while size >> HEIGHT * (level + 1):
        first, last = before >> HEIGHT * (level + 1), size >> HEIGHT * (level + 1)
        hashes = _below(level, first * WIDTH, last * WIDTH)
        new = []
        for index in range(first, last):
            part = hashes[(index - first) * WIDTH : (index - first + 1) * WIDTH]
            new.append(Tile(level=level, index=index, root=perfect_root(part), hashes=b"".join(part)))
        Tile.objects.bulk_create(new, batch_size=500)
        level += 1


def _load(level: int, start: int, stop: int) -> list[bytes]:
    if stop - start == WIDTH:
        whole = (
            Tile.objects.filter(level=level, index=start // WIDTH).values_list("hashes", flat=True).first()
        )
        if whole is not None:
            return tiles.split(bytes(whole))
    return _below(level, start, stop)


def _below(level: int, start: int, stop: int) -> list[bytes]:
    if level == 0:
        return leaf_hashes(start, stop)
    rows = Tile.objects.filter(level=level - 1, index__gte=start, index__lt=stop).order_by("index")
    return [bytes(root) for root in rows.values_list("root", flat=True)]
