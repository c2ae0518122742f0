"""Pages of matters raised together: seats with rights of their own, and no name anywhere."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.appeals.models import Signatory
from bihuan.appeals.services import groups
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.appeals.tests.lives import take
from bihuan.casework.errors import Guarded, NotYours
from bihuan.casework.models import Case, Entry
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT
from bihuan.vault.models import Opening

pytestmark = pytest.mark.django_db
PERSON = {"name": "彭桂芳", "phone": "15400001111"}


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, "2026-04-10 09:00")


def joined(case: Case, *, representative: bool = False) -> Signatory:
    return groups.join(
        case_id=case.pk, person=PERSON, actor=actor("dengji"), at=at("2026-03-02 10:00"), representative=representative
    )  # fmt: skip


def refused() -> tuple[Case, Signatory]:
    """Two raised it; the first got the refusal on 23 March, the second not yet."""
    case = lives.handling()
    one = joined(case)
    case = take(case, "decide", "chengban", "2026-03-20 15:00", **{**lives.DECISION, "result": "refuse"})
    case = take(
        case, "serve", "chengban", "2026-03-23 10:00", served_on=date(2026, 3, 23), served_by="hand", receipt="本人签收"
    )  # fmt: skip
    return case, one


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"appeals:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_page_leads_to_the_seats_and_a_clerk_adds_one_whose_name_no_page_shows() -> None:
    case, client = lives.handling(), sign_in("dengji")
    assert (
        reverse("appeals:group", args=[case.number]) in client.get(f"/cases/{case.number}/").content.decode()
    )
    answer = client.post(
        reverse("appeals:group_join", args=[case.number]), {**PERSON, "representative": "on"}, follow=True
    )
    text = answer.content.decode()
    assert "序号2" in text
    assert "代表2人" in text
    assert "彭桂芳" not in text
    assert "彭桂芳" not in page(client, "groups")


def test_a_join_without_a_name_says_so_at_the_field() -> None:
    case = lives.handling()
    answer = sign_in("dengji").post(
        reverse("appeals:group_join", args=[case.number]), {"phone": "15400001111"}
    )
    assert answer.status_code == 422
    assert "共同提出的每个人都单独收到答复" in answer.content.decode()


def test_a_sixth_representative_is_refused_with_what_to_do() -> None:
    case = lives.handling()
    for _turn in range(4):
        joined(case, representative=True)
    answer = sign_in("dengji").post(
        reverse("appeals:group_join", args=[case.number]), {**PERSON, "representative": "on"}
    )
    assert answer.status_code == 422
    assert "代表不得超过5人" in answer.content.decode()


def test_each_is_served_on_a_day_of_their_own_and_asks_for_review_by_it() -> None:
    case, _one = refused()
    client = sign_in("chengban")
    given = {"served_on": "2026-04-09", "served_by": "post", "receipt": "XA000000002"}
    client.post(reverse("appeals:group_serve", args=[case.number, 1]), given)
    one = Signatory.objects.get(case=case, seat=1)
    assert (one.served_on, one.review_until) == (date(2026, 4, 9), date(2026, 5, 9))
    answer = client.post(
        reverse("appeals:group_review", args=[case.number, 1]),
        {"to_unit": "区政府", "asked_on": "2026-04-10", "grounds": "不同意，请重新认定。"},
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_service_needs_proof() -> None:
    case, _one = refused()
    answer = sign_in("chengban").post(
        reverse("appeals:group_serve", args=[case.number, 1]),
        {"served_on": "2026-04-09", "served_by": "hand"},
    )
    assert answer.status_code == 422
    assert Signatory.objects.get(case=case, seat=1).served_on is None


def test_the_receipt_of_service_stands_in_the_journal_and_is_not_shown() -> None:
    case, _one = refused()
    client = sign_in("chengban")
    given = {"served_on": "2026-04-09", "served_by": "hand", "receipt": "彭桂芳签收"}
    client.post(reverse("appeals:group_serve", args=[case.number, 1]), given)
    assert Entry.objects.get(case=case, step="serve_signatory").data["receipt"] == "彭桂芳签收"
    assert "彭桂芳" not in client.get(f"/cases/{case.number}/").content.decode()


def test_after_the_review_opinion_each_is_served_anew_and_may_ask_for_a_re_review() -> None:
    case, one = refused()
    groups.serve(
        case_id=case.pk,
        seat=1,
        served_on=date(2026, 3, 30),
        actor=actor("chengban"),
        at=at("2026-03-30 11:00"),
    )
    case = take(case, "ask_review", RESIDENT, "2026-04-01 20:00", **lives.asked("2026-04-01"))
    case = take(case, "decide_review", "fucha", "2026-04-03 15:00", **lives.opinion("uphold"))
    one.refresh_from_db()
    assert (one.served_on, one.review_until) == (None, None)
    case = take(
        case, "serve_review", "fucha", "2026-04-06 10:00", served_on=date(2026, 4, 6), served_by="post", receipt="XA1"
    )  # fmt: skip
    groups.serve(
        case_id=case.pk, seat=1, served_on=date(2026, 4, 8), actor=actor("fucha"), at=at("2026-04-08 11:00")
    )
    left = groups.step_left(case)
    assert left is not None
    assert left.name == "ask_re_review"
    case = groups.ask_review(
        case_id=case.pk, seat=1, to_unit=unit("市政府").pk, grounds="请复核。", at=at("2026-05-08 11:00")
    )
    assert case.state == "re_reviewing"


def test_after_the_re_review_there_is_nothing_more_to_ask() -> None:
    case, _one = refused()
    case = take(case, "ask_review", RESIDENT, "2026-03-24 20:00", **lives.asked("2026-03-24"))
    case = take(
        case,
        "decide_review",
        "fucha",
        "2026-03-25 15:00",
        **lives.opinion("uphold", requested_on=date(2026, 3, 24)),
    )
    case = take(
        case, "serve_review", "fucha", "2026-03-26 10:00", served_on=date(2026, 3, 26), served_by="post", receipt="XA1"
    )  # fmt: skip
    case = take(case, "ask_re_review", RESIDENT, "2026-03-27 20:00", **lives.asked("2026-03-27", "市政府"))
    case = take(
        case, "decide_re_review", "fuhe", "2026-03-30 15:00",
        **lives.opinion("uphold", remedy="", requested_on=date(2026, 3, 27)),
    )  # fmt: skip
    one = groups.serve(
        case_id=case.pk, seat=1, served_on=date(2026, 3, 31), actor=actor("fuhe"), at=at("2026-03-31 11:00")
    )
    assert one.review_until is None
    with pytest.raises(Guarded, match="送达以后才可以"):
        groups.ask_review(
            case_id=case.pk, seat=1, to_unit=unit("市政府").pk, grounds="不同意。", at=at("2026-04-01 11:00")
        )


def test_nobody_asks_twice_about_one_letter() -> None:
    case, _one = refused()
    groups.serve(
        case_id=case.pk,
        seat=1,
        served_on=date(2026, 3, 30),
        actor=actor("chengban"),
        at=at("2026-03-30 11:00"),
    )
    asking = {"case_id": case.pk, "seat": 1, "to_unit": unit("区政府").pk, "grounds": "不同意。"}
    groups.ask_review(**asking, at=at("2026-04-01 11:00"))  # type: ignore[arg-type]
    with pytest.raises(Guarded, match="不用再提"):
        groups.ask_review(**asking, at=at("2026-04-02 11:00"))  # type: ignore[arg-type]


def test_who_neither_registered_it_nor_has_it_writes_nothing_down() -> None:
    case = lives.handling()
    with pytest.raises(NotYours):
        groups.join(case_id=case.pk, person=PERSON, actor=actor("lingdao"), at=at("2026-03-02 10:00"))
    text = page(sign_in("lingdao"), "group", case.number)
    assert reverse("appeals:group_join", args=[case.number]) not in text


def test_who_may_not_see_the_case_sees_no_seats() -> None:
    case, _one = refused()
    assert sign_in("chengban2").get(reverse("appeals:group", args=[case.number])).status_code == 404
    assert case.number not in page(sign_in("chengban2"), "groups")


def test_the_list_is_narrowed_by_what_is_left_to_do() -> None:
    case, _one = refused()
    client = sign_in("fenliu")
    assert case.number in page(client, "groups", query="?only=unserved")
    groups.serve(
        case_id=case.pk,
        seat=1,
        served_on=date(2026, 3, 30),
        actor=actor("chengban"),
        at=at("2026-03-30 11:00"),
    )
    assert case.number not in page(client, "groups", query="?only=unserved")
    assert case.number in page(client, "groups", query="?only=rights")


def test_the_workbooks_hold_days_and_no_person() -> None:
    case, _one = refused()
    client = sign_in("fenliu")
    for name, args in (("groups", []), ("group", [case.number])):
        body = client.get(reverse(f"appeals:{name}", args=args) + "?format=xlsx").content
        rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
        assert len(rows) == 2 + (name == "group")
        assert "彭桂芳" not in str(rows)


def test_a_seat_is_opened_for_a_purpose_and_the_opening_is_on_record() -> None:
    case, one = refused()
    client = sign_in("chengban")
    address = reverse("appeals:petitioner", args=[case.number]) + "?seat=1"
    assert "彭桂芳" not in client.get(address).content.decode()
    text = client.post(address, {"purpose": "decision", "fields": ["name"]}).content.decode()
    assert "彭桂芳" in text
    assert "丁一帆" not in text
    assert Opening.objects.filter(person_id=one.person_id).count() == 1
    assert client.get(reverse("appeals:petitioner", args=[case.number]) + "?seat=9").status_code == 404


def test_who_steps_out_stays_as_one_who_did_and_the_others_as_they_are() -> None:
    case, _one = refused()
    answer = sign_in("chengban").post(reverse("appeals:group_leave", args=[case.number, 1]), follow=True)
    text = answer.content.decode()
    assert "已退出" in text
    case.refresh_from_db()
    assert case.state == "served"
