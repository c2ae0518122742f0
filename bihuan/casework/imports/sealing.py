"""Sealing of what comes from a file while it waits: AES-256-GCM under a key derived from the server's secret.

Not the vault: nothing here lasts. When the secret is changed, what still waits must be uploaded again.
"""

from __future__ import annotations

import hmac
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_noop as _

from bihuan.common.tables.clean import text_of
from bihuan.common.tables.reasons import TableError

_NONCE = 12


class UnsealableError(TableError):
    """Sealed under another secret, or changed."""


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(hmac.digest(secret.encode(), b"bihuan.imports", "sha256"))


def seal(plain: bytes, about: str) -> bytes:
    """Sealed, and bound to what it is (`about`): a piece cannot be put in another's place."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, plain, about.encode())


def unseal(sealed: bytes | memoryview, about: str) -> bytes:
    """What `seal` was given. Raises UnsealableError."""
    sealed = bytes(sealed)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except InvalidTag:
            continue
    raise UnsealableError(_("文件无法打开（服务器的密钥已更换）；请重新上传"))


def seal_json(value: Any, about: str) -> bytes:
    """The same for rows: dates become text that reads back as the same date."""
    return seal(json.dumps(value, ensure_ascii=False, default=text_of, separators=(",", ":")).encode(), about)


def unseal_json(sealed: bytes | memoryview, about: str) -> Any:
    """What `seal_json` was given, dates as text."""
    return json.loads(unseal(sealed, about))


def file_path(import_id: int) -> Path:
    """Where the uploaded file lies until it is read."""
    return Path(settings.DATA_DIR) / "imports" / f"{import_id}.sealed"


def store_file(import_id: int, content: bytes) -> None:
    """Write the file sealed, whole or not at all."""
    path = file_path(import_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.write_bytes(seal(content, f"file:{import_id}"))
    draft.replace(path)


def load_file(import_id: int) -> bytes:
    """The uploaded file. Raises UnsealableError when it is gone or under another secret."""
    try:
        sealed = file_path(import_id).read_bytes()
    except FileNotFoundError:
        raise UnsealableError(_("上传的文件已按期清除；请重新上传")) from None
    return unseal(sealed, f"file:{import_id}")
