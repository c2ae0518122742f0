"""The letter gate: what a 信访处理意见书 must hold before it can be issued (信访工作条例 art. 32, 35). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# 《…法》第十二条, 《…条例》第3条第一款, 国务院令…第…条: an instrument *and* a place in it.
INSTRUMENT = re.compile(
    r"《[^》]{2,60}》|[\u4e00-\u9fff]{2,30}(?:法|条例|规定|办法|细则|规则|标准|通知|意见|决定)"
)
ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条|〔\d{4}〕\s*\d+\s*号|\d{4}年第?\d+号")
REVIEW = re.compile(r"复查")
ANY_LIMIT = re.compile(r"[0-9０-９〇一二三四五六七八九十百]+\s*(?:个)?\s*(?:工作)?(?:日|天)")
DIGITS = "〇一二三四五六七八九"


def limit_said(amount: int, *, working: bool = False) -> re.Pattern[str]:
    """How a text can say so many days: 30日, ３０天, 三十日; 45个工作日."""
    tens, ones = divmod(amount, 10)
    said = f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}" if 10 <= amount < 100 else ""
    wide = str(amount).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    numbers = "|".join(one for one in (str(amount), wide, said) if one)
    return re.compile(rf"(?<![0-9０-９十百])(?:{numbers})\s*(?:个)?\s*{'工作日' if working else '(?:日|天)'}")


NATIONAL_LIMIT = limit_said(30)  # art. 35, 36
BODY = re.compile(r"向.{2,40}?(?:申请|请求|提出)|(?:申请|请求).{0,20}复查")
EMPTY_WORDS = re.compile(
    r"^(?:已(?:收悉|阅|转办|处理|办结|答复)|正在(?:研究|处理|办理)(?:中)?|情况属实|同意|无|略|见附件)[。.!！]?$"
)
SHORTEST = {"request": 4, "facts": 15, "opinion": 8, "basis": 6, "remedy": 10}


@dataclass(frozen=True, slots=True)
class Lack:
    """One required part that is missing or empty. `part` is the field, `text` a Chinese msgid that says what to do."""

    part: str
    text: str


def lacks(letter: Mapping[str, str], *, limit: re.Pattern[str] = NATIONAL_LIMIT) -> list[Lack]:
    """What the decision still lacks, in the order of the letter. Empty: it may be issued.

    `limit`: how the remedy may say within which time a review can be asked for; a district may give longer than 30 days.
    """
    found: list[Lack] = []
    parts = {name: str(letter.get(name, "")).strip() for name in SHORTEST}
    missing = {
        "request": "请写明信访人的投诉请求（第三十二条）。",
        "facts": "请写明查明的事实和理由，不能只写结论（第三十二条）。",
        "opinion": "请写明处理意见：支持什么、怎样办，或者为什么不支持（第三十二条）。",
        "basis": "请写明法律法规依据（第三十二条）。",
        "remedy": "请写明救济途径和期限（第三十五条）。",
    }
    for part, shortest in SHORTEST.items():
        if len(parts[part]) < shortest or EMPTY_WORDS.match(parts[part]):
            found.append(Lack(part, missing[part]))
    wrong = {lack.part for lack in found}
    if "basis" not in wrong and not (INSTRUMENT.search(parts["basis"]) and ARTICLE.search(parts["basis"])):
        found.append(Lack("basis", "请写明依据的是哪部法律、法规、规章或者文件的第几条（或文号）。"))
    if "remedy" not in wrong:
        if not REVIEW.search(parts["remedy"]) or not BODY.search(parts["remedy"]):
            found.append(Lack("remedy", "请写明可以向哪个机关请求复查（第三十五条）。"))
        elif not limit.search(parts["remedy"]):
            found.append(
                Lack(
                    "remedy",
                    "请写明请求复查的期限：自收到书面答复之日起几日内（第三十五条，以现行期限为准）。",
                )
            )
    if not wrong & {"facts", "opinion"} and parts["facts"] == parts["opinion"]:
        found.append(Lack("opinion", "处理意见不能照抄事实部分。"))
    return found


RE_REVIEW = re.compile(r"复核")


def review_lacks(
    letter: Mapping[str, str], *, remedy: bool, limit: re.Pattern[str] = NATIONAL_LIMIT
) -> list[Lack]:
    """What a review or re-review opinion still lacks: the parts of art. 32, and with `remedy` where to go on (art. 36)."""
    standing = {**letter, "remedy": "自收到之日起30日内向上一级机关请求复查"}
    found = lacks(standing)
    if remedy:
        text = str(letter.get("remedy", ""))
        if not (RE_REVIEW.search(text) and BODY.search(text) and limit.search(text)):
            found.append(
                Lack("remedy", "请写明可以向哪个机关、在几日内请求复核（第三十六条，以现行期限为准）。")
            )
    return found


# How a reply written elsewhere, in one running text, is read for the same five parts.
SIGNS = {
    "facts": re.compile(
        r"经(?:查|调查|核实|了解|核查)|情况(?:如下|说明)|现(?:将|就).{0,30}(?:回复|答复)如下|调查"
    ),
    "opinion": re.compile(
        r"建议|将|已(?:经)?(?:要求|责令|安排|完成|督促)|下一步|处理(?:意见|结果)|不予|支持"
    ),
    "basis": re.compile(r"(?:根据|依据|按照).{0,6}《|《[^》]+》.{0,20}第.{1,6}条"),
    "remedy": re.compile(r"复查|复议|诉讼"),
}
SIGN_LABELS = {
    "facts": "事实和理由",
    "opinion": "处理意见",
    "basis": "法律法规依据",
    "remedy": "救济途径和期限",
}


def lacks_of_running_text(reply: str) -> list[str]:
    """Labels (Chinese msgids) of the statutory parts for which a running reply shows no sign."""
    return [SIGN_LABELS[part] for part, sign in SIGNS.items() if not sign.search(reply)]
