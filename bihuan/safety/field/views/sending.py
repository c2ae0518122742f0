"""What the phone asks and sends, as JSON. A phone that is signed out is answered like any page: sign in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from bihuan.casework.errors import Guarded, Incomplete, Refused
from bihuan.casework.models import Case
from bihuan.common.files.errors import FileError
from bihuan.organizations.access import SignedInRequest
from bihuan.safety.field import devices, keeping, receiving
from bihuan.safety.field.errors import DeviceEnded, FilesMissing
from bihuan.safety.field.models import Device
from bihuan.safety.field.selectors import work_of
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.views.shared import inspectors

MOST_BODY = 4 * 1024 * 1024
P = ParamSpec("P")
SPOKEN = ("zh-hans", "en")
Spoken = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def in_its_language(view: Spoken[P]) -> Spoken[P]:
    """What is answered is shown on the phone's page, so it is said in the language of that page, not of the account."""

    @wraps(view)
    def spoken(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        lang = request.headers.get("X-Page-Language", "").lower()
        if lang not in SPOKEN:
            return view(request, *args, **kwargs)
        with translation.override(lang):
            return view(request, *args, **kwargs)

    return spoken


def _said(problem: Exception, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"said": str(problem), **more}, status=status)


def _gone() -> JsonResponse:
    return JsonResponse({"gone": True}, status=404)


def _device(request: SignedInRequest) -> Device | None:
    return devices.of_request(request.headers.get("X-Device", ""), request.actor)


@inspectors
@in_its_language
@require_POST
def key(request: SignedInRequest) -> HttpResponse:
    """The key this phone seals with, for the officer who is signed in on it."""
    try:
        device, half = (
            UUID(request.POST.get("device", "")),
            base64.b64decode(request.POST.get("half", ""), validate=True),
        )
        made = devices.key_for(
            device=device,
            half=half,
            name=request.POST.get("name", ""),
            actor=request.actor,
            at=timezone.now(),
        )
    except DeviceEnded as ended:
        return _said(ended, 410)
    except (ValueError, binascii.Error, Refused):
        return JsonResponse({}, status=400)
    response = JsonResponse({"key": base64.b64encode(made).decode()})
    response["Cache-Control"] = "no-store"
    return response


@inspectors
@in_its_language
@require_GET
def work(request: SignedInRequest) -> HttpResponse:
    """The inspections to take along, who is signed in, the time here, and the token for what is sent."""
    try:
        _device(request)
    except DeviceEnded as ended:
        return _said(ended, 410)
    now = timezone.now()
    response = JsonResponse({
        "account": request.actor.account_id, "name": request.actor.name, "now": now.isoformat(),
        "token": get_token(request), "work": work_of(request.actor, now),
    })  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@inspectors
@in_its_language
@require_GET
def files(request: SignedInRequest, number: str) -> HttpResponse:
    """The hashes of the files of an inspection that have arrived."""
    row = visible_inspections(request.actor).filter(case__number=number).first()
    if row is None:
        return _gone()
    return JsonResponse({"have": list(row.evidence.order_by("pk").values_list("sha256", flat=True))})


@inspectors
@in_its_language
@require_POST
def file(request: SignedInRequest, number: str, sha256: str) -> HttpResponse:
    """One photograph or signature. Sent twice, it is there once."""
    row = visible_inspections(request.actor).filter(case__number=number).first()
    if row is None:
        return _gone()
    sent = request.FILES.get("file")
    try:
        about = json.loads(request.POST.get("about", ""))
    except ValueError:
        about = None
    if sent is None or not isinstance(about, dict):
        return JsonResponse({}, status=400)
    try:
        kept = keeping.keep(
            inspection=row, sha256=sha256, stream=sent, size=sent.size, about=about, actor=request.actor,
            device=_device(request), at=timezone.now(),
        )  # fmt: skip
    except DeviceEnded as ended:
        return _said(ended, 410)
    except (FileError, Refused) as problem:
        return _said(problem, 422)
    return JsonResponse({"sha256": kept.sha256, "size": kept.size})


@inspectors
@in_its_language
@require_POST
def record(request: SignedInRequest, number: str, submission: UUID) -> HttpResponse:
    """A record. 200 with the receipt; 409 with the files still missing; 422 with what to put right; 404 when it is not theirs."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        return JsonResponse({}, status=413)
    try:
        receipt = receiving.receive(
            submission=submission, number=number, body=request.body.decode(), actor=request.actor, device=_device(request),
            at=timezone.now(), device_now=keeping.moment(request.headers.get("X-Device-Now")), hold="hold" in request.GET,
        )  # fmt: skip
    except DeviceEnded as ended:
        return _said(ended, 410)
    except Case.DoesNotExist:
        return _gone()
    except FilesMissing as missing:
        return _said(missing, 409, missing=missing.hashes)
    except Incomplete as incomplete:
        fields = {name: str(text) for name, text in incomplete.fields.items()}
        return _said(incomplete.message, 422, fields=fields)  # type: ignore[arg-type]
    except Guarded as guarded:
        return _said(guarded, 422, fields={guarded.field: str(guarded)})
    except UnicodeDecodeError:
        return JsonResponse({}, status=400)
    except Refused as refused:
        return _said(refused, 422)
    arrival = receipt.arrival
    return JsonResponse({
        "outcome": arrival.outcome, "why": arrival.why, "said": arrival.said, "remarks": arrival.remarks,
        "sha256": arrival.sha256, "files": receipt.files, "hazards": receipt.hazards, "again": receipt.again,
        "received_at": arrival.received_at.isoformat(),
    })  # fmt: skip
