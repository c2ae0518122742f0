"""Restoring a backup into an empty place, and proving that every row and file is what was backed up."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg

from bihuan.common.database.clients import clients
from bihuan.config.backup import age, counting, places
from bihuan.config.backup.errors import DifferentError, NotEmptyError, WrongKeyError
from bihuan.config.backup.loading import Loading
from bihuan.config.backup.writing import FORMAT, VERSION, Say

RESTORING = "restoring.part"


def read(*, source: Path, key: Path, url: str, folder: Path, say: Say = print) -> dict[str, Any]:
    """Restore `source` into the empty database at `url` and the data folder, and compare. Returns the manifest.

    Nothing stands in either place before the whole file has been proved authentic: the database commits last but
    for the renaming of the files. Raises BackupError (NotEmptyError, WrongKeyError, ToolFailedError, DifferentError),
    ClientsTooOld.
    """
    keys = age.read_key(key)
    if taken := next(places.files(folder, with_keys=False), None):
        raise NotEmptyError(
            f"{folder} holds files already ({taken.relative_to(folder)}). Restore into an empty data folder."
        )
    with psycopg.connect(url, connect_timeout=10) as connection:
        if not counting.is_empty(connection):
            raise NotEmptyError(
                "The database holds tables already. Restore into an empty one (createdb), not over another."
            )
        server = connection.info.server_version // 10_000
    with _room(folder) as room, source.open("rb") as file:
        manifest = _unpack(file, keys=keys, url=url, server=server, room=room, say=say)
        for path in sorted(room.iterdir()):
            path.rename(folder / path.name)
    compare(manifest, url=places.address(url, folder), folder=folder)
    return manifest


def compare(manifest: dict[str, Any], *, url: str, folder: Path) -> None:
    """Every row of every table and every file against the manifest. Raises DifferentError, which names them."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        now = {table.name: table.as_json() for table in counting.tables(connection)}
    then = {table["name"]: table for table in manifest["tables"]}
    wrong = [name for name in sorted({*now, *then}) if now.get(name) != then.get(name)]
    for kept in manifest["files"]:
        path = folder / kept["name"]
        if not path.is_file() or places.digest(path) != kept["sha256"]:
            wrong.append(kept["name"])
    if wrong:
        raise DifferentError(
            f"Not as it was backed up: {', '.join(wrong[:20])}. Do not work with this; restore anew."
        )


def _unpack(file: Any, *, keys: list[Any], url: str, server: int, room: Path, say: Say) -> dict[str, Any]:
    manifest: dict[str, Any] | None = None
    found: list[dict[str, object]] = []
    try:
        with age.decrypted(file, keys) as plain:
            archive = tarfile.open(fileobj=plain, mode="r|")  # noqa: SIM115 - closing would not raise what we want
            header = _header(archive)
            if server < header["server"]:
                raise WrongKeyError(
                    f"The backup is of PostgreSQL {header['server']}, this server is {server}: restore into the same or newer."
                )
            with Loading(clients(server=server, at_least=header["pg_dump"]), url) as loading:
                fed = False
                for member in archive:
                    if member.name.startswith("database.dump."):
                        loading.give(_content(archive, member))
                    elif member.name.startswith("data/"):
                        if not fed:
                            loading.finish()
                            fed = True
                            say("database read; files")
                        found.append(_file(archive, member, room))
                    elif member.name == "manifest.json":
                        manifest = json.loads(_content(archive, member))
                if not fed:
                    loading.finish()
                while plain.read(1 << 20):  # the end of the stream is authenticated too
                    pass
                _hold_against(manifest, found)
                assert manifest is not None
                loading.commit()
    except tarfile.TarError as error:
        raise WrongKeyError(
            f"The backup cannot be read: damaged or not a backup of Bihuan ({error})."
        ) from error
    return manifest


def _header(archive: tarfile.TarFile) -> dict[str, Any]:
    member = archive.next()
    header = json.loads(_content(archive, member)) if member and member.name == "header.json" else {}
    if header.get("format") != FORMAT:
        raise WrongKeyError("This is encrypted to your key, but it is not a backup of Bihuan.")
    if header["version"] > VERSION:
        raise WrongKeyError(
            f"The backup was made by a newer Bihuan ({header['bihuan']}). Install that one first."
        )
    found: dict[str, Any] = header
    return found


def _hold_against(manifest: dict[str, Any] | None, found: list[dict[str, object]]) -> None:
    if manifest is None:
        raise WrongKeyError("The backup is cut off: its manifest is missing. Nothing was restored.")
    if manifest["files"] != found:
        raise DifferentError("The files in the backup are not those of its manifest. Nothing was restored.")


def _file(archive: tarfile.TarFile, member: tarfile.TarInfo, room: Path) -> dict[str, object]:
    """One file into the room. A name that leads out of it is refused, whoever wrote it."""
    name = PurePosixPath(member.name).relative_to("data")
    if not member.isfile() or ".." in name.parts or name.is_absolute():
        raise WrongKeyError(f"The backup names a file outside the data folder: {name}. Nothing was restored.")
    path = room / name
    path.parent.mkdir(parents=True, exist_ok=True)
    reading = archive.extractfile(member)
    assert reading is not None
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := reading.read(1 << 20):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return {"name": str(name), "size": member.size, "sha256": digest.hexdigest()}


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    reading = archive.extractfile(member)
    assert reading is not None
    return reading.read()


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A folder beside the place, for files that are not proved yet; whatever stays in it is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    room = folder / RESTORING
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
