"""At the desk: the evidence of an inspection, its package, held records, and the phones."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.common.calendar.working import CHINA
from bihuan.common.files import serving
from bihuan.common.files.errors import FileError
from bihuan.organizations.access import SignedInRequest
from bihuan.safety.field import devices as phones
from bihuan.safety.field import packaging, reading, receiving, selectors, watermark
from bihuan.safety.field.models import Evidence
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.inspections.models import Finding, Inspection
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.views.shared import inspectors, offices, readers


def _inspection(request: SignedInRequest, number: str) -> Inspection:
    row = (
        visible_inspections(request.actor)
        .select_related("case", "enterprise")
        .filter(case__number=number)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _evidence(row: Inspection, sha256: str) -> Evidence:
    found = row.evidence.select_related("account", "inspection__case").filter(sha256=sha256).first()
    if found is None:
        raise Http404
    return found


@offices
def evidence(request: SignedInRequest, number: str) -> HttpResponse:
    """Every photograph, signature and record of an inspection, with origin and hash. POST: settle a held record."""
    row = _inspection(request, number)
    if request.method == "POST":
        arrival = row.arrivals.filter(pk=request.POST.get("arrival") or 0).first()
        if arrival is None:
            raise Http404
        try:
            receiving.settle(
                arrival=arrival, how=request.POST.get("how", ""), actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已记下处理结果。记录仍然保存。"))
        return redirect("field:evidence", number)
    arrivals = list(row.arrivals.select_related("account").order_by("received_at"))
    context = {
        "row": row, "case": row.case, "said": {one.pk: reading.said(one.body, row) for one in arrivals},
        "files": list(row.evidence.select_related("account", "device", "item").order_by("kind", "taken_at", "pk")),
        "arrivals": arrivals,
    }  # fmt: skip
    return render(request, "field/evidence.html", context)


@offices
def original(request: SignedInRequest, number: str, sha256: str) -> HttpResponse:
    """The file as it was taken, as a download."""
    one = _evidence(_inspection(request, number), sha256)
    try:
        response: Any = serving.serve(one.sha256, name=one.name, media_type=one.media_type)
    except FileError as problem:
        raise Http404 from problem
    return response  # type: ignore[no-any-return]


@offices
def shown(request: SignedInRequest, number: str, sha256: str) -> HttpResponse:
    """The copy with its mark."""
    return _marked(_evidence(_inspection(request, number), sha256))


@readers
def hazard_photo(request: SignedInRequest, number: str, sha256: str) -> HttpResponse:
    """The marked copy of a photograph of the item that opened a hazard, for whoever sees the hazard."""
    try:
        case = visible_case(request.actor, number)
    except Case.DoesNotExist:
        raise Http404 from None
    found = Finding.objects.filter(hazard=case.pk).first() if case.process == HAZARD.name else None
    if found is None or sha256 not in {one.get("sha256") for one in found.photos}:
        raise Http404
    one = (
        Evidence.objects.select_related("inspection__case")
        .filter(inspection=found.inspection_id, sha256=sha256)
        .first()
    )
    if one is None:
        raise Http404
    return _marked(one)


def _marked(one: Evidence) -> HttpResponse:
    moment = one.taken_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    place = f"{one.longitude}, {one.latitude}" if one.longitude is not None else _("无位置")
    off = "" if not one.clock_offset else " " + _("手机时钟差 %(seconds)s 秒") % {"seconds": one.clock_offset}
    lines = (f"{one.inspection.case.number}  {moment}{off}", f"{place}  SHA-256 {one.sha256[:16]}…")
    try:
        content = watermark.marked(one.sha256, lines)
    except FileError as problem:
        raise Http404 from problem
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@offices
def package(request: SignedInRequest, number: str) -> HttpResponse:
    """The case package as a zip."""
    row = _inspection(request, number)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        packaging.write(row, file, at=timezone.now())
    except FileError as problem:
        file.close()
        messages.error(request, str(problem))
        return redirect("field:evidence", number)
    size = file.tell()
    file.seek(0)
    response: Any = FileResponse(
        file, content_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(number)}.zip", "Content-Length": str(size),
            "Cache-Control": "no-store",
        },
    )  # fmt: skip
    return response  # type: ignore[no-any-return]


@offices
def held(request: SignedInRequest) -> HttpResponse:
    """Records that came in and could not be taken: each waits for a person."""
    return render(request, "field/held.html", {"rows": list(selectors.held(request.actor)[:100])})


@inspectors
def devices(request: SignedInRequest) -> HttpResponse:
    """One's own phones, and for the head those of the unit."""
    rows = list(phones.visible_devices(request.actor, timezone.now())[:200])
    return render(request, "field/devices.html", {"rows": rows})


@inspectors
@require_POST
def end_device(request: SignedInRequest, device: UUID) -> HttpResponse:
    """A phone is lost or given back."""
    try:
        phones.end(
            device=device, because=request.POST.get("because", ""), actor=request.actor, at=timezone.now()
        )
    except Incomplete as incomplete:
        messages.error(request, " ".join(str(text) for text in incomplete.fields.values()))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已停用。这部手机上的内容不能再打开。"))
    return redirect("field:devices")
