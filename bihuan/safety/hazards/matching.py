"""Whether what was found may fall under a criterion of major hazards: a suggestion for a person, never a judgment. Pure.

A criterion is worded as a duty or as its breach; a report as a few words. The weight of a pair of characters is how
rare it is among the criteria; the score is the harmonic mean of the share of the report and of the criterion that the
two have in common. A criterion is about a thing (confined space, dust, ammonia, ...), and a report that does not name
that thing falls under it only in an enterprise of the criterion's own sector.
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
# The things that criteria are about, as people write them; a group is one thing.
THINGS = tuple(
    re.compile(pattern)
    for pattern in (
        "有限空间|受限空间|筒型储|污水池", "粉尘|积尘|除尘|沉降室|泄爆", "液氨|氨制冷|氨直接蒸发|快速冻结", "煤气",
        "铁水|钢水|铜水|熔融|熔炼|液渣", "可燃气体|可燃性气体|气体报警|气体检测|气体泄漏|燃气报警", "喷漆|喷涂|涂装|调漆|喷粉",
        "防爆", "双氧水|保险粉|雕白粉|禁忌物|混存|混放", "天拿水|天那水|稀释剂", "储罐|罐区|液化烃", "重大危险源",
        "特种作业|焊工|电工|登高证|焊工证", "动火|受限空间", "氯气|光气|硫化氢|剧毒", "安全阀|爆破片", "油炸|烘制",
        "白酒|乙醇", "锅炉|窑炉|加热炉|烧嘴|燃烧器", "热媒|导热油", "冷却水", "起重|行车|吊钩|钢丝绳", "考核合格",
    )
)  # fmt: skip

BY_SECTOR_ALONE = (
    0.3  # read by hand: below this, what shares only its sector with a criterion was never under it
)


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


def things(text: str) -> set[int]:
    """Which of the things that criteria are about the text names."""
    return {index for index, pattern in enumerate(THINGS) if pattern.search(text)}


class Criteria:
    """Criteria made ready to be compared with many texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """The criteria, in their order; the same order is `Match.index`."""
        self._pairs = [pairs(text) for text in texts]
        self._things = [things(text) for text in texts]
        often = Counter(pair for found in self._pairs for pair in found)
        self._weight = {pair: math.log(1 + len(texts) / count) for pair, count in often.items()}
        self._total = [sum(self._weight[pair] for pair in found) or 1.0 for found in self._pairs]
        self._held: dict[str, list[int]] = {}
        for index, found in enumerate(self._pairs):
            for pair in found:
                self._held.setdefault(pair, []).append(index)

    def match(self, text: str, *, own: Iterable[int] = (), least: float = 0.15) -> Match | None:
        """The criterion the text most likely falls under, when its score is at least `least`.

        `own`: the criteria of the enterprise's sector, which need not share the thing.
        """
        said, named = pairs(text), things(text)
        if not said:
            return None
        candidates = Counter(index for pair in said for index in self._held.get(pair, ()))
        of_sector = set(own)
        best: Match | None = None
        for index, count in candidates.items():
            if count < 2 or not (named & self._things[index] or index in of_sector):
                continue
            shared = said & self._pairs[index]
            weight = sum(self._weight[pair] for pair in shared)
            unknown = len(said - self._weight.keys())
            of_text = weight / (sum(self._weight.get(pair, 0.0) for pair in said) + 1.5 * unknown or 1.0)
            of_criterion = weight / self._total[index]
            score = 2 * of_text * of_criterion / (of_text + of_criterion)
            enough = least if named & self._things[index] else max(least, BY_SECTOR_ALONE)
            if score >= enough and (best is None or score > best.score):
                best = Match(index, round(score, 3), tuple(sorted(shared)))
        return best
