"""Short title sentences inside a paragraph: 做细研判策划。… 做活推进机制。… Each is followed by the text it heads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.directives.reading.sentences import Sentence

RANK = 95.0
LONGEST, LEAST_BODY, FARTHEST = 16, 20, 3
NO_TITLE = re.compile(
    r"[，,；;：:！!？?]|各位|同志|^(?:是|这|我们|今年|全年|预计)|[\u4e00-\u9fff]是[\u4e00-\u9fff]"
)
DIGITS_OUTSIDE_QUOTES = re.compile(r"\d(?![^“]*”)")


def inside_paragraphs(text: str, paragraphs: Sequence[Sequence[Sentence]], *, habit: bool) -> frozenset[int]:
    """Where such titles begin. A paragraph has them in parallel (alike in length, each with text after it), or not at all.

    With the habit of titles at the head of paragraphs, one directly after a numbered heading counts alone.
    """
    found: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else ()
        short = [at for at, one in enumerate(paragraph) if at and _is_short(text, one)]
        heads = [at for at in short if at + 1 < len(paragraph) and _is_body(paragraph[at + 1])]
        parallel = _parallel(text, paragraph, short, heads)
        if parallel:
            found.update(paragraph[at].span.start for at in parallel)
        elif (
            habit
            and heads
            and heads[0] == 1
            and paragraph[0].mark
            and len(heads) == len(short)
            and _heads(text, after)
        ):
            found.add(paragraph[1].span.start)
    return frozenset(found)


def _heads(text: str, after: Sequence[Sentence]) -> bool:
    """Whether the next paragraph begins with a title of its own: then the first of this section has one too."""
    return len(after) > 1 and _is_short(text, after[0])


def _is_short(text: str, one: Sentence) -> bool:
    words = one.span.words(text)
    plain = words.rstrip("。")
    return (
        one.mark is None
        and words.endswith("。")
        and 4 <= len(plain) <= LONGEST
        and not NO_TITLE.search(plain)
        and not DIGITS_OUTSIDE_QUOTES.search(plain)
    )


def _is_body(one: Sentence) -> bool:
    return one.mark is None and one.span.end - one.span.start >= LEAST_BODY


def _parallel(text: str, paragraph: Sequence[Sentence], short: list[int], heads: list[int]) -> list[int]:
    """The short sentences that stand in parallel: two right after a number, or three alike in length, or none."""
    if len(heads) < 2 or heads[0] > FARTHEST:
        return []
    lengths = {at: len(paragraph[at].span.words(text)) for at in heads}
    spread = max(lengths.values()) - min(lengths.values())
    if len(short) == len(heads) and (len(heads) > 2 or paragraph[0].mark):
        return heads if spread <= (1 if len(heads) == 2 else 3) else []
    middle = sorted(lengths.values())[len(heads) // 2]
    alike = [at for at in heads if abs(lengths[at] - middle) <= 1]
    return alike if len(alike) >= 3 and len(alike) >= 0.6 * len(heads) and alike[0] == heads[0] else []
