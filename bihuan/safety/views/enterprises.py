"""The register and the file of an enterprise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.organizations.access import SignedInRequest
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction
from bihuan.organizations.roles import OUTSIDE
from bihuan.safety.enterprises import selectors
from bihuan.safety.enterprises.codes import SECTIONS, section_of
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.enterprises.parts import KINDS
from bihuan.safety.enterprises.selectors import may_change, visible_enterprises
from bihuan.safety.hazards import notices
from bihuan.safety.hazards.selectors import visible_hazards
from bihuan.safety.inspections.selectors import visible_inspections
from bihuan.safety.views.files import workbook
from bihuan.safety.views.home import labels
from bihuan.safety.views.shared import enterprise_or_404, may_enter, readers

PAGE = 50
FILTERS = ("q", "sector", "place", "key")


@readers
def enterprises(request: SignedInRequest) -> HttpResponse:
    """The enterprises the actor sees. An enterprise goes straight to its own file."""
    actor = request.actor
    if actor.has(*OUTSIDE):
        own = visible_enterprises(actor).first()
        return redirect("safety:enterprise", own.credit_code) if own else redirect("safety:home")
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    after = request.GET.get("after", "")
    rows = _filtered(actor, wanted).select_related("place", "regulator").order_by("name", "pk")
    if after:
        name, _bar, key = after.rpartition("_")
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(key))) if key.isdecimal() else rows
    found = list(rows[: PAGE + 1])
    kept = {name: value for name, value in wanted.items() if value}
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "rows": found[:PAGE], "wanted": wanted, "sectors": selectors.sectors_in_use(actor), "query": urlencode(kept),
        "following": "?" + urlencode({**kept, "after": f"{last.name}_{last.pk}"}) if last else "",
        "places": list(Jurisdiction.objects.order_by("code").values_list("pk", "name")),
        "first": "?" + urlencode(kept) if after else "", "may_enter": may_enter(actor),
    }  # fmt: skip
    return render(request, "safety/enterprises.html", context)


def _filtered(actor: Actor, wanted: dict[str, str]) -> QuerySet[Enterprise]:
    rows = visible_enterprises(actor)
    if typed := wanted["q"]:
        rows = rows.filter(Q(name__contains=typed) | Q(credit_code__startswith=typed.upper()))
    if wanted["sector"]:
        rows = rows.filter(sector=wanted["sector"])
    if wanted["place"].isdecimal():
        rows = rows.filter(place__in=selectors.places_below(int(wanted["place"])))
    if wanted["key"]:
        rows = rows.filter(key=True)
    return rows


@readers
def export_enterprises(request: SignedInRequest) -> HttpResponse:
    """The register of the address as a workbook, in the columns that the importer takes. Contacts stay in the files."""
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    rows = _filtered(request.actor, wanted).select_related("place", "regulator").order_by("name", "pk")
    heads = [
        _("统一社会信用代码"), _("企业名称"), _("所属街道"), _("地址"), _("行业代码"), _("监管行业"), _("监管部门"),
        _("从业人数"), _("重点企业"), _("经度"), _("纬度"),
    ]  # fmt: skip
    lines = (
        (
            row.credit_code, row.name, row.place.name, row.address, row.industry, row.sector, row.regulator.name, row.staff,
            _("是") if row.key else "", row.longitude, row.latitude,
        )
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(_("企业名册"), heads, lines, widths=(22, 30, 14, 30, 10, 16, 20, 10, 10, 12, 12))


@readers
def expiring_list(request: SignedInRequest) -> HttpResponse:
    """Certificates that have ended or end soon, the most urgent first."""
    days = request.GET.get("within", "")
    within = int(days) if days in ("0", "30", "60", "90") else selectors.WARN_DAYS
    rows = selectors.expiring(request.actor, on=timezone.localdate(), within=within)
    context = {"rows": rows, "within": within, "outside": request.actor.has(*OUTSIDE)}
    return render(request, "safety/expiring.html", context)


@readers
def enterprise(request: SignedInRequest, code: str) -> HttpResponse:
    """The file of one enterprise, a tab at a time: what stands on the others is not asked for."""
    actor, row = request.actor, enterprise_or_404(request.actor, code)
    outside = actor.has(*OUTSIDE)
    tabs = [name for name in TABS if name != "inspections" or not outside]
    tab = request.GET.get("tab", "file")
    tab = tab if tab in tabs else "file"
    context: dict[str, Any] = {
        "row": row, "tab": tab, "tabs": [(name, TABS[name][0]) for name in tabs], "today": timezone.localdate(),
        "outside": outside, "may_change": may_change(row, actor), "labels": labels(), "kinds": KINDS,
        "page": f"safety/file_{tab}.html",
    }  # fmt: skip
    context |= TABS[tab][1](actor, row)
    return render(request, "safety/enterprise.html", context)


def _file(actor: Actor, row: Enterprise) -> dict[str, Any]:
    section = next((name for key, name, _divisions in SECTIONS if key == section_of(row.industry)), "")
    whole = may_change(row, actor)  # who works in the file sees the contacts, others masked
    contacts = [
        (
            one.pk,
            one.get_duty_display(),
            one.name if whole else selectors.masked_name(one.name),
            one.phone if whole else selectors.masked_phone(one.phone),
        )
        for one in row.contacts.order_by("pk")
    ]
    hazards = visible_hazards(actor).filter(enterprise=row, open=True)
    return {
        "contacts": contacts, "industry": f"{row.industry} {section}".strip(),
        "hazards": list(hazards.select_related("case", "enterprise").order_by("-found_on", "-case_id")[:8]),
        "counts": hazards.aggregate(open=Count("pk"), major=Count("pk", filter=Q(grade="major"))),
        "soon": selectors.expiring_of(row, on=timezone.localdate()),
        "red": row.risk_points.filter(colour="red").count(),
        "needs_officer": (row.staff or 0) > selectors.OFFICER_FROM
        and not row.contacts.filter(duty="safety_officer").exists(),
    }  # fmt: skip


def _hazards(actor: Actor, row: Enterprise) -> dict[str, Any]:
    rows = visible_hazards(actor).filter(enterprise=row).select_related("case", "enterprise")
    return {"hazards": list(rows.order_by("-found_on", "-case_id")[:50])}


def _risks(_actor: Actor, row: Enterprise) -> dict[str, Any]:
    return {"points": list(row.risk_points.order_by("pk")[:200])}


def _inspections(actor: Actor, row: Enterprise) -> dict[str, Any]:
    rows = (
        visible_inspections(actor)
        .filter(enterprise=row)
        .select_related("case", "enterprise", "lead", "second")
    )
    return {"inspections": list(rows.order_by("-case_id")[:50])}


def _certificates(_actor: Actor, row: Enterprise) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "certificates": [
            (one, (one.expires_on - today).days) for one in row.certificates.order_by("expires_on", "pk")
        ]
    }


def _assets(_actor: Actor, row: Enterprise) -> dict[str, Any]:
    return {
        "places": list(row.places_of_work.order_by("pk")), "equipment": list(row.equipment.order_by("examine_by", "pk")),
        "installations": list(row.installations.order_by("grade", "pk")),
    }  # fmt: skip


def _contractors(_actor: Actor, row: Enterprise) -> dict[str, Any]:
    return {"contractors": list(row.contractors.order_by("pk"))}


def _changes(_actor: Actor, row: Enterprise) -> dict[str, Any]:
    fields = {asked.name: asked.label for kind in KINDS.values() for asked in kind.asked} | FILE_FIELDS
    return {
        "changes": [
            (one, _part(one.part), [
                (fields.get(name, name), *pair) for name, pair in one.changed.items()
            ])
            for one in row.changes.order_by("-at", "-pk")[:100]
        ]
    }  # fmt: skip


def _part(name: str) -> Any:
    if name == notices.PART:
        return _("通报从业人员")
    return KINDS[name].label if name in KINDS else _("登记")


Tab = tuple[str | Promise, Callable[[Actor, Enterprise], dict[str, Any]]]
TABS: dict[str, Tab] = {
    "file": (gettext_lazy("登记"), _file),
    "hazards": (gettext_lazy("隐患"), _hazards),
    "risks": (gettext_lazy("风险点"), _risks),
    "inspections": (gettext_lazy("检查"), _inspections),
    "certificates": (gettext_lazy("证照"), _certificates),
    "assets": (gettext_lazy("场所和设备"), _assets),
    "contractors": (gettext_lazy("相关方"), _contractors),
    "changes": (gettext_lazy("变更记录"), _changes),
}  # fmt: skip
FILE_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("企业名称"),
    "place": gettext_lazy("所属街道（乡镇）"),
    "regulator": gettext_lazy("监管部门"),
    "sector": gettext_lazy("监管行业"),
    "industry": gettext_lazy("行业代码"),
    "address": gettext_lazy("地址"),
    "staff": gettext_lazy("从业人数"),
    "key": gettext_lazy("重点企业"),
    "longitude": gettext_lazy("经度"),
    "latitude": gettext_lazy("纬度"),
    "how": gettext_lazy("怎样通报"),
    "hazards": gettext_lazy("隐患"),
}  # fmt: skip
