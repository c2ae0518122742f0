"""The double-random draw (双随机), which anybody can repeat from what is published. Pure.

From a seed and the snapshot of the pool follow, by SHA-256 alone, the enterprises and for each two officers. Names play
no part: two officers of one name are two. An officer is recused from an enterprise by the pool itself. Officers get
even loads; nobody is dropped: an enterprise for which too few officers remain stops the draw with its name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

METHOD = "bihuan-draw-1"


class DrawRefused(ValueError):
    """The draw cannot be made; `reason` is a word for the caller, `subject` what it is about."""

    def __init__(self, reason: str, subject: str = "") -> None:
        self.reason, self.subject = reason, subject
        super().__init__(f"{reason} {subject}".strip())


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn from: keys of enterprises (credit codes), of officers (certificate numbers), and who is recused."""

    enterprises: tuple[str, ...]
    officers: tuple[str, ...]
    recused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # officer -> enterprises
    drawn_before: tuple[str, ...] = ()  # enterprises left out: inspected already in this period

    def as_json(self) -> dict[str, Any]:
        """The snapshot, in an order that does not depend on how it was read."""
        return {
            "method": METHOD,
            "enterprises": sorted(set(self.enterprises)),
            "officers": sorted(set(self.officers)),
            "recused": {key: sorted(set(value)) for key, value in sorted(self.recused.items()) if value},
            "drawn_before": sorted(set(self.drawn_before)),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Pool:
        """The pool of a snapshot. Raises DrawRefused for one of another method."""
        if data.get("method") != METHOD:
            raise DrawRefused("method", str(data.get("method")))
        return cls(
            tuple(data["enterprises"]), tuple(data["officers"]),
            {key: tuple(value) for key, value in data["recused"].items()}, tuple(data["drawn_before"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assigned:
    """One enterprise drawn, with its two officers."""

    enterprise: str
    officers: tuple[str, str]


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one way a snapshot is written down before it is hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(pool: Pool) -> str:
    """SHA-256 of the pool, published with the seed."""
    return hashlib.sha256(canonical(pool.as_json())).hexdigest()


def draw(*, seed: str, pool: Pool, count: int, officers_each: int = 2) -> list[Assigned]:
    """Draw `count` enterprises and two officers for each. The same seed, pool and count give the same result.

    Raises DrawRefused: "seed" empty, "count", "enterprises" or "officers" too few, "recused" when two who may go are
    not left for an enterprise.
    """
    if not seed.strip():
        raise DrawRefused("seed")
    facts = pool.as_json()
    before = set(facts["drawn_before"])
    candidates = [key for key in facts["enterprises"] if key not in before]
    officers: list[str] = facts["officers"]
    if not candidates:
        raise DrawRefused("enterprises")
    if count < 1 or count > len(candidates):
        raise DrawRefused("count", str(len(candidates)))
    if len(officers) < officers_each:
        raise DrawRefused("officers", str(len(officers)))
    base = f"{METHOD}|{seed}|{fingerprint(pool)}"
    chosen = sorted(candidates, key=lambda key: (_ticket(base, "enterprise", key), key))[:count]
    barred = {key: set(value) for key, value in facts["recused"].items()}
    load = dict.fromkeys(officers, 0)
    result: dict[str, tuple[str, str]] = {}
    # Those with the fewest who may go are served first, so that balance elsewhere cannot use up their officers.
    free = (
        {key: [one for one in officers if key not in barred.get(one, ())] for key in chosen}
        if barred
        else None
    )
    order = sorted(chosen, key=lambda key: len(free[key])) if free is not None else chosen
    for enterprise in order:
        able = free[enterprise] if free is not None else officers
        if len(able) < officers_each:
            raise DrawRefused("recused", enterprise)
        first, second = _two(able, load, base, enterprise)
        load[first] += 1
        load[second] += 1
        result[enterprise] = (first, second)
    return [Assigned(key, result[key]) for key in chosen]


def _two(able: Sequence[str], load: Mapping[str, int], base: str, enterprise: str) -> tuple[str, str]:
    """The two of the lowest load, ties by ticket and then by key. Tickets are drawn only where loads are equal."""
    levels = sorted({load[one] for one in able})
    ranked: list[str] = []
    for level in levels:
        same = [one for one in able if load[one] == level]
        ranked += (
            sorted(same, key=lambda one: (_ticket(base, enterprise, one), one)) if len(same) > 1 else same
        )
        if len(ranked) > 1:
            break
    return ranked[0], ranked[1]


def result_json(result: Sequence[Assigned]) -> list[dict[str, Any]]:
    """The result as it is kept and published."""
    return [{"enterprise": one.enterprise, "officers": list(one.officers)} for one in result]


def replay(published: Mapping[str, Any]) -> list[str]:
    """What does not agree in a published draw, as sentences; empty when it can be repeated to the letter.

    `published` holds seed, pool, pool_sha256, result.
    """
    try:
        pool = Pool.from_json(published["pool"])
        seed, stated, result = (
            str(published["seed"]),
            str(published["pool_sha256"]),
            list(published["result"]),
        )
    except (KeyError, TypeError, DrawRefused) as problem:
        return [f"the file is no published draw: {problem}"]
    wrong = []
    if fingerprint(pool) != stated:
        wrong.append(f"the pool has the fingerprint {fingerprint(pool)}, not the published {stated}")
    try:
        again = result_json(draw(seed=seed, pool=pool, count=len(result)))
    except DrawRefused as problem:
        return [*wrong, f"the draw cannot be repeated: {problem}"]
    for at, (mine, theirs) in enumerate(zip(again, result, strict=True), start=1):
        if mine != {"enterprise": theirs.get("enterprise"), "officers": list(theirs.get("officers", ()))}:
            wrong.append(
                f"place {at}: {mine['enterprise']} with {', '.join(mine['officers'])} follows from the seed, not {theirs}"
            )
    return wrong


def _ticket(base: str, what: str, key: str) -> bytes:
    return hashlib.sha256(f"{base}|{what}|{key}".encode()).digest()
