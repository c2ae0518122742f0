"""How alike two letters are: the pairs of characters they share, the rare ones counting more. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.common.search.text import Part, fold, pairs_of, tokens

__all__ = ["ALIKE", "Letter", "chosen", "likeness", "marked", "read", "weights"]

MOST_READ = 1_200  # characters of a letter; what comes later repeats what was said
MOST_PAIRS = 48  # that are looked up in the postings
ALIKE = 0.16  # from here on a letter is shown to staff (benchmarks/README.md: how it was found)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is being registered: its distinct pairs, those of the subject first."""

    pairs: tuple[str, ...]
    of_subject: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.pairs)


def read(subject: str, body: str) -> Letter:
    """The pairs of a letter. Pairs that reach over a blank say nothing about the matter."""
    first = [pair for pair in tokens(subject) if " " not in pair]
    rest = pairs_of(fold(body[:MOST_READ]))
    return Letter(
        tuple(dict.fromkeys([*first, *(pair for pair in rest if " " not in pair)])), frozenset(first)
    )


def weights(letter: Letter, held: Mapping[str, int], texts: int) -> dict[str, float]:
    """How much each pair says: more the fewer of `texts` letters hold it (`held`), half more when in the subject."""
    return {
        pair: math.log((texts + 1) / (held.get(pair, 0) + 0.5)) * (1.5 if pair in letter.of_subject else 1.0)
        for pair in letter.pairs
        if held.get(pair, 0) <= texts * 0.2
    }


def chosen(weighed: Mapping[str, float]) -> list[str]:
    """The few pairs that are looked up: those that say most."""
    return sorted(weighed, key=lambda pair: -weighed[pair])[:MOST_PAIRS]


def likeness(weighed: Mapping[str, float], other: str) -> float:
    """From 0 to 1: what the two share, beside what each says (a cosine; `other` is folded text).

    What the other letter says beside it is not looked up: each of its pairs counts as much as one of ours on average.
    """
    theirs = {pair for pair in pairs_of(other[:MOST_READ]) if " " not in pair}
    if not weighed or not theirs:
        return 0.0
    shared = sum(weight for pair, weight in weighed.items() if pair in theirs)
    ours = sum(weighed.values())
    return shared / math.sqrt(ours * max(shared, ours * len(theirs) / len(weighed)))


def marked(text: str, weighed: Mapping[str, float], *, least: float) -> list[Part]:
    """`text` as (piece, shared): a pair counts as shared when it weighs at least `least`, so that 我们 is not marked."""
    hit = [False] * len(text)
    for at in range(len(text) - 1):
        if weighed.get(text[at : at + 2].lower(), 0.0) >= least:
            hit[at] = hit[at + 1] = True
    parts: list[Part] = []
    for char, is_hit in zip(text, hit, strict=True):
        if parts and parts[-1][1] == is_hit:
            parts[-1] = (parts[-1][0] + char, is_hit)
        else:
            parts.append((char, is_hit))
    return parts


def best(scores: Iterable[tuple[int, float]], most: int) -> list[tuple[int, float]]:
    """The `most` highest (id, score), the newer first among equals."""
    ranked: Sequence[tuple[int, float]] = sorted(scores, key=lambda row: (-row[1], -row[0]))
    return list(ranked[:most])
