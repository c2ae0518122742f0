"""The conditions that the tables of appeals name, as functions. Each refuses with what to do instead."""

from __future__ import annotations

from bihuan.appeals.correcting import something_corrected
from bihuan.appeals.guards import entry, handling, review, serving, settling, tracks
from bihuan.casework import registry
from bihuan.casework.guards import Guard, register

PARTS = (entry, handling, settling, review, serving, tracks)
ALL: dict[str, Guard] = {
    **{guard.__name__: guard for part in PARTS for guard in part.GUARDS},
    "something_corrected": something_corrected,
    **{name: guard for part in PARTS for name, guard in part.NAMED.items()},
}


def register_all() -> None:
    """Make every guard known to the engine, for each process of this slice that names it. After the processes are."""
    for process in registry.all_processes():
        if process.name.startswith("appeals."):
            for name in process.guards:
                register(process.name, name, ALL[name])
