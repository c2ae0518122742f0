"""Whether what was found may fall under a criterion of major hazards: a suggestion for a person, never a judgment. Pure.

A criterion is worded as a duty or as its breach; a report as a few words. The weight of a pair of characters is how
rare it is among the criteria; the score is the share of the report's known weight that a criterion holds, damped for
short overlaps, so that "灭火器过期" raises nothing while "除尘系统没有泄爆装置" does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SPLIT = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
# Words of every duty: they say nothing of which one.
COMMON = re.compile(
    r"应当|应该|应|按照|国家|标准|规定|要求|设置|进行|采取|措施|有效|规范|必须|不得|没有|未|是否|情况|定期|建立|制定|落实|"
    r"企业|单位|生产|安全|管理|人员|制度|相关|以及|或者|并|的|了|和|及|与|等|在|有|已|整改|检查|发现|立即|现场|使用"
)
DONE = re.compile(r"^(已|立即|现已)?(整改|更换|清理|处理)(完成|完毕)?$")


@dataclass(frozen=True, slots=True)
class Match:
    """A criterion that a text may fall under; `score` from 0 to 1."""

    index: int
    score: float
    shared: tuple[str, ...]


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters that say something, within stretches of Chinese."""
    found: set[str] = set()
    for part in _SPLIT.split(text):
        for piece in COMMON.split(part):
            found |= {piece[n : n + 2] for n in range(len(piece) - 1)}
    return found


class Criteria:
    """Criteria made ready to be compared with many texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """The criteria, in their order; the same order is `Match.index`."""
        self._pairs = [pairs(text) for text in texts]
        often = Counter(pair for found in self._pairs for pair in found)
        self._weight = {pair: math.log(1 + len(texts) / count) for pair, count in often.items()}
        self._total = [sum(self._weight[pair] for pair in found) or 1.0 for found in self._pairs]
        self._held: dict[str, list[int]] = {}
        for index, found in enumerate(self._pairs):
            for pair in found:
                self._held.setdefault(pair, []).append(index)

    def match(self, text: str, *, only: Iterable[int] | None = None, least: float = 0.35) -> Match | None:
        """The criterion the text most likely falls under, when its score is at least `least`."""
        said = pairs(text)
        if not said:
            return None
        candidates = Counter(index for pair in said for index in self._held.get(pair, ()))
        allowed = set(only) if only is not None else None
        best: Match | None = None
        for index, count in candidates.items():
            if count < 3 or (allowed is not None and index not in allowed):
                continue
            shared = said & self._pairs[index]
            weight = sum(self._weight[pair] for pair in shared)
            unknown = len(said - self._weight.keys())
            of_text = weight / (sum(self._weight.get(pair, 0.0) for pair in said) + 1.5 * unknown or 1.0)
            of_criterion = weight / self._total[index]
            score = 2 * of_text * of_criterion / (of_text + of_criterion)
            if score >= least and (best is None or score > best.score):
                best = Match(index, round(score, 3), tuple(sorted(shared)))
        return best
