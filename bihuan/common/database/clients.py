"""Finding `pg_dump`, `pg_restore` and `psql` for a server: of its own version if there are any, else newer ones."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bihuan.common.database.binaries import Binaries, candidates

NEEDED = ("pg_dump", "pg_restore", "psql")


class ClientsTooOld(RuntimeError):
    """No client programs here can read that server, or that dump; the message says what to install."""


def clients(*, server: int, at_least: int = 0) -> Binaries:
    """The folder of the client programs for a server of major version `server`.

    `at_least`: the major version of the `pg_dump` that wrote what is to be read. A dump program older than its server
    refuses to work (PostgreSQL manual, pg_dump, Notes), so this says it first. Raises ClientsTooOld.
    """
    least = max(server, at_least)
    found = [one for one in _installations() if one.major >= least]
    if not found:
        seen = ", ".join(f"{one.major} in {one.folder}" for one in _installations()) or "none"
        raise ClientsTooOld(
            f"The database server (or the backup) is of PostgreSQL {least}, and pg_dump, pg_restore and psql of that "
            f"version or newer are not on this machine (found: {seen}). Install postgresql-client-{least}, or set "
            "BIHUAN_PG_BIN to the folder that holds them."
        )
    return min(found, key=lambda one: one.major)


def reaching(url: str) -> tuple[str, dict[str, str]]:
    """(`--dbname=…`, environment) for such a program: the password goes by the environment, where `ps` does not show it."""
    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    password = parts.pop("password", None)
    parts.setdefault("connect_timeout", 10)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    return f"--dbname={make_conninfo('', **parts)}", environment


def _installations() -> Iterator[Binaries]:
    for folder in candidates():
        if all((folder / name).exists() for name in NEEDED) and (major := _major(folder)):
            yield Binaries(folder, major)


def _major(folder: Path) -> int | None:
    try:
        said = subprocess.run(  # noqa: S603 - the program is the one an operator or a package installed
            [folder / "pg_dump", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\) (\d+)", said)
    return int(match.group(1)) if match else None
