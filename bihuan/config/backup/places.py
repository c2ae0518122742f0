"""Which files of the data folder belong into a backup, and where they go back to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bihuan.common.database.cluster import ROLE, SUPERUSER, Cluster

# The database is dumped, not copied; static files come with the program; the rest is of one run or on its way out.
LEFT_OUT = ("postgres", "postgres.*", "static", "run-*", "outgoing", "*.part")
# Whoever holds the backup and these reads everybody's name, or signs heads in the office's name.
KEYS = ("vault.key", "vault.key.*", "journal.key", "journal.key.*")
DRAFTS = "files/drafts"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it went into the backup."""

    name: str
    size: int
    sha256: str


def files(folder: Path, *, with_keys: bool) -> Iterator[Path]:
    """The files to back up, in order of their names."""
    skip = LEFT_OUT if with_keys else (*LEFT_OUT, *KEYS)
    for top in sorted(folder.iterdir()) if folder.is_dir() else ():
        if any(top.match(pattern) for pattern in skip):
            continue
        for path in (top, *sorted(top.rglob("*"))) if top.is_dir() else (top,):
            if (
                path.is_file()
                and not path.is_symlink()
                and not path.relative_to(folder).is_relative_to(DRAFTS)
            ):
                yield path


def address(url: str, folder: Path) -> str:
    """The address to dump from and to compare through: the embedded server's owner, who sees past row security."""
    cluster = Cluster(folder)
    return url.replace(f"//{ROLE}@", f"//{SUPERUSER}@", 1) if url == cluster.url else url


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
