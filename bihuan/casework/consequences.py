"""What a slice does when a step of its table was taken: open a case of another process, link, withdraw an officer.

Runs inside the transaction of the step, after it is written; what it raises undoes the step. Old records that are
brought in have no consequences: what followed from them is brought in as itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bihuan.casework.spec import Step
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.casework.models import Case, Entry


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was just taken: the case as it stands now, the entry, what was given (clean), who, when."""

    case: Case
    step: Step
    entry: Entry
    given: dict[str, Any]
    actor: Actor
    at: datetime


Consequence = Callable[[Taken], bool | None]  # False: it did nothing, so that the case need not be read again
_consequences: dict[tuple[str, str], Consequence] = {}


def register(process: str, step: str, consequence: Consequence) -> None:
    """Make known what follows from a step."""
    _consequences[process, step] = consequence


def follow(process: str, taken: Taken) -> bool:
    """Do what follows from the step. False when nothing does."""
    consequence = _consequences.get((process, taken.step.name))
    if consequence is None:
        return False
    return consequence(taken) is not False
