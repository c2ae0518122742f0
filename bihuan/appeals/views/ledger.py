"""The ledger as a workbook that can come in again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any, cast
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bihuan.appeals import ledger as round_trip
from bihuan.appeals.processes import ALL
from bihuan.casework.choices import Choices
from bihuan.casework.exporting import MOST
from bihuan.casework.listing import address
from bihuan.casework.listing.columns import COLUMNS
from bihuan.casework.listing.finding import Wanted, everything
from bihuan.common.calendar.working import CHINA
from bihuan.common.tables.writing import write_rows
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROCESSES = frozenset(process.name for process in ALL)


@needs_role(Role.INTAKE, Role.DISPATCHER)
@require_safe
def ledger(request: SignedInRequest) -> HttpResponse:
    """What the unit has in hand, the earliest deadline first; with the filters of a list, what that list shows."""
    at = timezone.now()
    choices = Choices(on=at.astimezone(CHINA).date())
    asked = QueryDict(mutable=True)
    unit = directory.unit(request.actor.unit_id)
    asked.update(request.GET.dict() or {"unit": unit.code if unit is not None else "", "phase": "open"})
    wanted, _faults = address.read(asked, choices)
    names = (*round_trip.OUT, "officer")
    chosen = Wanted(wanted.filters, wanted.sort, [COLUMNS[name] for name in names])

    def rows() -> Iterator[list[Any]]:
        found = everything(actor=request.actor, wanted=chosen, choices=choices, at=at, limit=MOST)
        with closing(found) as cases:
            yield from (round_trip.row_of(case) for case in cases if case.process in PROCESSES)

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    widths = [*(COLUMNS[name].width for name in round_trip.OUT), 8, 20, 30, 12, 30]
    with override(round_trip.LANGUAGE):
        write_rows(round_trip.headings(), rows(), to=file, sheet=_("台账"), widths=widths)
    file.seek(0)
    name = f"{_('台账')}-{at.astimezone(CHINA):%Y%m%d-%H%M}.xlsx"
    answer = FileResponse(
        file, content_type=XLSX,
        headers={
            "Content-Disposition": f"attachment; filename=ledger.xlsx; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "no-store",
        },
    )  # fmt: skip
    return cast(HttpResponse, answer)  # it is one to Django; the stubs have them apart
