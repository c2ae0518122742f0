"""The matters people write about, read from `matters/*.toml`, and the voices they write in. Pure.

A matter is told in strands: one fact each, and what goes with it. In the files a line that begins with `13:` belongs to
the first and the third fact only; one without a mark to all. In replies each clause may carry a mark, so that a unit
answers what was asked and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

SEASONS: dict[str, frozenset[int]] = {
    "winter": frozenset({11, 12, 1, 2}),  # heating
    "summer": frozenset({6, 7, 8, 9}),  # floods, heat, noise under open windows
    "spring": frozenset({4, 5, 6, 7, 8}),  # school enrolment
    "newyear": frozenset({12, 1, 2}),  # wages before Spring Festival
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of trouble: how it is told, what an investigation finds, and how it ends."""

    key: str
    topic: str
    unit: str  # code of the competent unit, or "town" for the place's own
    where: str  # urban, rural or any
    subject: tuple[str, ...]
    facts: tuple[str, ...]
    details: tuple[str, ...]
    harm: tuple[str, ...]
    ask: tuple[str, ...]
    found: tuple[str, ...]
    found_no: tuple[str, ...]
    support: tuple[str, ...]
    explain: tuple[str, ...]
    record: tuple[str, ...]
    basis: str
    refuse: tuple[str, ...] = ()
    let: dict[str, str] = field(default_factory=dict, hash=False)
    voices: tuple[str, ...] = ()
    season: str = ""
    surge: int = 2
    wrong: str = ""  # where it is sometimes sent by mistake, and how that unit objects
    objection: str = ""

    def weight(self, month: int) -> float:
        """How often it comes up in that month, against 1 for a matter of no season."""
        if not self.season:
            return 1.0
        return float(self.surge) if month in SEASONS[self.season] else 0.2

    def strands(self) -> int:
        """How many there are; each letter of a cluster tells the same one."""
        return len(self.facts)

    @cache  # noqa: B019  (matters live as long as the process)
    def strand(self, number: int) -> Matter:
        """The matter with only what belongs to that strand, counted from 1."""
        mark = str(number)
        return replace(
            self,
            subject=_lines(self.subject, mark),
            facts=_lines(self.facts, mark),
            details=_lines(self.details, mark),
            harm=_lines(self.harm, mark),
            ask=_lines(self.ask, mark) or _ASK,
            found=tuple(map(_checked, _clauses(self.found, mark))) or _FOUND,
            found_no=tuple(map(_checked, _clauses(self.found_no, mark))) or _FOUND_NO,
            support=_clauses(self.support, mark) or _SUPPORT,
            explain=_clauses(self.explain, mark) or _EXPLAIN,
            refuse=_clauses(self.refuse, mark),
            record=_clauses(self.record, mark) or _RECORD,
        )


_MARK = re.compile(r"(\d+):")
_ASK = ("请派人来核实，给个明确的答复。", "希望有关部门查一查，告诉我们怎样处理。")
_FOUND = ("{visited}，我单位派人到现场核实并听取信访人陈述，反映的主要情况属实。",)
_FOUND_NO = ("{visited}，我单位派人核实并听取各方陈述，现有证据与反映的情况有出入，不能认定。",)
_SUPPORT = ("对反映的问题予以支持。责成有关责任单位在{15-30}日内整改到位，结果书面告知信访人。",)
_EXPLAIN = ("有关情况和依据已向信访人当面说明。如有新的证据，可以随时补充提交，我单位将继续核实。",)
_RECORD = ("责任单位已按要求整改完毕，我单位到现场复核属实，并告知信访人。",)


def _kept(text: str, mark: str) -> str:
    found = _MARK.match(text)
    if found is None:
        return text
    return text[found.end() :] if mark in found[1] else ""


def _lines(lines: Iterable[str], mark: str) -> tuple[str, ...]:
    return tuple(kept for line in lines if (kept := _kept(line, mark)))


def _clauses(texts: Iterable[str], mark: str) -> tuple[str, ...]:
    joined = ("".join(_kept(clause, mark) for clause in re.split(r"(?<=[；。])", text)) for text in texts)
    return tuple(text.rstrip("；。") + "。" for text in joined if text)


def _checked(text: str) -> str:
    """What was found, with how it was found: a strand may have lost the clause that says so (and the gate asks)."""
    if len(text) < 20:
        return "{visited}，我单位派人核实并查阅有关记录，" + text.removeprefix("经核查，").removeprefix(
            "经检查，"
        ).removeprefix("经查，")
    return text if text.startswith(("{visited}", "经", "{site}", "{compound}")) else "经核查，" + text


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter, in the order of the files' names."""
    folder = files(__package__).joinpath("matters")
    found = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    return tuple(_matter(row) for path in found for row in tomllib.loads(path.read_text("utf-8"))["matter"])


@cache
def talk() -> dict[str, Any]:
    """The voices, greetings and common sentences of `voices.toml`."""
    return tomllib.loads(files(__package__).joinpath("voices.toml").read_text("utf-8"))


def _matter(row: dict[str, Any]) -> Matter:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Matter(**values)
