"""Types of accidents by both editions of GB 6441, with their days in force. Pure.

GB 6441-1986: 20 types, numbered 01 to 20. GB 6441-2025 replaces it from 2026-07-01: 27 types.

What could be checked: nothing against the standards themselves, whose texts we do not have. The 20 names of 1986 agree in many
secondary sources; its first day in force (1987-02-01) was not in them. The 27 names of 2025 and the day of change stand in one
kind of secondary source (another counts 20 types); how that edition codes them is not known, so none is made up: `code_of` gives
the edition alone. `Edition.checked` says so, and pages say it to whoever chooses a type.
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
    numbered: bool  # the order of the list is the number of the type
    checked: bool = False  # compared with the text of the standard


EDITIONS = (
    Edition(
        "GB 6441-1986", date(1987, 2, 1), date(2026, 6, 30),
        (
            "物体打击", "车辆伤害", "机械伤害", "起重伤害", "触电", "淹溺", "灼烫", "火灾", "高处坠落", "坍塌", "冒顶片帮",
            "透水",
            "放炮", "火药爆炸", "瓦斯爆炸", "锅炉爆炸", "容器爆炸", "其他爆炸", "中毒和窒息", "其他伤害",
        ), numbered=True,
    ),
    Edition(
        "GB 6441-2025", date(2026, 7, 1), None,
        (
            "物体打击", "厂（场）内车辆致害", "道路（轨道）车辆致害", "机械致害", "起重致害", "触电", "淹溺", "灼烫", "火灾",
            "高处坠落",
            "跌落", "坍塌", "水害", "容器爆炸", "管道爆炸", "可燃气体爆炸", "可燃液体蒸气爆炸", "粉尘爆炸", "民用爆炸物品爆炸",
            "烟花爆竹爆炸", "其他可燃固体爆炸", "高温熔融物爆炸", "中毒", "窒息", "滑坡", "泄漏", "其他",
        ), numbered=False,
    ),
)  # fmt: skip


def edition_on(day: date) -> Edition:
    """The edition in force on the day of the accident."""
    for edition in EDITIONS:
        if edition.since <= day and (edition.until is None or day <= edition.until):
            return edition
    return EDITIONS[0]


def code_of(name: str, day: date) -> str:
    """The type's code by the edition of the day: "GB 6441-1986/08", "GB 6441-2025" (its codes are not known to us); "" when
    that edition has no such type."""
    edition = edition_on(day)
    if name not in edition.types:
        return ""
    if not edition.numbered:
        return edition.code
    return f"{edition.code}/{edition.types.index(name) + 1:02}"


def named(name: str) -> tuple[str, ...]:
    """The editions that have a type of this name, by their years: ("1986", "2025")."""
    return tuple(edition.code.rpartition("-")[2] for edition in EDITIONS if name in edition.types)
