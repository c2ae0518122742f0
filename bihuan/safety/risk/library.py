"""A risk manual as a library to pick from: read from a file the office has, line by line, each line once."""

from __future__ import annotations

import csv
import hashlib
import io

from django.utils.translation import gettext as _

from bihuan.casework.errors import Refused
from bihuan.safety.risk.models import LibraryEntry

COLUMNS = ("industry", "level1", "level2", "level3", "factors", "type", "measures", "reference")


class LibraryRefused(Refused):
    """The file is no risk manual."""


def enter(*, content: bytes, library: str) -> int:
    """Enter the lines of a manual; those that are there stay. Returns how many are new. Raises LibraryRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LibraryRefused(_("文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV。")) from None
    rows = csv.DictReader(io.StringIO(text))
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise LibraryRefused(_("文件缺少这些列：%(names)s。") % {"names": "、".join(lacking)})
    entries = []
    for row in rows:
        cell = {name: (row[name] or "").strip() for name in COLUMNS}
        if not cell["factors"]:
            continue
        unit = " / ".join(
            dict.fromkeys(part for part in (cell["level1"], cell["level2"], cell["level3"]) if part)
        )
        digest = hashlib.sha256("\x1f".join(cell.values()).encode()).hexdigest()
        entries.append(
            LibraryEntry(
                library=library[:80], industry=cell["industry"][:60], unit=unit[:200], factors=cell["factors"],
                accident=cell["type"][:120], measures=cell["measures"], reference=cell["reference"], digest=digest,
            )
        )  # fmt: skip
    before = LibraryEntry.objects.filter(library=library[:80]).count()
    LibraryEntry.objects.bulk_create(entries, ignore_conflicts=True, batch_size=500)
    return LibraryEntry.objects.filter(library=library[:80]).count() - before
