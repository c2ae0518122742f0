"""Sentences that open or close a document, or say what a meeting did: they give its reason and its form, and order nothing.

The opening names a purpose or a ground and ends with the drafting formula, whose verb stands at the head of the last clause
and whose object is the paper itself ("为…，制定本方案。", "根据…，特作如下安排。"). With a subject in between that is told to do
it ("根据检查结果，区应急管理局要制定整改方案。"), or another object ("制定本区养老服务办法"), it is an order.
"""

from __future__ import annotations

import re

PAPERS = (
    r"(?:方案|意见|办法|细则|规定|规则|规程|规划|计划|预案|通知|通告|决定|要点|措施|制度|标准|指南|清单|分解表|分工|纪要|"
    r"公约|章程|守则)"
)
WRITES = (
    r"(?:研究)?(?:制定|制订|修订|修改|拟定|拟订|编制|起草|提出|作出|做出|形成|印发|发布|明确|通知|公布|部署|安排|决定|实施|"
    r"开展|采取)"
)
# 本方案, 本实施细则; 本区… and the like are things of the place, not the paper.
ITSELF = rf"本(?![区市县镇乡街村单部级地系辖行年届所院校局委]|办(?!法))[^，。；、]{{0,10}}?{PAPERS}"
FOLLOWING = r"(?:如下|以下|下列)[^，。；]{0,20}"
OPENING = re.compile(
    rf"^(?:为了?|根据|按照?|依据|依照|遵照|结合|鉴于|经|针对|围绕)[^。]*[，,]"
    rf"(?:(?:区|市|县|镇|乡|街道|州|旗)(?:委|政府|人民政府|委、?[区市县]政府|办)?)?(?:研究|经研究)?(?:特|现|兹|并)*(?:就[^，。]{{2,30}})?(?:决定)?"
    rf"{WRITES}?(?:了)?(?:{ITSELF}|{FOLLOWING})[。：:]?$"
    rf"|^(?:为|根据|按照|依据|经)[^。]*[，,](?:现|特|兹)[^，。；]{{0,30}}如下[。：:]?$"
    rf"|^(?:为此|据此|鉴此)[，,]?[^，。；要应须]{{0,14}}?(?:特|现|兹)*{WRITES}?(?:了)?(?:{ITSELF}|{FOLLOWING})[。：:]?$"
)
CLOSING = re.compile(
    rf"^本{PAPERS}(?:由[^，。]{{2,20}}(?:负责)?解释|[^，。]{{0,20}}(?:施行|生效|执行|有效期))|^本{PAPERS}(?:适用于|所称)|^(?:此前|原有?)[^。]{{0,40}}(?:同时|即行)?废止。$"
)
# A meeting that was held, opened, reported to: what it demands stands in sentences of its own.
HELD = re.compile(
    r"^(?:会议|会上|本次会议|全会)(?:由[^，。]{2,24}主持|(?:集体)?(?:听取|审议|研究|讨论|传达|学习|通报|通过|观看|回顾|总结|分析|肯定)(?:学习|讨论|通过|研究)?了)(?![^。]*(?:要求|强调|决定|[，；](?:要|必须|务必)))"
)


def says_what_it_is(words: str) -> bool:
    """Whether the sentence only opens or closes the document, or says that a meeting was held.

    >>> says_what_it_is("为办好民生实事，制定本方案。"), says_what_it_is("为解决停车难，制定本区停车管理办法。")
    (True, False)
    """
    return bool(OPENING.match(words) or CLOSING.match(words) or HELD.match(words))
