"""A resident with a phone, without an account: files, prints, follows, answers, rates, asks for a review."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import unit
from bihuan.portal import services as portal
from bihuan.portal.models import Draft, Question, Rating
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.journey

WORDS = {
    "zh-CN": {
        "next": "下一步", "send": "提交", "noted": "我已经记下了", "see": "查看", "answer": "提交回答",
        "rate": "提交评价", "rating": "评价", "done": "已经提交", "review": "我不同意，请求复查", "very": "不满意",
    },
    "en": {
        "next": "Next", "send": "Send", "noted": "I have noted them", "see": "Show", "answer": "Send the answer",
        "rate": "Send the rating", "rating": "Rate", "done": "Sent", "review": "I disagree: ask for a review",
        "very": "Dissatisfied",
    },
}  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def file_letter(
    page: Page, words: dict[str, str], *, photo: bool = True, who: str = "named"
) -> tuple[str, str]:
    """From the front page to number and code."""
    page.goto("/r/")
    page.locator("a.btn--main").click()
    page.fill("#subject", "楼道灯坏了三个月没人修")
    page.fill("#happened", "三月就坏了，找过物业两次。")
    page.get_by_role("button", name=words["next"], exact=True).click()
    page.select_option("#place", "990103001003")
    page.fill("#spot", "3栋2单元")
    page.get_by_role("button", name=words["next"], exact=True).click()
    page.fill("#request", "请修好，并告诉我哪天修。")
    page.get_by_role("button", name=words["next"], exact=True).click()
    page.check(f"[name=sign][value={who}]")
    if who == "named":
        page.fill("#name", "丁一帆")
        page.fill("#phone", "19900001234")
        page.check("[name=wish][value=sms]")
    page.get_by_role("button", name=words["next"], exact=True).click()
    if photo:
        page.set_input_files("#chosen", {"name": "灯.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name=words["next"], exact=True).click()
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(page.locator("#slip-number")).to_be_visible()
    return page.locator("#slip-number").inner_text(), page.locator("#slip-code").inner_text()


def enter(page: Page, words: dict[str, str], number: str, code: str) -> None:
    """With number and code to the case."""
    page.goto("/r/follow/")
    page.fill("#number", number)
    page.fill("#code", code)
    page.get_by_role("button", name=words["see"], exact=True).click()


def served(case: Case) -> Case:
    """Forwarded, accepted, decided against the wish, handed over: now a review may be asked for."""
    now = timezone.now()
    day = timezone.localdate()
    case = casework.take(
        case_id=case.pk,
        step="forward",
        actor=cases.actor("fenliu", now),
        at=now,
        given={"to_unit": unit("住建局").pk},
    )
    officer = cases.actor("chengban", now)
    for step, given in (
        ("accept", {"received_on": day, "notified_on": day}),
        ("decide", {**cases.DECISION, "result": "refuse"}),
        ("serve", {"served_on": day, "served_by": "hand", "receipt": "本人"}),
    ):
        case = casework.take(case_id=case.pk, step=step, actor=officer, at=timezone.now(), given=given)
    return case


@pytest.mark.parametrize(
    ("lang", "width", "javascript"), [("zh-CN", PHONE, True), ("en", DESK, True), ("zh-CN", PHONE, False)]
)
def test_a_resident_files_prints_follows_answers_and_rates(
    visit: Visit, lang: str, width: int, javascript: bool
) -> None:
    words = WORDS[lang]
    phone = visit(width=width, lang=lang, javascript=javascript)
    number, code = file_letter(phone, words)
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code)
    phone.get_by_role("button", name=words["noted"]).click()
    enter(phone, words, number, code)
    expect(phone.locator("h1")).to_have_text("楼道灯坏了三个月没人修")
    expect(phone.locator("#files")).to_contain_text("灯.png")

    case = Case.objects.get(number=number)
    now = timezone.now()
    case = casework.take(
        case_id=case.pk,
        step="forward",
        actor=cases.actor("fenliu", now),
        at=now,
        given={"to_unit": unit("住建局").pk},
    )
    officer = visit("chengban")
    officer.goto(f"/cases/{number}/")
    officer.locator("#residents summary", has_text="问信访人").click()
    officer.fill("#ask-text", "灯是哪一层的？")
    officer.get_by_role("button", name="提问", exact=True).click()
    question = Question.objects.get()

    phone.goto("/r/case/")
    expect(phone.locator(f"#question-{question.pk}")).to_contain_text("灯是哪一层的？")
    phone.fill(f"#answer-{question.pk}", "三层和四层。")
    phone.get_by_role("button", name=words["answer"]).click()
    expect(phone.locator(".box--good").first).to_be_visible()
    officer.reload()
    expect(officer.locator("#residents")).to_contain_text("三层和四层。")

    day = timezone.localdate()
    for step, given in (
        ("accept", {"received_on": day, "notified_on": day}),
        ("decide", {**cases.DECISION, "result": "refuse"}),
        ("serve", {"served_on": day, "served_by": "hand", "receipt": "本人"}),
    ):
        casework.take(
            case_id=case.pk, step=step, actor=cases.actor("chengban", now), at=timezone.now(), given=given
        )
    phone.goto("/r/case/")
    expect(phone.locator("#decision")).to_be_visible()
    box = phone.locator("#rate-handler")
    box.locator("summary").click()
    box.locator("[name=score][value='2']").check()
    box.get_by_role("button", name=words["rate"]).click()
    expect(phone.locator("#rate-handler")).to_contain_text(words["very"])
    assert Rating.objects.get().score == 2

    phone.get_by_role("link", name=words["review"]).click()
    phone.fill("textarea", "没有说清楚钱从哪里出。")
    phone.get_by_role("button", name=words["review"]).click()
    expect(phone.locator(".box--good").first).to_be_visible()
    assert Case.objects.get().state == "reviewing"


def test_a_phone_that_dies_in_mid_filing_loses_nothing(visit: Visit) -> None:
    phone = visit(width=PHONE)
    phone.goto("/r/file/what/")
    phone.fill("#subject", "楼道灯坏了")
    phone.locator("#happened").press_sequentially("写到一半", delay=10)
    phone.wait_for_timeout(400)
    context = phone.context
    phone.close(run_before_unload=False)
    again = context.new_page()
    again.goto("/r/file/what/")
    expect(again.locator("#happened")).to_have_value("写到一半")
    expect(again.locator("[data-kept]")).to_be_visible()
    again.get_by_role("button", name="下一步", exact=True).click()
    expect(again.locator("#place")).to_be_visible()
    assert Draft.objects.count() == 1
    again.close()
    third = context.new_page()
    third.goto("/r/file/")
    expect(third.locator("#request")).to_be_visible() if third.url.endswith("/ask/") else None
    third.goto("/r/file/what/")
    expect(third.locator("#subject")).to_have_value("楼道灯坏了")


def test_on_a_shared_computer_nothing_stays_in_the_browser(visit: Visit) -> None:
    desk = visit(width=DESK)
    desk.goto("/r/file/what/")
    desk.fill("#subject", "先写的")
    desk.wait_for_timeout(400)
    desk.check("[data-shared]")
    desk.fill("#subject", "后写的")
    desk.wait_for_timeout(400)
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('r:')).length") == 0
    desk.reload()
    expect(desk.locator("#subject")).to_have_value("")


def test_after_sending_the_phone_remembers_nothing_of_the_letter(visit: Visit) -> None:
    phone = visit(width=PHONE)
    file_letter(phone, WORDS["zh-CN"], photo=False)
    assert phone.evaluate("JSON.stringify(localStorage)") == "{}"


def test_the_receipt_prints_on_one_page_with_number_code_and_square(visit: Visit, tmp_path: Path) -> None:
    from pypdf import PdfReader

    phone = visit(width=PHONE)
    number, code = file_letter(phone, WORDS["zh-CN"], photo=False, who="anonymous")
    phone.pdf(path=str(tmp_path / "receipt.pdf"), format="A4")
    reader = PdfReader(tmp_path / "receipt.pdf")
    assert len(reader.pages) == 1
    text = "".join(reader.pages[0].extract_text().split())
    assert number in text
    assert code.replace(" ", "") in text
    assert "工作人员登录" not in text
    assert phone.locator(".qr path").count() == 2


def serious(page: Page) -> list[str]:
    """What axe finds wrong, of any weight."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("lang", "width"), [("zh-CN", PHONE), ("en", DESK), ("en", PHONE)])
