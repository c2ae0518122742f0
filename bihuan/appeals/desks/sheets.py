"""A desk as a workbook: exactly what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

from django.http import HttpResponse

from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_rows

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | date | datetime | None


def sheet(title: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a download, named `title` in the reader's language and `name` where only Latin letters go."""
    shown = quote(f"{title}.xlsx")
    return HttpResponse(
        write_rows(heads, rows, sheet=title[:31]), content_type=SHEET,
        headers={
            "Content-Disposition": f"attachment; filename={name}.xlsx; filename*=UTF-8''{shown}", "Cache-Control": "no-store",
        },
    )  # fmt: skip


def day_of(moment: datetime | None) -> date | None:
    """The day in China, for a cell."""
    return moment.astimezone(CHINA).date() if moment is not None else None
