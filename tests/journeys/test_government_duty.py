"""Government's own duty in a browser: from a pasted speech to a task, its proof, its confirmation and its trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bihuan.casework.models import Case
from bihuan.directives import sample as documents
from bihuan.directives.models import Directive
from bihuan.organizations.models import Account, Unit
from bihuan.supervision import escalation, services
from bihuan.supervision.models import Hearing
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit
from tests.journeys.test_every_page import serious, sticks_out

pytestmark = pytest.mark.journey

SPEECH = (
    "同志们：\n一、改善居住条件\n青岚区住房和城乡建设局要在{day}前完成改造老旧小区20个，惠及3000户。\n"
    "二、维护稳定\n对重点信访人员落实专人稳控，防止进京上访。\n"
)


def test_a_speech_becomes_a_task_that_is_done_confirmed_and_traced(visit: Visit) -> None:
    day = timezone.localdate() + timedelta(days=40)
    supervisor = visit("ducha", seated=True)
    supervisor.goto("/directives/new/")
    supervisor.fill("#id_title", "在全区工作会议上的讲话")
    supervisor.fill("#id_text", SPEECH.format(day=f"{day.year}年{day.month}月{day.day}日"))
    supervisor.get_by_role("button", name="导入并读出任务").click()
    expect(supervisor.locator("mark")).to_have_count(2)
    expect(supervisor.get_by_text("有1处要求对人进行控制")).to_be_visible()

    supervisor.locator("mark a", has_text="改造老旧小区").click()
    expect(supervisor.locator("#id_due_on")).to_have_value(day.isoformat())
    supervisor.get_by_role("button", name="保存并交办").click()
    expect(supervisor.get_by_text("承办中").first).to_be_visible()
    number = Case.objects.get(process="directives.measure").number
    expect(supervisor.get_by_role("link", name="在全区工作会议上的讲话")).to_be_visible()

    officer = visit("chengban", width=PHONE, seated=True)
    officer.goto("/supervision/owed/")
    officer.get_by_role("link", name=number).click()
    expect(officer.locator("h1")).to_be_visible()
    officer.goto(f"/cases/{number}/take/report_done/")
    officer.fill("#report_done-result", "二十个小区全部改造完成，附验收单。")
    officer.get_by_role("button", name="报完成").click()
    expect(officer.get_by_text("报完成待核实").first).to_be_visible()

    supervisor.goto("/supervision/")
    expect(supervisor.locator("#kinds")).to_be_visible()
    supervisor.goto(f"/cases/{number}/take/confirm/")
    supervisor.fill("#confirm-checked", "到三个小区看过，询问了居民。")
    supervisor.locator("#confirm-confirmed").check()
    supervisor.get_by_role("button", name="核实，任务完成").click()
    expect(supervisor.get_by_text("已完成").first).to_be_visible()

    supervisor.goto(f"/supervision/trace/cases/{number}/")
    expect(supervisor.get_by_text("按期办了").first).to_be_visible()
    expect(supervisor.get_by_role("heading", name="每天球在谁手里")).to_be_visible()
    with supervisor.expect_download() as waiting:
        supervisor.get_by_role("link", name="下载轨迹和证明").click()
    assert waiting.value.suggested_filename == f"trace-{number}.zip"


def test_an_order_is_sent_from_a_case_and_answered(visit: Visit) -> None:
    documents.load()
    origin = Case.objects.filter(process="directives.measure", holder_unit__code="QL-ZJ").first()
    assert origin is not None
    supervisor = visit("ducha", seated=True)
    supervisor.goto(f"/supervision/open/order/?case={origin.number}")
    expect(supervisor.locator("[name=to_unit]")).to_have_value("住建局")
    supervisor.fill("[name=requirement]", "请书面回复进度。")
    supervisor.fill("[name=reply_by]", (timezone.localdate() + timedelta(days=9)).isoformat())
    supervisor.get_by_role("button", name="发督办函").click()
    expect(supervisor.get_by_text("待书面回复").first).to_be_visible()
    order = Case.objects.get(process="supervision.order")
    assert order.origin_id == origin.pk
    officer = visit("chengban", width=PHONE, seated=True)
    officer.goto(f"/cases/{order.number}/take/reply/")
    officer.fill("#reply-reply", "已完成八个，其余十二个月底前完成。")
    officer.get_by_role("button", name="书面回复").click()
    expect(officer.get_by_text("已回复待核实").first).to_be_visible()
    supervisor.goto("/supervision/")
    expect(supervisor.locator("#back").get_by_role("link", name=order.number)).to_be_visible()


PAGES = (
    "/directives/", "/directives/new/", "/directives/{directive}/", "/directives/measures/{measure}/", "/supervision/",
    "/supervision/owed/", "/supervision/charges/", "/supervision/hearings/", "/supervision/hearings/new/",
    "/supervision/hearings/{hearing}/", "/supervision/responsibility/", "/supervision/campaigns/", "/supervision/money/",
    "/supervision/money/line/", "/supervision/open/order/", "/supervision/open/charge/", "/supervision/kinds/charge/",
    "/supervision/trace/cases/{number}/", "/supervision/trace/units/QL-ZJ/", "/board/bulletin/", "/r/reception/",
)  # fmt: skip


@pytest.mark.parametrize(("lang", "scheme", "width"), [("zh-CN", "light", DESK), ("en", "dark", PHONE)])
def test_nothing_serious_on_the_pages_of_duty(visit: Visit, lang: str, scheme: str, width: int) -> None:
    documents.load()
    leader, at = Account.objects.get(username="lingdao"), timezone.now()
    supervisor, clerk = cases.actor("ducha", at), cases.actor("fenliu", at)
    charge = services.take_charge(
        leader=leader, actor=clerk, at=cases.ago(45), subject="拆迁安置",
        given={"matter": "查清责任", "due_by": (at - timedelta(days=4)).date().isoformat()},
    )  # fmt: skip
    services.supervise(
        process="supervision.order", actor=supervisor, at=at, subject="安置进度", origin=charge,
        given={"to_unit": Unit.objects.get(code="QL-ZJ").pk, "requirement": "请回复", "reply_by": "2099-01-01"},
    )  # fmt: skip
    hearing = services.set_hearing(
        kind="reception", leader=leader, on=timezone.localdate(), place="信访局一楼", actor=clerk, at=at
    )
    services.publish(hearings=[hearing.pk], actor=clerk, at=at)
    services.hear(hearing=hearing, matter="停水", actor=clerk, at=at, promised="三天恢复", due_by=at.date())
    escalation.run(at=at, deliver=True)
    directive = Directive.objects.order_by("pk").first()
    assert directive is not None
    measure = directive.measures.filter(case__isnull=True).first() or directive.measures.first()
    assert measure is not None
    keys = {
        "directive": directive.pk, "measure": measure.pk, "hearing": Hearing.objects.get().pk, "number": charge.number,
    }  # fmt: skip
    page, wrong = visit("ducha", lang=lang, width=width, color_scheme=scheme, seated=True), []
    for path in PAGES:
        page.goto(path.format(**keys))  # until everything the page names has come
        wrong += [f"{path}: {one}" for one in serious(page)]
        if (out := sticks_out(page)) > 0:
            wrong.append(f"{path}: {out} pixels wider than the screen")
    assert wrong == [], "\n".join(wrong)
