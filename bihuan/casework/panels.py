"""Panels that a slice adds to the page of its cases. The engine knows no slice; it shows what was registered.

A panel's template gets `case`, `actor` and whatever its `context` returns; `None` means: not shown to this actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor

Context = Callable[[Case, Actor], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the case page. `title` is a Chinese msgid, `name` the id of the element on the page."""

    name: str
    title: str
    template: str
    context: Context


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it says of one case."""

    panel: Panel
    context: dict[str, Any]


_panels: dict[str, dict[str, Panel]] = {}


def register(process: str, panel: Panel) -> None:
    """Add the panel to the cases of a process; the same name again replaces it."""
    _panels.setdefault(process, {})[panel.name] = panel


def panels_for(case: Case, actor: Actor) -> list[Shown]:
    """The panels of a case that the actor is shown, in order of registration."""
    shown = []
    for panel in _panels.get(case.process, {}).values():
        context = panel.context(case, actor)
        if context is not None:
            shown.append(Shown(panel, context))
    return shown
