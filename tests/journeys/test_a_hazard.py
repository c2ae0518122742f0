"""A hazard's way in a browser: drawn, found on the phone, ordered, rectified, refused, rectified again, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bihuan.organizations.actor import SYSTEM
from bihuan.organizations.models import Account, Jurisdiction, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.sample_district import PASSWORD
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.codes import check_character
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.inspections import checklists
from bihuan.safety.inspections import services as inspections
from bihuan.safety.inspections.models import Inspection
from tests.journeys.conftest import PHONE, Visit

pytestmark = pytest.mark.journey


def furnished() -> None:
    """One enterprise with two people, two certified officers, a checklist of two items."""
    now, code = timezone.now(), "91990103MA0000001"
    facts = enterprises.Facts(
        credit_code=code + check_character(code), name="青岚精细化工有限公司", place=Jurisdiction.objects.get(name="石湾镇"),
        regulator=Unit.objects.get(code="QL-YJ"), address="工业路1号",
    )  # fmt: skip
    firm = enterprises.enter(facts=facts, actor=SYSTEM, at=now)
    for username, name, role in (
        ("qiye", "安小满", Role.SAFETY_OFFICER),
        ("qiyezhang", "钱大有", Role.PRINCIPAL),
    ):
        account = Account.objects.create(username=username, name=name)
        account.set_password(PASSWORD)
        account.save()
        enterprises.seat(
            enterprise=firm, role=role, account=account, starts_on=timezone.localdate(), by=SYSTEM, at=now
        )
    officers = Account.objects.filter(appointments__post__title="安全生产执法员").order_by("pk")
    for n, account in enumerate(officers):
        inspections.certify(
            account=account,
            number=f"9901030{n}",
            issued_on=date(2020, 1, 1),
            expires_on=date(2099, 1, 1),
            actor=SYSTEM,
        )
    items = [
        checklists.Item("现场管理", "消防", "", "灭火器在有效期内。", "《消防法》第十六条"),
        checklists.Item("现场管理", "用电", "", "配电箱接地可靠。", "《安全生产法》第三十六条"),
    ]
    checklists.publish(code="通用", title="通用检查表", sector="", items=items, at=now)


def take(page: Page, number: str, step: str, *, expects: str = "", **fields: str) -> None:
    """One step by its own page."""
    page.goto(f"/cases/{number}/take/{step}/")
    form = page.locator(f"form[action$='/take/{step}/']").first
    for name, value in fields.items():
        control = form.locator(f"[name='{name}']").first
        if control.get_attribute("type") == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            control.fill(value)
    for box in form.locator("input[type=checkbox][required]").all():
        box.check()
    form.locator("button.btn:not(.btn--quiet)").last.click()
    page.wait_for_load_state("networkidle")
    if expects:
        expect(page.locator("main")).to_contain_text(expects)


def test_a_hazard_goes_from_the_draw_to_the_second_reinspection(visit: Visit) -> None:
    furnished()
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    desk = visit("anjian")
    desk.goto("/safety/draws/new/")
    desk.fill("[name=seed]", "第25期 07 11 19")
    desk.fill("[name=count]", "1")
    desk.fill("[name=inspect_by]", soon)
    desk.select_option("[name=checklist]", index=1)
    desk.click("main form button.btn--primary")
    expect(desk.locator("main")).to_contain_text("完全一致")

    inspection = Inspection.objects.select_related("case").get().case
    phone = visit("anjian", width=PHONE)
    phone.goto(f"/safety/inspections/{inspection.number}/check/")
    phone.locator("input[type=radio][value=failed]").first.check()
    phone.locator("input[type=radio][value=passed]").nth(1).check()
    phone.fill("[name=content]", "消防、用电")
    phone.fill("[name=signed_by]", "钱大有")
    phone.click("text=提交检查记录")
    expect(phone.locator("main")).to_contain_text("写明发现了什么")  # nothing is lost by the fault
    expect(phone.locator("[name=signed_by]")).to_have_value("钱大有")
    phone.locator("textarea[name^=note-]").first.fill("三具灭火器已经过期")
    phone.click("text=提交检查记录")
    expect(phone.locator("main")).to_contain_text("三具灭火器已经过期")

    number = Hazard.objects.select_related("case").get().case.number
    take(desk, number, "judge", grade="general", reason="危害较小。")
    take(
        desk,
        number,
        "order",
        responsible="安小满",
        requirements="更换灭火器。",
        rectify_by=soon,
        expects="责令整改中",
    )
    firm = visit("qiye", width=PHONE)
    firm.goto("/safety/")
    expect(firm.locator("main")).to_contain_text("三具灭火器已经过期")
    take(firm, number, "rectify", rectifier="李电工", record="已更换两具。", expects="待复查")
    take(
        desk, number, "fail_reinspection", reason="还有一具没有更换。", rectify_by=soon, expects="责令整改中"
    )
    take(firm, number, "rectify", rectifier="李电工", record="三具都已更换。", expects="待复查")
    take(desk, number, "pass_reinspection", accepted="复查合格。", second_level="no", expects="已销号")
    hazard = Hazard.objects.get()
    assert (hazard.open, hazard.rounds) == (False, 1)
