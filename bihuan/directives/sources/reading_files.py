"""One door for all kinds of file, decided by content and not by the name alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bihuan.directives.sources.faults import Unreadable

LARGEST = 50 * 1024 * 1024  # bytes
LONGEST = 1_000_000  # characters: a directive has some ten thousand


@dataclass(frozen=True, slots=True)
class Source:
    """A document's text as read, and the file it came from."""

    name: str
    kind: str  # docx, doc, pdf, txt
    text: str
    sha256: str
    pages: int | None = None  # only a PDF says


def read_file(path: Path) -> Source:
    """Read a file from disk. Raises Unreadable with a message for people."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("too_large")
    return read_bytes(path.name, path.read_bytes())


def read_bytes(name: str, content: bytes) -> Source:
    """Read a file's content. Raises Unreadable with a message for people."""
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > LARGEST:
        raise Unreadable("too_large")
    from bihuan.directives.sources import old_word, pdf, plain, word  # 50 MB in each web process, rarely used

    pages = None
    if content.startswith(b"%PDF-"):
        kind, (text, pages) = "pdf", pdf.text(content)
    elif content.startswith(b"PK\x03\x04"):
        kind, text = "docx", word.text(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        kind, text = "doc", old_word.text(content)
    elif content.lstrip().startswith(b"{\\rtf"):
        kind, text = "doc", old_word.text(content, suffix=".rtf")
    else:
        kind, text = "txt", plain.text(content)
    if not text.strip():
        raise Unreadable("no_text")
    if len(text) > LONGEST:
        raise Unreadable("too_long")
    return Source(name, kind, text, hashlib.sha256(content).hexdigest(), pages)
