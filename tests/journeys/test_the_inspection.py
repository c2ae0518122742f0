"""From the plan to the colour given back: planned, drawn, inspected without signal, ordered, planned with five guarantees,
rectified with photographs, refused, accepted the second time, closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bihuan.organizations.actor import SYSTEM
from bihuan.organizations.models import Account, Post, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.sample_district import PASSWORD
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard
from bihuan.safety.hazards.packs import Criterion, enter_pack
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.inspections.planning import approve_plan, make_plan
from bihuan.safety.risk import services as risk
from tests.journeys import field
from tests.journeys.conftest import PHONE, Visit
from tests.journeys.test_a_hazard import take

pytestmark = pytest.mark.journey
SOON = 9
PLAN = {
    "goals": "装设可燃气体检测报警装置。", "methods": "委托有资质的单位安装；安装期间停止装卸。", "funds": "专项资金18万元。",
    "organization": "总经理牵头，安全部负责。", "schedule": "五日内设计，三日内装设调试。",
    "contingency": "整改期间停止装卸，专人值守。", "responsible": "安小满", "money": "180000",
}  # fmt: skip


def head() -> str:
    """The user name of the head of 应急局."""
    post = Post.objects.get(unit=Unit.objects.get(code="QL-YJ"), is_head=True)
    account: Account = post.appointments.get(ends_on__isnull=True).account
    account.set_password(PASSWORD)
    account.must_change_password = False
    account.save()
    return account.username


def furnished() -> Enterprise:
    """A key enterprise with two people, a blue risk point, criteria, a checklist, two officers."""
    now = timezone.now()
    firm = field.enterprise()
    firm = enterprises.change(enterprise=firm, actor=SYSTEM, at=now, key=True)
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
    criteria = [
        Criterion(
            "危化品生产企业", "安全设施", "涉及可燃和有毒有害气体泄漏的场所未按国家标准设置检测报警装置"
        )
    ]
    enter_pack(
        code="MH",
        version="2017",
        title="重大隐患判定标准",
        source="",
        in_force_from=date(2018, 1, 1),
        criteria=criteria,
        at=now,
    )
    risk.load_tables()
    point = risk.add_point(
        enterprise=firm, actor=SYSTEM, at=now,
        point=risk.Point(name="储罐区", factors="可燃液体泄漏", control_level="company"),
    )  # fmt: skip
    values = {"likelihood": "0.5", "exposure": "6", "consequence": "15"}
    risk.assess(point=point, stage="residual", method="lec", values=values, actor=SYSTEM, at=now)
    field.officers()
    field.sheet()
    return firm


def colour(page: Page, word: str) -> None:
    """The colour of the point on the list of risks."""
    page.goto("/safety/risks/")
    expect(page.locator("main tbody tr", has_text="储罐区").locator(f".risk--{word}")).to_be_visible()


def attach(page: Page, number: str, picture: int) -> None:
    """A photograph on the case's own page."""
    page.goto(f"/cases/{number}/")
    page.click("text=上传附件")
    page.locator("#panel-files input[type=file]").set_input_files(
        {"name": f"整改{picture}.jpg", "mimeType": "image/jpeg", "buffer": field.picture(picture)}
    )
    page.locator("#panel-files form button.btn").last.click()
    expect(page.locator("#panel-files .files")).to_contain_text(f"整改{picture}.jpg")


