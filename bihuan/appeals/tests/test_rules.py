"""Dated settings: what is in force, from when, on which ground; what a district may and may not change."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bihuan.appeals.assistants import for_decision
from bihuan.appeals.documents import words
from bihuan.appeals.models import DatedSetting
from bihuan.appeals.rules import hints, spoken
from bihuan.appeals.rules.catalog import SETTINGS, Mark
from bihuan.appeals.rules.figures import figure
from bihuan.appeals.rules.services import Value, set_value
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import page, set_clock, sign_in
from bihuan.appeals.tests.lives import take
from bihuan.casework import registry
from bihuan.casework.clock_audit import verify
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district
from bihuan.organizations.models import Jurisdiction

pytestmark = pytest.mark.django_db
SUNDAY = "2026-03-01 09:00"


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    load_district()
    set_clock(monkeypatch, SUNDAY)


def put(
    name: str, value: Value, place: str = "", on: date = date(2026, 3, 2), by: str = "guanli"
) -> DatedSetting:
    place_id = Jurisdiction.objects.get(name=place).pk if place else None
    return set_value(
        name=name, value=value, place_id=place_id, in_force_from=on, source="青政办〔2026〕3号第二条", reason="市里统一",
        actor=actor(by), at=at(SUNDAY),
    )  # fmt: skip


def days(amount: int, **changes: Any) -> Value:
    return Value(**{"amount": amount, "unit": "calendar_days", "roll": "strict", **changes})


def test_every_setting_of_the_catalog_is_something_the_tables_know() -> None:
    for setting in SETTINGS:
        if setting.is_limit:
            clock = registry.get(setting.process).clock(setting.clock)
            assert clock.due_from is None
        else:
            assert setting.least <= setting.default <= setting.most
        assert setting.article


def test_what_was_not_verified_says_so_to_the_reader() -> None:
    unsure = [setting for setting in SETTINGS if setting.mark is not Mark.READ]
    assert {setting.name for setting in unsure} == {
        "appeals.petition.simple", "hotline_extension_days", "call_tries",
    }  # fmt: skip
    assert all(setting.note for setting in unsure)
    text = sign_in("fenliu").get(reverse("appeals:rule", args=["appeals.petition.simple"])).content.decode()
    assert "没有核对原文" in text


def test_a_figure_holds_from_its_day_in_its_place_and_nowhere_before() -> None:
    put("representatives", Value(3), place="石湾镇")
    village, town, other = (Jurisdiction.objects.get(name=name).pk for name in ("上湾村", "石湾镇", "白鹭镇"))
    assert [
        figure("representatives", place=one, on=date(2026, 3, 2)).value for one in (village, town, other)
    ] == [3, 3, 5]
    assert figure("representatives", place=town, on=date(2026, 3, 1)).value == 5
    put("representatives", Value(4), on=date(2026, 3, 5))
    assert figure("representatives", place=town, on=date(2026, 3, 5)).value == 3  # the nearer place
    assert figure("representatives", place=None, on=date(2026, 3, 5)).value == 4


def test_the_refusal_says_the_local_number_and_its_source() -> None:
    put("representatives", Value(3))
    with pytest.raises(Guarded, match=r"不得超过3人（青政办〔2026〕3号第二条）"):
        lives.registered(at("2026-03-02 09:00"), channel="visit", more={"people": 12, "representatives": 4})


def test_a_shorter_extension_is_held_by_the_guard() -> None:
    put("extension_days", Value(15))
    case = lives.handling()
    with pytest.raises(Guarded, match="不能超过15日"):
        take(case, "ask_extension", "chengban", "2026-03-20 09:00", reason="情况复杂", days=20)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("appeals.petition.handling", days(61), "只能更短"),
        ("appeals.petition.triage", Value(12, "working_days", "strict"), "只能更短"),
        ("appeals.petition.review_right", days(29, roll="generous"), "只能更长"),
        ("appeals.petition.review_right", days(40), "必须顺延"),
        ("representatives", Value(6), "应当在1和5之间"),
        ("extension_days", Value(31), "应当在1和30之间"),
    ],
)
def test_a_district_takes_nothing_that_the_statute_gives(name: str, value: Value, words: str) -> None:
    with pytest.raises(Guarded, match=words):
        put(name, value)


def test_a_value_needs_a_ground_a_reason_and_a_day_to_come() -> None:
    with pytest.raises(Incomplete) as refused:
        set_value(
            name="representatives", value=Value(None), place_id=None, in_force_from=date(2026, 3, 1), source="", reason=" ",
            actor=actor("guanli"), at=at(SUNDAY),
        )  # fmt: skip
    assert set(refused.value.fields) == {"amount", "source", "reason", "in_force_from"}


def test_only_the_administrator_sets() -> None:
    with pytest.raises(NotYours):
        put("representatives", Value(3), by="fenliu")


def test_the_record_of_who_set_what_cannot_be_changed() -> None:
    row = put("representatives", Value(3))
    assert row.by.startswith(actor("guanli").name)
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedSetting.objects.filter(pk=row.pk).update(value=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedSetting.objects.filter(pk=row.pk).delete()


def test_the_sixty_days_begin_where_the_district_says_and_the_page_shows_it() -> None:
    put("appeals.petition.handling", days(60, counts_from="notified_on"))
    case = lives.forwarded(at("2026-03-02 09:00"))
    case = take(
        case, "accept", "chengban", "2026-03-10 09:00", received_on=date(2026, 3, 2), notified_on=date(2026, 3, 10)
    )  # fmt: skip
    row = ClockRow.objects.get(case=case, name="handling")
    assert row.started_at == at("2026-03-10 00:00")
    assert list(verify(case_id=case.pk)) == []
    text = page(sign_in("chengban"), case)
    assert "自3月10日起算" in text
    assert "青政办〔2026〕3号第二条" in text


def test_without_a_local_rule_a_late_notice_moves_nothing() -> None:
    case = lives.forwarded(at("2026-03-02 09:00"))
    case = take(
        case, "accept", "chengban", "2026-03-10 09:00", received_on=date(2026, 3, 2), notified_on=date(2026, 3, 10)
    )  # fmt: skip
    assert ClockRow.objects.get(case=case, name="handling").started_at == at("2026-03-02 00:00")


def test_what_began_before_keeps_its_limit() -> None:
    case = lives.handling(at("2026-03-02 09:00"))
    put("appeals.petition.handling", days(30), on=date(2026, 3, 3))
    later = lives.handling(at("2026-03-03 09:00"))
    amounts = [ClockRow.objects.get(case=one, name="handling").amount for one in (case, later)]
    assert amounts == [60, 30]


def test_simple_handling_is_shorter_and_the_sixty_days_run_on() -> None:
    case = lives.handling(at("2026-03-02 09:00"))
    case = take(
        case, "simplify", "chengban", "2026-03-02 10:00", simple_ground="clear", told_on=date(2026, 3, 2)
    )
    rows = {row.name: row for row in ClockRow.objects.filter(case=case, stopped_at__isnull=True)}
    assert (rows["simple"].amount, rows["simple"].unit, case.next_due_clock) == (10, "working_days", "simple")
    assert rows["handling"].due_at == at("2026-05-02 00:00")
    with pytest.raises(Guarded, match="已经在简易办理"):
        take(
            case, "simplify", "chengban", "2026-03-03 10:00", simple_ground="clear", told_on=date(2026, 3, 2)
        )
    case = take(case, "leave_simple", "chengban", "2026-03-05 10:00", reason="有争议")
    assert case.next_due_clock == "handling"


def test_everybody_reads_the_settings_and_only_the_administrator_finds_a_form() -> None:
    put("representatives", Value(3), place="青岚区")
    for who, form in (("guanli", True), ("chengban", False), ("shenji", False)):
        text = sign_in(who).get(reverse("appeals:rule", args=["representatives"])).content.decode()
        assert ("设定新的值" in text) is form
        assert "市里统一" in text
        assert "3月2日" in text or "2026年3月2日" in text


def test_the_administrator_sets_on_the_page_and_reads_faults_at_the_fields() -> None:
    client, address = sign_in("guanli"), reverse("appeals:rule", args=["appeals.petition.handling"])
    given = {
        "amount": "70", "unit": "calendar_days", "roll": "strict", "counts_from": "received_on", "place": "",
        "in_force_from": "2026-03-05", "source": "市条例第三十条", "reason": "地方更严",
    }  # fmt: skip
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "只能更短" in answer.content.decode()
    assert client.post(address, {**given, "amount": "30"}).status_code == 302
    (row,) = DatedSetting.objects.all()
    assert row.rule is not None
    assert (row.rule.amount, row.rule.article, row.reason) == (30, "市条例第三十条", "地方更严")
    assert "还没有生效" in client.get(address).content.decode()
    assert "3月5日起有新的设定" in client.get(reverse("appeals:rules")).content.decode()


def test_others_who_post_are_refused() -> None:
    given = {"amount": "3", "in_force_from": "2026-03-05", "source": "x", "reason": "y"}
    answer = sign_in("fenliu").post(reverse("appeals:rule", args=["representatives"]), given)
    assert answer.status_code == 422
    assert not DatedSetting.objects.exists()


def test_the_settings_go_out_as_a_workbook() -> None:
    body = sign_in("shenji").get(reverse("appeals:rules") + "?format=xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == len(SETTINGS) + 1


def test_help_texts_state_the_figure_in_force_and_where_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = lives.handling()
    moment = at("2026-03-20 09:00")
    assert hints.for_extension(case, moment) == {"days": "最多30日（信访工作条例 第三十四条）"}
    assert "有5个工作日提出异议，15日内" in hints.for_forwarding(case, moment)[""]
    put("extension_days", Value(15))
    put("representatives", Value(3))
    put("appeals.petition.review_right", days(45, roll="generous"))
    assert hints.for_extension(case, moment) == {"days": "最多15日（青政办〔2026〕3号第二条）"}
    assert "在45日内请求复查（青政办〔2026〕3号第二条）" in hints.for_decision(case, moment)["remedy"]
    assert "有45日可以请求复查" in hints.for_service(case, moment)[""]
    assert "不得超过3人" in hints.of_representatives(place=None, on=date(2026, 3, 5))
    set_clock(monkeypatch, "2026-03-20 09:00")
    assert (
        "在45日内请求复查"
        in sign_in("chengban").get(reverse("casework:case", args=[case.number])).content.decode()
    )


def test_letters_state_the_limits_that_the_district_set_and_older_letters_keep_theirs() -> None:
    before = lives.decided()
    put("appeals.petition.review_right", days(45, roll="generous"))
    put("appeals.petition.objection", Value(3, "working_days", "strict"))
    put("appeals.petition.notice", days(10))
    put("extension_days", Value(15))
    case = lives.forwarded(at("2026-03-10 09:00"))
    transfer, acceptance = (
        words(IssuedDocument.objects.get(case=one, kind=kind))
        for one, kind in ((case, "transfer"), (_accepted(case), "acceptance"))
    )
    assert (transfer["limit_notice"], transfer["limit_objection"]) == ("10日", "3个工作日")
    assert (acceptance["limit_extension"], acceptance["plain_extension"]) == ("15日", "15天")
    old = IssuedDocument.objects.get(case=before, kind="decision")
    assert "limits" not in old.data
    assert words(old)["plain_review_right"] == "30天"


def _accepted(case: Case) -> Case:
    day = date(2026, 3, 10)
    return take(case, "accept", "chengban", "2026-03-10 10:00", received_on=day, notified_on=day)


def test_a_decision_names_the_days_that_the_resident_really_has() -> None:
    put("appeals.petition.review_right", days(45, roll="generous"))
    case = _accepted(lives.forwarded(at("2026-03-10 09:00")))
    assert "之日起45日内" in for_decision(case, actor("chengban"), at("2026-03-20 09:00"))["remedy"]
    with pytest.raises(Incomplete) as refused:
        take(case, "decide", "chengban", "2026-03-20 15:00", **lives.DECISION)
    assert set(refused.value.fields) == {"remedy"}
    right = {**lives.DECISION, "remedy": lives.DECISION["remedy"].replace("30日", "四十五日")}
    case = take(case, "decide", "chengban", "2026-03-20 15:00", **right)
    assert words(IssuedDocument.objects.get(case=case, kind="decision"))["plain_review_right"] == "45天"


def test_the_right_to_reconsideration_is_counted_and_told_by_the_figure_in_force() -> None:
    assert spoken.on_pages(place=None, on=date(2026, 3, 5))["objection"] == "5个工作日"
    put("appeals.petition.objection", Value(3, "working_days", "strict"))
    put("appeals.legal_path.reconsider", days(90, roll="generous"))
    case = lives.forwarded(at("2026-03-10 09:00"))
    assert spoken.on_pages(place=case.jurisdiction_id, on=date(2026, 3, 10))["objection"] == "3个工作日"
    hint = hints.for_legal_path(case, at("2026-03-10 10:00"))["known_on"]
    assert "90日内申请（青政办〔2026〕3号第二条）" in hint
    case = take(
        case, "lead_to_law", "chengban", "2026-03-10 11:00", path="administrative", competent="区政府行政复议机构",
        known_on=date(2026, 3, 3), reason="不服行政处罚决定。",
    )  # fmt: skip
    assert "90日内申请行政复议" in words(IssuedDocument.objects.get(case=case, kind="guidance"))["reconsider"]
    path = Case.objects.get(origin=case)
    assert ClockRow.objects.get(case=path, name="reconsider").amount == 90


def test_the_right_to_reconsideration_is_never_shortened() -> None:
    with pytest.raises(Guarded, match="只能更长"):
        put("appeals.legal_path.reconsider", days(30, roll="generous"))
