"""The people and enterprises of the tests of this slice, beside the fixed cast of the sample district."""

from __future__ import annotations

from datetime import date

from bihuan.casework.tests.cast import TODAY, actor, at, load_district, unit
from bihuan.organizations import services as organizations
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Jurisdiction, Post
from bihuan.organizations.roles import Role
from bihuan.organizations.selectors import actor as actor_on
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.codes import check_character
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.packs import Criterion, enter_pack
from bihuan.safety.risk.services import load_tables

__all__ = ["TODAY", "actor", "at", "code", "enterprise", "load_district", "pack", "settle", "staff", "unit"]

MONDAY = at("2026-03-02 09:00")


def code(serial: int) -> str:
    """A credit code that is right in form; no enterprise of China has it (division 9901)."""
    first = f"91990103MA{serial:07d}"
    return first + check_character(first)


def enterprise(serial: int = 1, name: str = "青岚精细化工有限公司", **more: object) -> Enterprise:
    """An enterprise of 石湾镇 that 应急局 regulates."""
    facts = enterprises.Facts(
        credit_code=code(serial), name=name, place=Jurisdiction.objects.get(name="石湾镇"), regulator=unit("应急局"),
        industry="C2614", sector="危化品生产企业", staff=120,
    )  # fmt: skip
    made = enterprises.enter(facts=facts, actor=actor("anjian"), at=at("2026-01-05 09:00"))
    if more:
        made = enterprises.change(enterprise=made, actor=actor("anjian"), at=at("2026-01-05 09:00"), **more)
    return made


def settle(owner: Enterprise, username: str, name: str, role: Role) -> Actor:
    """An account in a post of the enterprise, as the actor it is on TODAY."""
    account, _password = organizations.create_account(username=username, name=name, by=SYSTEM, at=MONDAY)
    enterprises.seat(
        enterprise=owner, role=role, account=account, starts_on=date(2026, 1, 5), by=SYSTEM, at=MONDAY
    )
    found = actor_on(account.pk, None, TODAY)
    assert found is not None
    return found


def staff(owner: Enterprise, mark: str = "a") -> tuple[Actor, Actor]:
    """The safety officer and the principal of an enterprise."""
    return (
        settle(owner, f"{mark}.officer", "安小满", Role.SAFETY_OFFICER),
        settle(owner, f"{mark}.principal", "钱大有", Role.PRINCIPAL),
    )


def officers() -> tuple[Actor, Actor]:
    """Two officers of 应急局 and, as the second, its head."""
    head = Post.objects.get(unit=unit("应急局"), is_head=True).appointments.get(ends_on__isnull=True)
    found = actor_on(head.account_id, None, TODAY)
    assert found is not None
    return actor("anjian"), found


def colleague() -> Actor:
    """The second inspector of 应急局."""
    seated = Account.objects.filter(
        appointments__post__title="安全生产执法员", appointments__ends_on__isnull=True
    ).exclude(username="anjian")
    found = actor_on(seated.get().pk, None, TODAY)
    assert found is not None
    return found


def pack() -> None:
    """A small pack of criteria, in force since 2018."""
    enter_pack(
        code="MH", version="2017", title="重大生产安全事故隐患判定标准（试用）", source="", in_force_from=date(2018, 1, 1),
        criteria=[
            Criterion("危化品生产企业", "安全设施", "涉及可燃和有毒有害气体泄漏的场所未按国家标准设置检测报警装置"),
            Criterion("粉尘涉爆企业", "通风除尘", "除尘系统采用粉尘沉降室除尘，或者采用干式巷道式构筑物作为除尘风道"),
        ],
        at=MONDAY,
    )  # fmt: skip
    load_tables()
