"""The 60-day petition, from the letter to the confirmed execution, and what it refuses on the way."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from bihuan.appeals import services as appeals
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import sign_in
from bihuan.appeals.tests.lives import DECISION
from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, Incomplete, NotNow, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, Entry
from bihuan.casework.searching import INDEX
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.calendar.working import CHINA
from bihuan.common.search.text import query
from bihuan.organizations.models import Jurisdiction

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()


def running(case: Case) -> dict[str, str]:
    """Name of each running clock, with its last day."""
    return {
        row.name: str((row.due_at.astimezone(CHINA) - timedelta(seconds=1)).date())
        for row in case.clocks.filter(stopped_at__isnull=True)
        if row.due_at is not None
    }


def test_a_letter_goes_from_registration_to_confirmed_execution() -> None:
    case = lives.decided()
    assert case.state == "decided"
    case = casework.take(
        case_id=case.pk, step="serve", actor=actor("chengban"), at=at("2026-03-23 10:00"),
        given={"served_on": date(2026, 3, 23), "served_by": "hand", "receipt": "签收", "execute_by": date(2026, 5, 31)},
    )  # fmt: skip
    assert case.state == "executing"
    assert running(case) == {"review_right": "2026-04-22", "execution": "2026-05-31"}
    case = casework.take(
        case_id=case.pk, step="report_execution", actor=actor("chengban"), at=at("2026-05-20 10:00"),
        given={"record": "屋面防水已重做，五户住户签字确认不再渗水。", "done_on": date(2026, 5, 18)},
    )  # fmt: skip
    assert case.holder_unit == unit("信访局")
    case = casework.take(
        case_id=case.pk, step="confirm_execution", actor=actor("dengji"), at=at("2026-05-22 10:00"),
        given={"heard": "电话联系信访人，信访人说已经修好，表示满意。"},
    )  # fmt: skip
    assert (case.state, case.phase) == ("closed", "ended")
    assert list(case.entries.order_by("seq").values_list("step", flat=True)) == [
        "register", "forward", "accept", "decide", "serve", "report_execution", "confirm_execution",
    ]  # fmt: skip
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_triage_has_fifteen_days_from_the_day_the_letter_came() -> None:
    case = lives.registered(received_on=date(2026, 2, 27))
    assert running(case) == {"triage": "2026-03-14"}
    assert case.next_due_clock == "triage"


def test_a_forwarded_letter_has_five_working_days_for_an_objection_and_fifteen_days_for_the_notice() -> None:
    assert running(lives.forwarded()) == {"notice": "2026-03-17", "objection": "2026-03-09"}


def test_an_objection_after_five_working_days_is_refused_with_the_day() -> None:
    case = lives.forwarded()
    with pytest.raises(Guarded, match="2026-03-09"):
        casework.take(
            case_id=case.pk, step="object", actor=actor("chengban"), at=at("2026-03-10 00:00"),
            given={"reason": "该小区物业管理由街道负责，不属于我局职权范围。"},
        )  # fmt: skip


def test_an_objection_leaves_the_notice_running_and_the_case_with_the_registry() -> None:
    case = lives.forwarded()
    case = casework.take(
        case_id=case.pk, step="object", actor=actor("chengban"), at=at("2026-03-09 23:59"),
        given={"reason": "不属于我局职权范围，应由城管局办理。"},
    )  # fmt: skip
    assert case.holder_unit == unit("信访局")
    assert running(case) == {"notice": "2026-03-17"}


def test_a_designated_unit_cannot_object_again() -> None:
    case = lives.forwarded()
    case = casework.take(
        case_id=case.pk,
        step="object",
        actor=actor("chengban"),
        at=at("2026-03-04 09:00"),
        given={"reason": "不属于我局。"},
    )
    case = casework.take(
        case_id=case.pk, step="reject_objection", actor=actor("fenliu"), at=at("2026-03-05 09:00"),
        given={"to_unit": unit("住建局").pk, "reason": "房屋维修由住建局主管。", "designated": "yes"},
    )  # fmt: skip
    with pytest.raises(Guarded, match="不能再次提出异议"):
        casework.take(
            case_id=case.pk,
            step="object",
            actor=actor("chengban"),
            at=at("2026-03-06 09:00"),
            given={"reason": "还是不属于。"},
        )


def test_a_late_notice_never_moves_the_start_of_the_sixty_days() -> None:
    case = lives.forwarded()
    with pytest.raises(Guarded, match="2026-03-02"):
        casework.take(
            case_id=case.pk, step="accept", actor=actor("chengban"), at=at("2026-03-16 09:00"),
            given={"received_on": date(2026, 3, 16), "notified_on": date(2026, 3, 16)},
        )  # fmt: skip
    case = casework.take(
        case_id=case.pk, step="accept", actor=actor("chengban"), at=at("2026-03-16 09:00"),
        given={"received_on": date(2026, 3, 2), "notified_on": date(2026, 3, 16)},
    )  # fmt: skip
    assert running(case) == {"handling": "2026-05-01"}


def test_an_extension_is_granted_by_the_head_and_never_past_thirty_days() -> None:
    case = lives.handling()
    ask = {"reason": "需要房屋安全鉴定，鉴定机构排期较长。"}
    with pytest.raises(Guarded, match="30日"):
        casework.take(
            case_id=case.pk,
            step="ask_extension",
            actor=actor("chengban"),
            at=at("2026-04-20 09:00"),
            given={**ask, "days": 31},
        )
    case = casework.take(
        case_id=case.pk,
        step="ask_extension",
        actor=actor("chengban"),
        at=at("2026-04-20 09:00"),
        given={**ask, "days": 20},
    )
    grant = {"reason": "鉴定报告5月中旬出具，延长20日。", "notified_on": date(2026, 4, 21)}
    with pytest.raises(NotYours):
        casework.take(
            case_id=case.pk,
            step="grant_extension",
            actor=actor("chengban"),
            at=at("2026-04-21 09:00"),
            given=grant,
        )
    case = casework.take(
        case_id=case.pk, step="grant_extension", actor=actor("shenpi"), at=at("2026-04-21 09:00"), given=grant
    )
    assert running(case) == {"handling": "2026-05-21"}
    with pytest.raises(Guarded, match="延期过一次"):
        casework.take(
            case_id=case.pk,
            step="ask_extension",
            actor=actor("chengban"),
            at=at("2026-05-06 09:00"),
            given={**ask, "days": 5},
        )
    assert list(verify_clocks()) == []


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("request", ""),
        ("facts", "情况属实。"),
        ("opinion", "已办结"),
        ("basis", "根据有关规定"),
        ("remedy", "如不服可向上级反映有关情况。"),
        ("remedy", "如不服，可以向青岚区人民政府申请复查。"),
    ],
)
def test_no_decision_passes_the_letter_gate_without_its_statutory_parts(part: str, text: str) -> None:
    case = lives.handling()
    with pytest.raises(Incomplete) as refused:
        casework.take(
            case_id=case.pk,
            step="decide",
            actor=actor("chengban"),
            at=at("2026-03-20 15:00"),
            given={**DECISION, part: text},
        )
    assert part in refused.value.fields
    case.refresh_from_db()
    assert case.state == "handling"


def test_a_refusal_waits_for_the_resident_and_lapses_only_after_thirty_days_rolled_to_a_working_day() -> None:
    from bihuan.casework import sweep

    case = lives.decided(result="refuse")
    case = casework.take(
        case_id=case.pk, step="serve", actor=actor("chengban"), at=at("2026-04-01 10:00"),
        given={"served_on": date(2026, 4, 1), "served_by": "post", "receipt": "签收"},
    )  # fmt: skip
    # 30 days end on 2026-05-01, the first day of a holiday: the resident's right goes on to the next working day.
    assert running(case) == {"review_right": "2026-05-06"}
    sweep.run(at=at("2026-05-06 23:59"))
    case.refresh_from_db()
    assert case.state == "served"
    swept = sweep.run(at=at("2026-05-07 00:00"))
    case.refresh_from_db()
    assert (case.state, swept.moved) == ("closed", 1)


def test_who_carried_it_out_does_not_confirm_it() -> None:
    """A unit that got the letter directly is its own registry: its head may confirm, unless the head did it."""
    head = actor("shenpi")
    case = appeals.register(letter=lives.letter(), actor=head, at=lives.MONDAY)
    day = lives.MONDAY.date()
    for step, given in (
        ("accept", {"received_on": day, "notified_on": day}),
        ("decide", DECISION),
        ("serve", {"served_on": day, "served_by": "hand", "receipt": "签收", "execute_by": day}),
        ("report_execution", {"record": "已修好。", "done_on": day}),
    ):
        casework.take(case_id=case.pk, step=step, actor=head, at=lives.MONDAY, given=given)
    with pytest.raises(Guarded, match="不能自己核实"):
        casework.take(
            case_id=case.pk, step="confirm_execution", actor=head, at=lives.MONDAY, given={"heard": "好"}
        )


def test_nothing_is_confirmed_before_it_was_carried_out() -> None:
    case = lives.registered()
    with pytest.raises(NotNow):
        casework.take(
            case_id=case.pk,
            step="confirm_execution",
            actor=actor("dengji"),
            at=at("2026-03-03 09:00"),
            given={"heard": "好"},
        )


def test_a_letter_sent_twice_is_registered_once() -> None:
    form = uuid4()
    first = appeals.register(letter=lives.letter(), actor=actor("dengji"), at=lives.MONDAY, submission=form)
    second = appeals.register(letter=lives.letter(), actor=actor("dengji"), at=lives.MONDAY, submission=form)
    assert first.number == second.number
    assert Case.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("track", ["petition", "hotline", "suggestion", "report"])
@pytest.mark.parametrize("channel", ["visit", "call"])
def test_nothing_said_by_mouth_is_registered_before_it_was_read_back(channel: str, track: str) -> None:
    """Whatever the door: the service refuses, so that page and API can only ask for it (art. 19¶1)."""
    with pytest.raises(Incomplete, match="本人确认再登记") as refused:
        lives.registered(channel=channel, track=track, read_back=False)
    assert list(refused.value.fields) == ["read_back"]
    assert not Case.objects.exists()
    case = lives.registered(channel=channel, track=track)
    assert case.facts["read_back"] is True


def test_a_letter_has_nothing_to_read_back_and_claims_nothing() -> None:
    assert "read_back" not in lives.registered(read_back=True).facts


def test_the_hotline_registers_into_the_queue_of_the_registry() -> None:
    case = appeals.register(letter=lives.letter(channel="call"), actor=actor("rexian"), at=lives.MONDAY)
    assert case.holder_unit == unit("信访局")


def test_a_unit_that_gets_a_letter_directly_owes_the_notice_itself() -> None:
    case = appeals.register(letter=lives.letter(channel="visit"), actor=actor("chengban3"), at=lives.MONDAY)
    assert (case.state, case.holder_unit) == ("received", unit("石湾镇"))
    assert running(case) == {"notice": "2026-03-17"}


def test_who_cannot_be_told_is_said_so_and_the_sixty_days_run_all_the_same() -> None:
    case = lives.forwarded()
    day = {"received_on": date(2026, 3, 2)}
    with pytest.raises(Incomplete, match="无法告知"):
        lives.take(case, "accept", "chengban", "2026-03-03 09:00", **day)
    with pytest.raises(Guarded, match="已经告知"):
        lives.take(
            case, "accept", "chengban", "2026-03-03 09:00", **day, notified_on=date(2026, 3, 3), untold=True
        )
    case = lives.take(case, "accept", "chengban", "2026-03-03 09:00", **day, untold=True)
    assert (case.state, case.facts["untold"]) == ("handling", True)
    assert case.next_due_at == at("2026-05-02 00:00")


def test_a_wrong_registration_is_corrected_and_what_stood_there_before_stays_in_the_journal() -> None:
    case = lives.registered(topic="城乡建设/住房/公租房")
    place = Jurisdiction.objects.get(name="窑头村")
    with pytest.raises(NotYours):
        lives.take(case, "correct", "chengban", "2026-03-02 10:00", subject_new="别的", reason="写错了。")
    with pytest.raises(Guarded, match="没有要更正"):
        lives.take(case, "correct", "dengji", "2026-03-02 10:00", subject_new=case.subject, reason="写错了。")
    case = lives.take(
        case, "correct", "dengji", "2026-03-02 10:00", subject_new="窑头村桥栏杆断裂", topic_new=case.topic,
        place_new="窑头村", reason="听错了地点。",
    )  # fmt: skip
    assert (case.subject, case.topic, case.jurisdiction) == (
        "窑头村桥栏杆断裂",
        "城乡建设/住房/公租房",
        place,
    )
    kept = case.entries.get(step="correct").data
    assert (kept["subject_before"], kept["place_before"]) == ("文昌社区3栋屋面漏雨多年无人修", "—")
    page = sign_in("dengji").get(f"/cases/{case.number}/").content.decode()
    assert "原来写的问题" in page
    assert "文昌社区3栋屋面漏雨多年无人修" in page
    assert "topic_new" not in kept
    assert INDEX.hits(query("栏杆断裂"), limit=5).ids == (case.pk,)
    assert list(verify_journal()) == []


@pytest.mark.parametrize(("field", "text"), [("topic_new", "没有的分类"), ("place_new", "没有的村")])
def test_a_correction_names_a_topic_and_a_place_that_exist(field: str, text: str) -> None:
    with pytest.raises(Guarded, match=r"请.*写") as refused:
        lives.take(
            lives.registered(), "correct", "dengji", "2026-03-02 10:00", reason="写错了。", **{field: text}
        )
    assert refused.value.field == field
