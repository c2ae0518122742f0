"""Plain text, in the encodings that offices have."""

from __future__ import annotations

from bihuan.directives.sources.faults import Unreadable

ENCODINGS = ("utf-8-sig", "gb18030")
CONTROL = frozenset(range(9)) | frozenset(range(14, 32))


def text(content: bytes) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030. Raises Unreadable if it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    if (
        not content.startswith((b"\xff\xfe", b"\xfe\xff"))
        and sum(byte in CONTROL for byte in content[:4096]) > 8
    ):
        raise Unreadable("not_text")
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_text")
