"""Files kept once by what they contain: DATA_DIR/files/ab/cd/<sha256>. A kill at any moment leaves no half file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from bihuan.common.files.errors import (
    FileEmptyError,
    FileMissingError,
    FileTooLargeError,
    UploadIncompleteError,
)
from bihuan.common.files.names import clean_name, extension_of
from bihuan.common.files.sniff import Flag, sniff

CHUNK = 1 << 20
MB = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")
DRAFTS = "drafts"


class Readable(Protocol):
    """What is read from: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What to remember of a file. `name` is safe to show and to give back; `flags` are what to warn of."""

    sha256: str
    size: int
    media_type: str
    name: str
    flags: tuple[Flag, ...] = ()


def put(stream: Readable, *, name: str, limit: int | None = None, size: int | None = None) -> StoredFile:
    """Keep a file, read in pieces; the same content a second time takes no room.

    `limit` in bytes (else the setting), `size` as announced by the sender. It is written beside its place, examined,
    brought to disk and renamed: until the last step nobody can see it, and an error leaves nothing.
    Raises FileTooLargeError, FileEmptyError, UploadIncompleteError, and what `sniff` raises.
    """
    limit = settings.ATTACHMENT_LIMIT if limit is None else limit
    if size is not None and size > limit:
        raise FileTooLargeError(limit_mb=limit // MB)
    safe_name = clean_name(name)
    with _draft() as (path, file):
        digest, length = _copy(stream, file, limit)
        if length == 0:
            raise FileEmptyError
        if size is not None and length != size:
            raise UploadIncompleteError
        kind, flags = sniff(file, safe_name)
        file.flush()
        os.fsync(file.fileno())
        _publish(path, _place(digest))
    if not extension_of(safe_name):
        safe_name = f"{safe_name}.{kind.extensions[0]}"
    return StoredFile(digest, length, kind.media_type, safe_name, flags)


def open(sha256: str) -> BinaryIO:  # noqa: A001  read as store.open
    """The content, to be read and closed. Raises FileMissingError."""
    try:
        return _place(sha256).open("rb")
    except FileNotFoundError:
        raise FileMissingError from None


def size_of(sha256: str) -> int:
    """In bytes. Raises FileMissingError."""
    try:
        return _place(sha256).stat().st_size
    except FileNotFoundError:
        raise FileMissingError from None


def is_whole(sha256: str) -> bool:
    """Whether what lies on the disk is still what was put there. Raises FileMissingError."""
    digest = hashlib.sha256()
    with open(sha256) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == sha256


def root() -> Path:
    """Where files lie."""
    return Path(settings.DATA_DIR) / "files"


def _place(sha256: str) -> Path:
    """Only a hash leads to a place, so nothing in a request can lead out of the folder."""
    if not SHA256.fullmatch(sha256):
        raise FileMissingError
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextlib.contextmanager
def _draft() -> Iterator[tuple[Path, BinaryIO]]:
    folder = root() / DRAFTS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "r+b") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def _copy(stream: Readable, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    try:
        while chunk := stream.read(CHUNK):
            length += len(chunk)
            if length > limit:
                raise FileTooLargeError(limit_mb=limit // MB)
            digest.update(chunk)
            file.write(chunk)
    except (ConnectionError, EOFError) as error:
        raise UploadIncompleteError from error
    return digest.hexdigest(), length


def _publish(draft: Path, place: Path) -> None:
    """A rename within one disk is all or nothing. It also renews the age of a file that was there, for the sweep."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
