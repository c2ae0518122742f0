"""Pages of the rounds of screening: found, owner, mediator, agreement, kept or not."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from bihuan.appeals.models import ScreeningRound
from bihuan.appeals.services import screening
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import take
from bihuan.appeals.tests.test_other_tracks import officer
from bihuan.casework.errors import Incomplete
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import at, load_district, unit
from bihuan.organizations.models import Jurisdiction

pytestmark = pytest.mark.django_db
TOWN = "石湾镇"


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-03-20 09:00")


def place(name: str) -> int:
    return Jurisdiction.objects.get(name=name).pk


def a_round(**changes: object) -> ScreeningRound:
    given = {
        "title": "2026年春季矛盾纠纷排查", "place_id": place(TOWN), "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 3, 31), "actor": officer(TOWN), "at": at("2026-03-01 09:00"), **changes,
    }  # fmt: skip
    return screening.open_round(**given)  # type: ignore[arg-type]


def found(of: ScreeningRound, where: str = "上湾村") -> Case:
    return screening.log_dispute(
        round_id=of.pk, subject="两户争宅基地边界", body="因翻建房屋争边界。", found_on=date(2026, 3, 2), matter="land",
        risk="middle", actor=officer(TOWN), at=at("2026-03-02 10:00"), jurisdiction_id=place(where),
    )  # fmt: skip


def agreed(case: Case) -> Case:
    who = officer(TOWN)
    case = take(
        case,
        "name_owner",
        who,
        "2026-03-03 09:00",
        to_unit=unit(TOWN).pk,
        owner="综治专干",
        settle_by=date(2026, 3, 31),
    )
    case = take(case, "begin_mediation", who, "2026-03-04 09:00", mediator="石湾镇人民调解委员会")
    return take(
        case, "reach_agreement", who, "2026-03-10 09:00", other_party="两户", dispute="边界", agreement="各让半米。",
        mediator="石湾镇人民调解委员会", signed_on=date(2026, 3, 10), perform_by=date(2026, 3, 25),
    )  # fmt: skip


def page_of(who: str, one: ScreeningRound, query: str = "") -> str:
    return sign_in(who).get(reverse("appeals:round", args=[one.pk]) + query).content.decode()


def test_a_round_shows_owner_mediator_agreement_and_whether_it_was_kept() -> None:
    one = a_round()
    case = agreed(found(one))
    text = page_of("fenliu", one)
    for words in (case.number, "综治专干", "石湾镇人民调解委员会", "3月25日前履行"):
        assert words in text
    take(
        case,
        "agreement_broken",
        officer(TOWN),
        "2026-03-19 09:00",
        heard="没有让",
        settle_by=date(2026, 3, 31),
    )
    assert "没有履行" in page_of("fenliu", one)


def test_the_parties_to_a_dispute_are_on_no_page_of_the_round() -> None:
    one = a_round()
    case = found(one)
    take(case, "name_owner", officer(TOWN), "2026-03-03 09:00", to_unit=unit(TOWN).pk, owner="综治专干",
         settle_by=date(2026, 3, 31))  # fmt: skip
    case = take(case, "begin_mediation", officer(TOWN), "2026-03-04 09:00", mediator="调委会")
    take(
        case, "reach_agreement", officer(TOWN), "2026-03-10 09:00", other_party="邹福生、彭桂芳", dispute="边界",
        agreement="各让半米。", mediator="调委会", signed_on=date(2026, 3, 10), perform_by=date(2026, 3, 25),
    )  # fmt: skip
    assert "邹福生" not in page_of("fenliu", one)


def test_a_dispute_without_an_owner_says_so_and_more_so_when_the_round_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = a_round()
    found(one)
    assert "还没有" in page_of("fenliu", one)
    set_clock(monkeypatch, "2026-04-02 09:00")
    assert "还有1件没有明确责任单位" in page_of("fenliu", one)


def test_a_unit_sees_its_own_disputes_and_how_many_others_there_are() -> None:
    one = a_round()
    case = found(one)
    text = page_of("chengban", one)
    assert case.number not in text
    assert "其中1件由其他单位办理" in text


def test_a_clerk_calls_a_round_and_logs_what_was_found() -> None:
    client = sign_in("dengji")
    client.post(
        reverse("appeals:round_new"),
        {"title": "春季排查", "place": TOWN, "starts_on": "2026-03-01", "ends_on": "2026-03-31"},
    )
    one = ScreeningRound.objects.get()
    given = {
        "subject": "两户争水", "body": "灌溉用水分配不均。", "found_on": "2026-03-19", "matter": "neighbours", "risk": "low",
    }  # fmt: skip
    client.post(reverse("appeals:round_log", args=[one.pk]), given)
    case = Case.objects.get(finding__round=one)
    assert (case.subject, case.jurisdiction_id, case.state) == ("两户争水", one.place_id, "found")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "请写明这一轮排查的名称"),
        ({"place": "月亮"}, "没有找到这个地点"),
        ({"starts_on": "三月一日"}, "日期请写成"),
        ({"ends_on": "2026-02-01"}, "结束日期早于开始日期"),
    ],
)
def test_a_round_that_cannot_be_says_why_and_keeps_what_was_typed(
    changes: dict[str, str], words: str
) -> None:
    given = {
        "title": "春季排查",
        "place": TOWN,
        "starts_on": "2026-03-01",
        "ends_on": "2026-03-31",
        **changes,
    }
    answer = sign_in("dengji").post(reverse("appeals:round_new"), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_unit_calls_a_round_only_where_it_works() -> None:
    with pytest.raises(Incomplete, match="不在本单位的区划内"):
        a_round(place_id=place("白鹭镇"))


def test_a_dispute_outside_the_place_of_the_round_belongs_to_another() -> None:
    with pytest.raises(Incomplete, match="不在这一轮排查的石湾镇内"):
        found(a_round(), "鹭洲村")


def test_the_list_counts_what_was_found_and_is_narrowed_to_a_place() -> None:
    found(a_round())
    client = sign_in("lingdao")
    assert "2026年春季矛盾纠纷排查" in client.get(reverse("appeals:rounds")).content.decode()
    code = Jurisdiction.objects.get(name="白鹭镇").code
    assert "还没有排查" in client.get(reverse("appeals:rounds") + f"?place={code}").content.decode()


def test_rounds_and_disputes_go_out_as_workbooks() -> None:
    one = a_round()
    agreed(found(one))
    client = sign_in("fenliu")
    for address in (reverse("appeals:rounds"), reverse("appeals:round", args=[one.pk])):
        body = client.get(f"{address}?format=xlsx").content
        rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
        assert len(rows) == 2


def test_who_only_reads_calls_no_round() -> None:
    assert sign_in("shenji").get(reverse("appeals:round_new")).status_code == 403
    assert (
        reverse("appeals:round_new") not in sign_in("shenji").get(reverse("appeals:rounds")).content.decode()
    )
