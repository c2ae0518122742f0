"""Types of accidents by both editions of GB 6441, with their days in force. Pure.

GB 6441-1986: 20 types. GB 6441-2025 replaces it from 2026-07-01: 27 types. Both lists are of secondary sources; an office
checks the names against the standard before it relies on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the standard with its types; `until` is inclusive."""

    code: str
    since: date
    until: date | None
    types: tuple[str, ...]


EDITIONS = (
    Edition(
        "GB 6441-1986", date(1987, 2, 1), date(2026, 6, 30),
        (
            "物体打击", "车辆伤害", "机械伤害", "起重伤害", "触电", "淹溺", "灼烫", "火灾", "高处坠落", "坍塌", "冒顶片帮",
            "透水",
            "放炮", "火药爆炸", "瓦斯爆炸", "锅炉爆炸", "容器爆炸", "其他爆炸", "中毒和窒息", "其他伤害",
        ),
    ),
    Edition(
        "GB 6441-2025", date(2026, 7, 1), None,
        (
            "物体打击", "厂（场）内车辆致害", "道路（轨道）车辆致害", "机械致害", "起重致害", "触电", "淹溺", "灼烫", "火灾",
            "高处坠落",
            "跌落", "坍塌", "水害", "容器爆炸", "管道爆炸", "可燃气体爆炸", "可燃液体蒸气爆炸", "粉尘爆炸", "民用爆炸物品爆炸",
            "烟花爆竹爆炸", "其他可燃固体爆炸", "高温熔融物爆炸", "中毒", "窒息", "滑坡", "泄漏", "其他",
        ),
    ),
)  # fmt: skip


def edition_on(day: date) -> Edition:
    """The edition in force on the day of the accident."""
    for edition in EDITIONS:
        if edition.since <= day and (edition.until is None or day <= edition.until):
            return edition
    return EDITIONS[0]


def code_of(name: str, day: date) -> str:
    """The type's code by the edition of the day, such as "GB 6441-1986/08"; "" when that edition has no such type."""
    edition = edition_on(day)
    if name not in edition.types:
        return ""
    return f"{edition.code}/{edition.types.index(name) + 1:02}"
