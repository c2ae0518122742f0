"""The unified social credit code and the industry code of an enterprise, checked. Pure."""

from __future__ import annotations

import re

# GB 32100-2015, 4.2: no I, O, S, V, Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")
_INDUSTRY = re.compile(r"[A-T]?\d{2,4}")
# GB/T 4754-2017: sections by their divisions.
SECTIONS = (
    ("A", "农、林、牧、渔业", range(1, 6)), ("B", "采矿业", range(6, 13)), ("C", "制造业", range(13, 44)),
    ("D", "电力、热力、燃气及水生产和供应业", range(44, 47)), ("E", "建筑业", range(47, 51)),
    ("F", "批发和零售业", range(51, 53)), ("G", "交通运输、仓储和邮政业", range(53, 61)),
    ("H", "住宿和餐饮业", range(61, 63)), ("I", "信息传输、软件和信息技术服务业", range(63, 66)),
    ("J", "金融业", range(66, 70)), ("K", "房地产业", range(70, 71)), ("L", "租赁和商务服务业", range(71, 73)),
    ("M", "科学研究和技术服务业", range(73, 76)), ("N", "水利、环境和公共设施管理业", range(76, 80)),
    ("O", "居民服务、修理和其他服务业", range(80, 83)), ("P", "教育", range(83, 84)),
    ("Q", "卫生和社会工作", range(84, 86)), ("R", "文化、体育和娱乐业", range(86, 91)),
    ("S", "公共管理、社会保障和社会组织", range(91, 97)), ("T", "国际组织", range(97, 98)),
)  # fmt: skip


def check_character(first_17: str) -> str:
    """The 18th character of a credit code: GB 32100-2015, 5; weights are the powers of 3 modulo 31."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first_17))
    return ALPHABET[(31 - total % 31) % 31]


def normal(code: str) -> str:
    """The code as it is kept: upper case, no blanks."""
    return re.sub(r"\s", "", code).upper()


def is_credit_code(code: str) -> bool:
    """True for a code of the right shape whose check character is right."""
    return bool(_SHAPE.fullmatch(code)) and check_character(code[:17]) == code[17]


def section_of(industry: str) -> str:
    """The section letter of a GB/T 4754 code ("2614", "C2614" -> "C"); "" when there is no such division."""
    if not _INDUSTRY.fullmatch(industry):
        return ""
    letter, digits = (industry[0], industry[1:]) if industry[0].isalpha() else ("", industry)
    if len(digits) < 2:
        return ""
    found = next((key for key, _name, divisions in SECTIONS if int(digits[:2]) in divisions), "")
    return found if letter in ("", found) else ""
