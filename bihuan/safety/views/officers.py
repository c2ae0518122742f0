"""The enforcement certificates of a unit's officers: without two in force nobody inspects (行政处罚法 art. 42)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Account
from bihuan.organizations.roles import Role
from bihuan.safety.inspections import certificates
from bihuan.safety.inspections.forms import CertificateForm
from bihuan.safety.views.shared import day_of, inspectors


@inspectors
def officers(request: SignedInRequest) -> HttpResponse:
    """The unit's people and their certificates. POST (its head): enter one, or correct the dates of one."""
    actor, today = request.actor, timezone.localdate()
    rows = certificates.roll(actor.unit_id, today) if actor.unit_id is not None else []
    people = [(str(one.account_id), one.name) for one in rows]
    form = CertificateForm(request.POST or None, people=people)
    may = actor.has(Role.UNIT_HEAD)
    if request.method == "POST":
        if not may:
            raise Http404
        if _entered(request, form, today):
            return redirect("safety:officers")
    able = sum(one.days is not None and one.days >= 0 for one in rows)
    context = {"rows": rows, "form": form, "may": may, "able": able}
    return render(request, "safety/officers.html", context, status=422 if request.method == "POST" else 200)


def _entered(request: SignedInRequest, form: CertificateForm, today: date) -> bool:
    data = request.POST
    key, issued, expires = (
        data.get("account", ""),
        day_of(data.get("issued_on", "")),
        day_of(data.get("expires_on", "")),
    )
    account = Account.objects.filter(pk=int(key) if key.isdecimal() else 0).first()
    faults = {} if account is not None else {"account": _("请从列出的选项中选一个。")}
    faults |= {
        name: _("请填写日期。") for name, at in (("issued_on", issued), ("expires_on", expires)) if at is None
    }
    if account is None or issued is None or expires is None:
        form.show(faults)
        return False
    try:
        row = certificates.certify(
            account=account, number=data.get("number", "")[:40], issued_on=issued, expires_on=expires,
            actor=request.actor, on=today,
        )  # fmt: skip
    except Incomplete as incomplete:
        form.show(incomplete.fields)
        return False
    except Refused as refused:
        form.show({"": str(refused)})
        return False
    messages.success(request, _("已登记执法证：%(number)s") % {"number": row.number})
    return True
