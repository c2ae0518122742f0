"""Match the headings of a ledger to the columns of a target: same name, known synonym, then likeness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from bihuan.common.tables.columns import Column
from bihuan.common.tables.heads import Heading, normalised

SURE = 0.8  # below this the page asks the clerk to look
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """One proposed pairing. `how` is exact, synonym or like; `confidence` from 0 to 1."""

    column: str
    index: int
    confidence: float
    how: str

    @property
    def sure(self) -> bool:
        """False: the page asks the clerk to look at it."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the headings seem to mean."""

    matches: tuple[Match, ...]
    unused: tuple[Heading, ...]  # headings that no column asked for
    missing: tuple[Column, ...]  # required columns that no heading offers

    @property
    def positions(self) -> dict[str, int]:
        """Name of the column -> index in the row, as `RowReader` takes it."""
        return {match.column: match.index for match in self.matches}


def known_names(columns: Iterable[Column]) -> list[str]:
    """Every name a heading may have: labels in both languages, names, synonyms."""
    return [name for column in columns for name in _names(column)]


def propose(headings: Sequence[Heading], columns: Sequence[Column]) -> Proposal:
    """The best pairing, each heading and each column used once; ties go to the first column of the sheet."""
    scored = [
        (confidence, -heading.index, how, column.name, heading.index)
        for column in columns
        for heading in headings
        for confidence, how in (_score(column, heading),)
        if confidence >= _LEAST
    ]
    scored.sort(key=lambda score: score[:2], reverse=True)
    taken: dict[str, Match] = {}
    used: set[int] = set()
    for confidence, _order, how, name, index in scored:
        if name not in taken and index not in used:
            taken[name] = Match(name, index, round(confidence, 2), how)
            used.add(index)
    return Proposal(
        tuple(taken[column.name] for column in columns if column.name in taken),
        tuple(heading for heading in headings if heading.index not in used),
        tuple(column for column in columns if column.required and column.name not in taken),
    )


def _names(column: Column) -> list[str]:
    return [column.label, gettext(column.label), column.name, *column.synonyms]


def _score(column: Column, heading: Heading) -> tuple[float, str]:
    own = {normalised(column.label), normalised(gettext(column.label)), normalised(column.name)}
    synonyms = {normalised(synonym) for synonym in column.synonyms}
    texts = [(heading.text, 0.0)]
    if len(heading.parts) > 1:  # two rows: 来信人 / 姓名 may be known whole or by its lower part
        texts.append((heading.parts[-1], 0.08))
    best, how = 0.0, "like"
    for text, cost in texts:
        for brackets, worse in ((True, 0.0), (False, 0.03)):
            key = normalised(text, brackets=brackets)
            if not key:
                continue
            found = (1.0, "exact") if key in own else (0.95, "synonym") if key in synonyms else (0.0, "like")
            if not found[0]:
                found = (max(_likeness(key, name) for name in own | synonyms), "like")
            if found[0] - cost - worse > best:
                best, how = found[0] - cost - worse, found[1]
    return best, how


def _likeness(one: str, other: str) -> float:
    """0 to 0.79: shared pairs of characters, and containment of a name of at least two."""
    if min(len(one), len(other)) < 2:
        return 0.0
    first, second = _pairs(one), _pairs(other)
    dice = 2 * len(first & second) / (len(first) + len(second))
    if one in other or other in one:
        dice = max(dice, 0.6 + 0.19 * min(len(one), len(other)) / max(len(one), len(other)))
    return min(dice, 0.79)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
