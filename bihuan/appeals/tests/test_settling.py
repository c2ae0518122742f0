"""Settling is one of three, stays open until it is true, and not the doer says that it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.appeals.documents import compose
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import take
from bihuan.appeals.tests.test_review import running
from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, NotYours
from bihuan.casework.models import IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT, SYSTEM, Actor
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db

PROMISE = {
    "promise": "列入2026年老旧小区改造，重做屋面防水。", "promised_by": "住建局局长", "why_later": "改造资金六月下达。",
}  # fmt: skip


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def test_the_resident_confirms_that_it_was_carried_out() -> None:
    case = take(lives.executed(), "resident_confirms", RESIDENT, "2026-05-21 19:00", words="修好了。")
    assert (case.state, case.phase) == ("closed", "ended")
    assert list(verify_clocks()) == []


def test_the_resident_says_it_is_not_so_and_it_is_done_again() -> None:
    case = take(lives.executed(), "resident_denies", RESIDENT, "2026-05-21 19:00", words="下雨还是漏。")
    assert (case.state, case.holder_unit) == ("contested", unit("信访局"))
    case = take(
        case, "deny_execution", "dengji", "2026-05-25 10:00", to_unit=unit("住建局").pk, heard="现场仍有两户渗水。",
        execute_by=date(2026, 6, 30),
    )  # fmt: skip
    assert (case.state, case.holder_unit) == ("executing", unit("住建局"))
    assert running(case)["execution"] == "2026-06-30"


def test_the_resident_may_say_so_after_the_case_was_closed() -> None:
    case = take(
        lives.executed(), "confirm_execution", "dengji", "2026-05-22 10:00", heard="电话里说已经修好。"
    )
    case = take(case, "resident_denies", RESIDENT, "2026-07-01 10:00", words="第一场大雨又漏了。")
    assert (case.state, case.phase, case.ended_at) == ("contested", "open", None)


def test_who_never_got_a_promise_is_led_to_the_review_instead() -> None:
    case = take(lives.served(), "lapse", SYSTEM, "2026-04-23 06:00")
    with pytest.raises(Guarded, match="请求复查"):
        take(case, "resident_denies", RESIDENT, "2026-04-24 10:00", words="我不同意。")


def test_a_promise_is_tracked_to_its_date_and_kept_only_with_proof() -> None:
    case = take(
        lives.served("explain"),
        "promise",
        "chengban",
        "2026-03-25 10:00",
        keep_by=date(2026, 9, 30),
        **PROMISE,
    )
    assert (case.state, case.next_due_clock) == ("promised", "promise")
    assert running(case) == {"review_right": "2026-04-22", "promise": "2026-09-30"}
    case = take(
        case, "keep_promise", "chengban", "2026-09-20 10:00", proof="竣工验收单及照片见附件。", done_on=date(2026, 9, 18)
    )  # fmt: skip
    assert (case.state, case.holder_unit) == ("executed", unit("信访局"))
    with pytest.raises(NotYours):
        take(case, "confirm_execution", "chengban", "2026-09-21 10:00", heard="已经修好。")


def test_a_promise_is_moved_by_the_head_alone_and_the_journal_keeps_both_dates() -> None:
    case = take(
        lives.served("explain"),
        "promise",
        "chengban",
        "2026-03-25 10:00",
        keep_by=date(2026, 9, 30),
        **PROMISE,
    )
    later = {"keep_by": date(2026, 10, 31), "reason": "雨季延后施工。", "notified_on": date(2026, 9, 1)}
    with pytest.raises(NotYours):
        take(case, "move_promise", "chengban", "2026-09-01 10:00", **later)
    case = take(case, "move_promise", "shenpi", "2026-09-01 10:00", **later)
    assert running(case)["promise"] == "2026-10-31"
    assert case.clocks.filter(name="promise").count() == 2


def test_no_promise_lies_in_the_past() -> None:
    with pytest.raises(Guarded, match="已经过了"):
        take(
            lives.served("explain"),
            "promise",
            "chengban",
            "2026-03-25 10:00",
            keep_by=date(2026, 3, 24),
            **PROMISE,
        )


def test_help_beyond_policy_says_by_whom_and_what() -> None:
    case = take(
        lives.served(), "give_help", "fenliu", "2026-03-25 10:00", to_unit=unit("民政局").pk, need="低保边缘家庭。",
        help_planned="临时救助。", help_by=date(2026, 4, 30),
    )  # fmt: skip
    helper = Actor(None, None, unit("民政局").pk, None, "民政局承办人", roles=frozenset({Role.OFFICER}))
    case = take(
        case, "report_help", helper, "2026-04-20 10:00", help_given="临时救助金2000元。", help_from="区民政局临时救助",
        done_on=date(2026, 4, 18),
    )  # fmt: skip
    assert case.state == "executed"
    case = take(case, "resident_confirms", "dengji", "2026-04-21 10:00")
    assert case.state == "closed"


def test_what_was_assigned_with_a_report_owed_is_not_closed_without_it() -> None:
    case = take(
        lives.registered(), "entrust", "fenliu", "2026-03-02 10:00", to_unit=unit("住建局").pk, report_by=date(2026, 5, 10)
    )  # fmt: skip
    assert running(case) == {"notice": "2026-03-17", "objection": "2026-03-09", "report": "2026-05-10"}
    assert case.documents.get().kind == "assignment"
    day = date(2026, 3, 3)
    case = take(case, "accept", "chengban", "2026-03-03 10:00", received_on=date(2026, 3, 2), notified_on=day)
    case = take(case, "decide", "chengban", "2026-03-20 15:00", **lives.DECISION)
    case = take(
        case, "serve", "chengban", "2026-03-23 10:00", served_on=date(2026, 3, 23), served_by="hand", receipt="签收",
        execute_by=date(2026, 5, 31),
    )  # fmt: skip
    case = take(
        case,
        "report_execution",
        "chengban",
        "2026-04-10 10:00",
        record="已经修好。",
        done_on=date(2026, 4, 9),
    )
    with pytest.raises(Guarded, match="办结报告"):
        take(case, "confirm_execution", "dengji", "2026-04-12 10:00", heard="信访人说修好了。")


def test_the_report_that_is_owed_is_filed_and_then_it_may_be_closed() -> None:
    case = take(
        lives.registered(), "entrust", "fenliu", "2026-03-02 10:00", to_unit=unit("住建局").pk, report_by=date(2026, 5, 10)
    )  # fmt: skip
    case = take(case, "report_back", "chengban", "2026-03-10 10:00", report="已修复，信访人认可。")
    assert "report" not in running(case)
    with pytest.raises(Guarded, match="已经报送"):
        take(case, "report_back", "chengban", "2026-03-11 10:00", report="再报一次。")


def test_who_is_recused_has_the_case_no_longer_and_cannot_decide_it() -> None:
    case = lives.handling()
    officer = actor("chengban").account_id
    assert officer is not None
    casework.assign(case_id=case.pk, account_id=officer, actor=actor("shenpi"), at=at("2026-03-02 10:00"))
    case = take(case, "ask_recusal", RESIDENT, "2026-03-03 20:00", reason="承办人是对方的亲戚。")
    case = take(case, "recuse", "shenpi", "2026-03-04 10:00", officer=officer, reason="属实。")
    assert case.holder_account_id is None
    with pytest.raises(NotYours):
        take(case, "decide", "chengban", "2026-03-20 15:00", **lives.DECISION)


def test_nobody_refuses_a_recusal_that_was_not_asked_for() -> None:
    with pytest.raises(Guarded, match="没有申请回避"):
        take(lives.handling(), "refuse_recusal", "shenpi", "2026-03-04 10:00", reason="没有利害关系。")


def test_urging_sets_a_day_for_the_written_answer_and_tells_the_holder() -> None:
    case = take(
        lives.handling(), "urge", "ducha", "2026-05-04 10:00", reason="办理期限已经届满。", demand="立即出具处理意见。",
        answer_by=date(2026, 5, 8),
    )  # fmt: skip
    assert running(case)["urging"] == "2026-05-08"
    assert case.documents.order_by("-pk")[0].kind == "urging"
    assert case.entries.order_by("-seq")[0].holder_unit == unit("住建局")
    case = take(case, "answer_urging", "chengban", "2026-05-07 10:00", answer="已出具处理意见，五日内送达。")
    assert "urging" not in running(case)
    with pytest.raises(Guarded, match="没有等待反馈"):
        take(case, "answer_urging", "chengban", "2026-05-07 11:00", answer="再答一次。")


def test_a_matter_in_progress_is_declined_with_its_number_and_the_two_are_linked() -> None:
    first, second = lives.handling(), lives.registered(at("2026-03-20 09:00"))
    case = take(
        second, "decline", "fenliu", "2026-03-23 10:00", ground="in_progress", other_case=first.number.lower(),
        reason="住建局正在办理。",
    )  # fmt: skip
    assert (case.state, case.documents.get().kind) == ("declined", "refusal")
    assert [link.other for link in case.links.all()] == [first]


@pytest.mark.parametrize("other", ["XF-2020-000001", "self"])
def test_nothing_is_declined_for_a_matter_that_is_not_another_one(other: str) -> None:
    case = lives.registered()
    with pytest.raises(Guarded, match="没有这个编号"):
        take(
            case, "decline", "fenliu", "2026-03-03 10:00", ground="in_progress",
            other_case=case.number if other == "self" else other, reason="正在办理。",
        )  # fmt: skip


def test_a_group_of_six_representatives_is_refused_with_what_to_do() -> None:
    given = {"channel": "visit", "received_on": date(2026, 3, 2), "people": 12, "representatives": 6}
    opening: dict[str, Any] = {
        "process": PETITION.name,
        "step": "register",
        "actor": actor("dengji"),
        "at": at("2026-03-02 09:00"),
    }
    with pytest.raises(Guarded, match="不得超过5人"):
        casework.open_case(subject="十二户反映停水", body="十二户居民反映停水。", given=given, **opening)
    case = casework.open_case(
        subject="十二户反映停水",
        body="十二户居民反映停水。",
        given={**given, "representatives": 5},
        **opening,
    )
    assert case.facts["representatives"] == 5


def test_what_came_from_above_keeps_its_own_deadline_until_the_feedback_is_sent() -> None:
    case = casework.open_case(
        process=PETITION.name, step="register", actor=actor("dengji"), at=at("2026-03-02 09:00"), subject="市局转来",
        body="市信访局转来一件。", channel="forwarded",
        given={"channel": "forwarded", "received_on": date(2026, 3, 2), "sender": "澜川市信访局",
               "feedback_by": date(2026, 4, 30)},
    )  # fmt: skip
    assert running(case) == {"triage": "2026-03-17", "feedback": "2026-04-30"}
    case = take(
        case, "send_feedback", "dengji", "2026-04-01 09:00", feedback_on=date(2026, 4, 1), feedback="已办理。"
    )
    assert "feedback" not in running(case)
    with pytest.raises(Guarded, match="不是上级转来"):
        take(
            lives.registered(),
            "send_feedback",
            "dengji",
            "2026-04-01 09:00",
            feedback_on=date(2026, 4, 1),
            feedback="无。",
        )


UPWARD = {
    "proposed_to": "中共青岚区委、青岚区人民政府", "grave": "三百余户停暖，气温将降至零下十五度。",
    "situation": "供热企业停止供热。", "proposal": "由区政府牵头，当日启动应急供热。",
}  # fmt: skip


def test_a_grave_matter_is_put_to_the_party_committee_and_the_government_as_a_letter() -> None:
    """Art. 22¶1(1): by the registry, with its legal basis; no clock of the case changes for it."""
    case = lives.registered()
    before = running(case)
    with pytest.raises(NotYours):
        take(case, "suggest_upward", "chengban", "2026-03-02 10:00", **UPWARD)
    with pytest.raises(Guarded, match="没有报请"):
        take(
            case, "record_instruction", "fenliu", "2026-03-02 10:00", instructed_on=date(2026, 3, 2),
            instructed_by="区委", instruction="照办。",
        )  # fmt: skip
    case = take(case, "suggest_upward", "fenliu", "2026-03-02 10:00", **UPWARD)
    assert running(case) == before
    paper = compose(IssuedDocument.objects.get(case=case))
    text = "\n".join(block.text for block in paper.body)
    assert paper.addressee == UPWARD["proposed_to"]
    assert "第二十二条第一款第一项规定，情况重大、紧急的" in text
    assert UPWARD["proposal"] in text
    assert "丁一帆" not in text
    case = take(
        case, "record_instruction", "fenliu", "2026-03-02 16:00", instructed_on=date(2026, 3, 2),
        instructed_by="区委、区政府", instruction="同意，由住建局牵头。",
    )  # fmt: skip
    assert case.state == "registered"
