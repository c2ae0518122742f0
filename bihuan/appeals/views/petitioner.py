"""Opening the petitioner of a case for a stated purpose: a POST that leaves a record, shown once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.appeals.models import Appeal, Signatory
from bihuan.appeals.panels import of_signatory as panel_of_named
from bihuan.appeals.panels import petitioner as panel_of
from bihuan.appeals.protecting import circumstances
from bihuan.appeals.purposes import purposes_for
from bihuan.casework.models import Case
from bihuan.casework.selectors import visible_case
from bihuan.organizations.access import SignedInRequest, signed_in
from bihuan.vault import services as vault
from bihuan.vault.errors import OpeningRefusedError, VaultError
from bihuan.vault.fields import FIELD_LABELS, Field
from bihuan.vault.purposes import BASES, Purpose


@signed_in
@require_http_methods(["GET", "POST"])
def petitioner(request: SignedInRequest, number: str) -> HttpResponse:
    """GET: the choice of purpose, nobody shown. POST: the fields, once, with the record already written.

    `?seat=` names the place of one of several who raised the matter together; without it, whoever filed.
    """
    case, appeal = _appeal_or_404(request, number)
    panel = panel_of(case, request.actor)
    seat = _seat(request)
    person_id, back = appeal.person_id, reverse("casework:case", args=[number])
    if seat:
        person_id, back = _signatory_or_404(case, seat).person_id, reverse("appeals:group", args=[number])
        panel = panel_of_named(case, request.actor)
    context = {"case": case, "panel": panel, "back": back, "seat": seat}
    template = "appeals/petitioner_panel.html" if request.htmx else "appeals/petitioner.html"
    if request.method == "GET" or person_id is None:
        return render(request, template, context)
    typed = request.POST.get("purpose", "")
    wanted = [Field(name) for name in request.POST.getlist("fields") if name in set(Field)]
    problem = ""
    if typed not in {purpose.value for purpose in purposes_for(case.state, request.actor)}:
        problem = _("请先选择打开的目的。")
    elif not wanted:
        problem = _("请选择要看哪几项，只选办理需要的。")
    if problem:
        return render(
            request, template, {**context, "problem": problem, "purpose": typed, "wanted": wanted}, status=422
        )
    purpose = Purpose(typed)
    at = timezone.now()
    try:
        opened = vault.open(
            person_id=person_id, fields=wanted, purpose=purpose, actor=request.actor, case_number=case.number,
            at=at, circumstances=circumstances(case, request.actor),
        )  # fmt: skip
    except VaultError as refused:
        status = 403 if isinstance(refused, OpeningRefusedError) and not request.htmx else 422
        return render(
            request,
            template,
            {**context, "problem": str(refused), "purpose": typed, "wanted": wanted},
            status=status,
        )
    shown = [(_(FIELD_LABELS[field]), opened.get(field) or "—") for field in wanted]
    response = render(
        request,
        template,
        {**context, "opened": shown, "opened_at": at, "opened_for": _(BASES[purpose].label)},
    )
    add_never_cache_headers(response)
    return response


def _seat(request: SignedInRequest) -> int:
    typed = request.GET.get("seat", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def _signatory_or_404(case: Case, seat: int) -> Signatory:
    found = Signatory.objects.filter(case=case, seat=seat).first()
    if found is None:
        raise Http404
    return found


def _appeal_or_404(request: SignedInRequest, number: str) -> tuple[Case, Appeal]:
    """Alike for a case that is not there, not theirs, or no appeal."""
    try:
        case = visible_case(request.actor, number)
        return case, Appeal.objects.get(case=case)
    except (Case.DoesNotExist, Appeal.DoesNotExist):
        raise Http404 from None
