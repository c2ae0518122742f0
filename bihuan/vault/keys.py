"""The key-encryption key, from the environment or a file. PKCS#11 can come behind the same door."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bihuan.common import key_file as files
from bihuan.vault.errors import VaultKeyError, VaultTamperedError

SIZE = files.SIZE
NONCE = 12


class KeyEncryptionKey(Protocol):
    """What the vault asks of a key: to wrap a person's key and to make a blind index. It stays inside."""

    @property
    def key_id(self) -> str:
        """Which key this is, without telling anything about it."""

    def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        """Encrypt a person's data key, bound to `context`."""

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """The data key again. Raises VaultTamperedError."""

    def index(self, message: bytes) -> bytes:
        """A keyed hash (32 bytes) by which equal values can be found, and nothing else."""


@dataclass(frozen=True, repr=False)
class LocalKey:
    """A key held in this process's memory."""

    secret: bytes
    key_id: str
    _cipher: AESGCM
    _index_key: bytes

    @classmethod
    def of(cls, secret: bytes) -> LocalKey:
        """From 32 bytes of secret."""

        def derive(label: bytes) -> bytes:
            return hmac.digest(secret, b"bihuan.vault." + label, "sha256")

        return cls(secret, derive(b"id").hex()[:16], AESGCM(derive(b"wrap")), derive(b"index"))

    def __repr__(self) -> str:
        return f"LocalKey({self.key_id})"

    def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, data_key, context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], context)
        except InvalidTag as error:
            raise VaultTamperedError from error

    def index(self, message: bytes) -> bytes:
        return hmac.digest(self._index_key, message, hashlib.sha256)


@dataclass(frozen=True)
class Keyring:
    """The key in use and those before it, by key id: old persons stay readable while keys are changed."""

    current: KeyEncryptionKey
    former: tuple[KeyEncryptionKey, ...] = ()

    @property
    def all(self) -> tuple[KeyEncryptionKey, ...]:
        return (self.current, *self.former)

    def by_id(self, key_id: str) -> KeyEncryptionKey:
        """Raises VaultKeyError when that key is not here."""
        for key in self.all:
            if key.key_id == key_id:
                return key
        raise VaultKeyError(
            _(
                "受保护信息打不开：加密时用的密钥（编号 %(needed)s）不在这台机器上，"
                "现有密钥编号 %(present)s。请把原来的密钥放进 BIHUAN_VAULT_KEY 或者 BIHUAN_VAULT_OLD_KEYS。"
            )
            % {"needed": key_id, "present": self.current.key_id}
        )


def decode(text: str) -> bytes:
    """32 bytes from base64. Raises VaultKeyError, which never repeats the key."""
    try:
        return files.decode(text)
    except files.KeyMalformed as error:
        raise VaultKeyError(
            _(
                "保护库密钥格式不对：应当是 32 字节的 base64。可以这样生成："
                'python -c "import base64,os; print(base64.b64encode(os.urandom(32)).decode())"'
            )
        ) from error


def key_file() -> Path:
    """Where the key lies when the environment does not give one."""
    return Path(settings.DATA_DIR) / "vault.key"


def read_or_create(path: Path, *, may_create: bool) -> bytes:
    """The key in a file only its owner can read; made on first use if `may_create`. Raises VaultKeyError."""
    try:
        return files.read_or_create(path, may_create=may_create)
    except files.KeyFileMissing as error:
        raise VaultKeyError(
            _("没有保护库密钥：请设置 BIHUAN_VAULT_KEY（32 字节的 base64），或者放好密钥文件 %(path)s。")
            % {"path": path}
        ) from error
    except files.KeyFileOpen as error:
        raise VaultKeyError(
            _("密钥文件 %(path)s 别人也能读，拒绝使用。请执行：chmod 600 %(path)s") % {"path": path}
        ) from error
    except files.KeyMalformed:
        return decode("")  # says what a key must look like


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keys of this process, read once. In production a key is never invented. Raises VaultKeyError."""
    given: str = settings.VAULT_KEY
    secret = decode(given) if given else read_or_create(key_file(), may_create=settings.DEMO)
    former = [LocalKey.of(decode(old)) for old in settings.VAULT_OLD_KEYS]
    return Keyring(LocalKey.of(secret), tuple(former))
