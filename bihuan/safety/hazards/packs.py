"""Rule packs: what is in force on a day, bringing one in from a file, and naming a clause."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.safety.hazards.models import RuleClause, RulePack

COLUMNS = ("industry", "level1", "level2", "criterion")


class PackRefused(Refused):
    """The file is no pack of criteria; the message says what is wrong and in which line."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the file."""

    sector: str
    heading: str
    text: str


def in_force(on: date) -> QuerySet[RulePack]:
    """The packs in force on the day."""
    return RulePack.objects.filter(
        Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), in_force_from__lte=on
    )


def pack_on(on: date) -> RulePack | None:
    """The pack by which hazards are judged on the day: the latest to come into force."""
    return in_force(on).order_by("-in_force_from", "-pk").first()


def clause_of(named: str, on: date) -> RuleClause | None:
    """The clause of a pack in force on the day, by what a person writes: code/number."""
    code, _slash, number = named.strip().rpartition("/")
    if not code:
        return None
    return (
        RuleClause.objects.filter(pack__in=in_force(on), pack__code=code, number=number).select_related("pack")
        .order_by("-pack__in_force_from", "-pack__pk").first()
    )  # fmt: skip


def read_criteria(content: bytes) -> list[Criterion]:
    """The criteria of a file with the columns industry, level1, level2, criterion. Raises PackRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackRefused(_("文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV。")) from None
    rows = csv.DictReader(io.StringIO(text))
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise PackRefused(_("文件缺少这些列：%(names)s。") % {"names": "、".join(lacking)})
    found = []
    for row in rows:
        criterion = (row["criterion"] or "").strip()
        if criterion:
            parts = [part.strip() for part in (row["level1"] or "", row["level2"] or "") if part.strip()]
            found.append(
                Criterion(
                    (row["industry"] or "").strip()[:40], " / ".join(dict.fromkeys(parts))[:160], criterion
                )
            )
    if not found:
        raise PackRefused(_("文件里没有一条判定标准。"))
    return found


@transaction.atomic
def enter_pack(
    *, code: str, version: str, title: str, source: str, in_force_from: date, criteria: Sequence[Criterion], at: datetime,
    in_force_to: date | None = None,
) -> tuple[RulePack, bool]:  # fmt: skip
    """Enter a pack; the earlier version of the same code ends the day before. (pack, False) when it is there already.

    Raises PackRefused when the version is there with other content: a version never changes.
    """
    if not code or not version:
        raise Incomplete({"code": _("请写明判定标准的代号和版本。")})
    digest = hashlib.sha256(
        "\x1e".join("\x1f".join((one.sector, one.heading, one.text)) for one in criteria).encode()
    ).hexdigest()
    there = RulePack.objects.filter(code=code, version=version).first()
    if there is not None:
        if there.content_sha256 != digest:
            raise PackRefused(
                _("%(pack)s 已经有了，内容不同。请给新的内容一个新的版本号。") % {"pack": f"{code} {version}"}
            )
        return there, False
    pack = RulePack.objects.create(
        code=code, version=version, title=title, source=source, in_force_from=in_force_from, in_force_to=in_force_to,
        content_sha256=digest, entered_at=at,
    )  # fmt: skip
    RuleClause.objects.bulk_create(
        RuleClause(pack=pack, number=str(n), sector=one.sector, heading=one.heading, text=one.text)
        for n, one in enumerate(criteria, start=1)
    )
    earlier = RulePack.objects.filter(code=code, in_force_from__lt=in_force_from, in_force_to__isnull=True)
    earlier.exclude(pk=pack.pk).update(in_force_to=in_force_from - timedelta(days=1))
    return pack, True
