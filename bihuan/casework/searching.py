"""Chinese search over cases: number, subject and text, written with the case and always exact."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.casework.models import Case
from bihuan.common.search.index import SearchIndex

INDEX = SearchIndex("casework")


def index(cases: Sequence[Case]) -> None:
    """Put new cases into the index, in the transaction that writes them."""
    INDEX.write([(case.pk, f"{case.number}\n{case.subject}\n{case.body}") for case in cases])
