"""The key-encryption key: what the vault asks of one, and the one held in this process's memory.

A key that never leaves a device (PKCS#11, a KMS) comes behind `KeyEncryptionKey` and a source of its own in
`key_sources`: both are small. None is there, because none could be tried.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
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


class _InUse:
    """`keyring()`: the keys of this process as they are now."""

    def __init__(self) -> None:
        self._kept: tuple[Hashable, Keyring] | None = None

    def __call__(self) -> Keyring:
        """The source is asked each time whether its keys have changed (two calls of the file system), so that every
        process uses a new key from the moment it is there, without being started anew. Raises VaultKeyError.
        """
        from bihuan.vault.key_sources import in_use

        source = in_use()
        version = source.version()
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = self._kept = version, source.load()
        return kept[1]

    def cache_clear(self) -> None:
        """Forget them, for tests that exchange settings."""
        self._kept = None


keyring = _InUse()
