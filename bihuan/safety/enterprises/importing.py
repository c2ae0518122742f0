"""An office's register of enterprises, brought in. A wrong check digit keeps a row out and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from bihuan.casework.imports.targets import ImportRow, ImportTarget, RowResult, State
from bihuan.casework.imports.targets import register as register_target
from bihuan.common.statement import copy_rows
from bihuan.common.tables.columns import Column, Kind
from bihuan.common.tables.reasons import Reason
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.codes import is_credit_code, normal, section_of
from bihuan.safety.enterprises.models import Contact, Enterprise

WRONG_CODE = _("统一社会信用代码“%(code)s”不对：应为18位，末位是校验码，请对照营业执照检查")
NO_PLACE = _("没有名为“%(place)s”的地点：请先在“机构”里建立，或者改正名称")
NO_REGULATOR = _("没有名为“%(name)s”的部门")
NO_INDUSTRY = _("行业代码“%(industry)s”不在 GB/T 4754 里：行业留空")
TWICE = _("同一份表里这个代码出现了不止一次")
NO_OWN_REGULATOR = _("没有写明监管部门：由导入的部门监管")

# fmt: off
COLUMNS = (
    Column("credit_code", "统一社会信用代码", Kind.IDENTIFIER, required=True,
           synonyms=("信用代码", "社会信用代码", "统一信用代码", "组织机构代码", "营业执照号")),
    Column("name", "企业名称", required=True, longest=96, synonyms=("单位名称", "名称", "企业", "生产经营单位名称", "公司名称")),
    Column("place", "所属街道", required=True, synonyms=("属地", "所属乡镇", "乡镇街道", "所在街道", "行政区划", "地点")),
    Column("address", "地址", longest=200, synonyms=("注册地址", "经营地址", "生产经营地址", "企业地址")),
    Column("industry", "行业代码", Kind.IDENTIFIER, synonyms=("国民经济行业代码", "行业类别代码", "GB/T 4754")),
    Column("sector", "监管行业", longest=40, synonyms=("行业", "行业领域", "行业类别", "监管分类")),
    Column("regulator", "监管部门", synonyms=("行业主管部门", "监管单位", "主管部门")),
    Column("staff", "从业人数", Kind.NUMBER, synonyms=("职工人数", "员工人数", "从业人员", "人数")),
    Column("principal", "主要负责人", longest=40, private=True, synonyms=("法定代表人", "负责人", "法人代表")),
    Column("principal_phone", "负责人电话", Kind.IDENTIFIER, private=True, synonyms=("联系电话", "电话", "法人电话")),
    Column("officer", "安全负责人", longest=40, private=True, synonyms=("安全管理人员", "安全员", "安全管理员")),
    Column("officer_phone", "安全负责人电话", Kind.IDENTIFIER, private=True, synonyms=("安全员电话",)),
)
# fmt: on


def key(values: Mapping[str, Any]) -> str:
    """The credit code makes an enterprise the same one."""
    return f"enterprise:{normal(str(values['credit_code']))}" if values.get("credit_code") else ""


def apply_batch(rows: Sequence[ImportRow], actor: Actor, at: datetime) -> list[RowResult]:
    """Bring the rows in, in the importer's transaction. One RowResult per row, in order."""
    places = dict(Jurisdiction.objects.order_by("-pk").values_list("name", "pk"))
    units = _offices()
    own = actor.unit_id or _usual_regulator()
    codes = [normal(str(row.values["credit_code"])) for row in rows]
    present = set(Enterprise.objects.filter(credit_code__in=codes).values_list("credit_code", flat=True))
    results: list[RowResult] = []
    going: list[tuple[Unit, Enterprise, list[Contact]]] = []
    for row, code in zip(rows, codes, strict=True):
        values = row.values
        if code in present:
            results.append(RowResult(State.SKIPPED, code))
            continue
        wrong, notes = _judge(values, code, places, units)
        if own is None and not values.get("regulator"):
            wrong.append(Reason(NO_REGULATOR, {"name": ""}))
        if wrong:
            results.append(RowResult.rejected(*wrong))
            continue
        present.add(code)
        going.append(_made(values, code, places, units, own, at))
        results.append(RowResult(State.APPLIED, code, f"/safety/enterprises/{code}/", tuple(notes)))
    Unit.objects.bulk_create([unit for unit, _enterprise, _contacts in going])
    for unit, enterprise, contacts in going:
        enterprise.unit_id = unit.pk
        for contact in contacts:
            contact.enterprise_id = unit.pk
    copy_rows(Enterprise, [enterprise for _unit, enterprise, _contacts in going])
    Contact.objects.bulk_create([contact for _unit, _enterprise, contacts in going for contact in contacts])
    return results