def test_every_page_is_clean_and_no_wider_than_the_screen(visit: Visit, lang: str, width: int) -> None:
    words = WORDS[lang]
    phone = visit(width=width, lang=lang, expects=("429", "404"))
    wrong: list[str] = []

    def look(where: str) -> None:
        wrong.extend(f"{where}: {one}" for one in serious(phone))
        out = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if out > 0:
            wrong.append(f"{where}: {out} pixels wider than the screen")

    for path in ("/r/", "/r/offices/", "/r/figures/", "/r/refuses/", "/r/follow/", "/r/file/what/"):
        phone.goto(path)
        look(path)
    phone.get_by_role("button", name=words["next"], exact=True).click()
    look("what, refused")
    number, code = file_letter(phone, words)
    look("receipt")
    for step in ("what",):
        phone.goto(f"/r/file/{step}/")
    case = served(Case.objects.get())
    now = timezone.now()
    portal.issue_code(case=case, actor=cases.actor("dengji", now), at=now, checked="id_card")
    phone.get_by_role("button", name=words["noted"]).click()
    enter(phone, words, number, code)
    look("follow, refused")
    issued = portal.issue_code(case=case, actor=cases.actor("dengji", now), at=now, checked="id_card")
    enter(phone, words, number, issued.code)
    look("case")
    phone.get_by_role("link", name=words["review"]).click()
    look("do")
    assert wrong == [], "\n".join(wrong)


def test_the_desk_gives_out_a_code_and_prints_letters(visit: Visit) -> None:
    case = cases.registered(cases.ago(1)) if hasattr(cases, "registered") else cases.handling(cases.ago(1))
    clerk = visit("dengji")
    clerk.goto(f"/cases/{case.number}/")
    clerk.locator("#residents summary", has_text="发给查询码").click()
    clerk.locator("#residents").get_by_role("button", name="发给查询码").click()
    code = clerk.locator("#slip-code").inner_text()
    assert serious(clerk) == []
    phone = visit(width=PHONE)
    enter(phone, WORDS["zh-CN"], case.number, code)
    expect(phone.locator("h1")).to_have_text(case.subject)
    for path in ("/portal/letters/", "/portal/office/"):
        clerk.goto(path)
        assert serious(clerk) == []
