"""Fills the slots of a text. Pure.

`{name}` is a fact of the letter; `{甲|乙}` one of several; `{3-9}` or `{200-500/50}` a number in a range, by steps.
Facts stay the same in the letter and in every reply to it; the others are drawn anew each time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?(?:/(\d+))?")


def fill(text: str, facts: Mapping[str, str], dice: random.Random) -> str:
    """The text without slots. Raises KeyError for a name that is not among the facts."""

    def one(match: re.Match[str]) -> str:
        return drawn(match[1], dice) or facts[match[1]]

    return _SLOT.sub(one, text)


def drawn(slot: str, dice: random.Random) -> str:
    """What a slot of choices or a range gives this time; empty for a name."""
    if "|" in slot:
        return dice.choice(slot.split("|"))
    if match := _RANGE.fullmatch(slot):
        low, high, step = int(match[1]), int(match[2] or match[1]), int(match[3] or 1)
        return str(dice.randrange(low, high + 1, step))
    return ""


def some(lines: Sequence[str], count: int, dice: random.Random) -> list[str]:
    """Up to `count` different lines, in random order."""
    return dice.sample(list(lines), min(count, len(lines)))
