"""Enforcement in a browser: a refusal to the power cut and back, a coal month, an accident that changes hands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.common.calendar.working import CHINA
from bihuan.emergency.accidents import services as accidents
from bihuan.emergency.accidents.grades import Casualties
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Account, Jurisdiction, Unit
from bihuan.organizations.roles import Role
from bihuan.organizations.sample_district import PASSWORD
from bihuan.organizations.selectors import actor as actor_on
from bihuan.safety.campaigns import services as campaigns
from bihuan.safety.campaigns.models import Campaign
from bihuan.safety.enterprises import services as enterprises
from bihuan.safety.enterprises.codes import check_character
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.suspension.models import Suspension
from tests.journeys.conftest import PHONE, Visit

pytestmark = pytest.mark.journey


def firm(serial: int, name: str, sector: str = "", industry: str = "") -> Enterprise:
    code = f"91990103MA{serial:07d}"
    facts = enterprises.Facts(
        credit_code=code + check_character(code), name=name, place=Jurisdiction.objects.get(name="石湾镇"),
        regulator=Unit.objects.get(code="QL-YJ"), sector=sector, industry=industry,
    )  # fmt: skip
    return enterprises.enter(facts=facts, actor=SYSTEM, at=timezone.now())


def seated(owner: Enterprise, username: str, name: str) -> None:
    account = Account.objects.create(username=username, name=name)
    account.set_password(PASSWORD)
    account.save()
    enterprises.seat(
        enterprise=owner,
        role=Role.PRINCIPAL,
        account=account,
        starts_on=timezone.localdate(),
        by=SYSTEM,
        at=timezone.now(),
    )


def head_of(code: str) -> Account:
    account = Account.objects.get(
        appointments__post__unit__code=code,
        appointments__post__is_head=True,
        appointments__ends_on__isnull=True,
    )
    account.set_password(PASSWORD)
    account.must_change_password = False
    account.save()
    return account


def acting(account: Account) -> Actor:
    found = actor_on(account.pk, None, timezone.localdate())
    assert found is not None
    return found


def take(page: Page, number: str, step: str, expects: str, **fields: str) -> None:
    """One step by its own page; waits for what it leads to."""
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
    expect(page.locator("main")).to_contain_text(expects)


def local(hours: float) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=hours), CHINA).strftime("%Y-%m-%dT%H:%M")


def test_a_refusal_leads_to_the_power_cut_and_compliance_lifts_it(visit: Visit) -> None:
    owner = firm(1, "青岚精细化工有限公司")
    seated(owner, "qiyezhang", "钱大有")
    boss = head_of("QL-YJ")
    desk, chief = visit("anjian"), visit(boss.username)
    desk.goto("/safety/suspension/new/")
    desk.fill("[name=enterprise]", owner.name)
    desk.fill("[name=subject]", "储罐区重大隐患")
    desk.fill("[name=scope_text]", "全厂停产。")
    desk.click("main form button.btn--primary")
    expect(desk.locator("main")).to_contain_text("停产停业中")
    number = Suspension.objects.select_related("case").get().case.number
    take(desk, number, "find_refusal", "拒不停产停业", record="用电量没有下降。", danger="yes")
    told = {"supply": "power", "emergency": "no", "supplier": "青岚供电公司", "reason": "拒不停产。"}
    take(chief, number, "notify_cut", "提前二十四小时", cut_at=local(23), **told)
    expect(chief.locator("[name=supplier]").first).to_have_value("青岚供电公司")  # nothing is lost
    take(chief, number, "notify_cut", "已通知停止供应", cut_at=local(24.2), **told)
    # A day later the cut is made; the test's clock cannot wait a day, so the step is taken at that time.
    case = Case.objects.get(number=number)
    later = timezone.now() + timedelta(hours=25)
    casework.take(
        case_id=case.pk, step="cut", actor=acting(Account.objects.get(username="anjian")), at=later,
        given={"cut_done_at": later - timedelta(minutes=5)},
    )  # fmt: skip
    desk.goto("/safety/suspension/")
    expect(desk.locator("#refused")).to_contain_text(owner.name)
    case.refresh_from_db()
    casework.take(
        case_id=case.pk, step="comply_lift", actor=acting(Account.objects.get(username="anjian")),
        at=later + timedelta(hours=1), given={"to_unit": owner.unit_id, "record": "已经停产。"},
    )  # fmt: skip
    page = visit("qiyezhang", width=PHONE)
    page.goto(f"/cases/{number}/")
    expect(page.locator("main")).to_contain_text("解除")
    assert Suspension.objects.get().lifted_at is not None


def test_a_coal_month_from_the_stop_to_the_resumption_of_eleven_and_the_closure_of_the_one_that_refused(
    visit: Visit,
) -> None:
    mines = [firm(n, f"青岚{n}号煤矿", "煤矿", "B0610") for n in range(1, 13)]
    boss = head_of("QL-YJ")
    now, today = timezone.now(), timezone.localdate()
    officer = acting(Account.objects.get(username="anjian"))
    plan = campaigns.Plan(
        "coal",
        "煤矿停产整顿月",
        today,
        today + timedelta(days=30),
        "停产、检查、复产。",
        {"resumed": 100},
        mines,
    )
    number = campaigns.draft(plan=plan, actor=officer, at=now).number
    chief = visit(boss.username)
    take(chief, number, "start", "专项整治进行中", opinion="同意。")
    take(
        chief,
        number,
        "stop_sector",
        "全行业停产日期",
        stopped_on=today.isoformat(),
        requirements="全部停产整顿。",
    )
    assert Suspension.objects.count() == 12
    refusing = Case.objects.get(suspension__enterprise=mines[0])
    desk = visit("anjian")
    take(desk, refusing.number, "find_refusal", "拒不停产停业", record="夜间出煤。", danger="yes")
    take(chief, number, "close", "还有企业拒不停产", result="完成。")
    take(
        chief, refusing.number, "propose_closure", "停产企业提请关闭中", ground="refused", basis="拒不执行。"
    )
    leader, government = (
        acting(Account.objects.get(username="lingdao")),
        Unit.objects.get(short_name="区政府"),
    )
    for mine in mines[1:]:
        case = Case.objects.get(suspension__enterprise=mine)
        moment = timezone.now()
        manager = Actor(
            account_id=None, appointment_id=None, unit_id=mine.unit_id, jurisdiction_id=mine.place_id, name="矿长",
            unit_name=mine.name,
            post_title="矿长", roles=frozenset({Role.PRINCIPAL}),
        )  # fmt: skip
        for step, who, given in (
            ("apply_resume", manager, {"applied_on": today, "plan_done": "完成。", "evaluation": "合格。"}),
            ("pass_acceptance", officer, {"accepted": "合格。", "team": "周、李"}),
            ("approve_head", acting(boss), {"opinion": "同意。"}),
            ("approve_body", officer, {"number": "矿安1号", "to_unit": government.pk, "opinion": "同意。"}),
            ("approve_government", leader, {"opinion": "同意。", "resumed_on": today}),
        ):
            casework.take(case_id=case.pk, step=step, actor=who, at=moment, given=given)
    last = Case.objects.get(suspension__enterprise=mines[11])
    take(
        desk,
        last.number,
        "publish_resumption",
        "已复产",
        resumption_published_on=today.isoformat(),
        where="政府网站",
    )
    desk.goto(f"/safety/campaigns/{number}/")
    expect(desk.locator("main")).to_contain_text("停产企业验收复产或者依法处置率（%）：100 / 100")
    take(chief, number, "report_week", "专项整治进行中", note="十一家复产，一家提请关闭。")
    take(chief, number, "close", "专项整治结束", result="十一家复产，一家提请关闭。")
    assert Campaign.objects.get().weeks.get().figures["total"]["handled"] == 12


def test_an_accidents_grade_rises_on_day_three_and_it_changes_hands(visit: Visit) -> None:
    boss = head_of("QL-YJ")
    now = timezone.now()
    happened = now - timedelta(days=3)
    contents = {"unit_profile": "某公司。", "scene": "三车间。", "course": "中毒。", "measures": "已救出。"}
    first = accidents.First(
        "三车间中毒事故", "青岚精细化工有限公司", "石湾镇", "industrial", "窒息" if happened.date() >= date(2026, 7,
        1) else "中毒和窒息", happened,
        happened + timedelta(minutes=5), happened + timedelta(minutes=40), Casualties(deaths=2, serious=3), contents,
    )  # fmt: skip
    case = accidents.report(
        first=first, actor=acting(Account.objects.get(username="anjian")), at=happened + timedelta(minutes=50)
    )
    desk = visit("anjian")
    desk.goto("/emergency/accidents/")
    expect(desk.locator("main")).to_contain_text("一般事故")
    take(
        desk, case.number, "supplement", "较大事故", changed_on=timezone.localdate().isoformat(), deaths="3", serious="2",
        missing="0",
        loss="900000", **contents,
    )  # fmt: skip
    chief = visit(boss.username)
    team = {"head": "王局长", "members": "应急局、公安分局、总工会"}
    take(chief, case.number, "form_team", "更高一级", level="county", **team)
    take(chief, case.number, "hand_over", "市政府", to_unit="市政府", reason="较大事故由市级调查。")
    city = visit("fuhe", width=PHONE)
    take(city, case.number, "form_team", "事故调查中", level="city", **team)
    case.refresh_from_db()
    assert (case.facts["grade"], case.facts["level"], case.holder_unit.short_name) == (
        "larger",
        "city",
        "市政府",
    )
