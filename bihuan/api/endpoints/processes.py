"""The process tables, and why a deadline is the day it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.params import P, QueryEx

from bihuan.api import shapes
from bihuan.api.problems import ProblemError
from bihuan.api.schemas import ProblemOut, ProcessLine, ProcessOut
from bihuan.casework import registry
from bihuan.casework.explaining import explain_clock
from bihuan.casework.spec import Process
from bihuan.common.calendar.working import CHINA
from bihuan.common.calendar_texts import translated

router = Router(tags=["processes"])
EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)


def process_or_404(name: str) -> Process:
    """The table of that name."""
    try:
        return registry.get(name)
    except KeyError:
        raise ProblemError(404, "not-found", _("没有这种案件。")) from None


@router.get("/processes", response=list[ProcessLine], summary=gettext_noop("案件的种类"))
def processes(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind of case."""
    return [shapes.process_line(process) for process in registry.all_processes()]


@router.get(
    "/processes/{name}",
    response={200: ProcessOut, 404: ProblemOut},
    summary=gettext_noop("一种案件：状态、步骤、期限"),
)
def process(request: HttpRequest, name: str) -> dict[str, Any]:
    """The whole table: states, steps with what they ask for as JSON schema, clocks with their articles."""
    return shapes.process_table(process_or_404(name))


@router.get(
    "/clocks/explain",
    response={200: dict[str, Any], 404: ProblemOut, 422: ProblemOut},
    summary=gettext_noop("期限为什么是那一天"),
)
def explain(
    request: HttpRequest,
    process: str,
    clock: str,
    start: QueryEx[str, P(description="A date, or a date and time; Beijing time where no zone is given")],
    place: QueryEx[str, P(description="12-digit code of the place whose rules apply")] = "",
    extended_by: QueryEx[int, P(ge=0, le=3650)] = 0,
) -> dict[str, Any]:
    """When the clock ends if it starts at `start`, with every day counted or skipped and the rules applied."""
    table = process_or_404(process)
    found = next((row for row in table.clocks if row.name == clock), None)
    if found is None:
        raise ProblemError(404, "not-found", _("这种案件没有这个期限。"))
    if found.due_from is not None:
        text = _("这个期限不是数出来的：最后一日是填写的日期。")
        raise ProblemError(422, "invalid", text, errors={"clock": text})
    begins = _moment(start)
    if begins is None:
        text = _("日期请写成 2026-03-05 或者 2026-03-05T14:30 的样子。")
        raise ProblemError(422, "invalid", text, errors={"start": text})
    return translated(
        explain_clock(table, found, start=begins, place=place.replace("\x00", ""), extended_by=extended_by)
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)) is not None:
            moment = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        if moment is None:
            return None
        moment = moment.replace(tzinfo=CHINA) if is_naive(moment) else moment.astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment.date() <= LATEST else None
