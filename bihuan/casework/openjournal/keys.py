"""The key that signs heads: a file only its owner can read, apart from the database and its backups.

It is read each time, so that every process signs with the new key as soon as the file is exchanged.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bihuan.casework.openjournal.errors import SigningKeyError
from bihuan.common import key_file


def path() -> Path:
    """Where the key lies."""
    return Path(settings.JOURNAL_KEY_FILE or Path(settings.DATA_DIR) / "journal.key")


def next_path() -> Path:
    """Where the next key waits while a change of key is being recorded."""
    return path().with_name(path().name + ".next")


def signing_key() -> Ed25519PrivateKey:
    """The key in use. A demo makes its own; in production `bihuan journal make-key` does. Raises SigningKeyError."""
    return _read(path(), may_create=settings.DEMO)


def make() -> Ed25519PrivateKey:
    """The key, made if there is none. Raises SigningKeyError."""
    return _read(path(), may_create=True)


def make_next() -> Ed25519PrivateKey:
    """The key that will follow; the same again if an earlier change was broken off."""
    return _read(next_path(), may_create=True)


def take_next() -> None:
    """Put the next key in the place of the old one. The old one is gone then: nothing more can be signed with it."""
    os.replace(next_path(), path())  # noqa: PTH105  one step for the file system


def waiting() -> Ed25519PrivateKey | None:
    """The next key, if a change was broken off between recording it and exchanging the files."""
    return _read(next_path(), may_create=False) if next_path().exists() else None


def _read(file: Path, *, may_create: bool) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(key_file.read_or_create(file, may_create=may_create))
    except key_file.KeyFileMissing as error:
        raise SigningKeyError(
            _("没有公开登记簿的签名密钥。请执行：bihuan journal make-key，或者放好密钥文件 %(path)s。")
            % {"path": file}
        ) from error
    except key_file.KeyFileOpen as error:
        raise SigningKeyError(
            _("密钥文件 %(path)s 别人也能读，拒绝使用。请执行：chmod 600 %(path)s") % {"path": file}
        ) from error
    except key_file.KeyMalformed as error:
        raise SigningKeyError(
            _("密钥文件 %(path)s 格式不对：应当是 32 字节的 base64。") % {"path": file}
        ) from error
