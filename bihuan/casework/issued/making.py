"""Documents as files: made from what was kept, kept beside for a while, and held against what they first were.

A file in the folder may go at any time. What is made again is compared with the SHA-256 of its first making: the same
bytes, or the log says which document came out differently (another typeface on the server, another version).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings

from bihuan.casework import documents
from bihuan.casework.issued.models import DocumentFile
from bihuan.casework.models import IssuedDocument

log = structlog.get_logger(__name__)
FORMS = ("docx", "pdf", "plain")


@dataclass(frozen=True, slots=True)
class Made:
    """A document as a file. `same`: it is what it was when it was first made."""

    content: bytes
    sha256: str
    same: bool


def make(issued: IssuedDocument, form: str, *, at: datetime) -> Made:
    """The file, from the folder or made anew. Raises PapersError, KeyError for a form that the kind has not."""
    known = DocumentFile.objects.filter(document=issued, form=form).first()
    if known is not None:
        kept = _kept(known.sha256)
        if kept is not None:
            return Made(kept, known.sha256, same=True)
    content = documents.render(issued, form)
    digest = hashlib.sha256(content).hexdigest()
    if known is None:
        known, _new = DocumentFile.objects.get_or_create(
            document=issued, form=form, defaults={"sha256": digest, "size": len(content), "made_at": at}
        )
    same = known.sha256 == digest
    if not same:
        log.warning("document_differs", document=issued.number, form=form)
    else:
        _keep(digest, content)
    return Made(content, digest, same)


def place(sha256: str) -> Path:
    """Where the file lies."""
    return Path(settings.DATA_DIR) / "documents" / sha256[:2] / sha256


def _kept(sha256: str) -> bytes | None:
    try:
        content = place(sha256).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _keep(sha256: str, content: bytes) -> None:
    path = place(sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{sha256}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, path)  # noqa: PTH105  whole or not at all
