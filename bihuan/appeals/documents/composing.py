"""From a kind of document and its words to the paper in the form of GB/T 9704."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.appeals.documents.letter import Letter, sections
from bihuan.common.papers import Block, Heading, Paper, PapersError, Paragraph
from bihuan.common.papers.numbering import chinese


class LetterIncompleteError(PapersError):
    """A part that the 条例 requires is missing; `missing` holds the names of the places. `str()` is for the user."""

    def __init__(self, missing: Iterable[str | Promise]) -> None:
        self.missing = tuple(missing)
        Exception.__init__(self, self.missing)

    def __str__(self) -> str:
        parts = "、".join(str(label) for label in self.missing)
        return str(_("还不能出具文书，请先补全：%(parts)s。") % {"parts": parts})


def paper_of(letter: Letter, words: Mapping[str, str], *, dated: date) -> Paper:
    """The paper. Raises LetterIncompleteError when a required place has no text."""
    lacking = letter.missing({**words, "number": words.get("number") or "-"})
    if lacking:
        raise LetterIncompleteError(place.name for place in lacking)
    return _paper(letter, words, dated=dated)


def blank_of(letter: Letter, *, unit: str = "") -> Paper:
    """The paper with its places unfilled: what the template of an office begins as. `unit`: for that unit alone."""
    words = letter.blanks
    if unit:
        words["unit"] = unit
    paper = _paper(letter, words, dated=date(2000, 1, 1), heading="{{%s}}")
    return replace(paper, dated_text=words["issued"])


def _paper(letter: Letter, words: Mapping[str, str], *, dated: date, heading: str = "") -> Paper:
    del heading
    unit = words["unit"]
    return Paper(
        organ=unit, signature=unit, title=f"{unit}\n{letter.title}", number=words.get("number", ""),
        addressee=words.get("addressee", "") if letter.addressed else "",
        body=tuple(_blocks(letter, letter.texts(words))), dated=dated, letter_form=letter.letter_form,
    )  # fmt: skip


def _blocks(letter: Letter, texts: Mapping[str, str]) -> Iterable[Block]:
    items = 0
    for kind, text in sections(letter.body, texts):
        if kind == "heading":
            yield Heading(text)
        elif kind == "item":
            items += 1
            yield Paragraph(f"{chinese(items)}、{text}")
        else:
            yield Paragraph(text)
