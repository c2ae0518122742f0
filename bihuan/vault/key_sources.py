"""Where the key-encryption key comes from: the environment, or a file. A device would be a third class here."""

from __future__ import annotations

import os
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bihuan.common import key_file as files
from bihuan.vault.errors import VaultKeyError
from bihuan.vault.keys import Keyring, LocalKey

FORMER = ".former-"


class KeySource(Protocol):
    """What gives the keyring."""

    def version(self) -> Hashable:
        """Another value whenever `load` would give other keys; cheap, for it is asked at every use."""

    def load(self) -> Keyring:
        """The keys. Raises VaultKeyError."""


@dataclass(frozen=True)
class FromEnvironment:
    """BIHUAN_VAULT_KEY and BIHUAN_VAULT_OLD_KEYS: changed by starting the processes anew."""

    given: str
    former: tuple[str, ...]

    def version(self) -> Hashable:
        return self

    def load(self) -> Keyring:
        return Keyring(
            LocalKey.of(decode(self.given)), tuple(LocalKey.of(decode(old)) for old in self.former)
        )


@dataclass(frozen=True)
class FromFile:
    """A file, and beside it those of former keys (`vault.key.former-<id>`): changed by `bihuan vault rotate`."""

    path: Path
    former: tuple[str, ...]  # more of them, from the environment
    may_create: bool

    def version(self) -> Hashable:
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return None
        return self, now.st_ino, now.st_mtime_ns, self.path.parent.stat().st_mtime_ns

    def load(self) -> Keyring:
        secret = read_or_create(self.path, may_create=self.may_create)
        beside = [read_or_create(file, may_create=False) for file in self.former_files()]
        former = [*beside, *(decode(old) for old in self.former)]
        return Keyring(LocalKey.of(secret), tuple(LocalKey.of(old) for old in former if old != secret))

    def former_files(self) -> list[Path]:
        """The files of former keys."""
        return sorted(self.path.parent.glob(self.path.name + FORMER + "*"))

    def exchange(self) -> None:
        """A new key in the place of the old one, which stays readable beside it. Every process sees it at its next use."""
        old = read_or_create(self.path, may_create=False)
        kept = self.path.with_name(self.path.name + FORMER + LocalKey.of(old).key_id)
        if not kept.exists():
            os.link(self.path, kept)
        fresh = self.path.with_name(self.path.name + ".next")
        fresh.unlink(missing_ok=True)  # of an exchange that was broken off: nothing was sealed with it
        files.create(fresh)
        os.replace(fresh, self.path)  # noqa: PTH105  one step for the file system


def in_use() -> FromEnvironment | FromFile:
    """The source that the settings name. In production a key is never invented."""
    former = tuple(settings.VAULT_OLD_KEYS)
    if settings.VAULT_KEY:
        return FromEnvironment(settings.VAULT_KEY, former)
    return FromFile(key_file(), former, may_create=settings.DEMO)


def key_file() -> Path:
    """Where the key lies when the environment does not give one."""
    return Path(settings.DATA_DIR) / "vault.key"


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
