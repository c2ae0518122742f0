"""Chinese search over cases: number, subject and text, written with the case and always exact."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.casework.models import Case
from bihuan.common.search.index import Groups, SearchIndex
from bihuan.common.statement import Statement

# The cases of a unit are a group: what a unit searches is looked for among its own (ADR 0060).
INDEX = SearchIndex("casework", groups=Groups("casework_involvement", "unit_id"))


def index(cases: Sequence[Case]) -> None:
    """Put new cases into the index, in the transaction that writes them."""
    INDEX.add([(case.pk, _text(case)) for case in cases])


def add(statement: Statement, case: Case) -> None:
    """Put one new case into the index, in the statement that writes it."""
    for sql, params in INDEX.insertions(case.pk, _text(case)):
        statement.add(sql, params)


def rewrite(case: Case) -> None:
    """File a case anew after its subject was corrected, in the transaction that corrects it."""
    INDEX.write([(case.pk, _text(case))])


def _text(case: Case) -> str:
    return f"{case.number}\n{case.subject}\n{case.body}"
