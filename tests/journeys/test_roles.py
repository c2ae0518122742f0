"""What a leader, an auditor and an administrator see, and where each is stopped."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bihuan.casework.models import Entry
from bihuan.insight import counting, standing
from tests.journeys import cases
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_a_leader_reads_the_board_its_tables_and_its_print(visit: Visit) -> None:
    for days in range(10, 60, 5):
        cases.decided(cases.ago(days))
    cases.handling(cases.ago(90))
    counting.count_new(at=timezone.now())
    standing.refresh(at=timezone.now())
    page = visit("lingdao")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board/")
    expect(page.locator("#volumes .chart__canvas svg, #volumes .chart__canvas canvas").first).to_be_visible()
    page.locator("#volumes .chart summary").click()
    rows = page.locator("#chart-volumes-table tbody tr")
    expect(rows.first).to_be_visible()
    shown = sum(int(text) for text in rows.locator("td:nth-child(2)").all_inner_texts() if text.isdecimal())
    assert shown == 11
    expect(page.locator("#units")).to_contain_text("住建局")
    page.locator("a.btn", has_text="打印").first.click()
    page.wait_for_url("**/board/print/*")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_contain_text("信访办理情况")
    expect(page.locator("[data-print]")).to_be_hidden()
    expect(page.locator("header.bar")).to_be_hidden()
    assert "丁一帆" not in page.content()


def test_an_auditor_reads_a_case_and_its_journal_and_can_change_nothing(visit: Visit) -> None:
    case = cases.handling(cases.ago(5))
    page = visit("shenji")
    page.goto(f"/cases/{case.number}/")
    expect(page.locator("#record .timeline")).to_contain_text("受理并告知")
    expect(page.locator("#act form, #case-side form[hx-post], #case-side .more")).to_have_count(0)
    assert "丁一帆" not in page.content()
    token = page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']")
    answer = page.request.post(
        f"/cases/{case.number}/comments/", form={"text": "改一下"}, headers={"X-CSRFToken": token}
    )
    assert answer.status in (403, 404, 422)
    assert not case.comments.exists()
    assert Entry.objects.filter(case=case).count() == case.seq


def test_an_administrator_manages_posts_and_opens_no_case(visit: Visit) -> None:
    case = cases.handling(cases.ago(5))
    page = visit("guanli", expects=("404", "403"))
    answer = page.goto(f"/cases/{case.number}/")
    assert answer is not None
    assert answer.status == 404
    assert case.subject not in page.content()
    page.goto("/cases/?q=漏雨")
    assert case.number not in page.locator("main").inner_text()
    page.goto("/organization/accounts/")
    expect(page.locator("main table").first).to_contain_text("chengban")


def test_the_wrong_role_is_told_which_role_may(visit: Visit) -> None:
    page = visit("chengban", expects=("403",))
    answer = page.goto("/board/")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("区领导")
    expect(page.locator("main")).to_contain_text("您现在的岗位没有这个角色")


def test_an_identity_opens_for_a_purpose_is_shown_once_and_leaves_a_record(visit: Visit) -> None:
    from bihuan.vault.models import Opening

    case = cases.handling(cases.ago(5))
    page = visit("chengban")
    page.goto(f"/cases/{case.number}/")
    page.locator("summary", has_text="打开身份信息").click()
    form = page.locator("form[action$='/petitioner/']")
    form.locator("input[name=purpose]").first.check()
    for box in form.locator("input[name=fields]").all():
        box.set_checked(box.get_attribute("value") == "phone")
    form.locator("button").first.click()
    expect(page.locator("#case-side, main").first).to_contain_text("19900001234")
    assert "丁一帆" not in page.content(), "only what was asked for"
    assert Opening.objects.count() == 1
    page.reload()
    assert "19900001234" not in page.content()
