"""One letter from the desk that opens it to the resident who confirms, by the hands of those who do it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey

SUBJECT = "文昌社区3栋屋面漏雨"
BODY = "屋面漏雨三年，找过物业和社区没有人修，请求派人查看并维修。"
PINYIN = 3  # strokes for one Chinese character: its syllable's letters and the choice, for a practised clerk
STROKES_A_SECOND = 5  # 60 words a minute


class Keyboard:
    """Types on a page and counts the strokes. Nothing here touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def press(self, key: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.strokes += sum(1 if one.isascii() else PINYIN for one in text)
        self.page.keyboard.insert_text(text)

    @property
    def seconds(self) -> float:
        return self.strokes / STROKES_A_SECOND

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))


def step(page: Page, name: str) -> None:
    """Open the form of a step on the case page, if it is folded."""
    card = page.locator(f"#step-{name}")
    if card.locator("form").count() == 0 or not card.locator("form").is_visible():
        card.locator("summary, a.step__closed").first.click()
    card.locator("form").wait_for(state="visible")


def submit(page: Page, name: str) -> None:
    page.locator(f"#step-{name} form .form__actions button.btn").first.click()


def said(page: Page, words: str) -> None:
    expect(page.locator("#messages .alert--success").first).to_contain_text(words)


