"""The Board: on the screen, on paper, and each table as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_rows
from bihuan.insight import places, selection
from bihuan.insight.access import READERS
from bihuan.insight.board.figure import for_sheet
from bihuan.insight.board.indicators import PROCESS, Indicators
from bihuan.insight.board.page import Board
from bihuan.insight.period import last_year, latest, this_year
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role

readers = needs_role(*sorted(Role(role) for role in READERS))
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _board(request: SignedInRequest) -> tuple[Board, list[str]]:
    at = timezone.now()
    chosen, faults = selection.read(request.GET, actor=request.actor, today=at.astimezone(CHINA).date())
    return Board(chosen, actor=request.actor, at=at, query=request.GET), faults


@readers
def board(request: SignedInRequest) -> HttpResponse:
    """All figures of the selection in the address."""
    shown, faults = _board(request)
    context = _context(shown, faults)
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "insight/board_body.html" if fragment else "insight/board.html", context)
    if fragment:
        response["HX-Push-Url"] = f"{request.path}?{_query(shown)}"
    patch_vary_headers(response, ["HX-Request"])
    return response


@readers
def printed(request: SignedInRequest) -> HttpResponse:
    """All tables with what they count, for paper."""
    shown, faults = _board(request)
    return render(request, "insight/print.html", _context(shown, faults))


@readers
def sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """One table as a workbook: exactly what the page shows."""
    shown, _faults = _indicators(request) if key in Indicators.KEYS else _board(request)
    try:
        figure = shown.figure(key)
    except KeyError:
        raise Http404 from None
    heads, rows = for_sheet(figure)
    period = shown.selection.period
    name = quote(f"{figure.title}-{period.first:%Y%m}-{period.last:%Y%m}.xlsx")
    return HttpResponse(
        write_rows(heads, rows, sheet=figure.title[:31]), content_type=SHEET,
        headers={
            "Content-Disposition": f"attachment; filename={key}.xlsx; filename*=UTF-8''{name}", "Cache-Control": "no-store",
        },
    )  # fmt: skip


@readers
def indicators(request: SignedInRequest) -> HttpResponse:
    """What offices are assessed by, each with its definition and the table behind it."""
    shown, faults = _indicators(request)
    context = {
        "board": shown, "selection": shown.selection, "figures": shown.figures, "faults": faults,
        "query": shown.selection.address(), "units": places.units(), "places": places.towns(), "chips": _chips(shown),
        "tabs": shown.tabs("insight:indicators"), "quick": _quick(shown.selection), "at": shown.at,
    }  # fmt: skip
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(
        request, "insight/indicators_body.html" if fragment else "insight/indicators.html", context
    )
    if fragment:
        response["HX-Push-Url"] = f"{request.path}?{shown.selection.address()}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _indicators(request: SignedInRequest) -> tuple[Indicators, list[str]]:
    at = timezone.now()
    chosen, faults = selection.read(request.GET, actor=request.actor, today=at.astimezone(CHINA).date())
    chosen = replace(chosen, process=PROCESS)
    return Indicators(chosen, actor=request.actor, at=at, query=request.GET), faults


def _query(board: Board) -> str:
    sort = board.query.get("sort", "")
    return board.selection.address(**({"sort": sort} if sort else {}))


def _context(board: Board, faults: list[str]) -> dict[str, Any]:
    chosen = board.selection
    return {
        "board": board,
        "selection": chosen,
        "figures": board.figures,
        "faults": faults,
        "query": _query(board),
        "units": places.units(),
        "places": places.towns(),
        "chips": _chips(board),
        "tabs": board.tabs("insight:board"),
        "quick": _quick(chosen),
        "hidden": {"process": chosen.process} if chosen.process != selection.processes()[0] else {},
        "at": board.at,
    }  # fmt: skip


def _quick(chosen: selection.Selection) -> list[dict[str, object]]:
    periods = (
        (_("近12个月"), latest(chosen.today)), (_("今年"), this_year(chosen.today)), (_("去年"), last_year(chosen.today)),
        (_("近36个月"), latest(chosen.today, 36)),
    )  # fmt: skip
    return [
        {
            "label": label,
            "url": f"?{chosen.with_period(period).address()}",
            "current": period == chosen.period,
        }
        for label, period in periods
    ]


def _chips(board: Board | Indicators) -> list[dict[str, str]]:
    chosen = board.selection
    chips = []
    if chosen.unit is not None and not chosen.fixed:
        chips.append(
            {
                "label": _("单位：%(name)s") % {"name": chosen.unit.name},
                "url": f"?{chosen.address(without='unit')}",
            }
        )
    if chosen.place is not None:
        chips.append(
            {
                "label": _("区域：%(name)s") % {"name": chosen.place.name},
                "url": f"?{chosen.address(without='place')}",
            }
        )
    return chips  # fmt: skip