def _judge(
    values: Mapping[str, Any], code: str, places: Mapping[str, int], units: Mapping[str, int]
) -> tuple[list[Reason], list[Reason]]:
    wrong: list[Reason] = []
    notes: list[Reason] = []
    if not is_credit_code(code):
        wrong.append(Reason(WRONG_CODE, {"code": code[:24]}))
    if values["place"] not in places:
        wrong.append(Reason(NO_PLACE, {"place": values["place"]}))
    if (regulator := values.get("regulator")) and regulator not in units:
        wrong.append(Reason(NO_REGULATOR, {"name": regulator}))
    if not regulator:
        notes.append(Reason(NO_OWN_REGULATOR))
    if (industry := values.get("industry")) and not section_of(industry.upper()):
        notes.append(Reason(NO_INDUSTRY, {"industry": industry}))
    return wrong, notes


def _made(
    values: Mapping[str, Any],
    code: str,
    places: Mapping[str, int],
    units: Mapping[str, int],
    own: int | None,
    at: datetime,
) -> tuple[Unit, Enterprise, list[Contact]]:
    name, place = values["name"], places[values["place"]]
    industry = (values.get("industry") or "").upper()
    unit = Unit(
        code=f"E{code}", name=name, short_name=name[:32], kind=Unit.Kind.ENTERPRISE, jurisdiction_id=place,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip
    regulator = units.get(values.get("regulator") or "") or own
    assert regulator is not None
    enterprise = Enterprise(
        credit_code=code, name=name, industry=industry if section_of(industry) else "", sector=values.get("sector") or "",
        place_id=place, address=values.get("address") or "", regulator_id=regulator,
        staff=int(values["staff"]) if values.get("staff") is not None and values["staff"] >= 0 else None,
        entered_at=at, changed_at=at,
    )  # fmt: skip
    contacts = [
        Contact(duty=duty, name=values[who], phone=(values.get(phone) or "")[:30])
        for duty, who, phone in (
            (Contact.Duty.PRINCIPAL, "principal", "principal_phone"), (Contact.Duty.SAFETY_HEAD, "officer", "officer_phone"),
        )
        if values.get(who)
    ]  # fmt: skip
    return unit, enterprise, contacts


def _offices() -> dict[str, int]:
    rows = Unit.objects.exclude(kind=Unit.Kind.ENTERPRISE).filter(valid_to__isnull=True)
    named: dict[str, int] = {}
    for pk, name, short in rows.values_list("pk", "name", "short_name"):
        named[name] = named[short] = pk
    return named


def _usual_regulator() -> int | None:
    """From the command line nobody sits in an office: whoever has inspectors regulates."""
    found = Unit.objects.filter(
        posts__roles__contains=[Role.INSPECTOR.value], valid_to__isnull=True
    ).order_by("pk")
    return found.values_list("pk", flat=True).first()


def register_all() -> None:
    """Offer the register to the importer."""
    register_target(
        ImportTarget(
            name="enterprises", label="企业名册", columns=COLUMNS, apply_batch=apply_batch, key=key,
            roles=(Role.INSPECTOR,), help="每行一家企业。必须有统一社会信用代码、企业名称和所属街道（乡镇）。",
        )
    )  # fmt: skip
