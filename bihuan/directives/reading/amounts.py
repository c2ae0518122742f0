"""How much: numbers with their units. A number without a unit, a year, a name with figures in it is no amount."""

from __future__ import annotations

import re
from decimal import Decimal

from bihuan.directives.reading.numerals import NARROW, number
from bihuan.directives.reading.tree import Amount, Span

UNITS = (
    "个百分点|个工作日|平方公里|平方千米|平方米|立方米|万千瓦时|千瓦时|千瓦|公里|千米|公顷|人次|户次|床位|学位|百分点|标准煤|标准箱|亿斤|"
    "美元|欧元|元|吨|亩|米|斤|户|人|家|个|项|所|套|辆|架|艘|张|座|处|条|件|次|场|名|对|只|头|尾|棵|株|株|箱|台|组|栋|幢|支|类|批|起|宗|门|种|期|列|班|册|份|部|口|岁|天|日|小时|分钟|个月|年|倍|%|％|‰"
)
NUMBER = r"\d[\d,]*(?:\.\d+)?|百分之[一二三四五六七八九十百零点两]+|[一二三四五六七八九十两]+(?=[百千万亿])"
AMOUNT = re.compile(
    rf"(?<![\dA-Za-z.“〔\[])(?P<n>{NUMBER})(?P<scale>[百千万亿]{{0,2}})(?P<more>余|多)?(?P<u>{UNITS})?(?P<after>以上|以下|以内|左右|上下)?"
)
BEFORE = re.compile(
    r"(?P<least>不低于|不少于|至少|超过?|突破|高于|大于|达到?)$|(?P<most>不超过|不高于|低于|少于|控制在|以内)$|(?P<about>约|近|将近|大约)$"
)
SCALES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
NOT_AMOUNTS = re.compile(r"^\d{4}年|^\d{1,2}(?:月|日)|^\d+[+/]|^(?:\d+)号|^\d+条(?:硬)?措施”")


def amounts(words: str, offset: int) -> tuple[Amount, ...]:
    """Each amount with its words; scales are multiplied out.

    >>> [(a.value, a.unit, a.bound) for a in amounts("新增就业3.5万人以上，投资不低于20亿元", 0)]
    [(Decimal('35000.0'), '人', 'at_least'), (Decimal('2000000000'), '元', 'at_least')]
    """
    narrow = words.translate(NARROW)
    found = []
    for match in AMOUNT.finditer(narrow):
        unit = match["u"] or ""
        value = _value(match["n"])
        if (
            value is None
            or not (unit or match["n"].startswith("百分之"))
            or NOT_AMOUNTS.match(narrow[match.start() :])
            or _is_name(narrow, match)
        ):
            continue
        if unit and unit in {"年", "天", "日", "个月", "小时", "分钟", "个工作日"}:
            continue  # a time, not an amount: see deadlines
        for scale in match["scale"]:
            value *= SCALES[scale]
        found.append(
            Amount(
                words[match.start() : match.end()], Span(offset + match.start(), offset + match.end()),
                value, "%" if unit in "％%" or match["n"].startswith("百分之") else unit, _bound(narrow, match),
            )
        )  # fmt: skip
    return tuple(found)


def _value(written: str) -> Decimal | None:
    if written[0].isdigit():
        return Decimal(written.replace(",", ""))
    if written.startswith("百分之"):
        whole = number(written[3:])
        return Decimal(whole) if whole is not None else None
    whole = number(written)
    return Decimal(whole) if whole is not None else None


def _is_name(words: str, match: re.Match[str]) -> bool:
    """`“20条”`, `第31届`, `G4高速`: part of a name."""
    before = words[max(0, match.start() - 1) : match.start()]
    return before in {"第", "·", "-", "—", "/", "+", "×"} or (
        words.count("“", 0, match.start()) > words.count("”", 0, match.start())
        and "”" in words[match.end() : match.end() + 8]
    )


def _bound(words: str, match: re.Match[str]) -> str:
    after = match["after"] or ""
    if after in {"左右", "上下"}:
        return "about"
    if after:
        return "at_least" if after == "以上" else "at_most"
    before = BEFORE.search(words[max(0, match.start() - 6) : match.start()])
    if before:
        return "at_most" if before["most"] else "about" if before["about"] else "at_least"
    return "at_least" if match["more"] else ""
