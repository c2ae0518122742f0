"""The rows of the wall that a step, a letter or a decision puts up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bihuan.casework.models import Case
from bihuan.casework.wall.models import Wall
from bihuan.casework.wall.named import UNIT, Named


def rows_of(case: Case, found: Iterable[Named], *, at: datetime, by: str) -> list[Wall]:
    """Unsaved rows, for the statement that writes the step."""
    return [
        Wall(
            case=case, unit_id=one.key if one.kind == UNIT else None, account_id=None if one.kind == UNIT else one.key,
            why=one.why, since=at, by=by[:160],
        )
        for one in found
    ]  # fmt: skip
