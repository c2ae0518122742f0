"""Reads of the risk register: the manual to pick from, and the matrix as a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from bihuan.safety.risk import formulas
from bihuan.safety.risk.models import LibraryEntry
from bihuan.safety.risk.services import table_or_none

FOUND = 30


def industries() -> list[str]:
    """The industries of the manuals that were brought in."""
    rows = LibraryEntry.objects.exclude(industry="").order_by("industry")
    return list(rows.values_list("industry", flat=True).distinct()[:100])


def search_library(typed: str, industry: str) -> QuerySet[LibraryEntry]:
    """Lines of the manuals in which every word that was typed stands, of one industry or of all."""
    rows = LibraryEntry.objects.all()
    for word in typed.split()[:5]:
        rows = rows.filter(Q(unit__contains=word) | Q(factors__contains=word) | Q(accident__contains=word))
    if industry:
        rows = rows.filter(industry=industry)
    return rows.order_by("industry", "unit", "pk")[:FOUND]


def matrix_rows(on: date, size: int = 5) -> list[tuple[int, list[tuple[str, str]]]] | None:
    """The matrix with the colour of each field by the table in force: (L, [(R, colour) for each S]), the highest L first."""
    table = table_or_none("matrix", on)
    if table is None:
        return None
    bands = formulas.bands_from(table.bands)
    rows = []
    for likelihood in range(size, 0, -1):
        fields = []
        for consequence in range(1, size + 1):
            score = formulas.matrix(Decimal(likelihood), Decimal(consequence), size=size)
            fields.append((str(score), formulas.band_of(score, bands).colour))
        rows.append((likelihood, fields))
    return rows
