"""Reads: whose imports, what they look like, what was rejected and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from bihuan.casework.imports import sealing, targets
from bihuan.casework.imports.models import Import, Outcome
from bihuan.casework.imports.targets import State
from bihuan.common.tables.reasons import Reason
from bihuan.organizations.actor import Actor


class KindOfReason(NamedTuple):
    """A reason without the values of one row, and how many rows it concerns, from `first` on."""

    reason: Reason
    rows: int
    first: int


def of_unit(unit_id: int | None) -> Q:
    """Rows of the unit; None is the system, which sits in none."""
    return Q(unit_id__isnull=True) if unit_id is None else Q(unit_id=unit_id)


def imports_of(actor: Actor) -> QuerySet[Import]:
    """Imports of the actor's unit into targets open to them, the latest first."""
    names = [target.name for target in targets.open_to(actor)]
    return Import.objects.filter(of_unit(actor.unit_id), target__in=names).order_by("-received_at")


def preview_of(job: Import) -> list[tuple[int, list[Any]]]:
    """The first rows under the heading: (number, cells)."""
    if not job.preview:
        return []
    return [(number, cells) for number, cells in sealing.unseal_json(job.preview, f"preview:{job.pk}")]


def outcomes_of(job: Import, *, rehearsal: bool) -> QuerySet[Outcome]:
    """Rows that were not applied, in the order of the sheet."""
    return job.outcomes.filter(rehearsal=rehearsal).exclude(state=State.APPLIED).order_by("row")


def remarked_of(job: Import, *, rehearsal: bool) -> QuerySet[Outcome]:
    """Rows that were applied with something to be said of them, in the order of the sheet."""
    return job.outcomes.filter(rehearsal=rehearsal, state=State.APPLIED).exclude(reasons=[]).order_by("row")


def reasons_of(job: Import, *, rehearsal: bool, remarks: bool = False) -> list[KindOfReason]:
    """Rows not applied, counted by kind of reason, the most frequent first; values are those of its first row.

    `remarks`: rows that were applied, by what was said of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (array_agg(one ORDER BY row))[1], count(*), min(row)
            FROM imports_outcome, jsonb_array_elements(reasons) AS one
            WHERE job_id = %s AND rehearsal = %s AND (state = 'applied') = %s
            GROUP BY one->>'about', one->>'text'
            ORDER BY count(*) DESC, min(row)
            """,
            [job.pk, rehearsal, remarks],
        )
        return [
            KindOfReason(Reason.from_json(_loaded(first)), count, row)
            for first, count, row in cursor.fetchall()
        ]


def rejected_rows(job: Import, *, rehearsal: bool) -> Iterator[tuple[int, list[Any], str]]:
    """(number, cells as they were, reasons in the reader's language) of every rejected row."""
    rows = job.outcomes.filter(rehearsal=rehearsal, state=State.REJECTED).order_by("row")
    for outcome in rows.iterator(chunk_size=500):
        cells = sealing.unseal_json(outcome.cells, f"row:{job.pk}:{outcome.row}") if outcome.cells else []
        yield outcome.row, cells, outcome.why


def heading_texts(job: Import) -> list[str]:
    """One heading per cell of a row, "" where a column has none."""
    texts = dict(job.headings)
    return [texts.get(index, "") for index in range(max(texts, default=-1) + 1)]


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