def test_a_letter_from_registration_by_keyboard_to_the_confirmed_end(visit: Visit, tmp_path: Path) -> None:
    # -- The clerk registers it without touching the mouse.
    clerk = visit("dengji")
    keys = Keyboard(clerk)
    keys.press("g")
    keys.press("r")
    clerk.wait_for_url("**/register/")
    expect(clerk.locator("#id_subject")).to_be_focused()
    keys.type(SUBJECT)
    keys.press("Tab")
    keys.type(BODY)
    keys.press("Tab")
    assert keys.focused() == "id_place"
    keys.type("文昌社区")
    for _field in ("topic", "source_number", "name"):
        keys.press("Tab")
    assert keys.focused() == "id_name"
    keys.type("丁一帆")
    keys.press("Tab")
    keys.type("19900001234")
    keys.press("Control+Enter")
    clerk.wait_for_selector("#messages .alert--success")
    said(clerk, SUBJECT)
    assert keys.seconds < 60, f"{keys.strokes} strokes"
    expect(clerk.locator("#id_subject")).to_be_focused()  # ready for the next one
    assert clerk.input_value("#id_subject") == ""
    number = clerk.locator("#messages").inner_text().split("：")[1].split()[0]

    # -- The dispatcher finds it under Today and forwards it.
    dispatcher = visit("fenliu")
    line = dispatcher.locator(".line", has_text=SUBJECT)
    line.locator(".line__next a, .line__next button").click()
    dispatcher.wait_for_selector("[name=to_unit]")
    dispatcher.fill("[name=to_unit]", "住建局")
    dispatcher.fill("[name=note]", "请依法受理，按期答复。")
    dispatcher.click("form .form__actions button.btn")
    said(dispatcher, "转送")

    # -- The officer sees the clocks and why, accepts, and takes it to himself.
    officer = visit("chengban")
    officer.goto(f"/cases/{number}/")
    clock = officer.locator("#panel-clocks .clock", has_text="书面告知")
    expect(clock).to_contain_text("信访工作条例 第二十三条")
    clock.locator("summary").click()
    expect(clock.locator(".runs")).to_contain_text("计入15天")
    objection = officer.locator("#panel-clocks .clock", has_text="提出异议")
    objection.locator("summary").click()
    expect(objection.locator(".runs")).to_contain_text("周末")
    expect(officer.locator("#step-object")).to_be_visible()
    step(officer, "accept")
    today = (
        officer.input_value("#accept-received_on")
        or officer.get_attribute("#accept-received_on", "max")
        or ""
    )
    officer.fill("#accept-received_on", today)
    officer.fill("#accept-notified_on", today)
    submit(officer, "accept")
    said(officer, "受理并告知")
    expect(officer.locator(".case__head")).to_contain_text("办理中")
    officer.locator("#panel-assign button", has_text="交给我").click()
    expect(officer.locator("#panel-assign")).to_contain_text("陈望舒")

    # -- A scan, a note, and help from another unit.
    officer.locator("a.more", has_text="上传附件").click()
    officer.set_input_files("#panel-files input[type=file]", files=[_scan(tmp_path)])
    officer.locator("#panel-files button", has_text="上传").last.click()
    expect(officer.locator("#panel-files .files")).to_contain_text("现场照片.png")
    officer.fill("#panel-comment textarea", "已电话约好周四上午看现场。")
    officer.locator("#panel-comment button").click()
    expect(officer.locator("#panel-comment .note")).to_contain_text("周四上午")
    officer.locator("a.more", has_text="请求其他单位协办").click()
    officer.fill("#panel-help [name=unit]", "城管局")
    officer.fill("#panel-help [name=asked]", "请核查屋面搭建是否违法，一并答复。")
    officer.locator("#panel-help .form__actions button").first.click()
    expect(officer.locator("#panel-help")).to_contain_text("等待答复")
    helper = visit("jianzhi")
    helper.goto(f"/cases/{number}/")
    helper.fill("#panel-help [name=reply]", "经现场核查，屋面没有违法搭建。")
    helper.locator("#panel-help .form__actions button").first.click()
    expect(helper.locator("#panel-help")).to_contain_text("已答复")

    # -- More time is asked for, and granted by the head of the unit.
    officer.reload()
    step(officer, "ask_extension")
    officer.fill("#ask_extension-reason", "维修资金需要业主表决。")
    officer.fill("#ask_extension-days", "30")
    submit(officer, "ask_extension")
    said(officer, "申请延期")
    head = visit("shenpi")
    head.goto(f"/cases/{number}/")
    step(head, "grant_extension")
    head.fill("#grant_extension-reason", "维修资金需要业主表决，延长30日。")
    head.fill("#grant_extension-notified_on", today)
    submit(head, "grant_extension")
    said(head, "批准延期")
    expect(head.locator("#panel-clocks .clock", has_text="办理").first).to_contain_text("延长30日")

    # -- The letter gate refuses a decision with parts missing, and keeps what was written.
    officer.goto(f"/cases/{number}/")
    step(officer, "decide")
    officer.check("#step-decide input[name=result][value=support]")
    officer.fill("#decide-request", "请求维修3栋屋面，解决长期漏雨。")
    officer.fill("#decide-facts", "经现场勘查，3栋屋面防水层老化开裂约40平方米，五户住宅渗水，情况属实。")
    officer.fill("#decide-opinion", "支持请求。由我局使用维修资金组织维修，两个月内完工。")
    officer.fill("#decide-basis", "依据国家和省有关规定办理")
    officer.fill("#decide-remedy", "如不服，可以申请复查。")
    officer.check("#step-decide [name=confirmed]")
    submit(officer, "decide")
    errors = officer.locator("#step-decide .form-errors")
    expect(errors).to_contain_text("第几条")
    expect(errors).to_contain_text("复查")
    assert "五户住宅渗水" in officer.input_value("#decide-facts")
    officer.fill("#decide-basis", "《住宅专项维修资金管理办法》第二十四条、《信访工作条例》第三十二条")
    officer.fill(
        "#decide-remedy", "如不服本处理意见，可以自收到本意见书之日起30日内向青岚区人民政府申请复查。"
    )
    confirm = officer.locator("#step-decide [name=confirmed]")
    confirm.check()
    submit(officer, "decide")
    said(officer, "出具处理意见")

    # -- The decision as Word and PDF.
    word, pdf = _downloads(officer)
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "五户住宅渗水" in text.replace("\n", "")

    # -- Served, carried out, and confirmed by somebody else.
    step(officer, "serve")
    officer.fill("#serve-served_on", today)
    officer.check("#step-serve input[value=hand]")
    officer.fill("#serve-receipt", "本人签收")
    officer.fill("#serve-execute_by", today)
    submit(officer, "serve")
    said(officer, "送达")
    expect(officer.locator("#panel-clocks")).to_contain_text("请求复查")
    step(officer, "report_execution")
    officer.fill("#report_execution-record", "防水层已重做，五户验收签字。")
    officer.fill("#report_execution-done_on", today)
    submit(officer, "report_execution")
    said(officer, "报告执行情况")
    clerk.goto(f"/cases/{number}/")
    step(clerk, "confirm_execution")
    clerk.fill("#confirm_execution-heard", "电话回访，丁先生说已经不漏了，表示满意。")
    submit(clerk, "confirm_execution")
    said(clerk, "核实属实")
    expect(clerk.locator(".case__head")).to_contain_text("办结")

    # -- And the journal shows every hand.
    journal = clerk.locator("#record .timeline")
    for name in ("周晓禾", "吴青松", "陈望舒", "赵明川", "曹兼济"):
        expect(journal).to_contain_text(name)
    labels = (
        "登记",
        "转送",
        "受理并告知",
        "申请延期",
        "批准延期",
        "出具处理意见",
        "送达",
        "报告执行情况",
        "核实属实，办结",
    )
    for label in labels:
        expect(journal.locator(".timeline__title", has_text=label).first).to_be_visible()
    assert "丁一帆" not in clerk.content(), "who wrote is in the vault, not on the page"


def _scan(folder: Path) -> Path:
    from PIL import Image

    path = folder / "现场照片.png"
    Image.new("RGB", (320, 240), "#888").save(path)
    return path


def _downloads(page: Page) -> tuple[bytes, bytes]:
    links = {}
    for form in ("docx", "pdf"):
        with page.expect_download() as started:
            page.locator(f"#case-side a[href$='.{form}']").first.click()
        links[form] = Path(started.value.path()).read_bytes()
    return links["docx"], links["pdf"]
