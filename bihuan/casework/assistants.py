"""Help with the form of a step: what can be filled in beforehand, and what is still lacking while somebody writes.

Help only. What a step must hold is decided by its fields and guards when it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.casework.models import Case
from bihuan.organizations.actor import Actor


def _nothing(_case: Case, _actor: Actor, _at: datetime) -> dict[str, Any]:
    return {}


def _no_hints(_case: Case, _at: datetime) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Assistant:
    """`prefill` gives initial values by field. `lacks` gives, for what is typed so far, each lacking part and why.

    `hints` gives the help of a field, or under "" of the step, where the table's own would state a figure that a district
    may set: the text of the day, in the reader's language. `parts` names the fields that `lacks` speaks of, in order, so
    that a page can show which are in place.
    """

    prefill: Callable[[Case, Actor, datetime], dict[str, Any]] = _nothing
    parts: tuple[str, ...] = ()
    lacks: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None
    hints: Callable[[Case, datetime], Mapping[str, str]] = _no_hints


_assistants: dict[tuple[str, str], Assistant] = {}
_NONE = Assistant()


def register(process: str, step: str, assistant: Assistant) -> None:
    """Make the assistant of a step known."""
    _assistants[process, step] = assistant


def assistant_of(process: str, step: str) -> Assistant:
    """The assistant of a step; one that does nothing where the slice has none."""
    return _assistants.get((process, step), _NONE)
