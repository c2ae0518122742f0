"""Writes of the register of enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Incomplete, NotYours, Refused, Text
from bihuan.organizations import directory
from bihuan.organizations import services as organizations
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Jurisdiction, Post, Unit
from bihuan.organizations.roles import OUTSIDE, Role
from bihuan.safety.enterprises.codes import is_credit_code, normal, section_of
from bihuan.safety.enterprises.keeping import record
from bihuan.safety.enterprises.models import Certificate, Contact, Enterprise
from bihuan.safety.enterprises.selectors import WRITERS, may_change

POSTS = (
    (gettext_lazy("主要负责人"), "主要负责人", (Role.PRINCIPAL,), True),
    (gettext_lazy("安全管理人员"), "安全管理人员", (Role.SAFETY_OFFICER,), False),
)


class CodeTaken(Refused):
    """Two enterprises with one credit code."""

    message = gettext_lazy("这个统一社会信用代码已经登记过。")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down of an enterprise. `contacts` are (duty, name, phone)."""

    credit_code: str
    name: str
    place: Jurisdiction
    regulator: Unit
    industry: str = ""
    sector: str = ""
    address: str = ""
    staff: int | None = None
    key: bool = False
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    contacts: Sequence[tuple[str, str, str]] = field(default=())


def faults_of(credit_code: str, name: str, industry: str) -> dict[str, Text]:
    """What is wrong with an enterprise's own facts, by field."""
    faults: dict[str, Text] = {}
    if not is_credit_code(normal(credit_code)):
        faults["credit_code"] = _("统一社会信用代码不对：应为18位，末位是校验码。请对照营业执照检查。")
    if not name.strip():
        faults["name"] = _("请填写企业名称。")
    if industry and not section_of(industry):
        faults["industry"] = _("没有这个行业代码。应为 GB/T 4754 的门类和数字，例如 C2614。")
    return faults


@transaction.atomic
def enter(*, facts: Facts, actor: Actor, at: datetime) -> Enterprise:
    """Enter an enterprise in the register, with the unit that holds its cases.

    Raises NotYours, Incomplete (a wrong check digit is named), CodeTaken.
    """
    if not (actor.is_system or actor.has(*WRITERS)):
        raise NotYours
    faults = faults_of(facts.credit_code, facts.name, facts.industry)
    if faults:
        raise Incomplete(faults)
    code = normal(facts.credit_code)
    if Enterprise.objects.filter(credit_code=code).exists():
        raise CodeTaken
    unit = organizations.create_unit(
        code=f"E{code}", name=facts.name.strip()[:96], short_name=facts.name.strip()[:32], kind=Unit.Kind.ENTERPRISE,
        jurisdiction=facts.place, valid_from=date(2000, 1, 1), by=actor, at=at,
    )  # fmt: skip
    enterprise = Enterprise.objects.create(
        unit=unit, credit_code=code, name=unit.name, industry=facts.industry, sector=facts.sector, place=facts.place,
        address=facts.address, regulator=facts.regulator, staff=facts.staff, key=facts.key,
        longitude=facts.longitude, latitude=facts.latitude, entered_at=at, changed_at=at,
    )  # fmt: skip
    Contact.objects.bulk_create(
        Contact(enterprise=enterprise, duty=duty, name=name, phone=phone)
        for duty, name, phone in facts.contacts
    )
    return enterprise


@transaction.atomic
def change(*, enterprise: Enterprise, actor: Actor, at: datetime, **values: Any) -> Enterprise:
    """Change facts of the file. An enterprise changes neither its regulator nor whether it is a key one."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    kept_by_office = {"regulator", "key", "credit_code", "place", "sector"}
    if not may_change(enterprise, actor) or (actor.has(*OUTSIDE) and kept_by_office & set(values)):
        raise NotYours
    faults = faults_of(
        values.get("credit_code", enterprise.credit_code), values.get("name", enterprise.name),
        values.get("industry", enterprise.industry),
    )  # fmt: skip
    if faults:
        raise Incomplete(faults)
    changed = {
        name: [_shown(getattr(enterprise, name)), _shown(value)]
        for name, value in values.items()
        if getattr(enterprise, name) != value
    }
    for name, value in values.items():
        setattr(enterprise, name, value)
    enterprise.changed_at = at
    enterprise.save(update_fields=[*values, "changed_at"])
    if "name" in values:
        unit = Unit.objects.get(pk=enterprise.unit_id)
        organizations.rename_unit(
            unit=unit, name=enterprise.name, short_name=enterprise.name[:32], by=actor, at=at
        )
    if changed:
        record(enterprise=enterprise, part="file", what=enterprise.name, changed=changed, actor=actor, at=at)
    return enterprise


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def add_certificate(
    *, enterprise: Enterprise, kind: str, number: str, expires_on: date, actor: Actor, issued_on: date | None = None,
    holder: str = "", scope: str = "",
) -> Certificate:  # fmt: skip
    """Enter a licence or certificate; one of the same number is brought up to date. Raises NotYours, Incomplete."""
    if not may_change(enterprise, actor):
        raise NotYours
    if issued_on is not None and expires_on < issued_on:
        raise Incomplete({"expires_on": _("有效期早于发证日期，请检查。")})
    row, _created = Certificate.objects.update_or_create(
        enterprise=enterprise, kind=kind, number=number,
        defaults={"expires_on": expires_on, "issued_on": issued_on, "holder": holder, "scope": scope},
    )  # fmt: skip
    return row


@transaction.atomic
def seat(
    *, enterprise: Enterprise, role: Role, account: Account, starts_on: date, by: Actor, at: datetime
) -> None:
    """Put an account in a post of the enterprise, so that it signs in and sees that enterprise alone."""
    title, is_head = next((title, head) for _shown, title, roles, head in POSTS if role in roles)
    unit = Unit.objects.get(pk=enterprise.unit_id)
    post = Post.objects.filter(unit=unit, title=title).first() or organizations.create_post(
        unit=unit, title=title, roles=(role,), is_head=is_head, seats=1 if is_head else 5, by=by, at=at
    )
    organizations.appoint(account=account, post=post, starts_on=starts_on, by=by, at=at)


def regulator_of(actor: Actor) -> int | None:
    """The unit that an enterprise answers to; for an office, itself."""
    unit = directory.unit(actor.unit_id)
    if unit is None:
        return None
    if unit.kind != Unit.Kind.ENTERPRISE:
        return unit.id
    return Enterprise.objects.filter(unit_id=unit.id).values_list("regulator_id", flat=True).first()
