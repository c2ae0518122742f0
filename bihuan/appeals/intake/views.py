"""The registration page."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appeals import services
from bihuan.appeals.intake.forms import RegisterForm
from bihuan.appeals.topics import topic_paths
from bihuan.casework.errors import Incomplete, Refused
from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role


@needs_role(Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)
def register(request: SignedInRequest) -> HttpResponse:
    """GET: an empty form. POST: register it; then the next one, or the case, as the clerk chose."""
    today = timezone.localdate()
    if request.method != "POST":
        return _page(request, RegisterForm(today=today), uuid4())
    submission = _uuid(request.POST.get("submission")) or uuid4()
    form = RegisterForm(today=today, data=request.POST)
    letter, faults = form.letter()
    if letter is None:
        form.show(faults)
        return _page(request, form, submission, status=422)
    try:
        case = services.register(letter=letter, actor=request.actor, at=timezone.now(), submission=submission)
    except Incomplete as incomplete:
        form.show(incomplete.fields)
        return _page(request, form, submission, status=422)
    except Refused as refused:
        form.show({getattr(refused, "field", ""): str(refused)})
        return _page(request, form, submission, status=422)
    except IntegrityError:
        form.show({"source_number": _("这个来文编号已经登记过。请先检索，同一件不要重复登记。")})
        return _page(request, form, submission, status=422)
    messages.success(
        request, _("已登记：%(number)s %(subject)s") % {"number": case.number, "subject": case.subject}
    )
    if "next" in request.POST:
        return redirect("appeals:register")
    return redirect("casework:case", number=case.number)


def _page(
    request: SignedInRequest, form: RegisterForm, submission: UUID, *, status: int = 200
) -> HttpResponse:
    directly = services.receives_directly(request.actor)
    context = {"form": form, "submission": submission, "topics": topic_paths(), "directly": directly}
    return render(request, "appeals/register.html", context, status=status)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
