"""What an enterprise sees of its own penalty cases and files in them; a district's dated amounts."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bihuan.casework import services as casework
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.common.files import store
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account
from bihuan.organizations.roles import Role
from bihuan.safety.enforcement import filing, local
from bihuan.safety.enforcement.models import Filing
from bihuan.safety.enforcement.selectors import article_on, figure_on, large_fine
from bihuan.safety.enforcement.tests.lives import filed, finished, take, told_hearing
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import at

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)  # one pixel
OFFICE_FILE = "检查记录".encode()
People = tuple[Actor, Actor, Actor]


def principal(firm: Enterprise) -> Actor:
    """The principal of an enterprise."""
    return cast.settle(firm, "boss", "周正", Role.PRINCIPAL)


def told(firm: Enterprise, people: People) -> Any:
    """Told of a small fine on 2 March."""
    case = finished(firm, people)
    return take(
        case, "notify", people[2], "2026-03-02 10:00", notified_on=date(2026, 3, 2), hearing="no", intended="拟罚款。"
    )  # fmt: skip


def test_an_enterprise_sees_its_case_only_from_the_notice_on(firm: Enterprise, people: People) -> None:
    boss = principal(firm)
    case = filed(firm, people[0])
    assert filing.own_case(boss, case.number) is None
    case = told(cast.enterprise(2, "青岚第二化工有限公司"), people)
    assert filing.own_case(boss, case.number) is None
    with pytest.raises(NotYours):
        filing.file(
            number=case.number, kind="defence", text="不是我们。", actor=boss, at=at("2026-03-03 09:00")
        )


def test_a_filed_defence_is_in_the_journal_under_its_author_and_stops_the_decision_until_reviewed(
    firm: Enterprise, people: People
) -> None:
    boss = principal(firm)
    case = told(firm, people)
    case = filing.file(
        number=case.number, kind="defence", text="储罐已于二月停用。", actor=boss, at=at("2026-03-03 20:15")
    )
    entry = case.entries.get(step="filed_defence")
    assert entry.data["said"] == "储罐已于二月停用。"
    assert "周正" in entry.actor
    assert filing.said_in(case) == "储罐已于二月停用。"
    with pytest.raises(Guarded, match="复核"):
        take(case, "proceed", people[0], "2026-03-04 09:00", note="没有异议。")
    take(
        case,
        "hear_defence",
        people[0],
        "2026-03-04 10:00",
        defence="储罐已停用。",
        answer="经核，不影响认定。",
    )
    assert filing.said_in(case) == ""
    take(case, "proceed", people[0], "2026-03-04 11:00", note="已复核。")


def test_a_hearing_is_asked_for_on_the_last_evening_and_not_the_morning_after(
    firm: Enterprise, people: People
) -> None:
    boss = principal(firm)
    case = told_hearing(firm, people)  # the fifth working day is Monday the 9th
    with pytest.raises(Guarded, match="超过期限"):
        filing.file(
            number=case.number, kind="hearing", text="要求听证。", actor=boss, at=at("2026-03-10 00:01")
        )
    case = filing.file(
        number=case.number, kind="hearing", text="要求听证。", actor=boss, at=at("2026-03-09 23:50")
    )
    assert case.state == "hearing_asked"
    assert Filing.objects.get(case=case).kind == "hearing"


def test_what_is_filed_empty_or_out_of_place_is_refused(firm: Enterprise, people: People) -> None:
    boss = principal(firm)
    case = told(firm, people)
    with pytest.raises(Incomplete):
        filing.file(number=case.number, kind="defence", text=" ", actor=boss, at=at("2026-03-03 09:00"))
    with pytest.raises(NotYours):
        filing.file(number=case.number, kind="reply", text="回复。", actor=boss, at=at("2026-03-03 09:00"))


def test_the_enterprises_page_files_and_shows_no_internal_opinion(
    firm: Enterprise, people: People, client: Client
) -> None:
    boss = principal(firm)
    case = told(firm, people)
    Account.objects.update(must_change_password=False)
    client.force_login(Account.objects.get(pk=boss.account_id or 0))
    page = client.get("/safety/enforcement/own/").content.decode()
    assert case.number in page
    address = f"/safety/enforcement/own/{case.number}/"
    page = client.get(address).content.decode()
    assert "拟罚款。" in page
    assert "查明：逾期未整改。" not in page
    answer = client.post(address, {"kind": "defence", "text": ""})
    assert answer.status_code == 422
    assert client.post(address, {"kind": "defence", "text": "已经停用。"}).status_code == 302
    assert "已经停用。" in client.get(address).content.decode()
    assert client.get("/safety/enforcement/").status_code == 403


def test_files_come_with_what_is_filed_and_only_these_are_given_back(
    firm: Enterprise, people: People, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    boss = principal(firm)
    case = told(firm, people)
    office = casework.attach(
        case_id=case.pk,
        stored=store.put(BytesIO(OFFICE_FILE), name="检查.txt"),
        actor=people[0],
        at=at("2026-03-02 16:00"),
    )
    Account.objects.update(must_change_password=False)
    client.force_login(Account.objects.get(pk=boss.account_id or 0))
    address = f"/safety/enforcement/own/{case.number}/"
    wrong = SimpleUploadedFile("a.exe", b"MZ" + bytes(80))
    answer = client.post(address, {"kind": "defence", "text": "已经停用。", "chosen": [wrong]})
    assert (answer.status_code, Filing.objects.count()) == (422, 0)
    assert "已经停用。" in answer.content.decode()  # nothing typed is lost
    sent = [SimpleUploadedFile("现场.png", PNG), SimpleUploadedFile("说明.txt", "检测合格".encode())]
    assert client.post(address, {"kind": "defence", "text": "已经停用。", "chosen": sent}).status_code == 302
    row = Filing.objects.get()
    assert [one.name for one in filing.files_of(case, [row])[row.pk]] == ["现场.png", "说明.txt"]
    page = client.get(address).content.decode()
    assert "现场.png" in page
    assert "检查.txt" not in page
    assert client.get(f"{address}files/{row.files[0]}/").status_code == 200
    assert client.get(f"{address}files/{office.pk}/").status_code == 404
    entry = case.entries.get(step="filed_defence")
    assert entry.data["files"] == [str(one) for one in row.files]
    with pytest.raises(Incomplete, match="最多"):
        filing.file(
            number=case.number, kind="defence", text="再补。", actor=boss, at=timezone.now(),
            files=[store.put(BytesIO(PNG), name="x.png")] * 11,
        )  # fmt: skip


def test_the_longest_time_of_a_listing_is_a_dated_figure_of_its_level(people: People) -> None:
    given = {
        "kind": "list_days_city",
        "amount": 180,
        "article": "市挂牌督办办法第六条",
        "in_force_from": date(2026, 3, 1),
    }
    local.enter_amount(given=given, actor=people[2], at=at("2026-02-20 09:00"))
    assert figure_on("list_days_city", date(2026, 2, 28)).amount == 365
    assert figure_on("list_days_city", date(2026, 3, 1)).amount == 180
    assert figure_on("list_days_district", date(2026, 3, 1)).amount == 365


def amount(**more: Any) -> dict[str, Any]:
    return {
        "code": "安全生产法/102", "low": 10_000, "high": 30_000, "instrument": "青岚市裁量基准〔2026〕3号",
        "in_force_from": date(2026, 3, 1), **more,
    }  # fmt: skip


def test_a_local_amount_holds_from_its_day_and_ends_the_one_before(people: People) -> None:
    head = people[2]
    local.enter_article(given=amount(), actor=head, at=at("2026-02-01 09:00"))
    second = local.enter_article(
        given=amount(low=20_000, in_force_from=date(2026, 6, 1)), actor=head, at=at("2026-02-01 09:00")
    )
    lows = [getattr(article_on("安全生产法/102", day), "low", None)
            for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))]  # fmt: skip
    assert lows == [0, 10_000, 10_000, 20_000]
    local.end_row(row=second, last_day=date(2026, 6, 30), actor=head)
    assert getattr(article_on("安全生产法/102", date(2026, 7, 1)), "low", None) == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"high": 50_001}, "high"), ({"low": 40_000}, "high"), ({"suspends": True}, "suspends"),
        ({"instrument": ""}, "instrument"),
        ({"code": "安全生产法/999"}, "code"), ({"in_force_from": None}, "in_force_from"), ({"high": None}, "high"),
    ],
)  # fmt: skip
def test_a_local_amount_outside_the_law_or_without_source_is_refused(
    people: People, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        local.enter_article(given=amount(**more), actor=people[2], at=at("2026-02-01 09:00"))
    assert field in refused.value.fields


def test_only_the_head_enters_amounts_and_the_page_says_what_is_wrong(people: People, client: Client) -> None:
    with pytest.raises(NotYours):
        local.enter_article(given=amount(), actor=people[0], at=at("2026-02-01 09:00"))
    local.enter_amount(
        given={"kind": "large_unit", "amount": 100_000, "article": "省条例", "in_force_from": date(2026, 3, 1)},
        actor=people[2], at=at("2026-02-01 09:00"),
    )  # fmt: skip
    assert large_fine("unit", date(2026, 3, 1)) == 100_000
    Account.objects.update(must_change_password=False)
    client.force_login(Account.objects.get(pk=people[2].account_id or 0))
    typed = {**amount(high=90_000), "in_force_from": "2026-03-01"}
    answer = client.post("/safety/enforcement/amounts/article/new/", typed)
    assert answer.status_code == 422
    assert "50,000" in answer.content.decode()
    assert (
        client.post("/safety/enforcement/amounts/article/new/", {**typed, "high": "30000"}).status_code == 302
    )
    assert "青岚市裁量基准" in client.get("/safety/enforcement/amounts/").content.decode()
