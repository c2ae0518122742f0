"""Checklists with versions. A version is entered once; new content is a new version, and a used one never changes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework.errors import Refused
from bihuan.safety.inspections.models import CheckItem, Checklist

COLUMNS = ("industry", "level1", "level2", "level3", "item", "legal_reference")
GENERAL = "通用"


class ChecklistRefused(Refused):
    """The file is no checklist."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist."""

    level1: str
    level2: str
    level3: str
    text: str
    reference: str


def read_items(content: bytes) -> dict[str, list[Item]]:
    """The items of a file by industry; one without an industry is general. Raises ChecklistRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ChecklistRefused(_("文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV。")) from None
    rows = csv.DictReader(io.StringIO(text))
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise ChecklistRefused(_("文件缺少这些列：%(names)s。") % {"names": "、".join(lacking)})
    found: dict[str, dict[Item, None]] = {}
    for row in rows:
        cell = {name: " ".join((row[name] or "").split()) for name in COLUMNS}
        if cell["item"]:
            item = Item(
                cell["level1"][:120],
                cell["level2"][:200],
                cell["level3"][:200],
                cell["item"],
                cell["legal_reference"],
            )
            found.setdefault(cell["industry"][:40] or GENERAL, {})[item] = (
                None  # the same line twice stands once
            )
    if not found:
        raise ChecklistRefused(_("文件里没有一条检查项。"))
    return {industry: list(items) for industry, items in found.items()}


@transaction.atomic
def publish(
    *, code: str, title: str, sector: str, items: Sequence[Item], at: datetime
) -> tuple[Checklist, bool]:
    """Publish a checklist. The same content again is the version that is there, (it, False); other content is the next.

    The version before is retired: it stays readable, and inspections that began with it end with it.
    """
    digest = hashlib.sha256(
        "\x1e".join("\x1f".join((i.level1, i.level2, i.level3, i.text, i.reference)) for i in items).encode()
    ).hexdigest()
    last = Checklist.objects.filter(code=code).order_by("-version").first()
    if last is not None and last.content_sha256 == digest:
        return last, False
    made = Checklist.objects.create(
        code=code, version=last.version + 1 if last is not None else 1, title=title, sector=sector, content_sha256=digest,
        published_at=at,
    )  # fmt: skip
    CheckItem.objects.bulk_create(
        CheckItem(
            checklist=made,
            number=n,
            level1=i.level1,
            level2=i.level2,
            level3=i.level3,
            text=i.text,
            reference=i.reference,
        )
        for n, i in enumerate(items, start=1)
    )
    Checklist.objects.filter(code=code, retired_at__isnull=True).exclude(pk=made.pk).update(retired_at=at)
    return made, True
