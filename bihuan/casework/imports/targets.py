"""What can be imported: a slice registers one target per kind of ledger. Nothing here knows any slice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bihuan.common.tables.columns import Column
from bihuan.common.tables.reasons import Reason
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role

ROLES = (Role.INTAKE, Role.DISPATCHER)  # of a target that names none
IMPORTERS = (
    *ROLES,
    Role.INSPECTOR,
)  # who may open the pages of imports; what they find there is their targets' alone


class State(StrEnum):
    """What became of a row."""

    APPLIED = "applied"
    REJECTED = "rejected"
    SKIPPED = "skipped"  # it is there already


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the ledger, read and shaped: `values` by column name (columns.Kind says of which type)."""

    number: int  # of the row in the sheet, from 1
    values: Mapping[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a target did with a row. `label` names what it became ("XF-2026-000017"), `link` is its address.

    `reasons` of an applied row are remarks: it is in, and the clerk should know this.
    """

    state: State
    label: str = ""
    link: str = ""
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def applied(cls, label: str, link: str = "", *remarks: Reason) -> RowResult:
        """It is in."""
        return cls(State.APPLIED, label, link, remarks)

    @classmethod
    def rejected(cls, *reasons: Reason | str) -> RowResult:
        """It is not in, and why. A plain text is kept as it is."""
        worded = (
            reason if isinstance(reason, Reason) else Reason(reason.replace("%", "%%")) for reason in reasons
        )
        return cls(State.REJECTED, reasons=tuple(worded))

    @classmethod
    def already(cls, label: str, link: str = "") -> RowResult:
        """The slice has it from elsewhere."""
        return cls(State.SKIPPED, label, link)


ApplyBatch = Callable[[Sequence[ImportRow], Actor, datetime], Sequence[RowResult]]


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """One kind of ledger.

    `apply_batch(rows, actor, at)` brings a batch in and answers one RowResult per row, in order. It runs inside the
    importer's transaction and must leave nothing behind of a row it rejects. If it raises, the batch is undone and
    tried in halves until the row that raised stands alone, which is then rejected.

    `check_batch` answers for the trial run without writing; left out, the trial calls `apply_batch` and undoes it.

    `changes`: rows change what is there. Nothing is written before a trial run has shown every difference.

    `key(values)` is what makes a row the same row in another file (a source and its number); "" or left out: the
    content of the row.
    """

    name: str  # "appeals"
    label: str  # Chinese msgid
    columns: tuple[Column, ...]
    apply_batch: ApplyBatch
    key: Callable[[Mapping[str, Any]], str] | None = None
    check_batch: ApplyBatch | None = None
    roles: tuple[Role, ...] = ROLES
    help: str = ""  # Chinese msgid: what the ledger should hold
    batch: int = 500  # rows in one transaction
    changes: bool = False
    download: str = ""  # name of the address that hands out the ledger to be changed

    def key_of(self, values: Mapping[str, Any]) -> str:
        """The row's key. Two rows with the same key are the same row, whatever file they stand in."""
        key = self.key(values) if self.key else ""
        if key:
            return key
        content = "\x1f".join(f"{name}={values[name]}" for name in sorted(values) if values[name] is not None)
        return "content:" + hashlib.sha256(content.encode()).hexdigest()


_targets: dict[str, ImportTarget] = {}


def register(target: ImportTarget) -> None:
    """Add a target; called from a slice's AppConfig.ready. The same name again replaces it."""
    _targets[target.name] = target


def unregister(name: str) -> None:
    """Take a target away (tests)."""
    _targets.pop(name, None)


def get(name: str) -> ImportTarget:
    """The target of that name. KeyError if no slice registered it."""
    return _targets[name]


def all_targets() -> tuple[ImportTarget, ...]:
    """Every target, by name."""
    return tuple(_targets[name] for name in sorted(_targets))


def open_to(actor: Actor) -> tuple[ImportTarget, ...]:
    """The targets the actor may import into. The system may import into all."""
    return tuple(target for target in all_targets() if actor.is_system or actor.has(*target.roles))
