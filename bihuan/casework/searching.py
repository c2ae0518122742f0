"""The text that search looks in, kept beside the case and written with it."""

from __future__ import annotations

from bihuan.casework.models import Case


def index(case: Case) -> None:
    """Put the searchable text of a new case into the index."""
    del case


def index_many(cases: list[Case]) -> None:
    """The same for many at once."""
    del cases
