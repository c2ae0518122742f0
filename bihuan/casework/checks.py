"""What start-up refuses beside the tables themselves: guards and documents that a table names and no slice has."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check

from bihuan.casework import documents, guards, registry


@register_check()
def processes_are_whole(**_kwargs: Any) -> list[CheckMessage]:
    """Every guard and every document a process names is registered."""
    found: list[CheckMessage] = [
        Error(f"guard not registered: {name}", id="casework.E001") for name in guards.missing()
    ]
    for process in registry.all_processes():
        named = {step.document for step in process.steps if step.document}
        found += [
            Error(f"document kind not registered: {process.name} {name}", id="casework.E002")
            for name in sorted(documents.missing(process.name, named))
        ]
    return found
