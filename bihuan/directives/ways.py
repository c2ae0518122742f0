"""Ways from a document to pages of slices above, which make themselves known when they start (ADR 107)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A button on the page of a document. `label` is a msgid; `url_name` takes the document's key."""

    label: str
    url_name: str


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Add it once, whoever starts twice."""
    _ways[way.url_name] = way


def ways() -> tuple[Way, ...]:
    """All of them, in the order they were made known."""
    return tuple(_ways.values())
