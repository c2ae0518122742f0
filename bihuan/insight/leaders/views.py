"""The leader's board on the page, on paper, and each table as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_rows
from bihuan.insight.access import DISTRICT
from bihuan.insight.board.figure import for_sheet
from bihuan.insight.leaders.figures import figures
from bihuan.insight.leaders.reading import LeaderBoard, leaders
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.models import Account
from bihuan.organizations.roles import Role

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
readers = needs_role(*sorted(Role(role) for role in DISTRICT))


def _board(request: SignedInRequest) -> tuple[LeaderBoard | None, list[Account]]:
    """A leader sees the own board; who watches the district's duties chooses one. 404 for whom there is not."""
    at = timezone.now()
    every = leaders(at.astimezone(CHINA).date())
    if request.actor.has(Role.LEADER):
        every = [one for one in every if one.pk == request.actor.account_id]
    asked = request.GET.get("leader", "")
    chosen = next((one for one in every if one.username == asked), None) if asked else None
    if asked and chosen is None:
        raise Http404
    chosen = chosen or (every[0] if every else None)
    return (LeaderBoard(chosen, actor=request.actor, at=at) if chosen else None), every


@readers
@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Everything one leader answers for."""
    board, every = _board(request)
    context = {
        "board": board, "leaders": every, "figures": figures(board) if board else {},
        "units": "、".join(unit.short_name for unit in board.units) if board else "",
    }  # fmt: skip
    return render(request, "insight/leader.html", context)


@readers
@require_GET
def sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """One table as a workbook: exactly what the page shows."""
    board, _every = _board(request)
    figure = figures(board).get(key) if board else None
    if figure is None or board is None:
        raise Http404
    heads, rows = for_sheet(figure)
    name = quote(f"{board.leader.name}-{figure.title}-{board.today}.xlsx")
    return HttpResponse(
        write_rows(heads, rows, sheet=figure.title[:31]), content_type=SHEET,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
    )  # fmt: skip
