"""Entering an enterprise, changing its facts and the lists in its file."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.casework.errors import Incomplete, Refused, Text
from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.roles import OUTSIDE
from bihuan.organizations.selectors import valid_on
from bihuan.safety.enterprises import keeping, services
from bihuan.safety.enterprises.codes import is_credit_code, normal
from bihuan.safety.enterprises.forms import EnterpriseForm, PartForm
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.parts import KINDS
from bihuan.safety.enterprises.selectors import may_change, sectors_in_use
from bihuan.safety.views.shared import enterprise_or_404, readers, writers

PLAIN = ("name", "sector", "industry", "address")
OFFICES_ONLY = ("place", "regulator", "sector", "key")


@writers
def new_enterprise(request: SignedInRequest) -> HttpResponse:
    """GET: an empty form. POST: enter the enterprise and go to its file."""
    form = _form(request, None)
    if request.method == "POST":
        values, faults = _typed(request, own=False)
        if not faults:
            try:
                facts = services.Facts(credit_code=request.POST.get("credit_code", ""), **values)
                made = services.enter(facts=facts, actor=request.actor, at=timezone.now())
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except services.CodeTaken as taken:
                faults = {"credit_code": str(taken)}
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                messages.success(request, _("已登记企业。请接着登记证照、设备和负责人员。"))
                return redirect("safety:enterprise", made.credit_code)
        form.show(faults)
    status = 422 if request.method == "POST" else 200
    return render(request, "safety/enterprise_form.html", {"form": form, **_lists(request)}, status=status)


@readers
def edit_enterprise(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the registered facts. The credit code is what the enterprise is; it does not change."""
    row = enterprise_or_404(request.actor, code)
    if not may_change(row, request.actor):
        raise Http404
    form = _form(request, row)
    if request.method == "POST":
        values, faults = _typed(request, own=request.actor.has(*OUTSIDE))
        if not faults:
            try:
                services.change(enterprise=row, actor=request.actor, at=timezone.now(), **values)
            except Incomplete as incomplete:
                faults = dict(incomplete.fields)
            except Refused as refused:
                faults = {"": str(refused)}
            else:
                messages.success(request, _("已保存。"))
                return redirect("safety:enterprise", row.credit_code)
        form.show(faults)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "row": row, **_lists(request)}
    return render(request, "safety/enterprise_form.html", context, status=status)


@readers
def part(request: SignedInRequest, code: str, kind: str, key: int | None = None) -> HttpResponse:
    """A line of a list in the file: enter it, change it, take it out."""
    row = enterprise_or_404(request.actor, code)
    if kind not in KINDS or not may_change(row, request.actor):
        raise Http404
    found = KINDS[kind]
    line = found.model._default_manager.filter(enterprise=row, pk=key).first() if key is not None else None
    if key is not None and line is None:
        raise Http404
    back = redirect(f"{row.get_absolute_url()}?tab={found.tab}")
    initial = {asked.name: getattr(line, asked.name) for asked in found.asked} if line is not None else {}
    form = PartForm(request.POST or None, kind=found, initial=initial)
    if request.method == "POST":
        try:
            if request.POST.get("remove") and key is not None:
                keeping.remove_part(
                    enterprise=row, kind=found, key=key, actor=request.actor, at=timezone.now()
                )
                messages.success(request, _("已移出档案，变更记录里保留。"))
                return back
            keeping.save_part(
                enterprise=row,
                kind=found,
                given=request.POST.dict(),
                actor=request.actor,
                at=timezone.now(),
                key=key,
            )
        except Incomplete as incomplete:
            form.show(incomplete.fields)
        except Refused as refused:
            form.show({"": str(refused)})
        else:
            messages.success(request, _("已保存。"))
            return back
    context = {"form": form, "row": row, "kind": found, "line": line}
    return render(request, "safety/part_form.html", context, status=422 if request.method == "POST" else 200)


@writers
def code_said(request: SignedInRequest) -> HttpResponse:
    """What is to be said of a credit code while it is typed."""
    code = normal(request.GET.get("credit_code", ""))
    there = Enterprise.objects.filter(credit_code=code).first() if is_credit_code(code) else None
    context = {"code": code, "right": is_credit_code(code), "there": there, "length": len(code)}
    return render(request, "safety/code_said.html", context)


def _form(request: SignedInRequest, row: Enterprise | None) -> EnterpriseForm:
    today = timezone.localdate()
    initial: dict[str, Any] = {"regulator": request.actor.unit_id}
    if row is not None:
        initial = {name: getattr(row, name) for name in (*PLAIN, "staff", "key", "longitude", "latitude")}
        initial |= {"place": row.place_id, "regulator": row.regulator_id}
    offices = Unit.objects.filter(valid_on(today)).exclude(kind=Unit.Kind.ENTERPRISE).order_by("code")
    return EnterpriseForm(
        request.POST or None, initial=initial, new=row is None, own=request.actor.has(*OUTSIDE),
        places=[(str(pk), name) for pk, name in Jurisdiction.objects.order_by("code").values_list("pk", "name")],
        offices=[(str(one.pk), one.name) for one in offices],
    )  # fmt: skip


def _lists(request: SignedInRequest) -> dict[str, Any]:
    return {"sectors": sectors_in_use(request.actor)}


def _typed(request: SignedInRequest, *, own: bool) -> tuple[dict[str, Any], dict[str, Text]]:
    data, faults = request.POST, dict[str, Text]()
    values: dict[str, Any] = {name: data.get(name, "").strip() for name in PLAIN}
    values["industry"] = values["industry"].upper()
    values["key"] = bool(data.get("key"))
    staff = data.get("staff", "").strip()
    if staff and not staff.isdecimal():
        faults["staff"] = _("请填写整数。")
    values["staff"] = int(staff) if staff.isdecimal() else None
    for name, limit in (("longitude", 180), ("latitude", 90)):
        values[name] = None
        if typed := data.get(name, "").strip():
            try:
                values[name] = round(Decimal(typed), 6)
            except InvalidOperation:
                faults[name] = _("请写成十进制的度，例如 112.938814。")
            else:
                if not -limit <= values[name] <= limit:
                    faults[name] = _("不在范围内：经度在 -180 到 180 之间，纬度在 -90 到 90 之间。")
    if (values["longitude"] is None) != (values["latitude"] is None) and not faults:
        faults["latitude"] = _("经度和纬度要一起填写。")
    if own:
        return {name: value for name, value in values.items() if name not in OFFICES_ONLY}, faults
    values["place"] = _one(Jurisdiction.objects.all(), data.get("place", ""))
    values["regulator"] = _one(Unit.objects.exclude(kind=Unit.Kind.ENTERPRISE), data.get("regulator", ""))
    faults |= {name: _("请从列出的选项中选一个。") for name in ("place", "regulator") if values[name] is None}
    return values, faults


def _one(rows: Any, key: str) -> Any:
    return rows.filter(pk=key).first() if key.isdecimal() else None
