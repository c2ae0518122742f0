"""Paragraphs and sentences with their spans, and the numbering each sentence begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.directives.reading import furniture, numbering
from bihuan.directives.reading.numbering import BY_NAME, RUN_IN, Mark
from bihuan.directives.reading.tree import Span

END = re.compile(r"[。！？!?]+[”’』」）)\]]*")
BLANK = " \t\u3000\xa0\r\n"
CANDIDATE = re.compile(
    r"(?:(?<=[。！？!?；;：:，,”’）)])|^)[ \t\u3000]*(?=[一二三四五六七八九十]{1,3}[、是要]"
    r"|第[一二三四五六七八九十]{1,3}[，,、：:]"
    r"|[（(]\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[）)]|[0-9０-９]{1,2}\s*[.．、]|[①-⑳]|首先|其次|再次|最后)"
    r"|(?<=[\u4e00-\u9fff])(?=[（(][一二三四五六七八九十]{1,3}[）)][\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])(?=[一二三四五六七八九十]{1,2}、[\u4e00-\u9fff0-9])"
)
# （区发改局牵头，区财政局配合） after the full stop belongs to the sentence before it.
WHO = re.compile(
    r"\s*[（(\[【][^（）()\n]{0,200}?(?:牵头|责任|负责|配合|落实|时限)[^（）()\n]{0,200}[）)\]】][。；;]?"
)
# Text copied without line breaks: where a heading of the first level ends and its text begins.
HEADING = re.compile(
    r"[^，。；：]{0,16}?(?:工作回顾|工作安排|工作任务|主要任务|重点任务|目标任务|工作重点|主要工作|自身建设|工作总结|政府效能)"
    r"(?=[\u4e00-\u9fff0-9（])(?![、，]|和|及|与)"
)
STRONG = "。！？；;!?：:”’\n"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one bare line. `title` leaves out the numbering."""

    span: Span
    mark: Mark | None
    first: bool  # opens its paragraph
    alone: bool  # is the whole paragraph
    closed: bool  # ends with a full stop or its like

    @property
    def title(self) -> Span:
        """The words without the numbering."""
        return Span(self.mark.span.end if self.mark else self.span.start, self.span.end)


def paragraphs(text: str) -> list[Span]:
    """Lines of the document without the page's furniture; lines broken by a fixed width are joined again."""
    lines, at = [], 0
    for line in text.split("\n"):
        inner = line.strip(BLANK)
        if inner and not furniture.is_furniture(line):
            start = at + line.index(inner[0])
            lines.append(Span(start, start + len(inner)))
        at += len(line) + 1
    return _joined(text, lines) if _wrapped(lines) else lines


def _wrapped(lines: list[Span]) -> bool:
    """Whether most lines end at the same width, as in a text copied from a PDF or a terminal."""
    if len(lines) < 8:
        return False
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(1 for length in lengths if width * 0.85 <= length <= width + 3)
    return 12 <= width <= 90 and full >= len(lines) * 0.5


def _joined(text: str, lines: list[Span]) -> list[Span]:
    width = sorted(line.end - line.start for line in lines)[int(len(lines) * 0.9)]
    joined: list[Span] = []
    last = 0  # length of the line before
    for line in lines:
        goes_on = (
            joined
            and last >= width * 0.8
            and text[line.start - 1] not in "\u3000 "
            and not END.match(text[joined[-1].end - 1])
            and numbering.at(text, line.start, line.end) is None
        )
        last = line.end - line.start
        if goes_on:
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def split(text: str) -> Iterator[list[Sentence]]:
    """Each paragraph as its sentences. A numbering that runs on inside a paragraph begins a new sentence."""
    last: dict[str, int] = {}
    every = paragraphs(text)
    openings = [numbering.at(text, one.start, one.end) for one in every]
    for number, paragraph in enumerate(every):
        after = openings[number + 1] if number + 1 < len(every) else None
        cuts = _cuts(text, paragraph, last, after)
        yield [
            _sentence(text, cuts, at, paragraph)
            for at in range(len(cuts))
            if _trimmed(text, cuts, at, paragraph)
        ]


