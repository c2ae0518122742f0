"""Whether a section reports what was done, plans what is to be done, or explains words."""

from __future__ import annotations

import re

from bihuan.directives.reading.tree import Node, Tense

PAST = re.compile(
    r"回顾|总结|过去(?:的)?(?:一|五|几)?年|去年|一年来|五年来|取得.{0,6}成[就绩效]|工作(?:完成)?情况$|主要(?:工作)?成[就绩效]|存在(?:的)?(?:主要)?(?:问题|不足)|"
    r"(?:完成|做好的?)(20\d\d)年.{0,12}任务$"
)
PLAN = re.compile(
    r"安排|任务|打算|下一步|今后|今年|工作要求|重点工作|目标|建议|措施|工作重点|要求|努力(?:做好|实现)|全力(?:实现|做好)|"
    r"(?:政府|自身)(?:自身)?建设|治理效能|政务水平"
)
NOTES = re.compile(r"名\s*词\s*解\s*释|名\s*词\s*注\s*释|^注\s*释|有关用语|^附\s*件.*(?:名单|解释)|用语说明")
YEAR = re.compile(r"(20\d\d)年")


def of_title(title: str, latest: int | None) -> Tense | None:
    """What a heading says of its section; None where it says nothing. `latest` is the latest year of any heading."""
    if NOTES.search(title):
        return Tense.NOTES
    year = YEAR.search(title)
    if year and latest and int(year[1]) < latest:
        return Tense.PAST
    if PAST.search(title):
        return Tense.PAST
    return Tense.PLAN if PLAN.search(title) else None


def mark(text: str, root: Node) -> None:
    """Give each section its tense; what says nothing has that of the section above."""
    years = [int(y) for child in root.children for y in YEAR.findall(child.title.words(text))]
    latest = max(years) if years else None

    def below(node: Node, inherited: Tense) -> None:
        for child in node.children:
            said = of_title(child.title.words(text), latest) if child.level == 1 else None
            child.tense = said or inherited
            below(child, child.tense)

    below(root, Tense.PLAN)
    _first_of_two(text, root)


def _first_of_two(text: str, root: Node) -> None:
    """Unnumbered reports: what stands before a section on the past was past, too, if its heading says nothing."""
    tops = root.children
    plans = [
        at for at, top in enumerate(tops) if PLAN.search(top.title.words(text)) and top.tense is Tense.PLAN
    ]
    past = [at for at, top in enumerate(tops) if top.tense is Tense.PAST]
    if past and plans:
        for at in range(past[0], plans[0]):
            _set(tops[at], Tense.PAST)


def _set(node: Node, tense: Tense) -> None:
    node.tense = tense
    for child in node.children:
        _set(child, tense)
