"""The plain copy of a document: what was decided, why, what you can do now, until when, where to go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bihuan.appeals.documents.letter import Letter, filled
from bihuan.common.papers import PlainCopy
from bihuan.common.papers.plain import sentences


def plain_of(letter: Letter, words: Mapping[str, str], *, dated: date) -> PlainCopy:
    """The copy, from the same words as the paper. A question without an answer is left out."""
    texts = letter.texts(words)
    answered = []
    for question, lines in letter.plain:
        said = [part for line in lines for text in filled(line, texts) for part in sentences(text)]
        if said:
            answered.append((question, tuple(said)))
    return PlainCopy(
        title=letter.title,
        organ=words["unit"],
        number=words.get("number", ""),
        dated=dated,
        sections=tuple(answered),
    )
