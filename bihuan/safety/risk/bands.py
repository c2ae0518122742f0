"""A district's own table of bands, from a file: the boundaries differ between places, so they are dated data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework.errors import Refused
from bihuan.safety.risk import formulas
from bihuan.safety.risk.models import BandTable

COLUMNS = ("method", "above", "above_included", "up_to", "up_to_included", "level", "colour")
YES = {"1", "yes", "true", "是", "含"}


class BandsRefused(Refused):
    """The file is no table that gives each score one colour."""


@transaction.atomic
def enter(*, content: bytes, code: str, title: str, since: date) -> tuple[BandTable, bool]:
    """Enter the table of one method (`lec` or `matrix`), in force from `since`; the one before ends the day before.

    The same again is not entered twice; another content under a code that is there is refused, for assessments name it.
    Raises BandsRefused unless every score that the method can give lies in exactly one band.
    """
    method, bands = _read(content)
    scores = sorted(set(_scores(method)))
    for score in scores:
        try:
            formulas.band_of(score, formulas.bands_from(bands))
        except formulas.ValueNotInTable:
            raise BandsRefused(
                _("分数 %(score)s 没有落在恰好一个等级里，请检查各级的上下限和是否包含。") % {"score": score}
            ) from None
    there = BandTable.objects.filter(code=code).first()
    if there is not None:
        if (there.method, there.bands, there.in_force_from) != (method, bands, since):
            raise BandsRefused(
                _("已经有叫 %(code)s 的分级表，内容不同。用过的表不能改，请另用一个代号。") % {"code": code}
            )
        return there, False
    BandTable.objects.filter(method=method, in_force_to__isnull=True, in_force_from__lt=since).update(
        in_force_to=since - timedelta(days=1)
    )
    return BandTable.objects.create(
        code=code, title=title[:120], method=method, bands=bands, in_force_from=since
    ), True


def _scores(method: str) -> Iterator[Decimal]:
    if method == "matrix":
        for pair in product(range(1, 6), repeat=2):
            yield formulas.matrix(*map(Decimal, pair))
        return
    for values in product(formulas.LIKELIHOOD, formulas.EXPOSURE, formulas.CONSEQUENCE):
        yield formulas.lec(*(Decimal(value) for value, _label in values))


def _read(content: bytes) -> tuple[str, list[dict[str, Any]]]:
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise BandsRefused(_("文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV。")) from None
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise BandsRefused(_("文件缺少这些列：%(names)s。") % {"names": "、".join(lacking)})
    lines = [{name: (row[name] or "").strip() for name in COLUMNS} for row in rows]
    methods = {line["method"] for line in lines}
    if len(methods) != 1 or not methods <= set(BandTable.Method.values):
        raise BandsRefused(_("method 一列应当全是 lec 或者全是 matrix。"))
    return methods.pop(), [_band(n, line) for n, line in enumerate(lines, start=2)]


def _band(n: int, line: dict[str, str]) -> dict[str, Any]:
    if line["colour"] not in formulas.COLOURS or not line["level"]:
        raise BandsRefused(
            _("第 %(n)s 行：level 不能空，colour 应当是 %(colours)s 之一。")
            % {"n": n, "colours": "、".join(formulas.COLOURS)}
        )
    return {
        "above": _number(n, line["above"]), "up_to": _number(n, line["up_to"]), "level": line["level"],
        "colour": line["colour"], "open_below": line["above_included"].lower() not in YES,
        "open_top": line["up_to_included"].lower() not in YES,
    }  # fmt: skip


def _number(n: int, typed: str) -> str | None:
    try:
        return str(Decimal(typed)) if typed else None
    except InvalidOperation:
        raise BandsRefused(_("第 %(n)s 行：“%(typed)s”不是数。") % {"n": n, "typed": typed}) from None
