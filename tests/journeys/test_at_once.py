"""Two at once, a double click, a lost network, a server that is away: nobody loses a word, nothing happens twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from bihuan.casework.models import Case, Entry
from tests.journeys import cases
from tests.journeys.conftest import Visit, until

pytestmark = pytest.mark.journey

WORDS = "屋面防水层已经失效，需要业主表决后动用维修资金，工期约三个月。"


def open_extension(page: Page, case: Case) -> None:
    page.goto(f"/cases/{case.number}/")
    card = page.locator("#step-ask_extension")
    card.locator("summary, a.step__closed").first.click()
    card.locator("form").wait_for()
    page.fill("#ask_extension-reason", WORDS)
    page.fill("#ask_extension-days", "20")


def send(page: Page) -> None:
    page.locator("#step-ask_extension .form__actions button").first.click()


def test_the_slower_of_two_officers_is_told_what_happened_and_keeps_the_text(visit: Visit) -> None:
    case = cases.handling(cases.ago(20))
    slow, quick = visit("chengban"), visit("shenpi")
    open_extension(slow, case)
    open_extension(quick, case)
    quick.fill("#ask_extension-reason", "由局长先提出。")
    send(quick)
    expect(quick.locator(".case__head")).to_contain_text("延期待批准")
    send(slow)
    told = slow.locator("#step-ask_extension, #case").first
    expect(told).to_contain_text("期间有人办理了这个案件")
    expect(slow.locator(".step__since")).to_contain_text("赵明川")
    assert WORDS in slow.content()
    assert Entry.objects.filter(case=case, step="ask_extension").count() == 1


def test_a_double_click_acts_once(visit: Visit) -> None:
    case = cases.handling(cases.ago(20))
    page = visit("chengban")
    open_extension(page, case)
    page.locator("#step-ask_extension .form__actions button").first.dblclick()
    expect(page.locator(".case__head")).to_contain_text("延期待批准")
    expect(page.locator("#messages .alert--success")).to_be_visible()
    assert Entry.objects.filter(case=case, step="ask_extension").count() == 1


def test_a_double_click_registers_one_letter(visit: Visit) -> None:
    page = visit("dengji")
    page.goto("/register/")
    page.fill("#id_subject", "桂花社区路灯不亮")
    page.fill("#id_body", "桂花社区东门到菜市场的路灯坏了一个月，请求维修。")
    page.locator("button[name=next]").dblclick()
    page.wait_for_selector("#messages .alert--success")
    assert Case.objects.count() == 1


def test_a_server_that_is_away_is_said_and_the_text_stays(visit: Visit) -> None:
    case = cases.handling(cases.ago(20))
    page = visit("chengban", expects=("503",))
    open_extension(page, case)
    away = True

    def answer(route: Route) -> None:
        if away:
            route.fulfill(status=503, content_type="text/html", body="busy")
        else:
            route.continue_()

    page.route("**/take/ask_extension/", answer)
    send(page)
    expect(page.locator("#toasts .alert--error")).to_contain_text("繁忙")
    assert page.input_value("#ask_extension-reason") == WORDS
    away = False
    send(page)
    expect(page.locator(".case__head")).to_contain_text("延期待批准")
    assert Entry.objects.get(case=case, step="ask_extension").data["reason"] == WORDS


def test_a_lost_network_in_the_middle_of_a_letter_loses_nothing_but_who_wrote(visit: Visit) -> None:
    page = visit("dengji", expects=("ERR_INTERNET_DISCONNECTED", "htmx:sendError"))
    page.goto("/register/")
    page.fill("#id_subject", "桂花社区路灯不亮")
    page.fill("#id_body", WORDS)
    page.fill("#id_name", "丁一帆")
    until(lambda: WORDS in page.evaluate("JSON.stringify({...localStorage})"))
    assert "丁一帆" not in page.evaluate("JSON.stringify({...localStorage})")
    # Cut at the request itself: the browser's own "offline" sometimes comes a moment after the click.
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.locator("button[name=next]").click()
    page.unroute("**/*")
    page.goto("/register/")
    expect(page.locator("#id_subject")).to_have_value("桂花社区路灯不亮")
    assert page.input_value("#id_body") == WORDS
    assert page.input_value("#id_name") == ""
    page.locator("button[name=next]").click()
    page.wait_for_selector("#messages .alert--success")
    assert page.input_value("#id_body") == ""
    assert Case.objects.count() == 1
