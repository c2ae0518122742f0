"""The matters people write about, read from `matters/*.toml`, and the voices they write in. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
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
    let: dict[str, str] = field(default_factory=dict)
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
