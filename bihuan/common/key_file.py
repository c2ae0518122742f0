"""Secret keys in files: 32 bytes as base64, readable by their owner alone."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

SIZE = 32


class KeyFileError(Exception):
    """Base: a key cannot be had from the file. No message ever repeats the key."""


class KeyFileMissing(KeyFileError):
    """There is no such file and none may be made."""


class KeyFileOpen(KeyFileError):
    """Others on the machine can read the file."""


class KeyMalformed(KeyFileError):
    """Not base64 of 32 bytes."""


def decode(text: str) -> bytes:
    """32 bytes from base64. Raises KeyMalformed."""
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != SIZE:
        raise KeyMalformed
    return secret


def read_or_create(path: Path, *, may_create: bool) -> bytes:
    """The key in a file only its owner can read; made on first use if `may_create`. Raises KeyFileError."""
    if not path.exists():
        if not may_create:
            raise KeyFileMissing(str(path))
        create(path)
    if path.stat().st_mode & 0o077:
        raise KeyFileOpen(str(path))
    return decode(path.read_text())


def create(path: Path) -> None:
    """A new random key. Two processes may start at once: whichever links first wins, the other reads that key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(os.urandom(SIZE)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
