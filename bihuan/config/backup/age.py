"""The age format (age-encryption.org/v1) around a stream: who can write a backup cannot read one.

A backup is made with the public key, which may lie on the server; the private key stays in a safe. The file can be
opened with the program `age` too, should Bihuan be gone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyrage import DecryptError, IdentityError, decrypt_io, encrypt_io, x25519
from pyrage import RecipientError as Malformed

from bihuan.config.backup.errors import BackupError, RecipientError, WrongKeyError


def recipients(texts: Sequence[str]) -> list[x25519.Recipient]:
    """Public keys (`age1…`). Raises RecipientError."""
    if not texts:
        raise RecipientError(
            "A backup is encrypted to a public key. Make a pair once with `bihuan backup-key backup.key`, keep that file "
            "in a safe, and give the public key it prints: --to age1… or BIHUAN_BACKUP_TO."
        )
    try:
        return [x25519.Recipient.from_str(text.strip()) for text in texts]
    except Malformed as error:
        raise RecipientError(
            "A public key begins with age1 and has 62 characters; this one is not whole."
        ) from error


def make_key(path: Path, *, at: datetime) -> str:
    """A new pair: the private half into a file of mode 0600, in the form of `age-keygen`. Returns the public half.

    Raises FileExistsError: a key is never overwritten.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"# created: {at.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def read_key(path: Path) -> list[x25519.Identity]:
    """The private keys in a file, one a line; `#` begins a remark. Raises WrongKeyError."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except IdentityError as error:
        raise WrongKeyError(f"{path} holds no private key (AGE-SECRET-KEY-1…).") from error
    if not found:
        raise WrongKeyError(f"{path} holds no private key (AGE-SECRET-KEY-1…).")
    return found


@contextmanager
def encrypted(into: BinaryIO, to: list[x25519.Recipient]) -> Iterator[BinaryIO]:
    """A stream to write plain bytes to. What went wrong in between is raised at the end; then the file is worthless."""
    reading, writing = os.pipe()
    went_wrong: list[BaseException] = []

    def work() -> None:
        with os.fdopen(reading, "rb") as plain:
            try:
                encrypt_io(plain, into, to)
            except BaseException as error:
                went_wrong.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as plain:
            yield plain
    except BrokenPipeError:
        if not went_wrong:
            thread.join()
        if not went_wrong:
            raise
    finally:
        thread.join()
    if went_wrong:
        raise BackupError(f"The backup cannot be written: {went_wrong[0]}") from went_wrong[0]


@contextmanager
def decrypted(source: BinaryIO, keys: list[x25519.Identity]) -> Iterator[BinaryIO]:
    """A stream to read plain bytes from. Raises WrongKeyError at the end unless every piece was authentic and there."""
    reading, writing = os.pipe()
    went_wrong: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(writing, "wb") as plain:
                decrypt_io(source, plain, keys)
        except BaseException as error:
            went_wrong.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
            while plain.read(1 << 20):  # to the end: only then is the last piece known to be authentic
                pass
    except BaseException as error:
        thread.join()
        if went_wrong and not isinstance(went_wrong[0], BrokenPipeError):
            raise _unreadable(went_wrong[0]) from error
        raise
    thread.join()
    if went_wrong:
        raise _unreadable(went_wrong[0])


def _unreadable(error: BaseException) -> WrongKeyError:
    if isinstance(error, DecryptError) and "matching" in str(error).lower():
        return WrongKeyError("This key does not open this backup: it was encrypted to another one.")
    return WrongKeyError(f"The backup cannot be read: damaged, cut off, or not a backup of Bihuan ({error}).")
