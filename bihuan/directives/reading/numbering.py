"""The numbering of Chinese official writing: recognised where it may stand, and never inside a sentence.

GB/T 9704 art. 7.3.3 names four levels (一、 （一） 1. （1）); real documents use more, mixed and with gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.directives.reading.numerals import number
from bihuan.directives.reading.tree import Span

CN = "[一二三四五六七八九十百]{1,4}"
NUM = r"[0-9０-９]{1,2}"
AFTER_NUMBER = r"(?:(?!\s*[0-9０-９])|(?=(?:19|20)\d\d年))"


@dataclass(frozen=True, slots=True)
class System:
    """One way to number. `rank` is its usual depth; a document may order them otherwise."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    inline: bool = False  # may begin in the middle of a paragraph


def _system(name: str, pattern: str, rank: int, *, inline: bool = False) -> System:
    return System(name, re.compile(pattern), rank, inline)


SYSTEMS = (
    _system("part", rf"第(?P<n>{CN}|{NUM})[编部]分?[\s\u3000：:、，]*", 1),
    _system("chapter", rf"第(?P<n>{CN}|{NUM})章[\s\u3000：:、]*", 2),
    _system("division", rf"第(?P<n>{CN}|{NUM})节[\s\u3000：:、]*", 3),
    _system("cn", rf"(?P<n>{CN})、(?!{CN}[、产是季次级])", 10, inline=True),
    _system("article", rf"第(?P<n>{CN}|{NUM})条[\s\u3000：:、]*", 12),
    _system("ordinal", rf"第(?P<n>{CN})[，,、：:]\s*", 15, inline=True),
    _system("cn_round", rf"[（(]\s*(?P<n>{CN})\s*[）)][、.．]?\s*", 20, inline=True),
    _system("dot", rf"(?P<n>{NUM})\s*[.．]{AFTER_NUMBER}\s*", 30, inline=True),
    _system("comma", rf"(?P<n>{NUM})\s*、\s*", 30, inline=True),
    _system("half_round", rf"(?P<n>{NUM})\s*[）)]\s*", 35),
    _system("round", rf"[（(]\s*(?P<n>{NUM})\s*[）)][、.．]?\s*", 40, inline=True),
    _system("circled", r"(?P<n>[①-⑳])\s*", 50, inline=True),
    _system("is", r"(?P<n>[一二三四五六七八九十]{1,2})是(?!否)[要：:，]?", 60, inline=True),
    _system("want", r"(?P<n>[一二三四五六七八九十]{1,2})要[：:，]?", 61, inline=True),
    _system("first", r"(?P<n>首先|其次|再次|再者|最后)[，,、：:]?", 62, inline=True),
    _system("dash", r"(?P<n>)(?:——|—|－－|--)\s*", 55),
    _system("bullet", r"(?P<n>)[●◆■▲★•·○◇□►➤]\s*", 56),
)
BY_NAME = {system.name: system for system in SYSTEMS}
WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}
RUN_IN = frozenset({"is", "want", "first"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering as written."""

    system: str
    value: int  # 0 where the system does not count
    span: Span


def at(text: str, start: int, end: int) -> Mark | None:
    """The numbering that begins exactly at `start`, or None."""
    for system in SYSTEMS:
        match = system.pattern.match(text, start, end)
        if match is None:
            continue
        written = match["n"]
        value = WORDS.get(written) or (number(written) if written else 0)
        if value is None or (system.name not in {"dash", "bullet"} and not 0 < value < 200):
            continue
        if match.end() >= end and system.name in RUN_IN:
            continue
        return Mark(system.name, value, Span(start, match.end()))
    return None
