"""Is the journal still the one that was published? Everything is computed anew from the entries themselves.

A changed, removed or back-dated entry is named. If leaf and tiles were changed with it, the first signed head that no
longer fits tells between which entries; if the heads were signed anew too, a head kept outside tells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bihuan.casework.journal import entry_hash
from bihuan.casework.models import Entry
from bihuan.casework.openjournal.models import Leaf, SignedHead, SigningKey, Tile
from bihuan.common.merkle import heads
from bihuan.common.merkle.growing import Growing
from bihuan.common.merkle.hashing import EMPTY, leaf_hash
from bihuan.common.merkle.receipts import leaf_data
from bihuan.common.merkle.tiles import WIDTH, split

# An entry is committed, and in the next whole head, within this time of being recorded.
LATE = timedelta(hours=1)
CHUNK = WIDTH * 20
NAMED = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was published. `case` and `seq` when an entry can be named."""

    what: str
    case: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class _Published:
    size: int
    root: bytes
    name: str
    kept: bool = False


def verify(*, kept: Sequence[str] = ()) -> Iterator[Fault]:
    """Every fault of the tree. `kept`: signed heads that somebody kept outside. Raises UnreadableHead."""
    rows = list(SignedHead.objects.select_related("key").order_by("size"))
    for row in rows:
        yield from _faults_of_head(row)
    outside = [_read_kept(note) for note in kept]
    for head, signed in outside:
        if not signed:
            yield Fault(f"the kept head of {head.size} entries is signed by no key on record here")
    published = [_Published(r.size, bytes(r.root), f"the head of {r.at:%Y-%m-%d %H:%M}") for r in rows]
    published += [
        _Published(h.size, h.root, f"the kept head of {h.at:%Y-%m-%d %H:%M}", kept=True)
        for h, _signed in outside
    ]
    yield from _walk(sorted(published, key=lambda one: one.size), rows)
    yield from _without_a_leaf(rows)


def _faults_of_head(row: SignedHead) -> Iterator[Fault]:
    try:
        signed = heads.read(row.note)
    except heads.UnreadableHead:
        yield Fault(f"the head of {row.size} entries is unreadable")
        return
    if (signed.head.size, signed.head.root) != (row.size, bytes(row.root)):
        yield Fault(f"the head of {row.size} entries says {signed.head.size} and another root")
    if not signed.signed_by(bytes(row.key.public)):
        yield Fault(f"the signature of the head of {row.size} entries does not hold")


def _read_kept(note: str) -> tuple[heads.Head, bool]:
    signed = heads.read(note)
    return signed.head, any(signed.signed_by(bytes(key.public)) for key in SigningKey.objects.all())


def _walk(published: list[_Published], rows: list[SignedHead]) -> Iterator[Fault]:
    """All leaves in order: each against its entry and its tile, the growing root against each published one."""
    growing = Growing()
    # Apart for heads kept outside: where one of them does not fit, those inside have been signed anew.
    fitted = {False: 0, True: 0}
    broken = {False: False, True: False}  # after the first that does not fit, none of its kind does
    waiting = list(reversed(published))
    takers = _Takers(rows)
    for leaves in _chunks():
        entries = Entry.objects.select_related("case").in_bulk([leaf.entry_id for leaf in leaves])
        tiled = _tiled(leaves[0].index, leaves[-1].index)
        for leaf in leaves:
            if leaf.index != growing.size:
                yield Fault(f"leaf {growing.size} is missing; the next is {leaf.index}")
                return
            hashed = leaf_hash(leaf_data(leaf.case_number, leaf.seq, bytes(leaf.entry_hash)))
            yield from _faults_of_leaf(leaf, entries.get(leaf.entry_id), takers)
            if tiled.get(leaf.index, hashed) != hashed:
                yield _of(leaf, "its leaf is not the one that was hashed into the tree")
            growing.add(hashed)
            while waiting and waiting[-1].size == growing.size:
                head = waiting.pop()
                if head.root == growing.root():
                    fitted[head.kept] = head.size
                elif not broken[head.kept]:
                    broken[head.kept] = True
                    yield Fault(
                        f"{head.name} over {head.size} entries does not fit: changed is one of "
                        + _names(fitted[head.kept], head.size)
                    )
    for head in waiting:
        if head.size or head.root != EMPTY:
            yield Fault(f"{head.name} holds {head.size} entries; the tree has only {growing.size}")


def _chunks() -> Iterator[list[Leaf]]:
    leaves = Leaf.objects.order_by("index").iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(leaves, CHUNK)):
        yield chunk


def _tiled(first: int, last: int) -> dict[int, bytes]:
    tiles = Tile.objects.filter(level=0, index__gte=first // WIDTH, index__lte=last // WIDTH)
    return {
        tile.index * WIDTH + place: hashed
        for tile in tiles
        for place, hashed in enumerate(split(bytes(tile.hashes)))
    }


def _faults_of_leaf(leaf: Leaf, entry: Entry | None, takers: _Takers) -> Iterator[Fault]:
    if entry is None:
        yield _of(leaf, "was removed from the journal after it was published")
        return
    if (entry.case.number, entry.seq) != (leaf.case_number, leaf.seq):
        yield _of(leaf, f"is now said to be entry {entry.seq} of {entry.case.number}")
    if entry_hash(entry) != bytes(leaf.entry_hash):
        yield _of(leaf, "its content is not what was published")
    before = takers.before(leaf.index)
    if before is not None and entry.recorded_at < before.at - LATE:
        yield _of(
            leaf,
            f"is back-dated: it says {entry.recorded_at:%Y-%m-%d %H:%M}, and on {before.at:%Y-%m-%d %H:%M} "
            "it was not yet in the journal",
        )


class _Takers:
    """For leaves in order: the last whole head before the one that took the leaf in."""

    def __init__(self, rows: list[SignedHead]) -> None:
        self._whole = [row for row in rows if row.whole]
        self._at = 0

    def before(self, index: int) -> SignedHead | None:
        while self._at < len(self._whole) and self._whole[self._at].size <= index:
            self._at += 1
        return self._whole[self._at - 1] if self._at else None


def _without_a_leaf(rows: list[SignedHead]) -> Iterator[Fault]:
    """Entries that say they are older than the last whole head and are not in it: put in behind the tree's back."""
    last = next((row for row in reversed(rows) if row.whole), None)
    if last is None:
        return
    missing = Entry.objects.select_related("case").filter(leaf__isnull=True, recorded_at__lt=last.at - LATE)
    for entry in missing.order_by("pk").iterator():
        yield Fault(
            f"says it was written on {entry.recorded_at:%Y-%m-%d %H:%M} and is not in the tree of "
            f"{last.at:%Y-%m-%d %H:%M}",
            entry.case.number,
            entry.seq,
        )


def _of(leaf: Leaf, what: str) -> Fault:
    return Fault(what, leaf.case_number, leaf.seq)


def _names(start: int, stop: int) -> str:
    leaves = Leaf.objects.filter(index__gte=start, index__lt=stop).order_by("index")[: NAMED + 1]
    names = [f"{leaf.case_number} entry {leaf.seq}" for leaf in leaves]
    more = f" and {stop - start - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
