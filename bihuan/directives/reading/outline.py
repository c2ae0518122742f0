"""Sections: headings on their own line, headings run into the paragraph, and unnumbered ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.directives.reading import hierarchy, tenses, titles
from bihuan.directives.reading.numbering import RUN_IN, Mark
from bihuan.directives.reading.sentences import Sentence
from bihuan.directives.reading.tree import Kind, Node, Span, Tense

TOP = re.compile(
    r"^(?:(?:20\d\d|二〇\S\S)年.{0,24}|.{0,6}(?:过去|去年|今年|今后|下一步|新的一年).{0,20}"
    r"|.{0,14}(?:政府|自身)(?:自身)?(?:建设|效能|治理效能).{0,8}|.{0,10}20\d\d年.{0,16}|名\s*词\s*解\s*释.*|附\s*件.*|.{0,6}说\s*明)$"
)
BARE_TOP, BARE_LOW, RUN_IN_TITLE = 5.0, 58.0, 90.0
LONGEST_BARE, LONGEST_TITLE, LONGEST_HEADING = 32, 24, 60
NO_TITLE = re.compile(
    r"各位代表|同志们|[0-9０-９](?![^“]*”)|[！!？?：:]|^(?:是|这|我们|一年来|过去|今天|今年|去年|全年|预计)|是.+的$|^.{1,12}是.{2,}|新征程|^让"
)
LETTERHEAD = re.compile(
    r"^[（(].*[）)]$|^——.{0,6}20\d\d年|^\S{0,12}市长|工\s*作\s*报\s*告$|代表大会|会议上$|关于.+的(?:通知|意见|方案|决定|报告|函|批复)$"
    r"|^20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|^二[〇○零]..年.{1,3}月.{1,3}日$|^[\u4e00-\u9fff]{2,20}(?:人民政府|办公室|委员会|局|指挥部|领导小组)$|〔20\d\d〕"
)
# A numbered sentence that tells somebody to do something, or by when, is an order and not the title of what follows.
TELLS = re.compile(
    r"^(?:各|区|市|县|乡|镇|有关|相关|主要|分管|[^，。]{1,10}(?:局|委|办|部门|单位|乡镇|政府|领导|负责人|干部|同志))[^，。]{0,12}(?:要|应当?|必须|须)(?!求|点)"
    r"|严禁|不得|必须|应当|务必|\d+月\d+日|\d月底|年底前|立即|由[^，。]{2,14}(?:牵头|负责)"
)
SIGNIFICANCE = re.compile(r"^(?:今年|20\d\d年|一年来|过去)[，,]?是?|^.{0,4}我们(?:要|必须|将)")
SALUTATION = re.compile(r".*(?:[:：]|代表[！!，,]?|同志们[！!，,]?)$")


@dataclass(slots=True)
class Block:
    """A section being built, with the sentences that stand directly in it."""

    node: Node
    rank: float
    system: tuple[str, int] | None = None  # its numbering
    sentences: list[Sentence] = field(default_factory=list)
    run_in: bool = False  # its text began in the heading's own paragraph
    goes_on: bool = False  # and went on in another
    items: list[Block] = field(default_factory=list)  # the numbered ones directly below


def build(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> tuple[list[Block], list[Node]]:
    """All sections in order, and the top ones. The first block is the document itself, which is no section."""
    marks = [sentence.mark for paragraph in paragraphs for sentence in paragraph if sentence.mark]
    ranks = hierarchy.ranks(marks)
    root = Block(Node(Kind.SECTION, 0, "", Span(0, 0), Span(0, len(text))), -1.0)
    stack, blocks = [root], [root]
    flat = [(at, sentence) for at, paragraph in enumerate(paragraphs) for sentence in paragraph]
    titled = _titles_run_in(text, paragraphs)
    inside = titles.inside_paragraphs(text, paragraphs, habit=titled)
    top_is_numbered = any(s.mark and TOP.match(s.title.words(text).rstrip("。：")) for _, s in flat)
    for at, (paragraph, sentence) in enumerate(flat):
        before = flat[at - 1][1].mark if at and flat[at - 1][0] == paragraph else None
        following = flat[at + 1][1] if at + 1 < len(flat) else None
        goes_on = following is not None and flat[at + 1][0] == paragraph and following.mark is None
        rank = _rank(text, sentence, following, goes_on=goes_on, ranks=ranks, top_is_numbered=top_is_numbered)
        if (rank == RUN_IN_TITLE and not titled) or (rank is not None and _one_of_a_list(sentence, before)):
            rank = None
        if rank is None and sentence.span.start in inside:
            rank = titles.RANK
        if rank is None:
            if sentence.first and not sentence.mark:
                _leave(stack, RUN_IN_TITLE)
                _leave_lists(stack)
                _leave_run_in(stack, to_assembly=sentence.span.words(text).startswith("各位代表"))
            if sentence.mark:  # an item that heads nothing stands beside its like
                _leave(stack, ranks[sentence.mark.system])
            stack[-1].sentences.append(sentence)
            continue
        if rank == BARE_LOW and _back_to_top(flat, at, stack):
            rank = BARE_TOP
        if rank >= RUN_IN_TITLE and sentence.first:
            _leave(stack, RUN_IN_TITLE)
            _leave_run_in(stack, to_assembly=False)
        _leave(stack, rank)
        block = Block(
            _section(text, sentence, level=len(stack)),
            rank,
            (sentence.mark.system, sentence.mark.value) if sentence.mark else None,
        )
        block.run_in = goes_on
        stack[-1].node.children.append(block.node)
        if block.system:
            stack[-1].items.append(block)
        stack.append(block)
        blocks.append(block)
    _close(root.node, len(text.rstrip()))
    tenses.mark(text, root.node)
    return blocks, root.node.children


def _rank(
    text: str,
    sentence: Sentence,
    following: Sentence | None,
    *,
    goes_on: bool,
    ranks: dict[str, float],
    top_is_numbered: bool,
) -> float | None:
    """Depth of the heading that this sentence is; None where it is no heading."""
    words = sentence.title.words(text)
    plain = words.rstrip("。：:；; ")
    if sentence.mark:
        if not plain:
            return None
        rank = ranks[sentence.mark.system]
        if sentence.alone and not sentence.closed:
            return rank if len(plain) <= LONGEST_HEADING else None
        below = following is not None and (
            goes_on
            or (following.mark is None and not stands_alone(following))
            or (following.mark is not None and ranks[following.mark.system] > rank)
        )
        if (goes_on if not sentence.alone else sentence.closed) and TELLS.search(plain):
            return None
        if sentence.mark.system in RUN_IN and not sentence.first and not goes_on:
            below = False
        if sentence.mark.system == "dash" and LETTERHEAD.search(sentence.span.words(text)):
            return None
        return rank if below and len(plain) <= 3 * LONGEST_HEADING and not _counts(plain) else None
    if _bare(text, sentence):
        if TOP.match(plain) and not top_is_numbered:
            return BARE_TOP
        return BARE_LOW if not top_is_numbered or not TOP.match(plain) else BARE_TOP
    if sentence.first and goes_on and words.endswith("。") and 4 <= len(plain) <= LONGEST_TITLE:
        rhetoric = NO_TITLE.search(plain) or SIGNIFICANCE.match(
            following.span.words(text) if following else ""
        )
        return None if rhetoric else RUN_IN_TITLE
    return None


def _titles_run_in(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> bool:
    """Whether this document's paragraphs begin with a short title sentence: a habit is seen in many, not in one."""
    bodies = [p for p in paragraphs if len(p) > 2 and not p[0].mark]
    short = sum(
        1
        for p in bodies
        if len(p[0].span.words(text)) <= LONGEST_TITLE and not NO_TITLE.search(p[0].span.words(text)[:-1])
    )
    return bool(bodies) and short >= 0.3 * len(bodies)


