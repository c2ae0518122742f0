"""A workbook as an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.utils import timezone

from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_rows

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str, heads: Sequence[str], lines: Iterable[Sequence[Any]], *, widths: Sequence[int] = ()
) -> HttpResponse:
    """The lines as a workbook called by its title and the moment."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_rows(heads, lines, to=file, sheet=title, widths=widths)
    return sent(file, f"{title}-{timezone.now().astimezone(CHINA):%Y%m%d-%H%M}.xlsx", EXCEL)


def sent(file: Any, name: str, kind: str) -> HttpResponse:
    """An open file, sent to be kept under its name."""
    size = file.seek(0, 2)
    file.seek(0)
    plain = "file." + name.rpartition(".")[2]
    answer: Any = FileResponse(
        file, content_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(size), "Cache-Control": "no-store",
        },
    )  # fmt: skip
    response: HttpResponse = answer
    return response
