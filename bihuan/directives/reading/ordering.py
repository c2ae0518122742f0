"""Whether a sentence orders something, what it orders, and how binding it is."""

from __future__ import annotations

import re

from bihuan.directives.reading.preambles import says_what_it_is
from bihuan.directives.reading.tree import Binding, Order, Span
from bihuan.directives.reading.verbs import MANNERS, OPENINGS

FIRST = re.compile("^(?:" + "|".join(sorted(map(re.escape, OPENINGS), key=len, reverse=True)) + ")")
ACTION = re.compile(
    "|".join(
        sorted((re.escape(v) for v in OPENINGS if len(v) > 1 and v not in MANNERS), key=len, reverse=True)
    )
)
MODAL = re.compile(
    r"(?:^|[，,；;：:])(?:我们|各级|各地|各部门|市政府|政府|全市.{0,6})?(?:必须|务必|要|将|应当|应|需要?|不得|严禁|禁止|一定要?|继续)(?!求|素|件|点|么)"
)
# Somebody named at the head of a clause is told to: 各乡镇要…, 区水务局应当….
ADDRESSED = re.compile(
    r"(?:^|[，,；;：:、])(?:各[^，。；、主重需只]{1,8}|[^，。；：]{1,14}(?:局|委|办|办公室|部门|单位|乡镇|街道|村|社区|政府|党委|负责人|企业|支队|大队|公司|集团|中心))"
    r"(?:都|均|也)?(?:要|应当?|必须|务必|须)(?![求素件点么急用变])"
)
TARGET = re.compile(
    r"(?:增长|提高|提升|降低|下降|达到?|突破|超过?|保持在?|控制在|稳定在|完成|新增|不低于|不少于|总量|翻番|力争|确保)[^，。；]{0,14}[\d一二三四五六七八九十百]"
    r"|[\d.]+(?:%|％|万|亿)[^，。；]{0,6}(?:以上|以内|左右|以下)"
)
NOT_AN_ORDER = re.compile(
    r"[：:]$|^从.{2,8}看，|^(?:同时，)?随着|^每一项.{0,10}(?:背后|都)|^[^。]{0,18}(?:全会|会议)[^。]{0,90}(?:作出|提出)[^。]{0,60}(?:部署|要求|决定)|"
    r"^立足新起点，奋进|(?:重点|继续)(?:办好|办理)\d+件[^，。]{0,6}实事。$|^使命[^，。]{2,8}，[^，。]{2,10}。$|^新的一年.{0,8}(?:必将|一定)|^[^，。]{2,12}就是[^，。]{2,12}，[^，。]{2,12}就是|^(?:奋进|立足|开启|踏上)?新(?:征程|起点).{0,12}(?:新时代|需要|对)|^奋进新征程|"
    r"^(?:做好|完成|实现)今年.{0,14}(?:意义|责任|至关|任务|并非|需要)|"
    r"习近平新时代中国特色社会主义思想为指导.{110,}$|^(?:各位|同志们|让我们|现在|谢谢|此致|特此|请予|一年来|过去|回顾|回首|回望|总的看|同时，?我们也?清醒|我们(?:也)?清醒|在肯定成绩|当前|今天的|"
    r"(?:今年|20\d\d年|明年)[，,]?是|这(?:是|些|就|充分|一)|综合|上述|以上|设定|提出.{0,12}(?:目标|预期)|实现(?:上述|以上|这些|全年)|围绕(?:上述|以上|实现.{0,8}目标)|"
    r"现(?:将|就))"
    r"|(?:总体要求|指导思想|总体思路|工作思路|预期目标|奋斗目标|主要目标|总的要求|发展目标)(?:建议)?[是为：:]|(?:以下|下列|下面|如下).{0,10}(?:工作|任务|方面|事项|安排|要求|通知)[：:。]?$"
    r"|(?:重点|具体|主要|着力|抓好|做好|聚焦|突出|落实).{0,16}(?:\d+|[一二三四五六七八九十]+)(?:个)?(?:方面|大方面|项|件)(?:的)?(?:重点)?(?:工作|任务|方面)?[：:。]$|^(?:重点|主要|今年).{0,10}(?:做好|抓好).{0,8}工作[：:。]$"
    r"|更加紧密地?团结|而(?:努力|不懈|团结)奋斗|谱写.{0,30}篇章！$|表示衷心|崇高敬意|衷心的?感谢|请予审议|[？?]$"
)
DESCRIBES = re.compile(
    r"^(?!.{0,10}(?:必须|要|务必|应))[^，。；]{1,18}(?:是|就是|事关|关乎|意味着|没有|决定|面临|进入|处于|需要|离不开|属于|作为)[^，。；]{2,}[，。！；]"
)
FORCE = (
    (
        "ban",
        re.compile(
            r"严禁|不得|禁止|不准|不许|不允许|坚决杜绝|坚决遏制|坚决防止|坚决制止|决不|绝不|杜绝|严防|一律不"
        ),
    ),
    (
        "must",
        re.compile(r"必须|务必|确保|坚决|严格|应当|不低于|不少于|不高于|控制在|一律|严守|守牢|守住|一定要"),
    ),
    ("strive", re.compile(r"力争|争取|努力|尽量|尽可能|探索|争创|积极争")),
    ("encourage", re.compile(r"鼓励|引导|支持|倡导|提倡|可以|可根据|可结合")),
    (
        "shall",
        re.compile(
            r"(?:^|[，,；;：:]|我们|政府|部门|单位|乡镇|街道|社区|局|委|办|负责人|同志|企业|[县区市州地])(?:要|将|应)(?!求|素|件|点|来)"
        ),
    ),
)
RANK = {"ban": 0, "must": 1, "shall": 2, "strive": 3, "encourage": 4}


