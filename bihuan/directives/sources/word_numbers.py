"""Numbers that Word keeps as a list and not as text: written out, because people read and cite them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

CHINESE = "〇一二三四五六七八九"


class Numbers:
    """Counts the automatic lists of one document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): (_value(level, "w:numFmt"), _value(level, "w:lvlText"))
                for level in one.findall(qn("w:lvl"))
            }
            for one in root.findall(qn("w:abstractNum"))
        }
        for num in root.findall(qn("w:num")):
            self._levels[num.get(qn("w:numId"))] = abstract.get(_value(num, "w:abstractNumId"), {})

    def of(self, paragraph: Any) -> str:
        """What Word shows before this paragraph; empty for one without a list."""
        properties = paragraph.find(qn("w:pPr"))
        listed = properties.find(qn("w:numPr")) if properties is not None else None
        if listed is None:
            return ""
        name, level = _value(listed, "w:numId"), int(_value(listed, "w:ilvl") or 0)
        levels = self._levels.get(name, {})
        form, pattern = levels.get(level, ("", ""))
        if form in {"", "bullet", "none"}:
            return ""
        counts = self._counts[name]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return re.sub(
            r"%(\d)",
            lambda m: _written(counts.get(int(m[1]) - 1, 1), levels.get(int(m[1]) - 1, ("decimal", ""))[0]),
            pattern,
        )


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name))
    return "" if child is None else child.get(qn("w:val")) or ""


def _written(number: int, form: str) -> str:
    if form.startswith(("chinese", "japaneseCounting", "ideographDigital", "taiwanese")) and number < 100:
        tens, ones = divmod(number, 10)
        if not tens:
            return CHINESE[ones]
        return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[ones] if ones else "")
    if form.startswith(("decimalEnclosedCircle", "ideographEnclosedCircle")) and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)
