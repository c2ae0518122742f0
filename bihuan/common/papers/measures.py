"""The measures of GB/T 9704-2012, for every renderer. Lengths in mm, type sizes in pt."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = (210.0, 297.0)
TEXT = (156.0, 225.0)  # 版心 (5.2.2)
TOP = 37.0  # 天头
LEFT = 28.0  # 订口
RIGHT = PAGE[0] - LEFT - TEXT[0]
BOTTOM = PAGE[1] - TOP - TEXT[1]
HEAD_FALL = 35.0  # from the top of the text area to the red head (7.2.4)
RULE_FALL = 4.0  # from the document number to the red rule (7.2.7)
NUMBER_FALL = 7.0  # from the text area to the dashes of the page number (7.5)
THICK, THIN = 0.35, 0.25  # rules of the 版记 (7.4.1)

# 信函格式 (10.1): from the page's edge to the head, from the head to the upper rules, to the lower rules.
LETTER_TOP, LETTER_RULE, LETTER_FOOT = 30.0, 4.0, 20.0
LETTER_WIDTH = 170.0  # of the red rules

SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0  # 2号, 3号, 4号
LINE_PITCH = 28.0  # 22 lines to a page
SIGNED_HEIGHT = 16  # mm, of a signature drawn by hand
TITLE_PITCH = 34.0
HEAD_RED = "FF0000"
# 28 characters of 16 pt would be 158 mm; each gives up this much to fit the 156 mm of the text area.
TIGHTER = SIZE_3 - TEXT[0] / 25.4 * 72 / 28


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: its name in offices' Word, what to look for on a server (best first), what Windows has instead."""

    office: str
    server: tuple[str, ...]
    substitute: str = ""
    bold: bool = False


# The four faces belong to their makers, so they are named and not shipped. Noto CJK stands in where they are not.
XIAOBIAOSONG = Face(
    "方正小标宋简体", ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"), "华文中宋", bold=True
)
FANGSONG = Face(
    "仿宋_GB2312", ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "FandolFang R", "Noto Serif CJK SC"), "仿宋"
)
HEITI = Face("黑体", ("SimHei", "Noto Sans CJK SC"))
KAITI = Face(
    "楷体_GB2312", ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "AR PL UKai CN", "Noto Serif CJK SC"), "楷体"
)
SONGTI = Face("宋体", ("SimSun", "Noto Serif CJK SC"))

BLOCK_FACES = (FANGSONG, HEITI, KAITI, FANGSONG, FANGSONG)  # body, then heading levels 1 to 4


def head_size(organ: str) -> float:
    """Type size of the red head in pt: as large as the line holds, at most 初号 (42), at least 小一 (24)."""
    return max(24.0, min(42.0, TEXT[0] / 25.4 * 72 / max(len(organ), 1) * 0.98))
