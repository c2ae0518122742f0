"""Chinese search, the pure half: how text is folded, cut into pairs, asked for, and shown with its match.

Chinese has no spaces, and cutting it into words loses more than half of what people look for. So nothing is cut:
every two neighbouring characters are a token, and what the tokens find is checked again for the whole run.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Part", "Query", "fold", "pairs_of", "query", "snippet", "tokens"]

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A ledger's cell wraps lines in the middle of a sentence: a gap beside a Chinese character separates nothing.
_GAP = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_NOT_WORD = re.compile(r"[\W_]+")
_BETWEEN_TERMS = re.compile(r"[\s、。!?;\"“”]+|(?<!\d),|,(?!\d)")

LONGEST_QUERY = 200  # characters; nobody types more, and a pasted letter must not cost a thousand look-ups
MOST_TERMS = 8
MOST_PAIRS = 12  # of one term that are looked up; the check for the whole run makes the answer exact

Part = tuple[str, bool]  # a piece of text, and whether it is what was asked for


def fold(text: str) -> str:
    """What is stored and compared: NFKC, lower case, no gaps between Chinese characters, one blank for punctuation."""
    flat = _GAP.sub("", unicodedata.normalize("NFKC", text).lower())
    return _NOT_WORD.sub(" ", flat).strip()


def tokens(text: str) -> list[str]:
    """Every distinct pair of neighbouring characters, in order of appearance; the last character of a run with a blank.

    Numbers and Latin words are cut into pairs too, so that a part of a number is found.
    """
    return pairs_of(fold(text))


def pairs_of(plain: str) -> list[str]:
    """`tokens` of text that is already folded."""
    padded = plain + " "
    return [pair for pair in dict.fromkeys(map(str.__add__, padded, padded[1:])) if pair[0] != " "]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: terms that must all be in the text, each as one unbroken run. False when nothing is asked."""

    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs to look up: of each term at most MOST_PAIRS, spread over it."""
        found: dict[str, None] = {}
        for term in self.terms:
            own = [a + b for a, b in pairwise(term) if " " not in a + b]
            step = max(1, -(-len(own) // MOST_PAIRS))
            found.update(dict.fromkeys(own[::step]))
        return tuple(found)

    @property
    def singles(self) -> tuple[str, ...]:
        """Characters of terms too short for a pair: looked up as the beginning of one."""
        alone = (term for term in self.terms if all(len(run) == 1 for run in term.split()))
        return tuple(dict.fromkeys(char for term in alone for char in term.split()))


def query(text: str) -> Query:
    """Read what somebody typed: blanks and Chinese commas separate terms, and every term must be found."""
    normal = unicodedata.normalize("NFKC", text)[:LONGEST_QUERY]
    terms = (fold(piece) for piece in _BETWEEN_TERMS.split(normal))
    distinct = list(dict.fromkeys(term for term in terms if term))[:MOST_TERMS]
    # A term inside another adds nothing but work: 供暖 beside 供暖温度.
    return Query(tuple(t for t in distinct if not any(t != other and t in other for other in distinct)))


def snippet(text: str, q: Query, width: int = 80) -> list[Part]:
    """About `width` characters of `text` around the first match, as (piece, is_match), each piece to be escaped.

    A template writes each as `{% if hit %}<mark>{{ piece }}</mark>{% else %}{{ piece }}{% endif %}`.
    Without a match it is the beginning of the text. Left-out text is marked by an ellipsis.
    """
    folded, places = _folded_with_places(text)
    spans = _spans(folded, places, q)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - width // 3, len(text) - width))
    end = min(len(text), start + width)
    parts: list[Part] = [("…", False)] if start > 0 else []
    at = start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left >= right:
            continue
        if left > at:
            parts.append((_one_line(text[at:left]), False))
        parts.append((_one_line(text[left:right]), True))
        at = right
    if at < end:
        parts.append((_one_line(text[at:end]), False))
    if end < len(text):
        parts.append(("…", False))
    return parts


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` it came from."""
    wide: list[tuple[str, int]] = [
        (c, i) for i, char in enumerate(text) for c in unicodedata.normalize("NFKC", char).lower()
    ]
    flat = "".join(c for c, _ in wide)
    gone = {i for gap in _GAP.finditer(flat) for i in range(*gap.span())}
    kept = [(c, place) for i, (c, place) in enumerate(wide) if i not in gone]
    out: list[str] = []
    places: list[int] = []
    for c, place in kept:
        word = not _NOT_WORD.fullmatch(c)
        if word or (out and out[-1] != " "):
            out.append(c if word else " ")
            places.append(place)
    return "".join(out), places


def _spans(folded: str, places: list[int], q: Query) -> list[tuple[int, int]]:
    """Where the terms stand in the original text, from left to right, merged where they touch."""
    found: list[tuple[int, int]] = []
    for term in q.terms:
        at = folded.find(term)
        while at >= 0:
            found.append((places[at], places[at + len(term) - 1] + 1))
            at = folded.find(term, at + len(term))
    merged: list[tuple[int, int]] = []
    for left, right in sorted(found):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged
