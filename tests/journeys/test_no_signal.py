"""An inspection where there is no signal: nothing is lost by a cut network or a killed tab, and nothing arrives twice."""

from __future__ import annotations

import hashlib

import pytest
from playwright.sync_api import Page, expect

from bihuan.casework.models import Case
from bihuan.safety.field.models import Arrival, Evidence
from bihuan.safety.hazards.models import Hazard
from tests.journeys import field
from tests.journeys.conftest import Visit, sign_in
from tests.journeys.test_every_page import serious, sticks_out
from tests.journeys.wire import wired

pytestmark = pytest.mark.journey
COUNT = """() => new Promise((done) => {
    const asked = indexedDB.open("bihuan-field");
    asked.onsuccess = () => {
        const all = asked.result.transaction("sealed").objectStore("sealed").getAllKeys();
        all.onsuccess = () => { asked.result.close(); done(all.result.filter((id) => id.includes(":photo:")).length); };
    };
})"""


def rows(page: Page) -> int:
    """How many sealed photographs lie on the phone."""
    return int(page.evaluate(COUNT))


def test_an_inspection_survives_a_killed_tab_and_a_cut_network_and_arrives_once(
    visit: Visit, site: str
) -> None:
    row = field.assigned()
    with wired(site) as wire:
        page = field.phone(visit, "anjian", base_url=f"http://127.0.0.1:{wire.port}")
        context = page.context
        # Out of reach: the whole inspection is done on the phone.
        wire.cut()
        context.set_offline(True)
        expect(page.locator(".field-signal[data-online=false]")).to_be_visible()
        field.opened(page, row.pk)
        page.click("[data-begin]")
        field.mark(page, 0, "failed", "三具灭火器已经过期。")
        field.shoot(page, 0, 1)
        field.shoot(page, 0, 2)
        field.mark(page, 1, "failed", "报警装置没有接电。")
        field.shoot(page, 1, 3)
        # The tab is killed; a new one opens without signal and has every word and picture.
        page.close()
        page = context.new_page()
        page.goto("/safety/field/")
        expect(page.locator("[data-status=open]")).to_be_visible()
        field.opened(page, row.pk)
        expect(page.locator(".field-tally")).to_have_text("已填 2 / 3 项，不合格 2 项")
        expect(page.locator(".field-item").nth(0).locator("textarea")).to_have_value("三具灭火器已经过期。")
        expect(page.locator(".field-photos li")).to_have_count(3)
        # What is lacking is said before it is finished.
        page.click("[data-finish]")
        expect(page.locator("[role=alert]")).to_contain_text("还有 1 项没有填：3")
        field.mark(page, 2, "passed")
        field.sign_all(page)
        page.click("[data-finish]")
        expect(page.locator("main")).to_contain_text("等待发送")
        assert Arrival.objects.count() == 0
        # Signal, but it breaks while the photographs go up.
        wire.mend()
        wire.cut_after(150_000)
        context.set_offline(False)
        assert wire.broke.wait(20)
        expect(page.locator("[data-failed]")).to_be_visible()
        assert rows(page) == 6  # three photographs, three signatures: none given up before the server has it
        assert Hazard.objects.count() == 0
        wire.mend()
        page.locator("[data-sync]").click()
        expect(page.locator("main")).to_contain_text("立案隐患 2 件")
        assert rows(page) == 0
    photos = {hashlib.sha256(field.picture(n)).hexdigest() for n in (1, 2, 3)}
    kept = Evidence.objects.filter(inspection=row.pk)
    assert set(kept.filter(kind="photo").values_list("sha256", flat=True)) == photos
    assert set(kept.filter(kind="photo").values_list("longitude", flat=True)) == {
        kept.filter(kind="photo")[0].longitude
    }
    assert (kept.count(), Arrival.objects.count(), Hazard.objects.count()) == (6, 1, 2)
    assert Case.objects.get(pk=row.pk).entries.filter(step="submit").count() == 1


