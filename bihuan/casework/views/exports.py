"""A list as a file to take away."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.choices import Choices
from bihuan.casework.exporting import Export
from bihuan.casework.listing import address
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.access import SignedInRequest, signed_in

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    """The cases of the address, in its order and columns. The file is written to disk first, and goes when it is sent."""
    at = timezone.now()
    choices = Choices(on=at.astimezone(CHINA).date())
    wanted, _faults = address.read(request.GET, choices)
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows = Export(actor=request.actor, wanted=wanted, choices=choices, at=at)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    if form == "csv":
        rows.csv(file)
    else:
        rows.excel(file)
    size = file.tell() if form == "csv" else file.seek(0, 2)
    file.seek(0)
    name = quote(f"{_('案件')}-{at.astimezone(CHINA):%Y%m%d-%H%M}.{form}")
    response: Any = FileResponse(  # an HttpResponse, though the stubs do not say so
        file, content_type=TYPES[form],
        headers={
            "Content-Disposition": f"attachment; filename=cases.{form}; filename*=UTF-8''{name}",
            "Content-Length": str(size), "Cache-Control": "no-store",
        },
    )  # fmt: skip
    sent: HttpResponse = response
    return sent
