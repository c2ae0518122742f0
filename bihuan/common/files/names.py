"""A file's name as somebody sent it, made safe to show, to store and to give back. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
UNSAFE = re.compile(r'[<>:"|?*/\\]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
NAMELESS = "附件"


def clean_name(name: str) -> str:
    """The last part of a path, without control or direction-changing characters, at most 120 characters.

    U+202E and its like turn "gpj.exe" into "exe.jpg" on screen, so all of category Cf goes.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    kept = UNSAFE.sub("_", " ".join(kept.split())).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    if not stem or RESERVED.match(stem):
        stem = NAMELESS + (f"_{stem}" if stem else "")
    extension = extension[:16]
    stem = stem[: LONGEST - len(extension) - 1].rstrip(". ") or NAMELESS
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """In lower case and without the dot; empty where there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