def test_an_inspection_from_the_plan_to_the_colour_given_back(visit: Visit, site: str) -> None:
    firm = furnished()
    soon = (timezone.localdate() + timedelta(days=SOON)).isoformat()
    chief, now = head(), timezone.now()
    # The year is planned, with the enterprise as a key one; then it is drawn.
    planned = make_plan(
        year=timezone.localdate().year, officers=2, days_per_officer=120, days_per_inspection=Decimal("1.5"),
        actor=field.acting("anjian"), at=now,
    )  # fmt: skip
    approve_plan(plan=planned, on=timezone.localdate(), actor=field.acting(chief))
    assert planned.lines.get().enterprise == firm
    desk = visit("anjian")
    desk.goto("/safety/draws/new/")
    desk.fill("[name=seed]", "第25期 07 11 19")
    desk.fill("[name=count]", "1")
    desk.fill("[name=inspect_by]", soon)
    desk.select_option("[name=checklist]", index=1)
    desk.click("main form button.btn--primary")
    expect(desk.locator("main")).to_contain_text("完全一致")
    row = Inspection.objects.select_related("case").get()
    colour(desk, "blue")
    # On site, without signal: two items failed, a measure ordered on the spot.
    phone = field.phone(visit, "anjian")
    phone.context.set_offline(True)
    field.opened(phone, row.pk)
    phone.click("[data-begin]")
    field.mark(phone, 0, "failed", "三具灭火器已经过期。")
    field.shoot(phone, 0, 1)
    field.mark(phone, 1, "failed", "储罐区没有设置可燃气体检测报警装置。")
    phone.locator(".field-item").nth(1).locator("[name=point]").select_option(label="储罐区")
    field.shoot(phone, 1, 2)
    field.mark(phone, 2, "passed")
    phone.select_option("[name=measure]", "stop_using")
    phone.fill("[name=scope]", "装设报警装置以前，停止储罐区装卸作业。")
    field.sign_all(phone)
    phone.click("[data-finish]")
    expect(phone.locator("main")).to_contain_text("等待发送")
    phone.context.set_offline(False)
    expect(phone.locator("main")).to_contain_text("立案隐患 2 件")
    general, major = Hazard.objects.select_related("case").order_by("pk")
    kinds = set(row.case.documents.values_list("kind", flat=True))
    assert kinds == {"site_record", "onsite_measure"}
    # The general one is ordered; the major one is confirmed by a second person and turns its risk point red.
    take(desk, general.case.number, "judge", grade="general", reason="危害较小。")
    take(
        desk,
        general.case.number,
        "order",
        responsible="安小满",
        requirements="更换灭火器。",
        rectify_by=soon,
        expects="责令整改中",
    )
    number = major.case.number
    take(desk, number, "judge", grade="major", clause="MH/1", reason="符合判定标准第1条。")
    boss = visit(chief)
    take(boss, number, "confirm_major", note="同意。", expects="待制定治理方案")
    colour(desk, "red")
    # Five guarantees: refused before both reports are made, then signed.
    firm_desk, principal = visit("qiye"), visit("qiyezhang")
    take(principal, number, "sign_plan", rectify_by=soon, **PLAN, expects="应当先向监管部门报告")
    today = timezone.localdate().isoformat()
    take(
        firm_desk, number, "report_regulator", present_state="储罐区无报警装置。", harm="泄漏不能及时发现。",
        governance="装设报警装置。",
        reported_regulator_on=today,
    )  # fmt: skip
    take(
        firm_desk,
        number,
        "report_workers",
        meeting="职工代表大会",
        reported_workers_on=today,
        workers_receipt="会议纪要2026-1号",
    )
    take(principal, number, "sign_plan", rectify_by=soon, **PLAN, expects="责令整改中")
    take(desk, number, "receive_report", regulator_receipt="已收到。")
    # Rectified with photographs, refused, rectified again, accepted, closed at the second level.
    attach(firm_desk, number, 5)
    take(firm_desk, number, "rectify", rectifier="李电工", record="已装设六台。", expects="待复查")
    take(
        desk,
        number,
        "fail_reinspection",
        reason="储罐区东侧没有覆盖。",
        rectify_by=soon,
        expects="责令整改中",
    )
    attach(firm_desk, number, 6)
    take(firm_desk, number, "rectify", rectifier="李电工", record="东侧已补装并调试。", expects="待复查")
    take(desk, number, "pass_reinspection", accepted="复查合格。", second_level="yes", expects="待销号核验")
    take(boss, number, "close_out", verified="同意销号。", expects="已销号")
    colour(desk, "blue")
    issued = set(Hazard.objects.get(pk=major.pk).case.documents.values_list("kind", flat=True))
    assert {
        "governance_plan",
        "major_report",
        "rectification_report",
        "reinspection_opinion",
        "close_out",
    } <= issued
    assert general.case.documents.filter(kind="rectification_order").exists()
    hazard = Hazard.objects.get(pk=major.pk)
    assert (hazard.open, hazard.rounds) == (False, 1)
    # The enterprise sees what was photographed of its hazard, marked; on its phone.
    small = visit("qiye", width=PHONE)
    small.goto(f"/cases/{number}/")
    expect(small.locator("img[src*='/safety/field/photos/']").first).to_be_visible()
