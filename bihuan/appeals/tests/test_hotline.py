"""The hotline's order, from the call to the call-back, and its boundary with the petition office."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.appeals.documents import words
from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.services import Letter, register
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import take
from bihuan.appeals.tests.test_review import running
from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, IssuedDocument
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def dispatcher() -> Actor:
    return Actor(None, None, unit("12345热线").pk, None, "派单员", roles=frozenset({Role.DISPATCHER}))


def order(**changes: Any) -> Case:
    given = {"channel": "call", "received_on": date(2026, 3, 2), "call": "20260302-000117", **changes}
    return casework.open_case(
        process=HOTLINE.name, step="log_order", actor=actor("rexian"), at=at("2026-03-02 09:00"), subject="路灯不亮",
        body="文昌社区3栋前三盏路灯不亮一周。", channel="call", given=given, beside=lambda case: [Appeal(case=case)],
    )  # fmt: skip


def working() -> Case:
    case = take(order(), "dispatch", "rexian", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    return take(case, "sign_for", "chengban", "2026-03-02 11:00")


def replied(case: Case | None = None, on: str = "2026-03-05") -> Case:
    return take(
        case or working(), "answer_order", "chengban", f"{on} 10:00", told_on=date.fromisoformat(on), told_how="电话",
        outcome="三盏路灯已更换，当晚已亮。",
    )  # fmt: skip


def calling() -> Case:
    return take(replied(), "pass_audit", "rexian", "2026-03-05 15:00")


def test_an_order_goes_from_the_call_to_a_satisfied_call_back() -> None:
    case = order()
    assert (case.number[:2], running(case)) == ("RX", {"answer": "2026-03-09"})  # five working days
    case = take(
        calling(),
        "call_satisfied",
        "rexian",
        "2026-03-06 10:00",
        called_at=at("2026-03-06 10:00"),
        words="亮了，谢谢。",
    )
    assert (case.state, case.phase) == ("archived", "ended")
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_a_call_that_is_answered_at_once_is_kept_and_ends() -> None:
    case = casework.open_case(
        process=HOTLINE.name, step="answer_call", actor=actor("rexian"), at=at("2026-03-02 09:00"), subject="咨询低保",
        body="咨询低保办理材料。", given={"channel": "call", "received_on": date(2026, 3, 2), "reply": "带户口簿到社区办理。"},
    )  # fmt: skip
    assert (case.state, case.phase) == ("told", "ended")


def test_an_objection_moves_the_order_back_while_its_limit_runs_on_and_a_designated_order_is_not_returned() -> (
    None
):
    case = take(order(), "dispatch", "rexian", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    case = take(case, "dispute_order", "chengban", "2026-03-02 14:00", reason="路灯由城管局管理。")
    assert (case.holder_unit, running(case)) == (unit("12345热线"), {"answer": "2026-03-09"})
    case = take(
        case, "designate", dispatcher(), "2026-03-03 09:00", to_unit=unit("住建局").pk, reason="该路段未移交。", designated="yes"
    )  # fmt: skip
    with pytest.raises(Guarded, match="不能再次提出异议"):
        take(case, "dispute_order", "chengban", "2026-03-03 10:00", reason="还是不属于我局。")


def test_what_cannot_be_done_now_has_measures_and_a_date_and_is_tracked() -> None:
    given = {"reason": "需要立项。", "measures": "已装临时照明。", "told_on": date(2026, 3, 4)}
    with pytest.raises(Guarded, match="已经过了"):
        take(working(), "cannot_now", "chengban", "2026-03-04 10:00", solve_by=date(2026, 3, 1), **given)
    case = take(working(), "cannot_now", "chengban", "2026-03-04 10:00", solve_by=date(2026, 6, 30), **given)
    assert (case.state, running(case)) == ("deferred", {"solve": "2026-06-30"})
    assert replied(case, "2026-06-20").state == "replied"


def test_who_is_not_satisfied_gets_it_done_again_with_a_new_limit() -> None:
    case = take(
        calling(),
        "call_unsatisfied",
        "rexian",
        "2026-03-06 10:00",
        called_at=at("2026-03-06 10:00"),
        words="还是不亮。",
    )
    case = take(
        case, "redo_order", "rexian", "2026-03-06 11:00", to_unit=unit("住建局").pk, reason="两盏仍不亮。"
    )
    assert (case.state, case.holder_unit, running(case)) == (
        "working",
        unit("住建局"),
        {"answer": "2026-03-13"},
    )


def test_the_resident_may_say_so_after_the_order_was_archived() -> None:
    case = take(calling(), "resident_satisfied", RESIDENT, "2026-03-06 10:00")
    case = take(case, "resident_unsatisfied", RESIDENT, "2026-03-20 20:00", words="又不亮了。")
    assert (case.state, case.holder_unit) == ("unsatisfied", unit("12345热线"))


def test_nothing_is_explained_away_before_it_was_done_again() -> None:
    case = take(calling(), "resident_unsatisfied", RESIDENT, "2026-03-06 10:00", words="不满意。")
    with pytest.raises(Guarded, match="先退回再次办理"):
        take(
            case, "explain_and_archive", dispatcher(), "2026-03-06 11:00", explained="依据城市照明管理规定。"
        )


def test_nobody_is_archived_unheard_before_three_calls() -> None:
    case = calling()
    for hour in (9, 14):
        case = take(
            case,
            "call_unreached",
            "rexian",
            f"2026-03-06 {hour:02}:30",
            called_at=at(f"2026-03-06 {hour:02}:00"),
        )
    with pytest.raises(Guarded, match="2次"):
        take(case, "archive_unreached", "rexian", "2026-03-06 15:00", reason="无人接听。")
    case = take(case, "call_unreached", "rexian", "2026-03-07 09:30", called_at=at("2026-03-07 09:00"))
    assert (
        take(case, "archive_unreached", "rexian", "2026-03-07 10:00", reason="三次无人接听。").state
        == "archived"
    )


def test_a_longer_limit_needs_the_law_that_gives_it() -> None:
    head = Actor(None, None, unit("住建局").pk, None, "局长", roles=frozenset({Role.UNIT_HEAD}))
    with pytest.raises(Guarded, match="第几条"):
        take(
            working(),
            "extend_by_law",
            head,
            "2026-03-04 10:00",
            law="有关规定",
            days=10,
            told_on=date(2026, 3, 4),
        )
    case = take(
        working(), "extend_by_law", head, "2026-03-04 10:00", law="《市场监督管理投诉举报处理暂行办法》第二十一条", days=10,
        told_on=date(2026, 3, 4),
    )  # fmt: skip
    assert running(case) == {"answer": "2026-03-23"}


def test_a_matter_for_the_petition_office_is_handed_over_and_both_registries_see_each_other() -> None:
    case = take(order(), "hand_to_petition", "rexian", "2026-03-02 10:00", reason="属于申诉求决类事项。")
    petition = Case.objects.get(origin=case)
    assert (case.state, petition.process) == ("handed", "appeals.petition")
    assert (petition.holder_unit, petition.received_on) == (unit("信访局"), date(2026, 3, 2))
    assert running(petition) == {"triage": "2026-03-17"}
    assert [link.other for link in case.links.all()] == [petition]
    assert Appeal.objects.filter(case=petition).exists()


def test_what_is_already_a_petition_is_not_taken_up_twice() -> None:
    petition = lives.handling()
    case = take(
        order(), "already_petition", "rexian", "2026-03-02 10:00", other_case=petition.number, told_on=date(2026, 3, 2)
    )  # fmt: skip
    assert case.state == "handed"
    assert [link.other for link in case.links.all()] == [petition]
    with pytest.raises(Guarded, match="没有这个编号"):
        take(
            order(),
            "already_petition",
            "rexian",
            "2026-03-02 10:00",
            other_case="XF-1",
            told_on=date(2026, 3, 2),
        )


def test_a_petition_that_is_a_hotline_matter_becomes_an_order() -> None:
    case = take(
        lives.registered(), "hand_to_hotline", "fenliu", "2026-03-02 10:00", to_unit=unit("12345热线").pk, reason="即时事项。"
    )  # fmt: skip
    assert case.state == "moved"
    assert Case.objects.get(origin=case).holder_unit == unit("12345热线")
    with pytest.raises(Guarded, match="热线单位"):
        take(
            lives.registered(),
            "hand_to_hotline",
            "fenliu",
            "2026-03-02 10:00",
            to_unit=unit("住建局").pk,
            reason="即时事项。",
        )


def test_what_was_answered_on_the_line_is_registered_as_answered() -> None:
    letter = Letter(
        subject="问社保卡在哪里补办", body="来电询问社保卡补办的地点和材料。", channel="call",
        received_on=at("2026-03-02 09:00").date(), track="hotline", read_back=True,
        more={"reply": "已告知地点和材料。"},
    )  # fmt: skip
    case = register(letter=letter, actor=actor("rexian"), at=at("2026-03-02 09:00"))
    assert (case.process, case.state, case.phase) == ("appeals.hotline", "told", "ended")
    assert case.entries.get().data["reply"] == "已告知地点和材料。"


LATE = {
    "told_on": date(2026, 3, 12), "why_late": "灯杆由市级仓库调拨，到货晚了。", "progress": "线路已经修好。",
    "finish_by": date(2026, 3, 16),
}  # fmt: skip


def test_why_an_order_is_late_is_explained_only_once_it_is() -> None:
    case = working()
    with pytest.raises(Guarded, match="没有逾期"):
        take(case, "explain_late", "chengban", "2026-03-09 23:00", **{**LATE, "told_on": date(2026, 3, 9)})
    case = take(case, "explain_late", "chengban", "2026-03-12 10:00", **LATE)
    assert running(case) == {"answer": "2026-03-09"}  # it explains, it does not prolong
    paper = IssuedDocument.objects.get(case=case, kind="late")
    assert (paper.kind, paper.data["why_late"]) == ("late", LATE["why_late"])
    case = replied(case, on="2026-03-13")
    take(case, "explain_late", "rexian", "2026-03-13 11:00", **LATE)  # also after a late answer


def test_who_is_recused_from_an_order_cannot_answer_it() -> None:
    case = working()
    officer = actor("chengban").account_id
    case = take(case, "ask_recusal", RESIDENT, "2026-03-03 09:00", reason="他是施工方的股东。")
    case = take(case, "recuse", "shenpi", "2026-03-03 10:00", officer=officer, reason="属实。")
    with pytest.raises(NotYours):
        replied(case)


def test_nobody_refuses_a_recusal_that_was_not_asked_for() -> None:
    with pytest.raises(Guarded, match="没有申请回避"):
        take(working(), "refuse_recusal", "shenpi", "2026-03-03 10:00", reason="没有利害关系。")


def test_a_late_order_is_not_called_done_before_the_caller_heard_why() -> None:
    case = replied(on="2026-03-12")
    with pytest.raises(Guarded, match="还没有向诉求人说明原因"):
        take(case, "pass_audit", "rexian", "2026-03-12 15:00")
    case = take(case, "explain_late", "rexian", "2026-03-12 16:00", **LATE)
    case = take(case, "pass_audit", "rexian", "2026-03-12 16:30")
    given = {"called_at": at("2026-03-13 10:00"), "words": "亮了。"}
    assert take(case, "call_satisfied", "rexian", "2026-03-13 10:00", **given).state == "archived"


def test_an_explanation_covers_only_the_limit_that_was_missed_then() -> None:
    case = take(replied(on="2026-03-12"), "explain_late", "rexian", "2026-03-12 16:00", **LATE)
    case = take(
        case, "fail_audit", "rexian", "2026-03-12 17:00", to_unit=unit("住建局").pk, reason="没有照片。"
    )
    case = replied(case, on="2026-03-27")  # the new five working days ended on the 19th
    with pytest.raises(Guarded, match="还没有向诉求人说明原因"):
        take(case, "pass_audit", "rexian", "2026-03-27 15:00")


def test_an_order_in_time_needs_no_explanation() -> None:
    assert calling().state == "calling"


def test_what_a_higher_office_sent_down_as_an_order_is_reported_back_by_its_day() -> None:
    case = order(sender="省12345热线", feedback_by=date(2026, 3, 20))
    assert running(case) == {"answer": "2026-03-09", "feedback": "2026-03-20"}
    given = {"feedback_on": date(2026, 3, 4), "feedback": "已办结，诉求人满意。"}
    case = take(case, "send_feedback", "rexian", "2026-03-04 10:00", **given)
    assert running(case) == {"answer": "2026-03-09"}
    with pytest.raises(Guarded, match="不是上级转来"):
        take(order(), "send_feedback", "rexian", "2026-03-04 10:00", **given)


def test_an_urgent_call_goes_up_at_once_and_stops_no_clock() -> None:
    given = {
        "reported_to": "区委、区政府",
        "reported_at": at("2026-03-02 09:20"),
        "situation": "燃气泄漏，已疏散。",
    }
    case = take(order(), "report_upward", "rexian", "2026-03-02 09:30", **given)
    assert running(case) == {"answer": "2026-03-09"}


def test_the_limit_is_printed_on_the_order_that_goes_to_the_unit() -> None:
    case = take(order(), "dispatch", "rexian", "2026-03-02 10:00", to_unit=unit("住建局").pk)
    said = words(IssuedDocument.objects.get(case=case, kind="order"))
    assert (said["next_by"], said["addressee"]) == ("2026年3月9日", unit("住建局").name)
