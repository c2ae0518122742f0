"""An old browser with scripts switched off: the same letter is registered, forwarded and accepted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bihuan.casework.models import Case
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_a_letter_is_registered_forwarded_and_accepted_without_javascript(visit: Visit) -> None:
    clerk = visit("dengji", javascript=False)
    clerk.goto("/register/")
    clerk.keyboard.insert_text("桂花社区路灯不亮")
    clerk.keyboard.press("Tab")
    clerk.keyboard.insert_text("桂花社区东门到菜市场的路灯坏了一个月，请求维修。")
    clerk.locator("button[name=next]").focus()
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#messages .alert--success")).to_contain_text("桂花社区路灯不亮")
    number = Case.objects.get().number

    dispatcher = visit("fenliu", javascript=False)
    dispatcher.locator(".line", has_text=number).locator(".line__next a").click()
    dispatcher.fill("[name=to_unit]", "没有这个单位")
    dispatcher.locator("form .form__actions button").first.click()
    expect(dispatcher.locator(".form-errors")).to_contain_text("没有叫“没有这个单位”的单位")
    dispatcher.fill("[name=to_unit]", "住建局")
    dispatcher.locator("form .form__actions button").first.click()
    expect(dispatcher.locator("#messages .alert--success")).to_be_visible()

    officer = visit("chengban", javascript=False)
    officer.goto(f"/cases/{number}/")
    card = officer.locator("#step-accept")
    if not card.locator("form").is_visible():
        card.locator("summary").click()
    day = Case.objects.get().received_on.isoformat()
    officer.fill("#accept-received_on", day)
    officer.fill("#accept-notified_on", day)
    card.locator(".form__actions button").first.click()
    expect(officer.locator("#messages .alert--success")).to_be_visible()
    expect(officer.locator(".case__head")).to_contain_text("办理中")
    officer.locator("#panel-assign button", has_text="交给我").click()
    expect(officer.locator("#panel-assign")).to_contain_text("陈望舒")
    officer.locator("a.more", has_text="请求其他单位协办").click()
    officer.fill("#panel-help [name=unit]", "城管局")
    officer.fill("#panel-help [name=asked]", "请核查。")
    officer.locator("#panel-help .form__actions button").first.click()
    expect(officer.locator("#panel-help")).to_contain_text("等待答复")
