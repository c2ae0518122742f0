"""A hidden hazard from finding to close-out, and what it refuses on the way."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.casework import services as casework
from bihuan.casework.clock_audit import verify as verify_clocks
from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.journal import verify as verify_journal
from bihuan.casework.models import Case, ClockRow
from bihuan.casework.selectors import visible_cases
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Unit
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards.models import Hazard, Judgment
from bihuan.safety.hazards.selectors import likely_repeats, visible_hazards
from bihuan.safety.hazards.services import Found, NoRepeat, find, mark_repeat
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import PLAN, inspected, major_planned, reported_both, self_found, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district() -> None:
    load_district()
    cast.pack()


@pytest.fixture
def firm() -> Enterprise:
    return cast.enterprise()


@pytest.fixture
def people(firm: Enterprise) -> tuple[Actor, Actor]:
    return cast.staff(firm)


def general(case: Case, who: Actor, when: str = "2026-03-02 11:00") -> Case:
    return take(case, "judge", who, when, grade="general", reason="危害小，能立即排除。")


def test_what_an_enterprise_finds_itself_it_puts_right_and_another_accepts(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    case = general(self_found(firm, officer), officer)
    assert (case.state, case.holder_unit_id) == ("pending_assignment", firm.unit_id)
    case = take(
        case,
        "assign_inside",
        officer,
        "2026-03-02 13:00",
        responsible="李电工",
        requirements="更换合页。",
        rectify_by=date(2026, 3, 9),
    )
    case = take(
        case,
        "rectify_inside",
        officer,
        "2026-03-05 10:00",
        rectifier="李电工",
        record="已更换合页，门能关闭。",
        done_on=date(2026, 3, 5),
        cost=60,
    )
    with pytest.raises(Guarded, match="不能自己验收"):
        take(case, "accept", officer, "2026-03-05 11:00", accepted="合格。")
    case = take(case, "accept", principal, "2026-03-05 11:00", accepted="现场查看，合格。")
    assert (case.state, case.phase) == ("closed_out", "ended")
    hazard = Hazard.objects.get(pk=case.pk)
    assert (hazard.open, hazard.cost, hazard.accepted_by, hazard.rectify_by) == (
        False,
        60,
        "钱大有",
        date(2026, 3, 9),
    )
    assert list(verify_journal()) == []
    assert list(verify_clocks()) == []


def test_a_rectifier_named_in_the_report_does_not_accept_under_another_account(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    case = general(self_found(firm, officer), officer)
    case = take(
        case,
        "correct_at_once",
        officer,
        "2026-03-02 12:00",
        rectifier="钱大有",
        record="当场更换。",
        done_on=date(2026, 3, 2),
    )
    with pytest.raises(Guarded, match="不能自己验收"):
        take(case, "accept", principal, "2026-03-02 13:00", accepted="合格。")


def test_a_major_hazard_names_a_clause_in_force_and_a_second_person_confirms_it(firm: Enterprise) -> None:
    judge, head = cast.officers()
    case = inspected(firm, judge)
    with pytest.raises(Incomplete, match="MH-2017/12"):
        take(case, "judge", judge, "2026-03-02 11:00", grade="major", reason="危险。")
    with pytest.raises(Guarded, match="MH/99"):
        take(case, "judge", judge, "2026-03-02 11:00", grade="major", clause="MH/99", reason="危险。")
    case = take(case, "judge", judge, "2026-03-02 11:00", grade="major", clause="MH/1", reason="符合。")
    with pytest.raises(Guarded, match="另一人复核"):
        take(case, "confirm_major", judge, "2026-03-03 09:00", to_unit=firm.unit_id, note="同意。")
    case = take(case, "confirm_major", head, "2026-03-03 09:00", to_unit=firm.unit_id, note="同意。")
    assert (case.state, case.holder_unit_id) == ("plan_required", firm.unit_id)
    judgment = Judgment.objects.get(hazard_id=case.pk)
    assert (judgment.grade, judgment.version, judgment.clause.number if judgment.clause else "") == (
        "major",
        "2017",
        "1",
    )


def test_a_major_hazard_is_not_rectified_before_the_dual_report_and_the_whole_plan(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    case = major_planned(firm, *cast.officers())
    with pytest.raises(Guarded, match="先向监管部门报告"):
        take(case, "sign_plan", principal, "2026-03-05 09:00", **PLAN)
    case = reported_both(case, officer)
    with pytest.raises(Incomplete) as lacking:
        take(case, "sign_plan", principal, "2026-03-05 09:00", **{**PLAN, "contingency": " "})
    assert set(lacking.value.fields) == {"contingency"}
    with pytest.raises(NotYours):
        take(case, "sign_plan", officer, "2026-03-05 09:00", **PLAN)
    case = take(case, "sign_plan", principal, "2026-03-05 09:00", **PLAN)
    assert case.state == "ordered"


@pytest.mark.parametrize("part", ["contingency", "money", "reported_workers_on"])
def test_the_database_itself_refuses_a_major_hazard_that_skips_the_gate(
    firm: Enterprise, people: tuple[Actor, Actor], part: str
) -> None:
    officer, principal = people
    case = reported_both(major_planned(firm, *cast.officers()), officer)
    case = take(case, "sign_plan", principal, "2026-03-05 09:00", **PLAN)
    facts = {name: value for name, value in case.facts.items() if name != part}
    with pytest.raises(IntegrityError, match=part), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(facts=facts, changed_at=at("2026-03-06 09:00"))
    with (
        pytest.raises(IntegrityError, match="second level"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE casework_case SET state = 'closed_out' WHERE id = %s", [case.pk])


def test_a_major_hazard_closes_at_the_second_level_with_both_receipts(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    judge, head = cast.officers()
    case = reported_both(major_planned(firm, judge, head), officer)
    case = take(case, "sign_plan", principal, "2026-03-05 09:00", **PLAN)
    case = take(
        case,
        "rectify",
        officer,
        "2026-04-20 09:00",
        rectifier="安小满",
        record="12台报警器已装设调试。",
        done_on=date(2026, 4, 18),
        cost=175000,
    )
    assert case.holder_unit_id == case.registry_unit_id
    with pytest.raises(Guarded, match="必须报第二级核验"):
        take(case, "pass_reinspection", judge, "2026-04-22 09:00", accepted="合格。", second_level="no")
    case = take(
        case, "pass_reinspection", judge, "2026-04-22 09:00", accepted="现场复查合格。", second_level="yes"
    )
    with pytest.raises(Guarded, match="签收"):
        take(case, "close_out", head, "2026-04-23 09:00", verified="同意销号。")
    case = take(case, "receive_report", judge, "2026-04-23 10:00", regulator_receipt="已收到。")
    case = take(case, "close_out", head, "2026-04-23 11:00", verified="同意销号。")
    assert case.state == "closed_out"
    assert set(case.documents.values_list("kind", flat=True)) == {
        "major_report", "governance_plan", "rectification_report", "reinspection_opinion", "close_out",
    }  # fmt: skip
    assert list(verify_journal()) == []


def ordered(firm: Enterprise, judge: Actor) -> Case:
    case = general(inspected(firm, judge), judge)
    return take(
        case,
        "order",
        judge,
        "2026-03-02 15:00",
        to_unit=firm.unit_id,
        responsible="安小满",
        requirements="装设报警装置。",
        rectify_by=date(2026, 3, 16),
    )


def due(case: Case) -> object:
    row = ClockRow.objects.get(case=case, name="rectification", stopped_at__isnull=True)
    return row.due_at


def test_an_extension_is_asked_before_the_deadline_and_the_clock_runs_on_until_it_is_granted(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, _principal = people
    judge, head = cast.officers()
    case = ordered(firm, judge)
    ask = {"reason": "供货推迟。", "asked_until": date(2026, 3, 30), "interim": "专人值守。"}
    with pytest.raises(Guarded, match="2026-03-16"):
        take(case, "ask_extension", officer, "2026-03-17 00:00", **ask)
    case = take(case, "ask_extension", officer, "2026-03-16 23:59", **ask)
    assert due(case) == at("2026-03-17 00:00")
    case = take(case, "advise_extension", judge, "2026-03-17 09:00", advice="理由属实。")
    assert due(case) == at("2026-03-17 00:00")
    case = take(
        case,
        "grant_extension",
        head,
        "2026-03-17 10:00",
        to_unit=firm.unit_id,
        rectify_by=date(2026, 3, 30),
        reason="同意。",
    )
    assert (case.state, due(case)) == ("ordered", at("2026-03-31 00:00"))


def test_a_failed_reinspection_sends_it_back_with_a_new_deadline_and_counts(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, _principal = people
    judge, _head = cast.officers()
    case = ordered(firm, judge)
    case = take(
        case,
        "rectify",
        officer,
        "2026-03-10 09:00",
        rectifier="安小满",
        record="已装设。",
        done_on=date(2026, 3, 10),
    )
    case = take(
        case,
        "fail_reinspection",
        judge,
        "2026-03-11 09:00",
        to_unit=firm.unit_id,
        reason="只装了一半。",
        rectify_by=date(2026, 3, 20),
    )
    assert (case.state, case.holder_unit_id, Hazard.objects.get(pk=case.pk).rounds) == (
        "ordered",
        firm.unit_id,
        1,
    )


def test_an_enterprise_sees_its_own_hazards_and_no_others(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, _principal = people
    other = cast.enterprise(2, "白鹭木业有限公司")
    stranger, _boss = cast.staff(other, "b")
    case = self_found(firm, officer)
    assert list(visible_cases(officer)) == [case]
    assert list(visible_cases(stranger)) == []
    assert list(visible_hazards(stranger)) == []
    with pytest.raises(NotYours):
        self_found(firm, stranger)


def test_a_reported_hazard_is_hidden_from_the_enterprise_until_it_is_ordered_and_never_names_the_reporter(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, _principal = people
    found = Found(
        subject="夜间动火没有审批", body="核查：焊接作业没有动火审批。", found_by="report", found_on=date(2026, 3, 2),
        reporter={"name": "吴名氏", "phone": "13900000000"},
    )  # fmt: skip
    case = find(found=found, enterprise=firm, actor=actor("dengji"), at=at("2026-03-02 10:00"))
    hazard = Hazard.objects.get(pk=case.pk)
    assert hazard.reporter_id is not None
    assert not visible_hazards(officer).exists()
    assert "吴名氏" not in str(
        [list(case.entries.values_list("data", "actor")), case.facts, case.subject, case.body]
    )


def test_a_repeat_is_a_new_linked_record_of_a_closed_one_and_likely_ones_are_shown(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    first = general(self_found(firm, officer), officer)
    first = take(
        first,
        "correct_at_once",
        officer,
        "2026-03-02 12:00",
        rectifier="李电工",
        record="换了合页。",
        done_on=date(2026, 3, 2),
    )
    again = self_found(firm, officer)
    with pytest.raises(NoRepeat, match="还没有销号"):
        mark_repeat(case=again, of=first, actor=officer, at=at("2026-03-02 13:00"))
    assert likely_repeats(Hazard.objects.select_related("case").get(pk=again.pk)) == []
    take(first, "accept", principal, "2026-03-02 13:00", accepted="合格。")
    likely = likely_repeats(Hazard.objects.select_related("case").get(pk=again.pk))
    assert [one.hazard.pk for one in likely] == [first.pk]
    assert (
        mark_repeat(case=again, of=first, actor=officer, at=at("2026-03-02 14:00")).recurrence_of_id
        == first.pk
    )


def test_a_listed_hazard_is_not_closed_before_it_is_delisted(
    firm: Enterprise, people: tuple[Actor, Actor]
) -> None:
    officer, principal = people
    case = general(self_found(firm, officer), officer)
    case = take(
        case,
        "correct_at_once",
        officer,
        "2026-03-02 12:00",
        rectifier="李电工",
        record="换了。",
        done_on=date(2026, 3, 2),
    )
    case = take(case, "list", actor("ducha"), "2026-03-02 13:00", listed="district", reason="多次重复。")
    with pytest.raises(Guarded, match="先摘牌"):
        take(case, "accept", principal, "2026-03-02 14:00", accepted="合格。")
    case = take(case, "delist", actor("ducha"), "2026-03-03 09:00", reason="已核实。")
    assert take(case, "accept", principal, "2026-03-03 10:00", accepted="合格。").state == "closed_out"


def test_a_transfer_is_received_by_another_office_as_a_case_of_its_own(firm: Enterprise) -> None:
    judge, _head = cast.officers()
    case = inspected(firm, judge)
    case = take(
        case, "transfer", judge, "2026-03-02 11:00", to_unit=cast.unit("市监局").pk, reason="属于特种设备。"
    )
    receiver = _officer_of(cast.unit("市监局"))
    case = take(case, "receive_transfer", receiver, "2026-03-03 09:00", receipt="已接收。")
    new = Case.objects.get(origin=case)
    assert (case.state, new.state, new.registry_unit_id) == (
        "handed_over",
        "pending_verification",
        receiver.unit_id,
    )


def _officer_of(unit: Unit) -> Actor:
    from bihuan.organizations.models import Account
    from bihuan.organizations.selectors import actor as actor_on

    account = Account.objects.filter(
        appointments__post__unit=unit, appointments__post__title="信访承办人"
    ).first()
    assert account is not None
    found = actor_on(account.pk, None, cast.TODAY)
    assert found is not None
    return found


def test_the_same_form_sent_twice_opens_one_hazard(firm: Enterprise, people: tuple[Actor, Actor]) -> None:
    from uuid import uuid4

    key = uuid4()
    found = Found(subject="灭火器过期", body="", found_by="self", found_on=date(2026, 3, 2))
    first = find(found=found, enterprise=firm, actor=people[0], at=at("2026-03-02 10:00"), submission=key)
    again = find(found=found, enterprise=firm, actor=people[0], at=at("2026-03-02 10:00"), submission=key)
    assert first.pk == again.pk
    assert casework is not None