def is_order(words: str) -> bool:
    """Whether the sentence orders or commits to something. Salutations, reasons, expected figures and praise do not.

    >>> is_order("完成市人民医院新院区主体工程，6月底前投入使用。"), is_order("今年是新中国成立75周年。")
    (True, False)
    """
    words = words.strip()
    if len(words) < 5 or NOT_AN_ORDER.search(words) or says_what_it_is(words):
        return False
    if MODAL.search(words):
        return not re.search(r"^[^，。]{0,30}(?:要求|需要)(?:我们|加快)", words)
    if ADDRESSED.search(words):
        return True
    if FIRST.match(words):
        return bool(
            ACTION.search(words) or TARGET.search(words) or FIRST.match(words)
        ) and not words.endswith("的关键。")
    if DESCRIBES.match(words):
        return bool(re.search(r"[，。](?:要|必须|坚决|坚持)", words[:60]))
    return bool(TARGET.search(words) or ACTION.search(words[:40]))


def bindings(words: str, offset: int) -> tuple[Binding, ...]:
    """Each word that says how binding the order is, the strongest first."""
    found = [
        Binding(
            match[0].lstrip("，,；;：:"),
            Span(offset + match.end() - len(match[0].lstrip("，,；;：:")), offset + match.end()),
            force,
        )
        for force, pattern in FORCE
        for match in pattern.finditer(words)
    ]
    return tuple(sorted(found, key=lambda one: (RANK[one.force], one.span.start)))


def orders(words: str, offset: int) -> tuple[Order, ...]:
    """Verb and object of each clause that begins with an action."""
    found, at = [], 0
    for clause in re.split(r"(?<=[，。；！：])", words):
        action = next(
            (
                one
                for one in ACTION.finditer(clause[:16])
                if clause[one.end() : one.end() + 1] not in "的之" or not clause[one.end() :]
            ),
            None,
        )
        if action:
            rest = re.split(r"[，。；！：]", clause[action.end() :])[0]
            end = at + action.end() + len(rest)
            found.append(
                Order(
                    words[at + action.start() : end],
                    Span(offset + at + action.start(), offset + end),
                    action[0],
                    rest,
                )
            )
        at += len(clause)
    return tuple(found)
