"""Review and re-review by the next level, and the end (信访工作条例 art. 35-37)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import asked, opinion, take
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case
from bihuan.casework.services.ruling import set_clock_rule
from bihuan.casework.tests.cast import at, load_district, unit
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT, SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def running(case: Case) -> dict[str, str]:
    """Name of each running clock, with its last day."""
    return {
        row.name: str((row.due_at.astimezone(CHINA) - timedelta(seconds=1)).date())
        if row.due_at
        else "paused"
        for row in case.clocks.filter(stopped_at__isnull=True)
    }


def steps(case: Case) -> list[str]:
    return list(case.entries.order_by("seq").values_list("step", flat=True))


def test_a_matter_goes_through_review_and_re_review_to_its_end_and_help_stays_possible() -> None:
    case = lives.re_reviewing()
    assert (case.holder_unit, running(case)) == (unit("市政府"), {"re_review": "2026-05-27"})
    case = take(case, "decide_re_review", "fuhe", "2026-05-20 10:00", **opinion("uphold", remedy=""))
    case = take(
        case,
        "serve_re_review",
        "fuhe",
        "2026-05-22 10:00",
        served_on=date(2026, 5, 22),
        served_by="post",
        receipt="签收",
    )
    assert case.state == "re_served"
    case = take(
        case,
        "conclude",
        "fuhe",
        "2026-05-25 10:00",
        reason="没有新的事实和理由。",
        help_unit="望溪街道办事处",
    )
    assert (case.state, case.phase) == ("concluded", "ended")
    case = take(
        case, "give_help", "fenliu", "2026-06-01 10:00", to_unit=unit("民政局").pk, need="独居老人，房屋渗水影响居住。",
        help_planned="临时救助。", help_by=date(2026, 6, 30),
    )  # fmt: skip
    assert (case.state, case.holder_unit, running(case)) == (
        "helping",
        unit("民政局"),
        {"help": "2026-06-30"},
    )
    assert [entry.kind for entry in case.documents.order_by("pk")][-3:] == ["review", "re_review", "end"]
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_a_request_goes_to_the_next_level_of_the_deciding_unit_with_thirty_days() -> None:
    case = lives.reviewing()
    assert (case.state, case.holder_unit) == ("reviewing", unit("区政府"))
    assert running(case) == {"review": "2026-05-01"}
    assert case.entries.order_by("-seq")[0].actor == RESIDENT.name


def test_a_request_on_day_thirty_is_in_time() -> None:
    case = take(lives.served(), "ask_review", RESIDENT, "2026-04-22 23:59", **asked("2026-04-22"))
    assert case.state == "reviewing"


def test_a_request_on_day_thirty_one_is_told_so_and_what_is_still_possible() -> None:
    case = lives.served()
    with pytest.raises(Guarded, match=r"2026-04-22届满.*仍然可以.*新的事实") as refused:
        take(case, "ask_review", RESIDENT, "2026-04-23 00:00", **asked("2026-04-23"))
    assert "第四十条" in str(refused.value)


def test_a_late_request_is_told_the_same_after_the_case_lapsed() -> None:
    case = take(lives.served(), "lapse", SYSTEM, "2026-04-23 06:00")
    with pytest.raises(Guarded, match="2026-04-22届满"):
        take(case, "ask_review", RESIDENT, "2026-05-10 09:00", **asked("2026-05-10"))


def test_a_request_posted_in_time_counts_though_it_arrives_after_the_case_lapsed() -> None:
    case = take(lives.served(), "lapse", SYSTEM, "2026-04-23 06:00")
    case = take(
        case, "ask_review", "dengji", "2026-04-25 09:00", **asked("2026-04-22", got_on=date(2026, 4, 25))
    )  # fmt: skip
    assert running(case) == {"review": "2026-05-25"}
    assert "代为记录" in case.entries.order_by("-seq")[0].actor


def test_the_resident_cannot_date_a_request_back() -> None:
    with pytest.raises(Guarded, match="今天"):
        take(lives.served(), "ask_review", RESIDENT, "2026-04-23 09:00", **asked("2026-04-20"))


def test_a_request_to_the_wrong_organ_names_the_right_one() -> None:
    with pytest.raises(Guarded, match="青岚区人民政府"):
        take(lives.served(), "ask_review", RESIDENT, "2026-04-01 09:00", **asked("2026-04-01", "市政府"))


def test_what_was_only_mediated_has_no_review() -> None:
    case = take(
        lives.handling(), "mediate", "chengban", "2026-03-10 10:00", other_party="安居物业公司", dispute="屋面漏雨的维修责任。",
        agreement="物业公司在5月31日前修好。", mediator="望溪街道人民调解委员会", signed_on=date(2026, 3, 10),
        execute_by=date(2026, 5, 31),
    )  # fmt: skip
    assert running(case) == {"execution": "2026-05-31"}
    with pytest.raises(Guarded, match="没有可以请求复查"):
        take(case, "ask_review", RESIDENT, "2026-03-20 09:00", **asked("2026-03-20"))


def test_the_right_is_used_up_by_asking_once() -> None:
    case = take(
        lives.reviewing("support"), "decide_review", "fucha", "2026-04-10 10:00", **opinion("uphold", "yes")
    )
    case = take(
        case,
        "serve_review",
        "fucha",
        "2026-04-13 10:00",
        served_on=date(2026, 4, 13),
        served_by="hand",
        receipt="签收",
    )
    case = take(
        case, "execute_review", "fucha", "2026-04-14 10:00", to_unit=unit("住建局").pk, execute_by=date(2026, 6, 30),
        reason="维持支持的意见，请继续执行。",
    )  # fmt: skip
    assert (case.state, case.holder_unit) == ("executing", unit("住建局"))
    assert running(case) == {"execution": "2026-06-30", "re_review_right": "2026-05-13"}
    with pytest.raises(Guarded, match="没有可以请求复查"):
        take(case, "ask_review", RESIDENT, "2026-04-15 09:00", **asked("2026-04-15"))
    case = take(case, "ask_re_review", RESIDENT, "2026-04-20 09:00", **asked("2026-04-20", "市政府"))
    assert case.state == "re_reviewing"


def test_upholding_a_decision_in_favour_keeps_what_it_promised() -> None:
    with pytest.raises(Guarded, match="还没有执行"):
        take(
            lives.reviewing("support"),
            "decide_review",
            "fucha",
            "2026-04-10 10:00",
            **opinion("uphold", "no"),
        )


def test_a_revoked_decision_goes_back_to_the_handler_with_a_new_limit_and_a_new_right_of_review() -> None:
    case = take(
        lives.reviewing(), "decide_review", "fucha", "2026-04-17 15:00", **opinion("revoke", remedy="")
    )
    assert case.state == "revoked"
    back = {
        "redo_by": date(2026, 5, 20), "served_on": date(2026, 4, 20), "served_by": "post", "receipt": "签收",
        "reason": "请查明屋面的维修责任。",
    }  # fmt: skip
    with pytest.raises(Guarded, match="原办理单位"):
        take(case, "send_back", "fucha", "2026-04-20 10:00", to_unit=unit("城管局").pk, **back)
    case = take(case, "send_back", "fucha", "2026-04-20 10:00", to_unit=unit("住建局").pk, **back)
    assert (case.state, case.holder_unit, running(case)) == (
        "redoing",
        unit("住建局"),
        {"redo": "2026-05-20"},
    )
    case = take(case, "decide", "chengban", "2026-05-15 10:00", **{**lives.DECISION, "result": "explain"})
    case = take(
        case,
        "serve",
        "chengban",
        "2026-05-18 10:00",
        served_on=date(2026, 5, 18),
        served_by="hand",
        receipt="签收",
    )
    assert running(case) == {"review_right": "2026-06-17"}


def test_a_changed_decision_is_carried_out_and_the_resident_confirms() -> None:
    case = lives.review_served("change", "yes")
    case = take(
        case, "execute_review", "fucha", "2026-04-21 10:00", to_unit=unit("住建局").pk, execute_by=date(2026, 6, 30),
        reason="由住建局使用维修资金组织维修。",
    )  # fmt: skip
    case = take(
        case,
        "report_execution",
        "chengban",
        "2026-06-20 10:00",
        record="已经修好。",
        done_on=date(2026, 6, 18),
    )
    case = take(case, "resident_confirms", RESIDENT, "2026-06-21 19:00")
    assert (case.state, case.phase) == ("closed", "ended")
    assert list(verify_clocks()) == []


def test_what_a_review_changed_is_not_forgotten_when_nobody_asks_for_re_review() -> None:
    case = take(lives.review_served("change", "yes"), "lapse_review", SYSTEM, "2026-05-21 06:00")
    assert (case.state, case.phase) == ("carrying", "open")
    case = take(lives.review_served("uphold", "no"), "lapse_review", SYSTEM, "2026-05-21 06:00")
    assert case.state == "closed"


def test_hearing_time_is_not_counted_into_the_re_review() -> None:
    case = take(
        lives.re_reviewing(),
        "open_hearing",
        "fuhe",
        "2026-05-06 09:00",
        hear_by=date(2026, 5, 15),
        reason="案情复杂。",
    )
    assert running(case) == {"re_review": "paused", "hearing": "2026-05-15"}
    assert case.next_due_clock == "hearing"
    case = take(
        case, "close_hearing", "fuhe", "2026-05-16 09:00", chaired_by="副市长", hearing="双方到场，各自陈述。"
    )
    assert running(case) == {"re_review": "2026-06-06"}
    assert list(verify_clocks()) == []


def test_a_review_opinion_without_basis_or_remedy_is_not_issued() -> None:
    case = lives.reviewing()
    with pytest.raises(Incomplete) as refused:
        take(
            case,
            "decide_review",
            "fucha",
            "2026-04-17 15:00",
            **opinion("uphold", basis="有关规定", remedy=""),
        )
    assert set(refused.value.fields) == {"basis", "remedy"}


def test_only_the_reviewing_organ_reviews() -> None:
    case = lives.reviewing()
    for somebody in ("chengban", "fenliu", "fuhe"):
        with pytest.raises(NotYours):
            take(case, "decide_review", somebody, "2026-04-17 15:00", **opinion("uphold"))


def test_nothing_is_re_reviewed_before_it_was_reviewed() -> None:
    with pytest.raises(NotNow):
        take(lives.served(), "ask_re_review", RESIDENT, "2026-04-01 09:00", **asked("2026-04-01", "市政府"))


def test_a_matter_that_was_re_reviewed_is_declined_when_it_comes_again_and_one_that_was_not_is_not() -> None:
    ended = take(
        lives.re_reviewing(), "decide_re_review", "fuhe", "2026-05-20 10:00", **opinion("uphold", remedy="")
    )
    again = lives.registered(at("2026-06-08 09:00"))
    given = {"ground": "re_reviewed", "reason": "没有新的事实和理由。"}
    with pytest.raises(Guarded, match="没有作出过复核意见"):
        take(again, "decline", "fenliu", "2026-06-09 09:00", other_case=lives.registered().number, **given)
    again = take(again, "decline", "fenliu", "2026-06-09 09:00", other_case=ended.number, **given)
    assert again.state == "declined"
    assert [link.other for link in again.links.all()] == [ended]


# A local rule on taking a request up (山东省信访条例 art. 43, 44), off until a district sets it


def set_entry() -> None:
    set_clock_rule(
        process=PETITION.name, clock="review_entry", amount=3, unit="working_days", roll="strict",
        article="山东省信访条例第四十三条", in_force_from=date(2026, 3, 30), today=date(2026, 3, 2),
    )  # fmt: skip


def test_without_a_local_rule_nobody_decides_whether_to_take_a_request_up() -> None:
    case = lives.reviewing()
    assert set(running(case)) == {"review"}
    with pytest.raises(Guarded, match="没有规定决定受理的期限"):
        take(case, "accept_review", "fucha", "2026-04-02 09:00", notified_on=date(2026, 4, 2))


def test_where_a_local_rule_sets_it_a_request_is_taken_up_in_its_days_and_the_thirty_run_on() -> None:
    set_entry()
    case = lives.reviewing()  # asked on Wednesday, 1 April; the 6th is Qingming's day off
    assert running(case) == {"review": "2026-05-01", "review_entry": "2026-04-07"}
    assert case.next_due_clock == "review_entry"
    case = take(case, "accept_review", "fucha", "2026-04-03 09:00", notified_on=date(2026, 4, 3))
    assert running(case) == {"review": "2026-05-01"}
    assert list(verify_clocks(case_id=case.pk)) == []
