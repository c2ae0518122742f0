"""The parts of an enterprise's file that are lists: what each line is made of. Read by the form, the service and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.safety.enterprises.models import (
    Certificate,
    Contact,
    Contractor,
    Equipment,
    MajorHazardInstallation,
    WorkPlace,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a line. `choices` empty: a text, or a day when `day`."""

    name: str
    label: str | Promise
    required: bool = False
    longest: int = 0
    day: bool = False
    choices: Sequence[tuple[str, Any]] = ()
    help: str | Promise = ""
    person: bool = False  # belongs to somebody: never in the record of changes


@dataclass(frozen=True, slots=True)
class PartKind:
    """A list in the file: its model, fields, the tab it stands on, and what makes two lines the same one."""

    name: str
    label: str | Promise
    model: type[models.Model]
    tab: str
    asked: tuple[Asked, ...]
    title: str  # the field that a line is called by
    once: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str, str | Promise], ...] = ()  # (earlier, later, what to say)


# fmt: off
KINDS: dict[str, PartKind] = {kind.name: kind for kind in (
    PartKind(
        "contact", _("安全负责人员"), Contact, "file", title="duty", once=("duty", "name"), asked=(
            Asked("duty", _("职务"), required=True, choices=Contact.Duty.choices),
            Asked("name", _("姓名"), required=True, longest=40, person=True),
            Asked("phone", _("工作电话"), longest=30, person=True),
        )),
    PartKind(
        "certificate", _("证照"), Certificate, "certificates", title="number", once=("kind", "number"), asked=(
            Asked("kind", _("种类"), required=True, choices=Certificate.Kind.choices),
            Asked("number", _("编号"), required=True, longest=60),
            Asked("holder", _("持证人"), longest=40, person=True, help=_("人员的证件填写姓名；企业的许可证留空")),
            Asked("scope", _("范围或者作业类别"), longest=120),
            Asked("issued_on", _("发证日期"), day=True),
            Asked("expires_on", _("有效期至"), required=True, day=True, help=_("到期前60天、30天、7天提醒企业和监管部门")),
        ), ordered=(("issued_on", "expires_on", _("有效期早于发证日期，请检查。")),)),
    PartKind(
        "place", _("生产经营场所"), WorkPlace, "assets", title="name", asked=(
            Asked("name", _("名称"), required=True, longest=80),
            Asked("address", _("地址"), longest=200),
        )),
    PartKind(
        "equipment", _("特种设备"), Equipment, "assets", title="name", asked=(
            Asked("name", _("名称"), required=True, longest=80),
            Asked("number", _("编号"), longest=60),
            Asked("examine_by", _("下次检验日期"), day=True),
        )),
    PartKind(
        "installation", _("重大危险源"), MajorHazardInstallation, "assets", title="name", asked=(
            Asked("name", _("名称"), required=True, longest=80),
            Asked("grade", _("级别"), required=True, choices=MajorHazardInstallation.Grade.choices,
                  help=_("按 GB 18218—2018 分级")),
            Asked("substance", _("危险化学品"), longest=80),
            Asked("filed_on", _("备案日期"), day=True, help=_("应当报监管部门备案（第四十条）")),
            Asked("filing_number", _("备案编号"), longest=60),
        )),
    PartKind(
        "contractor", _("相关方"), Contractor, "contractors", title="name", asked=(
            Asked("name", _("单位名称"), required=True, longest=96),
            Asked("work", _("承包、承租的内容"), required=True, longest=120),
            Asked("agreement_signed_on", _("安全管理协议签订日期"), day=True,
                  help=_("应当签订专门的安全生产管理协议（第四十九条）")),
            Asked("until", _("至"), day=True),
        ), ordered=(("agreement_signed_on", "until", _("结束日期早于协议签订日期，请检查。")),)),
)}
# fmt: on
