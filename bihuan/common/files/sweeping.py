"""Take away what no record refers to: drafts left by a kill, files whose transaction was rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from bihuan.common.files import store

OLD = timedelta(days=1)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What was found (and removed, unless it was a dry run)."""

    scanned: int
    files: tuple[str, ...]
    drafts: int
    size: int


def sweep(*, in_use: Callable[[Sequence[str]], set[str]], at: datetime, dry_run: bool = True) -> Swept:
    """Remove files and drafts that nothing refers to and that are older than a day.

    `in_use` is given some hashes and returns those that a record refers to: the store knows no records. A day leaves
    time for any transaction that put a file and has not committed.
    """
    before = (at - OLD).timestamp()
    scanned, size, gone, drafts = 0, 0, [], 0
    folder = store.root()
    for path in folder.glob(f"{store.DRAFTS}/*"):
        if _older(path, before):
            size, drafts = size + _size(path), drafts + 1
            if not dry_run:
                path.unlink(missing_ok=True)
    places = folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")
    for batch in _batches(places):
        scanned += len(batch)
        old = [path for path in batch if _older(path, before)]
        used = in_use([path.name for path in old]) if old else set()
        for path in old:
            # Looked at again: the same content may have been put once more meanwhile.
            if path.name not in used and _older(path, before):
                size += _size(path)
                gone.append(path.name)
                if not dry_run:
                    path.unlink(missing_ok=True)
    return Swept(scanned, tuple(sorted(gone)), drafts, size)


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    while batch := list(islice(paths, BATCH)):
        yield batch


def _older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
