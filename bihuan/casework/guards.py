"""Named conditions that a slice adds to its steps. The table names them; the slice registers the functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bihuan.casework import registry
from bihuan.casework.spec import Step
from bihuan.organizations.actor import Actor

if TYPE_CHECKING:
    from bihuan.casework.models import Case, ClockRow, Entry


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step about to be taken: the locked case, what was given (cleaned), who, when.

    `running` and `entries` stand for the database while a case is brought in and not yet written there.
    """

    case: Case
    step: Step
    given: dict[str, Any]
    actor: Actor
    at: datetime
    running: Sequence[ClockRow] | None = None
    entries: Sequence[Entry] | None = None

    def due_at(self, clock: str) -> datetime | None:
        """When the running clock of that name is due; None when none runs."""
        from bihuan.casework.models import ClockRow

        if self.running is not None:
            return next((row.due_at for row in self.running if row.name == clock), None)
        row = ClockRow.objects.filter(case=self.case, name=clock, stopped_at__isnull=True).first()
        return row.due_at if row is not None else None

    def last(self, step: str) -> Entry | None:
        """The latest entry of that step, if the case has one."""
        from bihuan.casework.models import Entry

        if self.entries is not None:
            return next((entry for entry in reversed(self.entries) if entry.step == step), None)
        return Entry.objects.filter(case=self.case, step=step).order_by("-seq").first()

    def every(self, step: str) -> list[Entry]:
        """All entries of that step, the first first."""
        from bihuan.casework.models import Entry

        if self.entries is not None:
            return [entry for entry in self.entries if entry.step == step]
        return list(Entry.objects.filter(case=self.case, step=step).order_by("seq"))


Guard = Callable[[Attempt], None]
_guards: dict[tuple[str, str], Guard] = {}


def register(process: str, name: str, guard: Guard) -> None:
    """Make the function known under the name the table uses. It raises `errors.Guarded` to refuse."""
    _guards[process, name] = guard


def run(process: str, attempt: Attempt) -> None:
    """Run every guard of the step, in table order. Raises what a guard raises."""
    for name in attempt.step.guards:
        _guards[process, name](attempt)


def missing() -> list[str]:
    """Guards that a registered process declares and no slice has registered (start-up refuses these)."""
    return [
        f"{process.name}: {name}"
        for process in registry.all_processes()
        for name in process.guards
        if (process.name, name) not in _guards
    ]
