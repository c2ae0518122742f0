"""The desks of appeals in a browser: a joint matter, a round of screening, a limit that a district sets, the indicators."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bihuan.appeals.models import DatedSetting, ScreeningRound
from bihuan.appeals.services import groups
from bihuan.casework.models import Case
from bihuan.insight import counting, standing
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit
from tests.journeys.test_every_page import serious, sticks_out

pytestmark = pytest.mark.journey


def joint() -> Case:
    at = cases.ago(20)
    case = cases.handling(at)
    groups.join(
        case_id=case.pk, person={"name": "彭桂芳", "phone": "15400001111"}, actor=cases.actor("chengban", at), at=at
    )  # fmt: skip
    return case


def test_a_second_person_is_added_gets_a_seat_and_nobody_reads_the_name(visit: Visit) -> None:
    case = cases.handling(cases.ago(5))
    page = visit("chengban")
    page.goto(f"/cases/{case.number}/")
    page.get_by_role("link", name="加入其他人").click()
    page.get_by_role("link", name="加入一名信访人").click()
    page.locator("#join-name").fill("邹福生")
    page.locator("#join-representative").check()
    page.get_by_role("button", name="加入", exact=True).click()
    expect(page.locator("main table")).to_contain_text("序号2")
    expect(page.locator("main table")).to_contain_text("代表")
    assert "邹福生" not in page.content()


def test_a_round_is_called_and_a_dispute_logged_on_a_phone(visit: Visit) -> None:
    page = visit("dengji", width=PHONE)
    page.goto("/desks/rounds/new/")
    page.locator("#round-title").fill("年末排查")
    page.locator("#round-place").fill("石湾镇")
    page.locator("#round-ends_on").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="开始这一轮").click()
    expect(page.locator("h1")).to_contain_text("年末排查")
    page.get_by_role("link", name="登记排查出的纠纷").click()
    page.locator("#found-subject").fill("两户争宅基地边界")
    page.locator("#found-body").fill("因翻建房屋争边界，双方都要求重新丈量。")
    page.locator("#found-matter").select_option("land")
    page.get_by_label("可能激化").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_contain_text("两户争宅基地边界")
    page.goto(f"/desks/rounds/{ScreeningRound.objects.get().pk}/")
    expect(page.locator("main table")).to_contain_text("还没有")


def test_the_administrator_sets_a_limit_and_everybody_reads_why(visit: Visit) -> None:
    page = visit("guanli", expects=("422",))
    page.goto("/desks/rules/appeals.petition.handling/")
    page.locator("#value-amount").fill("70")
    page.locator("#value-source").fill("市条例第三十条")
    page.locator("#value-reason").fill("地方更严")
    page.get_by_role("button", name="设定", exact=True).click()
    expect(page.locator("main")).to_contain_text("地方规定只能更短")
    page.locator("#value-amount").fill("30")
    page.get_by_role("button", name="设定", exact=True).click()
    expect(page.locator("main table")).to_contain_text("还没有生效")
    assert DatedSetting.objects.count() == 1
    reader = visit("chengban")
    reader.goto("/desks/rules/")
    expect(reader.locator("main")).to_contain_text("起有新的设定")


@pytest.mark.parametrize(("lang", "scheme", "width"), [("zh-CN", "light", DESK), ("en", "dark", PHONE)])
def test_nothing_serious_on_the_desks_and_nothing_wider_than_the_screen(
    visit: Visit, lang: str, scheme: str, width: int
) -> None:
    case = joint()
    counting.count_new(at=timezone.now())
    standing.refresh(at=timezone.now())
    wrong = []
    for username, paths in (
        (
            "dengji",
            ("/desks/calls/", "/desks/groups/", f"/desks/groups/{case.number}/", f"/desks/groups/{case.number}/join/",
             "/desks/rounds/", "/desks/rounds/new/", "/register/"),
        ),
        ("guanli", ("/desks/rules/", "/desks/rules/appeals.petition.handling/", "/desks/rules/representatives/")),
        ("lingdao", ("/desks/backlog/", "/board/indicators/")),
    ):  # fmt: skip
        page = visit(username, lang=lang, width=width, color_scheme=scheme)
        for path in paths:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            where = f"{username} {path}"
            wrong += [f"{where}: {one}" for one in serious(page)]
            if (out := sticks_out(page)) > 0:
                wrong.append(f"{where}: {out} pixels wider than the screen")
        page.context.close()
    assert wrong == [], "\n".join(wrong)
