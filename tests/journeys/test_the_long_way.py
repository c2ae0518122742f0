"""The long way of a matter: filed by a resident on the portal, objected to, handled, decided, reviewed, changed, done.

By the hands of everyone who has one in it, in both languages, on a phone and at a desk. Each wait is for what is asserted.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from bihuan.casework.models import Case, IssuedDocument
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit
from tests.journeys.test_residents_pages import WORDS, enter, file_letter

pytestmark = pytest.mark.journey

PICTURES = os.environ.get("JOURNEY_PICTURES", "")  # a folder: the pages on the way are photographed into it
REVIEWED = {
    "review_result": "change",
    "to_execute": "yes",
    "request": "请求撤销原处理意见，由住建局修好楼道灯。",
    "facts": "复查查明，3栋2单元三层、四层楼道灯线路老化，属于共用设施；原意见认定由住户自修不当。",
    "opinion": "变更原处理意见：由区住建局督促物业服务企业在十五日内修复线路并更换灯具。",
    "basis": "《物业管理条例》第三十五条、《信访工作条例》第三十五条",
    "remedy": "如不服本复查意见，可以自收到本意见书之日起30日内向澜川市人民政府请求复核。",
}


class Desk:
    """Somebody of an office at a browser, with the one case before them."""

    def __init__(self, page: Page, number: str, who: str) -> None:
        self.page, self.number, self.who = page, number, who

    def take(self, step: str, state: str, **given: str) -> None:
        """Open the step on the case's page, fill in, submit; wait until the page says it is done and the case is there."""
        self.page.goto(f"/cases/{self.number}/")
        card = self.page.locator(f"#step-{step}")
        form = card.locator("form")
        if not form.is_visible():
            card.locator("summary, a.step__closed").first.click()
        expect(form).to_be_visible()
        for name, value in given.items():
            fill(form.locator(f"[name={name}]"), value)
        sure = form.locator("[name=confirmed]")
        if sure.count():
            sure.check()
        fits(self.page, f"{self.who} {step}")
        form.locator(".form__actions button.btn").first.click()
        expect(self.page.locator("#messages .alert--success")).to_be_visible()
        expect(form).to_have_count(0)
        assert Case.objects.get(number=self.number).state == state


def fill(fields: Locator, value: str) -> None:
    """One field of a form, whatever it is: the first that is there says its kind."""
    kind = fields.first.get_attribute("type")
    if kind == "radio":
        fields.and_(fields.page.locator(f"[value={value}]")).check()
    elif kind == "checkbox":
        fields.first.check()
    elif fields.first.evaluate("one => one.tagName") == "SELECT":
        fields.first.select_option(value)
    else:
        fields.first.fill(value)


