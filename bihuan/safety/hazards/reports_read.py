"""Reading a file of enterprises' self-reports: one line, the clause of the standard and what was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A clause ends with 。 or ； and a space; the finding follows.
PAIR = re.compile(r"^(?P<clause>.{6,}?[。；;.])\s+(?P<found>\S.*)$", re.DOTALL)
NUMBERED = re.compile(r"^(?P<clause>\d{1,2}、\S{12,})[ \u3000]+(?P<found>\S.*)$", re.DOTALL)
SAYS_NOTHING = re.compile(
    r"^(有|无|一般|正常|良好|合格|是|否|隐患|一般隐患|较大|重大|已?整改|已?完成|已?改正|已整改完(毕|成)|整改完(毕|成)|现?已(经)?整改|暂无|没有|[\d\W_]+)[。.!！]*$"
)
MOST_LINES = 12  # that one quoted report may run over

EMPTY = "空行"
UNCLOSED = "引号没有配对，不知道这一条到哪里为止"
STRAY_QUOTE = "只有一个引号，没有内容"
NO_PAIR = "没有分开标准条款和发现的问题：整行作为发现的问题"
NOTHING_SAID = "只有标准条款，没有写发现了什么"


@dataclass(frozen=True, slots=True)
class Report:
    """One self-report. `line` is where it begins, from 1; `remark` is what is odd about it."""

    line: int
    clause: str
    found: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that is no report, and why."""

    line: int
    text: str
    reason: str


def read(text: str) -> Iterator[Report | Malformed]:
    """Every line of the file, as a report or as malformed; nothing is left out."""
    lines = text.removeprefix("\ufeff").split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        number = at + 1
        at += 1
        if not line:
            yield Malformed(number, "", EMPTY)
        elif not line.startswith('"') or line.count('"') % 2 == 0:
            yield _one(number, line)
        else:
            end = _closing(lines, at)
            if end is None:
                yield Malformed(number, line, STRAY_QUOTE if not line.strip('"').strip() else UNCLOSED)
            else:
                yield _one(number, "\n".join([line, *(one.strip() for one in lines[at:end])]))
                at = end


def _closing(lines: list[str], at: int) -> int | None:
    """Behind the line that closes the quote; None when none near does before another report begins."""
    for end in range(at, min(at + MOST_LINES, len(lines))):
        line = lines[end].strip()
        if line.endswith('"') and line.count('"') % 2 == 1:
            return end + 1
        if line.startswith('"') or re.match(r"\d{1,2}、", line):
            return None
    return None


def _one(number: int, text: str) -> Report | Malformed:
    bare = text.strip()
    if bare.startswith('"') and bare.endswith('"') and len(bare) > 1:
        bare = bare[1:-1]
    bare = bare.replace('""', '"').strip().strip('"').strip()
    if not bare:
        return Malformed(number, text, STRAY_QUOTE)
    pair = PAIR.match(bare) or NUMBERED.match(bare)
    if pair is None:
        if re.fullmatch(r"\d{1,2}、.*[。；;]", bare, re.DOTALL):
            return Malformed(number, text, NOTHING_SAID)
        return Report(number, "", bare, NO_PAIR)
    found = pair["found"].strip()
    if SAYS_NOTHING.match(found):
        return Malformed(number, text, NOTHING_SAID)
    return Report(number, pair["clause"].strip(), found)
