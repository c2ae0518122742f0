"""Break the glass on a page, and look afterwards at who did. The list shows officials, cases and reasons; no person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.organizations.access import SignedInRequest, needs_role
from bihuan.organizations.roles import Role
from bihuan.vault import services
from bihuan.vault.alarms import open_to, person_of
from bihuan.vault.errors import OpeningRefusedError, VaultError
from bihuan.vault.fields import FIELD_LABELS, Field
from bihuan.vault.models import Emergency
from bihuan.vault.purposes import MAY_BREAK
from bihuan.vault.tabs import tabs

MOST = 200
OFFERED = (Field.NAME, Field.PHONE, Field.ADDRESS)


@needs_role(*sorted(MAY_BREAK))
@require_http_methods(["GET", "POST"])
def emergency(request: SignedInRequest, number: str) -> HttpResponse:
    """GET: the form, nobody shown. POST: the fields, with the record written and somebody else told."""
    person_id = person_of(request.actor, number)
    if person_id is None:  # alike for a case that is not there, not theirs, or without a person
        raise Http404
    at = timezone.now()
    typed = request.POST.get("reason", "")
    wanted = [Field(name) for name in request.POST.getlist("fields") if name in set(OFFERED)]
    context = {
        "number": number, "typed": typed, "wanted": wanted, "offered": [(f.value, _(FIELD_LABELS[f])) for f in OFFERED],
        "running": services.running(person_id=person_id, actor=request.actor, case_number=number, at=at),
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "vault/emergency.html", context)
    if not wanted:
        return _refused(request, context, _("请选择要看哪几项，只选排除危险需要的。"), 422)
    try:
        opened = services.break_glass(
            person_id=person_id, fields=wanted, reason=typed, actor=request.actor, case_number=number, at=at
        )
    except VaultError as refused:
        return _refused(
            request, context, str(refused), 403 if isinstance(refused, OpeningRefusedError) else 422
        )
    shown = [(_(FIELD_LABELS[field]), opened.get(field) or "—") for field in wanted]
    response = render(request, "vault/emergency.html", {**context, "opened": shown, "opened_at": at})
    add_never_cache_headers(response)
    return response


@needs_role(Role.SUPERVISOR, Role.AUDITOR)
@require_safe
def emergencies(request: SignedInRequest) -> HttpResponse:
    """Every breaking of the glass, newest first, of cases the reader may see; those of others wait for a review."""
    rows = list(Emergency.objects.select_related("review").order_by("-at", "-pk")[:MOST])
    seen = open_to(request.actor, {row.case_number for row in rows})
    shown = [
        (row, getattr(row, "review", None), row.account_id != request.actor.account_id)
        for row in rows
        if row.case_number in seen
    ]
    return render(
        request, "vault/emergencies.html", {"rows": shown, "tabs": tabs(request.actor, "emergencies")}
    )


@needs_role(Role.SUPERVISOR, Role.AUDITOR)
@require_POST
def review(request: SignedInRequest, emergency_id: int) -> HttpResponse:
    """Needed or not, and why; written once."""
    row = Emergency.objects.filter(pk=emergency_id).first()
    needed = request.POST.get("needed", "")
    try:
        if row is None or row.case_number not in open_to(request.actor, [row.case_number]):
            messages.error(request, _("没有找到这次紧急打开。"))
        elif needed not in ("yes", "no"):
            messages.error(request, _("请选择是否必要。"))
        else:
            services.review_emergency(
                emergency_id=row.pk, needed=needed == "yes", words=request.POST.get("words", ""),
                actor=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("复核已经记录。"))
    except VaultError as refused:
        messages.error(request, str(refused))
    return redirect("vault:emergencies")


def _refused(request: SignedInRequest, context: dict[str, object], problem: str, status: int) -> HttpResponse:
    return render(request, "vault/emergency.html", {**context, "problem": problem}, status=status)