def fits(page: Page, name: str) -> None:
    """No page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        lang = page.locator("html").get_attribute("lang")
        path = Path(PICTURES) / f"{name.replace(' ', '-')}-{lang}-{width}.png"
        page.screenshot(
            path=path, full_page=True, caret="initial"
        )  # to hide it a style is needed, which the policy refuses
    assert wide <= 0, f"{name}: {wide} pixels wider than the screen"


def follow(phone: Page, name: str) -> None:
    """The resident looks again."""
    phone.goto("/r/case/")
    expect(phone.locator("#seen")).to_be_visible()
    fits(phone, name)


@pytest.mark.parametrize(("lang", "width"), [("zh-CN", PHONE), ("en", DESK)])
def test_a_matter_from_the_residents_phone_through_objection_and_review_to_the_end_the_resident_confirms(
    visit: Visit, lang: str, width: int
) -> None:
    words = WORDS[lang]
    day = timezone.localdate().isoformat()
    later = (timezone.localdate() + timedelta(days=15)).isoformat()

    # -- The resident files and follows.
    phone = visit(width=width, lang=lang)
    number, code = file_letter(phone, words, photo=False)
    fits(phone, "resident receipt")
    phone.get_by_role("button", name=words["noted"]).click()
    enter(phone, words, number, code)
    expect(phone.locator("h1")).to_have_text("楼道灯坏了三个月没人修")

    def desk(username: str) -> Desk:
        return Desk(visit(username, width=width, lang=lang, seated=True), number, username)

    # -- The registry sees it, numbers its receipt and sends it on; to the wrong unit first.
    clerk, dispatcher = desk("dengji"), desk("fenliu")
    clerk.page.goto(f"/cases/{number}/")
    clerk.page.locator("form[action$='/receipt'] button").click()
    expect(clerk.page.locator("#case-side a[href$='.pdf']").first).to_be_visible()
    assert IssuedDocument.objects.get(case__number=number).kind == "receipt"
    dispatcher.take("forward", "forwarded", to_unit="城管局")
    follow(phone, "resident forwarded")

    # -- The unit objects; the registry agrees and sends it to the right one, which accepts.
    stranger = desk("jianzhi")
    stranger.take(
        "object", "disputed", reason="楼道照明属于物业服务和房屋共用设施，由住建部门主管，不属于本单位职权。"
    )
    dispatcher.take("uphold_objection", "returned", reason="异议成立，楼道照明由住建局主管。")
    dispatcher.take("forward", "forwarded", to_unit="住建局")
    officer, head = desk("chengban"), desk("shenpi")
    officer.take("accept", "handling", received_on=day, notified_on=day)

    # -- More time, with its reason; then the decision, against what was asked.
    officer.take("ask_extension", "extension", reason="需要第三方检测线路。", days="15")
    head.take("grant_extension", "handling", reason="需要第三方检测线路，延长15日。", notified_on=day)
    follow(phone, "resident extended")
    officer.take("decide", "decided", **{**cases.DECISION, "result": "refuse"})
    officer.take("serve", "served", served_on=day, served_by="hand", receipt="本人签收")

    # -- The resident reads it and asks the higher unit.
    follow(phone, "resident decision")
    expect(phone.locator("#decision")).to_be_visible()
    phone.get_by_role("link", name=words["review"]).click()
    phone.fill("textarea", "楼道灯是共用的，不应当由我们自己修。")
    fits(phone, "resident review")
    phone.get_by_role("button", name=words["review"]).click()
    expect(phone.locator(".box--good[role=status]")).to_be_visible()

    # -- It changes the decision, and has it carried out.
    reviewer = desk("fucha")
    reviewer.take("decide_review", "reviewed", requested_on=day, **REVIEWED)
    reviewer.take("serve_review", "review_served", served_on=day, served_by="post", receipt="XA00000001")
    follow(phone, "resident reviewed")
    expect(phone.locator("#decision")).to_contain_text("督促物业服务企业")
    reviewer.take(
        "execute_review", "executing", to_unit="住建局", execute_by=later, reason="请按变更后的意见执行。"
    )
    officer.take(
        "report_execution", "executed", record="线路已经更换，灯具全部修复，社区到场验收。", done_on=day
    )

    # -- The resident confirms; the case is over, and every document is there.
    follow(phone, "resident executed")
    phone.locator("a[href$='/resident_confirms/']").click()
    phone.locator("form[data-keep] button").click()
    expect(phone.locator(".box--good[role=status]")).to_be_visible()
    fits(phone, "resident end")
    case = Case.objects.get(number=number)
    assert (case.state, case.phase) == ("closed", "ended")
    kinds = list(case.documents.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "receipt",
        "transfer",
        "objection",
        "transfer",
        "acceptance",
        "extension",
        "decision",
        "review",
    ]
    shown = phone.locator("#papers li")
    expect(shown).to_have_count(5)  # letters between offices are not the resident's
    clerk.page.goto(f"/cases/{number}/")
    expect(clerk.page.locator("#record .timeline")).to_be_visible()
    fits(clerk.page, "clerk end")
