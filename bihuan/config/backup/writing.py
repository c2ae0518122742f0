"""Making a backup: a tar stream (header, dump in pieces, files, manifest), encrypted as it is written."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

import psycopg

import bihuan
from bihuan.common.database.clients import clients, reaching
from bihuan.config.backup import age, counting, places
from bihuan.config.backup.errors import BackupError, ToolFailedError

FORMAT, VERSION = "bihuan-backup", 1
PIECE = 32 << 20  # bytes of the dump in one member of the archive: nothing is written to disk unencrypted
Say = Callable[[str], None]


def write(
    *,
    url: str,
    folder: Path,
    into: Path,
    to: Sequence[str],
    at: datetime,
    with_keys: bool = False,
    say: Say = print,
) -> dict[str, object]:
    """Back up the database at `url` and the files of the data folder into one file encrypted to the keys `to`.

    Everything in the database is of one moment (one exported snapshot). Files are read after it: they are written
    before the row that names them and removed only after it, so every file that the dump names is there. The file
    appears under its name when it is whole and on disk. Returns the manifest. Raises BackupError, ClientsTooOld.
    """
    keys = age.recipients(to)
    if into.exists():
        raise BackupError(f"{into} exists already; a backup never overwrites one. Choose another name.")
    part = into.with_name(into.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with (
                age.encrypted(file, keys) as plain,
                tarfile.open(fileobj=plain, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                manifest = _fill(archive, url=url, folder=folder, at=at, with_keys=with_keys, say=say)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, into)  # refuses to overwrite, unlike a rename
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _fill(
    archive: tarfile.TarFile, *, url: str, folder: Path, at: datetime, with_keys: bool, say: Say
) -> dict[str, object]:
    source = places.address(url, folder)
    with psycopg.connect(source, connect_timeout=10) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        server = connection.info.server_version // 10_000
        programs = clients(server=server)
        header = {
            "format": FORMAT, "version": VERSION, "made": at.isoformat(timespec="seconds"), "bihuan": bihuan.__version__,
            "server": server, "pg_dump": programs.major, "keys": with_keys,
        }  # fmt: skip
        _add(archive, "header.json", json.dumps(header, indent=1).encode())
        say(f"database (PostgreSQL {server}, pg_dump {programs.major})")
        size = _dump(archive, [programs.program("pg_dump"), f"--snapshot={row[0]}"], source)
        say(f"{size:,} bytes; counting the rows of that moment")
        tables = [table.as_json() for table in counting.tables(connection)]
    kept = [asdict(_keep(archive, path, folder)) for path in places.files(folder, with_keys=with_keys)]
    say(f"{len(kept):,} files")
    manifest: dict[str, object] = {**header, "dump_bytes": size, "tables": tables, "files": kept}
    _add(archive, "manifest.json", json.dumps(manifest).encode())
    return manifest


def _dump(archive: tarfile.TarFile, command: list[str], source: str) -> int:
    """pg_dump's custom format, piece by piece."""
    database, environment = reaching(source)
    process = subprocess.Popen(  # noqa: S603 - pg_dump, found by us
        [*command, database, "--format=custom", "--compress=6"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    size = number = 0
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            while piece := _read(process.stdout, PIECE):
                _add(archive, f"database.dump.{number:06d}", piece)
                size, number = size + len(piece), number + 1
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise ToolFailedError(f"pg_dump could not read the database: {said[-1500:]}")
    return size


def _keep(archive: tarfile.TarFile, path: Path, folder: Path) -> places.Kept:
    """One file, whole in memory only up to a piece; its hash is of what went in."""
    name = path.relative_to(folder).as_posix()
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        member = tarfile.TarInfo(f"data/{name}")
        member.size = size
        member.mode = 0o600
        reading = _Hashing(file)
        archive.addfile(member, reading)
    return places.Kept(name, size, reading.digest.hexdigest())


class _Hashing:
    """A file that computes its hash while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(data))


def _read(stream: IO[bytes], size: int) -> bytes:
    parts, left = [], size
    while left and (data := stream.read(min(left, 1 << 20))):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)
