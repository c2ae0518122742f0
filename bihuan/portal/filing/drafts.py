"""A letter while it is written, sealed under a key that only the writer's phone holds (docs/adr/0070).

The server keeps ciphertext and the hash of the key. A stolen database opens no draft; so does a running server, until
the phone comes back with its cookie. Nothing here lasts: a draft is forgotten after a week.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bihuan.common.files.sniff import Flag
from bihuan.common.files.store import StoredFile
from bihuan.portal.errors import DraftGone, TooManyFiles, TooMuch
from bihuan.portal.filing.steps import MOST_FILES, MOST_MB
from bihuan.portal.models import Draft, DraftFile

KEPT = timedelta(days=7)
RECEIPT_KEPT = timedelta(hours=24)
MB = 1 << 20
_NONCE = 12


@dataclass(slots=True)
class OpenDraft:
    """A draft with what is in it: answers by step, files, and after sending the receipt."""

    row: Draft
    key: str
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    receipt: dict[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> bool:
        """The letter is registered: it cannot be changed any more."""
        return self.row.case_id is not None


def begin(*, at: datetime) -> OpenDraft:
    """An empty draft and the key that opens it, for the cookie."""
    key = secrets.token_urlsafe(32)
    draft = OpenDraft(Draft(digest=_digest(key), began_at=at, expires_at=at + KEPT), key)
    draft.row.sealed = _seal(draft)
    draft.row.save(force_insert=True)
    return draft


def find(key: str, *, at: datetime, lock: bool = False) -> OpenDraft:
    """The draft that the key opens. Raises DraftGone when it is not there, has expired or does not open."""
    rows = Draft.objects.select_for_update() if lock else Draft.objects.all()
    row = rows.filter(digest=_digest(key), expires_at__gt=at).first() if key else None
    if row is None:
        raise DraftGone
    content = _unseal(row, key)
    return OpenDraft(row, key, content["answers"], content["files"], content["receipt"])


def keep(draft: OpenDraft, *, at: datetime) -> None:
    """Write it down as it is now; the week begins anew, after sending a day remains for the receipt."""
    draft.row.sealed = _seal(draft)
    draft.row.expires_at = at + (RECEIPT_KEPT if draft.sent else KEPT)
    draft.row.save(update_fields=("sealed", "expires_at", "case"))


def add_file(draft: OpenDraft, stored: StoredFile, *, at: datetime) -> None:
    """Remember a file that was stored. The same one twice stands once. Raises TooManyFiles, TooMuch."""
    if any(one["sha256"] == stored.sha256 for one in draft.files):
        return
    if len(draft.files) >= MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    if sum(one["size"] for one in draft.files) + stored.size > MOST_MB * MB:
        raise TooMuch(MOST_MB)
    DraftFile.objects.create(draft=draft.row, sha256=stored.sha256, size=stored.size)
    draft.files.append(
        {
            "sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type, "name": stored.name,
            "warnings": [flag.value for flag in stored.flags],
        }
    )  # fmt: skip
    keep(draft, at=at)


def stored_file(one: Mapping[str, Any]) -> StoredFile:
    """What the store said of a file of a draft, with what to warn of. Drafts of an earlier version hold none."""
    flags = tuple(Flag(words) for words in one.get("warnings", ()))
    return StoredFile(one["sha256"], one["size"], one["media_type"], one["name"], flags)


def remove_file(draft: OpenDraft, sha256: str, *, at: datetime) -> None:
    """Take a file out again; the sweep of files removes its bytes."""
    draft.files = [one for one in draft.files if one["sha256"] != sha256]
    DraftFile.objects.filter(draft=draft.row, sha256=sha256).delete()
    keep(draft, at=at)


def discard(draft: OpenDraft) -> None:
    """Forget it now, as the writer wishes."""
    draft.row.delete()


def forget_expired(*, at: datetime) -> int:
    """Remove what has expired. Returns how many."""
    return Draft.objects.filter(expires_at__lte=at).delete()[1].get("portal.Draft", 0)


def hashes_in_use(hashes: list[str]) -> set[str]:
    """Of these file contents, those that a draft refers to: for the sweep of files."""
    return set(DraftFile.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))


def _digest(key: str) -> str:
    return hashlib.sha256(b"portal.draft\0" + key.encode()).hexdigest()


def _ciphers(key: str) -> Iterator[AESGCM]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(hmac.digest(secret.encode(), b"portal.draft.seal\0" + key.encode(), "sha256"))


def _seal(draft: OpenDraft) -> bytes:
    content = {"answers": draft.answers, "files": draft.files, "receipt": draft.receipt}
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    cipher = next(_ciphers(draft.key))
    return nonce + cipher.encrypt(nonce, plain, draft.row.digest.encode())


def _unseal(row: Draft, key: str) -> dict[str, Any]:
    sealed = bytes(row.sealed)
    for cipher in _ciphers(key):
        try:
            plain = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], row.digest.encode())
        except InvalidTag:
            continue
        content: dict[str, Any] = json.loads(plain)
        return content
    raise DraftGone
