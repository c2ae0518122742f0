"""From the file to rows that wait: sealed batches written by COPY, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from bihuan.casework.imports import sealing, targets
from bihuan.casework.imports.models import Import
from bihuan.common.tables.heads import Head, find_head
from bihuan.common.tables.matching import known_names
from bihuan.common.tables.opening import Book, Row, Sheet, open_book
from bihuan.common.tables.reasons import TableError

PREVIEW = 8  # rows
MAX_ROWS = 300_000


class TooManyRowsError(TableError):
    """More rows than one import takes."""


def open_job(job: Import) -> Book:
    """The file of the import. Raises TableErrors."""
    return open_book(sealing.load_file(job.pk), name=job.file_name)


def below(sheet: Sheet, head_row: int) -> Iterator[Row]:
    """The rows of the ledger under its heading."""
    return (row for row in sheet.rows() if row[0] > head_row)


def look(job: Import, content: bytes, *, sheet: str = "", head_row: int = 0) -> tuple[Sheet, Head]:
    """Open a sheet, find its heading and keep both with the first rows on the import (not saved)."""
    book = open_book(content, name=job.file_name)
    opened = book.sheet(sheet)
    head = find_head(opened, known_names(targets.get(job.target).columns), row=head_row)
    job.sheets = [found.name for found in book.sheets if not found.hidden]
    job.sheet, job.head_row, job.fingerprint = opened.name, head.last_row, head.fingerprint
    job.headings = [[heading.index, heading.text] for heading in head.headings]
    job.notices = [notice.as_json() for notice in (*opened.notices, *head.notices)]
    return opened, head


def first_rows(sheet: Sheet, head_row: int) -> list[list[Any]]:
    """The first rows for the preview: [number, cells]."""
    rows: list[list[Any]] = []
    for number, cells in below(sheet, head_row):
        rows.append([number, cells])
        if len(rows) == PREVIEW:
            break
    return rows


@transaction.atomic
def stage(job: Import, sheet: Sheet | None = None) -> int:
    """Read the file through and write its rows as batches, in place of those there were. Returns how many rows.

    `sheet`: already open.

    Raises TableErrors (TooManyRowsError among them); then nothing has changed.
    """
    size = targets.get(job.target).batch
    job.batches.all().delete()
    total = 0
    sheet = sheet or open_job(job).sheet(job.sheet)
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY imports_batch (job_id, place, rows, content) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(["int8", "int4", "int4", "bytea"])
        for place, rows in enumerate(_chunks(below(sheet, job.head_row), size)):
            total += len(rows)
            if total > MAX_ROWS:
                raise TooManyRowsError(_("超过 %(most)s 行，请分成几个文件导入"), most=MAX_ROWS)
            copy.write_row((job.pk, place, len(rows), sealing.seal_json(rows, f"batch:{job.pk}:{place}")))
    job.staged, job.total = True, total
    job.save(update_fields=["staged", "total"])
    return total


def _chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