def _cuts(
    text: str, paragraph: Span, last: dict[str, int], after: Mark | None
) -> list[tuple[int, Mark | None]]:
    """Where sentences begin, with their numbering."""
    first = numbering.at(text, paragraph.start, paragraph.end)
    if first:
        last[first.system] = first.value
    cuts: dict[int, Mark | None] = {paragraph.start: first}
    body = first.span.end if first else paragraph.start
    for stop in END.finditer(text, body, paragraph.end):
        after_bracket = WHO.match(text, stop.end(), paragraph.end)
        end = after_bracket.end() if after_bracket else stop.end()
        if end < paragraph.end:
            cuts.setdefault(end, None)
    if first and first.system == "cn" and (head := HEADING.match(text, body, paragraph.end)):
        cuts.setdefault(head.end(), None)
    for mark in _inline(text, Span(body, paragraph.end), last, follows=first, after=after):
        cuts[mark.span.start] = mark
        if mark.system == "cn" and (head := HEADING.match(text, mark.span.end, paragraph.end)):
            cuts.setdefault(head.end(), None)
    return sorted(cuts.items())


def _inline(
    text: str, body: Span, last: dict[str, int], *, follows: Mark | None, after: Mark | None
) -> Iterator[Mark]:
    """Numberings inside a paragraph, each only as part of a count: 1 with its 2 after it, or one more than the last."""
    marks = []
    for place in CANDIDATE.finditer(text, body.start, body.end):
        mark = numbering.at(text, place.end(), body.end)
        if mark is not None and BY_NAME[mark.system].inline and _may_stand(text, mark, body):
            marks.append(mark)
    counts = {follows.system: follows.value} if follows else {}
    for at, mark in enumerate(marks):
        runs_on = any(
            m.system == mark.system and m.value == mark.value + 1
            for m in (*marks[at + 1 :], *([after] if after else ()))
        )
        continues = counts.get(mark.system, -9) + 1 == mark.value
        block = mark.system not in RUN_IN and mark.system != "circled"
        document = (
            block and last.get(mark.system, 0) + 1 == mark.value and text[mark.span.start - 1] in STRONG
        )
        if (mark.value == 1 and runs_on) or continues or document:
            counts[mark.system] = mark.value
            if block:
                last[mark.system] = mark.value
            yield mark


def _may_stand(text: str, mark: Mark, body: Span) -> bool:
    """After the end of a sentence or clause; a bracket that belongs to the word before it is a note, not a numbering."""
    before = text[mark.span.start - 1] if mark.span.start > body.start else "\n"
    if mark.system in {"round", "circled"} and before not in "。；;！？\n ：:":
        return False
    if mark.system in {"dot", "comma", "ordinal"}:
        ratio = before in "：:" and text[mark.span.start - 2].isdigit()  # 1.9：1、
        if ratio or before not in "。；;！？：:\n ”":
            return False
    if mark.system == "cn" and before in "，,、":
        return False
    return not (mark.system in {"cn_round"} and before in "第条款项，,")


def _trimmed(text: str, cuts: list[tuple[int, Mark | None]], at: int, paragraph: Span) -> str:
    end = cuts[at + 1][0] if at + 1 < len(cuts) else paragraph.end
    return text[cuts[at][0] : end].strip(BLANK)


def _sentence(text: str, cuts: list[tuple[int, Mark | None]], at: int, paragraph: Span) -> Sentence:
    start, mark = cuts[at]
    inner = _trimmed(text, cuts, at, paragraph)
    start += len(text[start : paragraph.end]) - len(text[start : paragraph.end].lstrip(BLANK))
    return Sentence(
        span=Span(start, start + len(inner)),
        mark=mark,
        first=at == 0,
        alone=len(cuts) == 1,
        closed=inner[-1] in "。！？!?；;”’）)" and bool(re.search(r"[。！？!?；;][”’）)]*$", inner)),
    )
