"""Cases: the list, one of them, the steps open on it, and taking a step."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from bihuan.api import shapes
from bihuan.api.auth import actor_of
from bihuan.api.fields import taken
from bihuan.api.problems import ProblemError
from bihuan.api.schemas import CaseOut, CasesOut, OpenStepOut, ProblemOut, StepIn, Strict
from bihuan.casework import registry, services
from bihuan.casework.choices import Choices
from bihuan.casework.listing import address
from bihuan.casework.listing.columns import COLUMNS, chosen
from bihuan.casework.listing.finding import Wanted, find
from bihuan.casework.models import Case, Entry
from bihuan.casework.permissions import steps_open_to
from bihuan.casework.selectors import visible_case
from bihuan.casework.spec import Step, Who
from bihuan.common.calendar.working import CHINA

router = Router(tags=["cases"])
SHOWN = [
    COLUMNS[name]
    for name in (
        "holder",
        "officer",
        "place",
        "topic",
        "channel",
        "received",
        "registered",
        "changed",
        "ended",
        "due",
    )
]
PROBLEMS = dict.fromkeys((401, 403, 404, 409, 422, 429), ProblemOut)


class CasesIn(Strict):
    """The filters of the case list, by the names they have in the address of the page; empty: not asked."""

    q: str = ""
    process: str = ""
    phase: str = Field("", description="open, waiting or ended")
    state: str = ""
    unit: str = Field("", description="Code of the holding unit")
    officer: str = Field("", description="User name of who holds it")
    place: str = Field("", description="Code of a place, with all below it")
    topic: str = Field("", description="A branch of the topic tree")
    channel: str = ""
    clock: str = Field("", description="Name of the clock that ends next")
    registered_from: str = ""
    registered_to: str = ""
    due_from: str = ""
    due_to: str = ""
    overdue: str = Field("", description="1: only overdue")
    unassigned: str = Field("", description="1: only those nobody in the unit has")
    sort: str = Field("", description="-registered, registered, due, -due, -changed, changed")
    after: str = Field("", description="From `next`", max_length=400)
    before: str = Field("", description="From `previous`", max_length=400)
    size: int = Field(50, ge=1, le=200)


@router.get("/cases", response={200: CasesOut, **PROBLEMS}, summary=gettext_noop("能看到的案件"))
def cases(request: HttpRequest, wanted: Query[CasesIn]) -> dict[str, Any]:
    """A page of cases by keyset: follow `next`. What cannot be read as a filter is an error, never left out."""
    at = timezone.now()
    if unknown := sorted(set(request.GET) - set(CasesIn.model_fields)):
        text = _("没有这个条件。")
        raise ProblemError(422, "invalid", text, errors=dict.fromkeys(unknown, text))
    choices = Choices(on=at.astimezone(CHINA).date())
    asked, faults = address.read(request.GET, choices)
    if faults:
        raise ProblemError(422, "invalid", " ".join(faults), errors={"query": " ".join(faults)})
    found = find(
        actor=actor_of(request), wanted=Wanted(asked.filters, asked.sort, SHOWN), choices=choices, at=at,
        after=wanted.after, before=wanted.before, size=wanted.size,
    )  # fmt: skip
    sized = {"size": str(wanted.size)} if wanted.size != CasesIn.model_fields["size"].default else {}
    here = reverse("api:cases")

    def page(**cursor: str) -> str:
        query = address.write(Wanted(asked.filters, asked.sort, chosen(())))
        return f"{here}?{'&'.join(filter(None, (query, urlencode({**cursor, **sized}))))}"

    back = found.page.before
    searching = bool(found.searched)
    return {
        "items": [shapes.case_line(case, at=at) for case in found.page.cases],
        "total": found.total,
        "next": page(after=found.page.after) if found.page.after else None,
        "previous": (page(after=back) if searching else page(before=back)) if back else None,
    }


@router.get("/cases/{number}", response={200: CaseOut, **PROBLEMS}, summary=gettext_noop("一个案件"))
def case(request: HttpRequest, number: str) -> dict[str, Any]:
    """The case with its clocks and why they end when they do, its journal, and its documents. Never who appealed."""
    actor = actor_of(request)
    return shapes.case_whole(_visible(request, number), actor=actor, at=timezone.now())


@router.get(
    "/cases/{number}/steps",
    response={200: list[OpenStepOut], **PROBLEMS},
    summary=gettext_noop("现在能办的步骤"),
)
def steps(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """The steps of the table that the caller may take now; `given` is the JSON schema of the body's `given`."""
    found = _visible(request, number)
    on = timezone.now().astimezone(CHINA).date()
    return [
        {
            **shapes.step_row(step, on=on, holder_unit_id=found.holder_unit_id), "seen": found.seq,
            "href": reverse("api:take", args=[found.number, step.name]),
        }
        for step in steps_open_to(found, actor_of(request))
    ]  # fmt: skip


@router.post(
    "/cases/{number}/steps/{step}",
    response={200: CaseOut, **PROBLEMS},
    summary=gettext_noop("办理一步"),
    url_name="take",
)
def take(request: HttpRequest, number: str, step: str, payload: StepIn) -> dict[str, Any]:
    """Take a step as the page would: the same checks, journal, clocks and documents. 409 with what happened since when
    the case moved on after `seen`; sent again with one `submission` it is taken once."""
    actor, at = actor_of(request), timezone.now()
    found = _visible(request, number)
    table_step = _step(found, step)
    _refuse_used(payload, found, step)
    try:
        with transaction.atomic():
            services.take(
                case_id=found.pk, step=table_step.name, actor=actor, at=at, given=taken(table_step, payload.given),
                seen=payload.seen, submission=payload.submission,
            )  # fmt: skip
    except IntegrityError:
        # The same submission was being written for another case at this moment.
        _refuse_used(payload, found, step)
        raise
    return shapes.case_whole(_visible(request, number), actor=actor, at=at)


def _visible(request: HttpRequest, number: str) -> Case:
    return visible_case(actor_of(request), number.replace("\x00", "")[:32])


def _step(case: Case, name: str) -> Step:
    for step in registry.get(case.process).steps:
        if step.name == name and step.sources and step.who is not Who.SYSTEM:
            return step
    raise ProblemError(404, "not-found", _("这种案件没有这一步。"))


def _refuse_used(payload: StepIn, case: Case, step: str) -> None:
    """A submission belongs to one step of one case; used elsewhere it would answer for something else."""
    used = Entry.objects.filter(submission=payload.submission).first()
    if used is not None and (used.case_id, used.step) != (case.pk, step):
        raise ProblemError(409, "submission-used", _("这个提交编号已经用于另一次提交，请换一个新的。"))
