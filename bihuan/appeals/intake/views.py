"""The registration page, and what it shows beside the form: earlier appeals that are likely about the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.appeals import services, telling
from bihuan.appeals.intake.forms import RegisterForm
from bihuan.appeals.likely import finding
from bihuan.appeals.rules import spoken
from bihuan.appeals.topics import topic_paths
from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, Refused
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.casework.showing.page import ACCEPTED as ACCEPTED_FILES
from bihuan.casework.views.case import gone
from bihuan.common.files import store
from bihuan.common.files.errors import FileError
from bihuan.organizations import directory
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.roles import Role

SAME = "same_matter"


@needs_role(Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)
def register(request: SignedInRequest) -> HttpResponse:
    """GET: an empty form. POST: register it; then the next one, or the case, as the clerk chose."""
    today = timezone.localdate()
    if request.method != "POST":
        return _page(request, RegisterForm(today=today), uuid4())
    submission = _uuid(request.POST.get("submission")) or uuid4()
    form = RegisterForm(today=today, data=request.POST)
    if "look" in request.POST:  # the way without scripts
        return _page(request, form, submission, likely=_likely(request, form), looked=True)
    letter, faults = form.letter()
    if letter is None:
        form.show(faults)
        return _page(request, form, submission, status=422)
    if twins := _registered_meanwhile(request, form):
        return _page(request, form, submission, status=409, likely=twins, looked=True, twins=twins)
    try:
        channel, at = form.way_told(), timezone.now()
        with transaction.atomic():
            case = services.register(letter=letter, actor=request.actor, at=at, submission=submission)
            telling.wish(case=case, channel=channel, at=at)
            if form.official is not None:
                casework.put_up_wall(
                    case_id=case.pk, account_id=form.official, why="accused" if letter.track == "report" else "complained",
                    reason=_("登记时写明"), actor=request.actor, at=at, told=True,
                )  # fmt: skip
    except Incomplete as incomplete:
        form.show(incomplete.fields)
        return _page(request, form, submission, status=422)
    except Refused as refused:
        form.show({getattr(refused, "field", ""): str(refused)})
        return _page(request, form, submission, status=422)
    except IntegrityError:
        form.show({"source_number": _("这个来文编号已经登记过。请先检索，同一件不要重复登记。")})
        return _page(request, form, submission, status=422)
    if gone(request, case.number):
        _attach(request, case, by=SYSTEM)  # they came with the letter; who typed it may add nothing any more
        messages.success(
            request,
            _(
                "已登记：%(number)s。反映的是本单位或者您本人，已经由上一级单位办理，您以后看不到本件。请把编号告诉信访人。"
            )
            % {"number": case.number},
        )
        return redirect("appeals:register")
    _link(request, case)
    _attach(request, case)
    messages.success(
        request, _("已登记：%(number)s %(subject)s") % {"number": case.number, "subject": case.subject}
    )
    if "next" in request.POST:
        return redirect("appeals:register")
    return redirect("casework:case", number=case.number)


@needs_role(Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)
@require_POST
def likely(request: SignedInRequest) -> HttpResponse:
    """The list of likely earlier appeals alone, for what is typed so far. A POST: what is typed stands in no log."""
    form = RegisterForm(today=timezone.localdate(), data=request.POST)
    context = {"likely": _likely(request, form), "looked": True, "ticked": request.POST.getlist(SAME)}
    return render(request, "appeals/likely.html", context)


def _likely(request: SignedInRequest, form: RegisterForm) -> list[finding.Likely]:
    return finding.for_staff(
        subject=form.typed("subject"), body=form.typed("body"), place_id=form.place_id(), topic=form.typed("topic"),
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip


def _registered_meanwhile(request: SignedInRequest, form: RegisterForm) -> list[finding.Likely]:
    """What a colleague registered while this form was open and is as good as the same letter; told once."""
    opened = parse_datetime(request.POST.get("opened", ""))
    if opened is None or is_naive(opened):
        return []
    found = finding.registered_since(
        subject=form.typed("subject"), body=form.typed("body"), opened=opened, channel=form.typed("channel"),
        actor=request.actor,
    )  # fmt: skip
    told = {*request.POST.getlist("told"), *request.POST.getlist(SAME)}
    mine = str(request.POST.get("submission", ""))
    return [
        one
        for one in found
        if one.case.number not in told and not one.case.entries.filter(submission=_uuid(mine)).exists()
    ]


def _link(request: SignedInRequest, case: Case) -> None:
    """Link what the clerk ticked. A number that is not theirs to see, or is no case, is passed over and said."""
    for number in dict.fromkeys(request.POST.getlist(SAME)[: finding.SHOWN]):
        try:
            other = visible_case(request.actor, number)
            casework.link(
                case_id=case.pk, other_id=other.pk, kind="same_matter", actor=request.actor, at=timezone.now()
            )
        except (Case.DoesNotExist, Refused):
            messages.warning(
                request, _("没有与 %(number)s 关联，请在案件页上再试一次。") % {"number": number[:32]}
            )


def _attach(request: SignedInRequest, case: Case, *, by: Actor | None = None) -> None:
    """Keep the scans that were sent along. One that cannot be kept is named, and the matter is registered all the same."""
    for file in request.FILES.getlist("scans"):
        try:
            stored = store.put(file, name=file.name or "", size=file.size)
            casework.attach(case_id=case.pk, stored=stored, actor=by or request.actor, at=timezone.now())
        except (FileError, Refused, Case.DoesNotExist) as problem:
            messages.warning(
                request, _("没有保存“%(name)s”：%(problem)s") % {"name": file.name, "problem": str(problem)}
            )


def _page(
    request: SignedInRequest, form: RegisterForm, submission: UUID, *, status: int = 200,
    likely: Sequence[finding.Likely] = (), looked: bool = False, twins: Sequence[finding.Likely] = (),
) -> HttpResponse:  # fmt: skip
    directly = services.receives_directly(request.actor)
    unit = directory.unit(request.actor.unit_id)
    limits = spoken.on_pages(place=unit.jurisdiction_id if unit else None, on=timezone.localdate())
    context = {
        "limits": limits, "most": settings.ATTACHMENT_LIMIT, "accepted": ACCEPTED_FILES,
        "form": form, "submission": submission, "topics": topic_paths(), "directly": directly, "likely": likely,
        "looked": looked, "ticked": request.POST.getlist(SAME), "twins": twins,
        "opened": request.POST.get("opened") or timezone.now().isoformat(), "told": request.POST.getlist("told"),
    }  # fmt: skip
    return render(request, "appeals/register.html", context, status=status)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
