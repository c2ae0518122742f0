"""Texts without headings: where the report on the past ends and the plan begins, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.directives.reading.tree import Tense

TO_PAST = re.compile(
    r"^(?:各位代表[，！：:]?)?(?:过去(?:的)?一年|刚刚过去|一年来|回顾|20\d\d年[，,]?是全面贯彻党的二十大精神的?开局之年)|主要做了以下工作|我们重点抓了以下"
)
TO_PLAN = re.compile(
    r"^(?:今年|20\d\d年)[，,]?是(?!全面贯彻党的二十大精神的?开局).{0,60}(?:关键|成立|攻坚|收官)|做好今年(?:政府)?工作|今年(?:政府)?工作的?(?:总体要求|指导思想)|主要预期目标|今年[，,]?(?:重点|我们将|要)|"
    r"^(?:下一步|新的一年|今后)"
)
CLOSING = re.compile(r"^各位代表[，！!].{0,40}(?:更加紧密|奋进|征程|蓝图|团结)|更加紧密地?团结")


@dataclass(slots=True)
class Shift:
    """What the last sentence that said so said. Matters only where no heading does."""

    has_plan: bool
    now: Tense | None = None

    def of(self, words: str, tense: Tense, *, in_section: bool) -> Tense:
        """The tense of this sentence: its section's, if that is known to be past or notes; else as the text goes."""
        if in_section and (tense is not Tense.PLAN or self.has_plan):
            return tense
        if TO_PLAN.search(words):
            self.now = Tense.PLAN
        elif TO_PAST.search(words):
            self.now = Tense.PAST
        return self.now or Tense.PLAN
