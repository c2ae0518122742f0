"""An officer reads English, on a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import cases
from tests.journeys.conftest import PHONE, Visit

pytestmark = pytest.mark.journey


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_an_officer_accepts_a_case_on_a_phone_in_english(visit: Visit) -> None:
    case = cases.forwarded(cases.ago(3))
    page = visit("chengban", width=PHONE, lang="en")
    expect(page.locator("h1")).to_have_text("Today")
    assert fits(page)
    line = page.locator(".line", has_text=case.number)
    expect(line.locator(".line__next")).to_contain_text("Accept")
    line.locator(".line__subject").click()
    page.wait_for_url(f"**/cases/{case.number}/")
    assert fits(page)
    card = page.locator("#step-accept")
    if not card.locator("form").is_visible():
        card.locator("summary").click()
    day = case.received_on.isoformat()
    page.fill("#accept-received_on", day)
    page.fill("#accept-notified_on", day)
    card.locator(".form__actions button").first.click()
    expect(page.locator("#messages .alert--success")).to_be_visible()
    expect(page.locator(".case__head")).to_contain_text("In handling")
    clock = page.locator("#panel-clocks .clock").first
    clock.locator("summary").click()
    expect(clock.locator(".runs")).to_contain_text("60")
    assert fits(page)


def test_no_chinese_is_left_in_the_english_pages_but_what_people_and_laws_are_called(visit: Visit) -> None:
    """Names of people, units and places, what was written, and the titles of laws stay as they are."""
    case = cases.handling(cases.ago(5))
    page = visit("chengban", width=PHONE, lang="en")
    page.goto(f"/cases/{case.number}/")
    labels = page.locator(
        "h2, dt, legend, .field__label, .btn, .field__help, .step__label, .state-badge, .timeline__title,"
        " .clock__label, .clock__meta, .nav__link, th, .more"
    ).all_inner_texts()
    left = [text for text in labels if re.search(r"[\u4e00-\u9fff]", text)]
    assert left == []


def test_two_characters_find_the_case_and_are_marked(visit: Visit) -> None:
    case = cases.handling(cases.ago(5))
    cases.handling(cases.ago(4), subject="桂花社区路灯不亮", body="坏了一个月。")
    page = visit("chengban", width=PHONE, lang="en")
    page.fill("#search", "漏雨")
    page.press("#search", "Enter")
    page.wait_for_url("**/cases/?q=*")
    row = page.locator("#list tbody tr", has_text=case.number)
    expect(row.locator("mark").first).to_have_text("漏雨")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    assert fits(page)


def test_the_switch_of_language_stays_on_the_page(visit: Visit) -> None:
    case = cases.handling(cases.ago(5))
    page = visit("chengban", width=PHONE, lang="en")
    page.goto(f"/cases/{case.number}/")
    page.click("summary.bar__button")
    page.click("button[name=language][value=zh-hans]")
    page.wait_for_selector("html[lang=zh-Hans]")
    assert page.url.endswith(f"/cases/{case.number}/")
    expect(page.locator(".case__head")).to_contain_text("办理中")