def _back_to_top(flat: Sequence[tuple[int, Sentence]], at: int, stack: Sequence[Block]) -> bool:
    """An unnumbered heading after numbered sections of an unnumbered one stands beside the latter, not below the last number."""
    if len(stack) < 3 or stack[1].rank != BARE_TOP or not stack[2].node.number:
        return False
    last = stack[2].system
    return not any(
        s.mark and last and s.mark.system == last[0] and s.mark.value == last[1] + 1 for _, s in flat[at:]
    )


def _one_of_a_list(sentence: Sentence, before: Mark | None) -> bool:
    """The last of 一是…。二是…。三是…。 is an item like those before it, whatever sentence comes after."""
    mark = sentence.mark
    return bool(
        mark
        and before
        and mark.system in RUN_IN
        and before.system == mark.system
        and mark.value == before.value + 1
    )


def _counts(plain: str) -> bool:
    """A numbered sentence that gives figures is an order with what follows, unless it is short enough for a heading."""
    return len(plain) > LONGEST_HEADING and bool(re.search(r"\d+(?:\.\d+)?(?:万|亿|%|％|个|家|公里)", plain))


def stands_alone(sentence: Sentence) -> bool:
    """A short line of its own without a stop: a title, an address, a signature, a date. It is no sentence."""
    return (
        sentence.alone
        and not sentence.closed
        and sentence.mark is None
        and sentence.span.end - sentence.span.start <= LONGEST_BARE
    )


def _bare(text: str, sentence: Sentence) -> bool:
    """A short line of its own without a full stop, which is neither salutation nor letterhead."""
    words = sentence.span.words(text)
    if sentence.mark or not sentence.alone or sentence.closed or not 4 <= len(words) <= LONGEST_BARE:
        return False
    return not (SALUTATION.match(words) or LETTERHEAD.search(words) or re.search(r"[，,]\d|^\W", words))


def _leave(stack: list[Block], rank: float) -> None:
    while len(stack) > 1 and stack[-1].rank >= rank:
        stack.pop()


def _leave_run_in(stack: list[Block], *, to_assembly: bool) -> None:
    """A paragraph without a number after items that were one paragraph each belongs to what stands above them.

    Words to the assembly (各位代表) end every section but the topmost.
    """
    if to_assembly:
        del stack[2:]
        return
    last = stack[-1]
    if len(stack) > 2 and last.system and last.run_in:
        before = stack[-2].items[:-1]
        if len(before) >= 2 and all(item.run_in and not item.goes_on for item in before):
            stack.pop()
            return
    last.goes_on = True


def _leave_lists(stack: list[Block]) -> None:
    """A new paragraph without a numbering ends a list that ran inside the paragraph before."""
    while len(stack) > 1 and stack[-1].node.number[-1:] in "是要" and 60 <= stack[-1].rank < BARE_LOW + 10:
        if stack[-1].sentences or stack[-1].node.children:
            stack.pop()
        else:
            return


def _section(text: str, sentence: Sentence, *, level: int) -> Node:
    title = sentence.title
    words = title.words(text)
    trimmed = Span(title.start, title.start + len(words.rstrip("。：:；; \u3000")))
    number = sentence.mark.span.words(text).strip() if sentence.mark else ""
    return Node(Kind.SECTION, level, number, trimmed, sentence.span)


def _close(node: Node, end: int) -> None:
    """Each section reaches to where the next one begins."""
    for at, child in enumerate(node.children):
        until = node.children[at + 1].span.start if at + 1 < len(node.children) else end
        child.span = Span(child.span.start, until)
        child.tense = Tense.PLAN
        _close(child, until)
