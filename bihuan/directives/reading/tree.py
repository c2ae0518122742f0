"""The shapes that a reading is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of the text as it was read."""

    start: int
    end: int

    def words(self, text: str) -> str:
        """Exactly what stands there."""
        return text[self.start : self.end]


class Kind(StrEnum):
    """A section groups; a measure orders something."""

    SECTION = "section"
    MEASURE = "measure"


class Tense(StrEnum):
    """What a section speaks of. Nothing in a report on the past, or in notes, is an order."""

    PLAN = "plan"
    PAST = "past"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a measure and where they stand."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline(Found):
    """By when, only ever with its words. `due` is empty where the words alone do not give a day."""

    kind: str  # absolute, within, event, periodic, at_once
    due: date | None = None
    flag: str = ""  # no_such_day, before_document, year_unknown


@dataclass(frozen=True, slots=True)
class Amount(Found):
    """How much. `value` in units of `unit` (万 and 亿 multiplied out)."""

    value: Decimal
    unit: str
    bound: str = ""  # at_least, at_most, about


@dataclass(frozen=True, slots=True)
class UnitFound(Found):
    """Who. `name` is the register's; empty where the words are a general form or unknown to the register."""

    name: str = ""
    role: str = ""  # lead, support, responsible, addressed; empty: only named
    form: str = "register"  # register, general, post, written


@dataclass(frozen=True, slots=True)
class Binding(Found):
    """How binding: ban, must, shall, strive, encourage."""

    force: str


@dataclass(frozen=True, slots=True)
class Order(Found):
    """What is ordered: a verb and what it acts on. `object` may be empty."""

    verb: str
    object: str


@dataclass(frozen=True, slots=True)
class Control(Found):
    """Words that order control of persons who appeal."""

    reason: str


@dataclass(slots=True)
class Node:
    """A section or a measure. `span` covers the whole node, `title` its heading or its own words."""

    kind: Kind
    level: int
    number: str  # as written: 一、 （二） 3. 一是
    title: Span
    span: Span
    tense: Tense = Tense.PLAN
    children: list[Node] = field(default_factory=list)
    orders: tuple[Order, ...] = ()
    units: tuple[UnitFound, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    amounts: tuple[Amount, ...] = ()
    bindings: tuple[Binding, ...] = ()
    control: tuple[Control, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all below, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()
