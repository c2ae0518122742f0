"""Suggestions, reports of wrongdoing, legal paths and disputes, from beginning to end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.processes.suggestion import SUGGESTION
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.lives import take
from bihuan.appeals.tests.test_review import running
from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Barred, Guarded, Incomplete, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, Involvement
from bihuan.casework.services.moving import hand_over
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.organizations.roles import Role

pytestmark = pytest.mark.django_db
MONDAY = at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def officer(of: str, role: Role = Role.OFFICER) -> Actor:
    return Actor(None, None, unit(of).pk, None, f"{of}承办人", roles=frozenset({role}))


def opened(process: str, step: str, by: str | Actor = "dengji", **given: Any) -> Case:
    return casework.open_case(
        process=process, step=step, actor=actor(by) if isinstance(by, str) else by, at=MONDAY, subject="一件事项",
        body="请求、事实和理由。", given=given, channel=given.get("channel", ""), beside=lambda case: [Appeal(case=case)],
    )  # fmt: skip


LETTER: dict[str, Any] = {"channel": "letter", "received_on": date(2026, 3, 2)}


def sound() -> bool:
    return not list(verify_journal()) and not list(verify_clocks())


# Suggestions, art. 29


def studying() -> Case:
    case = opened(SUGGESTION.name, "receive_suggestion", **LETTER)
    return take(
        case, "pass_on", "fenliu", "2026-03-03 09:00", to_unit=unit("住建局").pk, study_by=date(2026, 4, 30)
    )


def studied(adopted: str, **changes: Any) -> Case:
    return take(
        studying(), "conclude_study", "chengban", "2026-04-10 09:00", adopted=adopted, study="经费有保障，做法可行。",
        reply="已采纳，感谢您。", replied_on=date(2026, 4, 10), **changes,
    )  # fmt: skip


def test_a_suggestion_is_studied_answered_carried_out_and_rewarded() -> None:
    case = take(opened(SUGGESTION.name, "receive_suggestion", **LETTER), "pass_on", "fenliu", "2026-03-03 09:00",
                to_unit=unit("住建局").pk, study_by=date(2026, 4, 30))  # fmt: skip
    assert (case.number[:2], running(case)) == ("JY", {"study": "2026-04-30"})
    case = studied("part", carry_by=date(2026, 8, 31))
    assert running(case) == {"adoption": "2026-08-31"}
    case = take(
        case, "carry_out", "chengban", "2026-08-20 09:00", record="已增设扶手。", told_on=date(2026, 8, 20)
    )
    case = take(
        case, "reward", "shenpi", "2026-09-01 09:00", contribution="改进了适老化改造。", award="人民建议三等奖",
        awarded_on=date(2026, 9, 1),
    )  # fmt: skip
    assert case.state == "suggestion_answered"
    assert sound()


def test_a_suggestion_that_is_not_adopted_is_answered_with_the_reasons() -> None:
    assert studied("none").state == "suggestion_answered"


def test_what_is_adopted_has_a_day() -> None:
    with pytest.raises(Incomplete, match="落实日期"):
        studied("all")
    with pytest.raises(Guarded, match="早于"):
        studied("all", carry_by=date(2026, 4, 9))


def test_a_letter_that_is_a_suggestion_changes_its_track() -> None:
    case = take(
        lives.registered(), "take_as_suggestion", "fenliu", "2026-03-03 09:00", to_unit=unit("住建局").pk, reason="是建议。"
    )  # fmt: skip
    new = Case.objects.get(origin=case)
    assert (case.state, new.process, new.state, new.holder_unit) == (
        "moved", SUGGESTION.name, "studying", unit("住建局"),
    )  # fmt: skip
    assert new.appeal.person_id == case.appeal.person_id


# Reports of wrongdoing, art. 30


def reported() -> Case:
    return opened(REPORT.name, "receive_report", accused_unit=unit("住建局").pk, **LETTER)


def test_a_report_goes_to_the_discipline_organ_and_its_outcome_to_who_reported() -> None:
    case = take(reported(), "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("纪委监委").pk)
    case = take(case, "accept_report", officer("纪委监委"), "2026-03-04 09:00")
    case = take(
        case,
        "conclude_report",
        officer("纪委监委"),
        "2026-05-04 09:00",
        outcome="partly",
        summary="部分属实，已处理。",
    )
    case = take(
        case,
        "feed_back",
        officer("纪委监委"),
        "2026-05-06 09:00",
        fed_back="当面反馈。",
        fed_back_on=date(2026, 5, 6),
    )
    assert (case.state, case.number[:2]) == ("report_closed", "JB")
    assert sound()


def test_the_accused_unit_never_holds_the_report() -> None:
    with pytest.raises(Guarded, match="不能把检举"):
        take(reported(), "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("住建局").pk)


def test_the_engine_refuses_the_accused_even_where_no_guard_asks() -> None:
    """The guard is a courtesy; the bar is in the table."""
    with pytest.raises(Barred):
        hand_over(reported(), unit_id=unit("住建局").pk, account_id=None, at=MONDAY)


def test_the_accused_unit_is_never_asked_to_help() -> None:
    case = take(reported(), "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("纪委监委").pk)
    with pytest.raises(Incomplete, match="利害关系"):
        casework.ask_for_help(
            case_id=case.pk,
            unit_id=unit("住建局").pk,
            asked="请说明情况。",
            actor=officer("纪委监委"),
            at=MONDAY,
        )
    assert not Involvement.objects.filter(case=case, unit=unit("住建局")).exists()


def test_the_accused_unit_takes_no_step_and_registers_nothing_against_itself() -> None:
    accused = officer("住建局", Role.DISPATCHER)
    with pytest.raises(Guarded, match="本单位是被检举"):
        opened(REPORT.name, "receive_report", accused, accused_unit=unit("住建局").pk, **LETTER)
    case = take(reported(), "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("纪委监委").pk)
    with pytest.raises(NotYours):
        take(case, "accept_report", "chengban", "2026-03-05 09:00")


def test_a_petition_office_that_turns_out_to_be_accused_gets_nothing_back() -> None:
    case = opened(REPORT.name, "receive_report", **LETTER)
    case = take(case, "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("纪委监委").pk)
    case = take(
        case,
        "name_the_accused",
        officer("纪委监委"),
        "2026-03-04 09:00",
        accused_unit=unit("信访局").pk,
        reason="补登。",
    )
    case = take(case, "return_report", officer("纪委监委"), "2026-03-04 10:00", reason="不属于管理权限。")
    assert case.holder_unit == unit("区政府"), "what would go to the accused goes to the unit above it"
    with pytest.raises(NotYours):
        take(case, "tell_personnel", "fenliu", "2026-03-04 11:00", told_to="组织部", told_on=date(2026, 3, 4))


def test_a_report_named_later_bars_from_then_on() -> None:
    case = opened(REPORT.name, "receive_report", **LETTER)
    case = take(case, "transfer_report", "fenliu", "2026-03-03 09:00", to_unit=unit("纪委监委").pk)
    case = take(
        case,
        "name_the_accused",
        officer("纪委监委"),
        "2026-03-04 09:00",
        accused_unit=unit("住建局").pk,
        reason="核实后补登。",
    )
    with pytest.raises(NotYours):
        take(case, "accept_report", "chengban", "2026-03-05 09:00")


def test_a_letter_that_is_a_report_changes_its_track_and_bars_the_accused_at_once() -> None:
    given = {"accused_unit": unit("住建局").pk, "reason": "反映工作人员收受礼金。"}
    with pytest.raises(Guarded, match="不能把检举"):
        take(
            lives.registered(),
            "take_as_report",
            "fenliu",
            "2026-03-03 09:00",
            to_unit=unit("住建局").pk,
            **given,
        )
    case = take(
        lives.registered(),
        "take_as_report",
        "fenliu",
        "2026-03-03 09:00",
        to_unit=unit("纪委监委").pk,
        **given,
    )
    new = Case.objects.get(origin=case)
    assert (new.process, new.holder_unit, new.state) == (REPORT.name, unit("纪委监委"), "with_authority")
    assert new.facts["accused_unit"] == unit("住建局").pk


# Legal paths, art. 31(1)-(5)

PATH = {"path": "administrative", "competent": "青岚区人民政府行政复议机构", "reason": "不服行政处罚决定。"}


def test_the_sixty_days_of_the_resident_run_from_knowledge_and_are_shown() -> None:
    case = take(
        lives.registered(), "lead_to_law", "fenliu", "2026-03-05 09:00", known_on=date(2026, 1, 20), **PATH
    )
    path = Case.objects.get(origin=case)
    assert (path.process, path.state, running(path)) == (
        LEGAL_PATH.name,
        "path_told",
        {"reconsider": "2026-03-23"},
    )
    assert running(case) == {}
    clock = path.clocks.get()
    assert (clock.obliges, clock.article) == ("resident", "行政复议法 第二十条")  # 21 March is a Saturday


def test_nobody_is_led_to_reconsideration_without_the_day_it_runs_from() -> None:
    with pytest.raises(Incomplete, match="期限从这一天起算"):
        take(lives.registered(), "lead_to_law", "fenliu", "2026-03-05 09:00", **PATH)


def test_a_matter_on_its_legal_path_stays_in_sight_until_the_other_body_confirms() -> None:
    case = take(
        lives.registered(), "lead_to_law", "fenliu", "2026-03-05 09:00", known_on=date(2026, 1, 20), **PATH
    )
    path = Case.objects.get(origin=case)
    path = take(
        path, "hand_over_path", "fenliu", "2026-03-06 09:00", handed_on=date(2026, 3, 6), handed_how="函〔2026〕3号",
        told="当面告知，还剩17天。",
    )  # fmt: skip
    assert path.phase == "open"
    path = take(path, "confirm_received", "fenliu", "2026-03-09 09:00", confirmed_on=date(2026, 3, 9))
    assert (path.phase, running(path)) == ("ended", {})
    assert sound()


def test_another_remedy_has_the_day_that_was_named_and_the_resident_may_say_that_they_went() -> None:
    path = opened(
        LEGAL_PATH.name, "open_path", officer("信访局", Role.DISPATCHER), path="arbitration", competent="劳动人事争议仲裁委员会",
        remedy_until=date(2026, 12, 31), remedy_law="劳动争议调解仲裁法第二十七条", reason="劳动报酬争议。",
    )  # fmt: skip
    assert running(path) == {"remedy": "2026-12-31"}
    path = take(
        path,
        "resident_went",
        RESIDENT,
        "2026-04-01 09:00",
        went_on=date(2026, 4, 1),
        words="已向仲裁委申请。",
    )
    assert path.state == "path_confirmed"


def test_what_the_other_body_does_not_take_comes_back_as_a_petition() -> None:
    case = take(
        lives.registered(), "lead_to_law", "fenliu", "2026-03-05 09:00", known_on=date(2026, 1, 20), **PATH
    )
    path = take(
        Case.objects.get(origin=case),
        "back_to_petition",
        "fenliu",
        "2026-03-20 09:00",
        reason="复议机关不予受理。",
    )
    again = Case.objects.get(origin=path)
    assert (again.process, again.state, again.holder_unit) == (
        "appeals.petition",
        "registered",
        unit("信访局"),
    )
    assert again.received_on == path.received_on


# Disputes, art. 33, 37


def mediating() -> Case:
    case = opened(
        DISPUTE.name,
        "log_dispute",
        officer("石湾镇"),
        found_on=date(2026, 3, 2),
        matter="land",
        risk="middle",
    )
    case = take(
        case,
        "name_owner",
        officer("石湾镇"),
        "2026-03-03 09:00",
        to_unit=unit("石湾镇").pk,
        owner="综治专干",
        settle_by=date(2026, 3, 31),
    )
    return take(
        case, "begin_mediation", officer("石湾镇"), "2026-03-05 09:00", mediator="石湾镇人民调解委员会"
    )


def agreed() -> Case:
    return take(
        mediating(), "reach_agreement", officer("石湾镇"), "2026-03-10 09:00", other_party="上湾村两户村民",
        dispute="宅基地边界。", agreement="以老墙基为界。", mediator="石湾镇人民调解委员会", signed_on=date(2026, 3, 10),
        perform_by=date(2026, 4, 30),
    )  # fmt: skip


def test_a_dispute_found_in_a_round_gets_an_owner_a_mediator_an_agreement_and_is_kept() -> None:
    assert running(mediating()) == {"settle": "2026-03-31"}
    case = agreed()
    assert (running(case), case.documents.get().kind) == ({"performance": "2026-04-30"}, "mediation")
    case = take(
        case,
        "agreement_kept",
        officer("石湾镇"),
        "2026-04-20 09:00",
        kept_on=date(2026, 4, 18),
        heard="双方均认可。",
    )
    assert (case.state, case.phase) == ("kept", "ended")
    assert sound()


def test_an_agreement_that_is_broken_is_mediated_again() -> None:
    case = take(
        agreed(),
        "agreement_broken",
        officer("石湾镇"),
        "2026-05-06 09:00",
        heard="一方反悔。",
        settle_by=date(2026, 5, 31),
    )
    assert (case.state, running(case)) == ("mediating", {"settle": "2026-05-31"})


# What every track owes: recusal, what came from above, what is urgent, corrections


def test_who_has_an_interest_in_a_suggestion_does_not_study_it() -> None:
    account = actor("chengban").account_id
    case = take(
        studying(), "recuse", "shenpi", "2026-03-04 09:00", officer=account, reason="本人经营同类业务。"
    )
    with pytest.raises((NotYours, Guarded)):
        take(
            case, "conclude_study", "chengban", "2026-04-10 09:00", adopted="none", study="不可行。", reply="谢谢。",
            replied_on=date(2026, 4, 10),
        )  # fmt: skip


def test_what_a_higher_office_sent_down_as_a_suggestion_is_not_closed_before_it_was_told() -> None:
    forwarded: dict[str, Any] = {
        "channel": "forwarded",
        "received_on": date(2026, 3, 2),
        "sender": "市信访局",
    }
    case = opened(SUGGESTION.name, "receive_suggestion", feedback_by=date(2026, 6, 30), **forwarded)
    case = take(case, "pass_on", "fenliu", "2026-03-03 09:00", to_unit=unit("住建局").pk)
    case = take(
        case, "conclude_study", "chengban", "2026-04-10 09:00", adopted="all", study="可行。", reply="已采纳。",
        replied_on=date(2026, 4, 10), carry_by=date(2026, 8, 31),
    )  # fmt: skip
    assert running(case) == {"adoption": "2026-08-31", "feedback": "2026-06-30"}
    done = {"record": "已增设扶手。", "told_on": date(2026, 6, 1)}
    with pytest.raises(Guarded, match="还没有反馈"):
        take(case, "carry_out", "chengban", "2026-06-01 09:00", **done)
    case = take(
        case,
        "send_feedback",
        "chengban",
        "2026-06-01 09:30",
        feedback_on=date(2026, 6, 1),
        feedback="已采纳并落实。",
    )
    assert take(case, "carry_out", "chengban", "2026-06-01 10:00", **done).state == "suggestion_answered"


def test_a_report_is_corrected_by_who_registered_it_and_goes_up_by_who_has_it_alone() -> None:
    case = take(
        reported(), "correct", "fenliu", "2026-03-02 10:00", subject_new="反映工程招标问题", reason="写错了。"
    )
    assert case.subject == "反映工程招标问题"
    given = {"reported_to": "区委", "reported_at": at("2026-03-02 10:00"), "situation": "情况重大。"}
    with pytest.raises(NotYours):
        take(case, "report_upward", officer("城管局"), "2026-03-02 11:00", **given)
    assert take(case, "report_upward", "fenliu", "2026-03-02 11:00", **given).seq == case.seq + 1


def test_a_correction_takes_a_word_that_the_district_uses_and_refuses_one_that_nobody_does() -> None:
    Case.objects.filter(pk=studying().pk).update(topic="本区特有/共享单车/乱停乱放")
    case = opened(SUGGESTION.name, "receive_suggestion", **LETTER)
    with pytest.raises(Guarded, match="没有登记过"):
        take(case, "correct", "fenliu", "2026-03-02 10:00", topic_new="本区特有/没有", reason="改。")
    case = take(
        case, "correct", "fenliu", "2026-03-02 10:00", topic_new="本区特有/共享单车/乱停乱放", reason="改。"
    )
    assert case.topic == "本区特有/共享单车/乱停乱放"
