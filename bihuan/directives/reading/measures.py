"""The whole reading: sections, and in each the sentences that order something, with what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.directives.reading import (
    amounts,
    control,
    dating,
    deadlines,
    furniture,
    ordering,
    outline,
    sentences,
    shifts,
    tenses,
    units,
)
from bihuan.directives.reading.deadlines import Dated
from bihuan.directives.reading.sentences import Sentence
from bihuan.directives.reading.tree import Kind, Node, Span, Tense
from bihuan.directives.reading.units import Register

ASSIGNED = frozenset({"lead", "support", "responsible"})  # a heading may say who answers for all below it


@dataclass(slots=True)
class Reading:
    """A document as read: its tree, its date as far as known, and what of the page was left out."""

    text: str
    dated: Dated
    nodes: list[Node]
    furniture: list[Span] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """Every node in the document's order."""
        return [node for top in self.nodes for node in top.walk()]

    @property
    def sections(self) -> list[Node]:
        """Only headings."""
        return [node for node in self.walk() if node.kind is Kind.SECTION]

    @property
    def measures(self) -> list[Node]:
        """Only what orders something."""
        return [node for node in self.walk() if node.kind is Kind.MEASURE]


def read(text: str, *, register: Register | None = None, dated: Dated | None = None) -> Reading:
    """Read a document. `dated` overrides what the document says of its own date. Never raises on any text."""
    register = register or Register()
    blocks, tops = outline.build(text, list(sentences.split(text)))
    when = dated or dating.dated(text, tops)
    root = blocks[0].node
    shift = shifts.Shift(
        has_plan=any(tenses.of_title(top.title.words(text), None) is Tense.PLAN for top in tops)
    )
    for block in blocks:
        for sentence in block.sentences:
            if outline.stands_alone(sentence):
                continue
            words = sentence.title.words(text)
            tense = block.node.tense if block is not blocks[0] else Tense.PLAN
            if shift.of(words, tense, in_section=block is not blocks[0]) is Tense.PLAN and ordering.is_order(
                words.replace("\n", "")
            ):
                block.node.children.append(_measure(text, sentence, block.node.level + 1, when, register))
        title = block.node.title
        block.node.units = tuple(
            u for u in units.units(title.words(text), title.start, register) if u.role in ASSIGNED
        )
        block.node.children.sort(key=lambda node: node.span.start)
    return Reading(text, when, root.children, furniture.find(text))


def _measure(text: str, sentence: Sentence, level: int, when: Dated, register: Register) -> Node:
    title = sentence.title
    words, at = title.words(text), title.start
    return Node(
        Kind.MEASURE,
        level,
        sentence.mark.span.words(text).strip() if sentence.mark else "",
        title,
        sentence.span,
        orders=ordering.orders(words, at),
        units=units.units(words, at, register),
        deadlines=deadlines.deadlines(words, at, when),
        amounts=amounts.amounts(words, at),
        bindings=ordering.bindings(words, at),
        control=control.control(words, at),
    )