def test_an_answer_that_never_came_back_is_asked_for_again_and_opens_nothing_twice(
    visit: Visit, site: str
) -> None:
    """The record arrives, the signal goes before the receipt: the phone keeps all and sends again with the same key."""
    row = field.assigned()
    with wired(site) as wire:
        page = field.phone(visit, "anjian", base_url=f"http://127.0.0.1:{wire.port}")
        page.context.set_offline(True)
        field.opened(page, row.pk)
        page.click("[data-begin]")
        for place in range(3):
            field.mark(
                page, place, "failed" if place == 0 else "passed", "灭火器过期。" if place == 0 else ""
            )
        field.sign_all(page)
        page.click("[data-finish]")
        expect(page.locator("main")).to_contain_text("等待发送")
        wire.lose_answer_to(b"POST /safety/field/records/")
        page.context.set_offline(False)
        assert wire.broke.wait(20)
        expect(page.locator("[data-failed]")).to_be_visible()
        assert (Arrival.objects.count(), rows(page)) == (1, 3)
        wire.mend()
        page.locator("[data-sync]").click()
        expect(page.locator("main")).to_contain_text("立案隐患 1 件")
    assert (Arrival.objects.count(), Hazard.objects.count()) == (1, 1)


def test_two_phones_with_the_same_inspection_the_second_is_told_and_its_record_is_kept(
    visit: Visit, site: str
) -> None:
    row = field.assigned()
    second = field.officers()[1].username
    pages = {name: field.phone(visit, name) for name in ("anjian", second)}
    for name, page in pages.items():
        page.context.set_offline(True)
        field.opened(page, row.pk)
        page.click("[data-begin]")
        for place in range(3):
            field.mark(page, place, "passed")
        page.fill("[name=handling]", f"{name} 记录")
        field.sign_all(page)
        page.click("[data-finish]")
        expect(page.locator("main")).to_contain_text("等待发送")
    for name, words in (("anjian", "已送达"), (second, "罗守安 已经提交了这次检查的记录")):
        pages[name].context.set_offline(False)
        expect(pages[name].locator("main")).to_contain_text(words)
    held = Arrival.objects.get(outcome="held")
    assert f"{second} 记录" in held.body
    desk = visit("anjian")
    desk.goto("/safety/field/held/")
    desk.click(f"text={row.case.number}")
    expect(desk.locator("main")).to_contain_text("已经提交了这次检查的记录")
    desk.fill("[name=how]", "内容相同，归档。")
    desk.click("text=记下处理结果")
    expect(desk.locator("main")).to_contain_text("内容相同，归档。")


def test_a_phone_that_is_signed_out_shows_nothing_and_loses_nothing(visit: Visit, site: str) -> None:
    row = field.assigned()
    page = field.phone(visit, "anjian")
    field.opened(page, row.pk)
    page.click("[data-begin]")
    field.mark(page, 0, "failed", "三具灭火器已经过期。")
    page.wait_for_timeout(1000)  # the sheet is sealed a moment after the last key
    page.goto("/cases/")
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    expect(page.locator("body:not([data-page=shell])")).to_be_visible()
    page.goto("/safety/field/")
    expect(page.locator("#field[data-ready=locked]")).to_be_visible()
    expect(page.locator("main")).to_contain_text("本机还有 1 份没有送达的记录")
    expect(page.locator("main")).not_to_contain_text("青岚")
    # Nor does anybody without signal see more, and the same officer signing in has it all.
    sign_in(page, "anjian")
    page.goto("/safety/field/")
    expect(page.locator("[data-status=open]")).to_be_visible()
    field.opened(page, row.pk)
    expect(page.locator(".field-item").nth(0).locator("textarea")).to_have_value("三具灭火器已经过期。")


def test_the_phones_page_holds_nothing_serious_and_its_english_no_chinese_of_its_own(
    visit: Visit, site: str
) -> None:
    row = field.assigned()
    page = field.phone(visit, "anjian", lang="en", path="/safety/field/en/")
    wrong = [*serious(page), f"{sticks_out(page)} too wide"]
    field.opened(page, row.pk)
    page.click("[data-begin]")
    field.mark(page, 0, "failed", "三具灭火器已经过期。")
    field.shoot(page, 0, 1)
    page.click("[data-finish]")
    expect(page.locator("[role=alert]")).to_contain_text("2 items")
    wrong += [*serious(page), f"{sticks_out(page)} too wide"]
    assert wrong == ["0 too wide", "0 too wide"]
    data = (row.enterprise.name, "检查", "场", "罗", *(item.text for item in field.ITEMS))
    own = page.locator("button, label > span, h1, .field-tally").all_inner_texts()
    chinese = [text for text in own if any("\u4e00" <= sign <= "\u9fff" for sign in text)]
    assert [text for text in chinese if not any(word in text for word in data)] == []
