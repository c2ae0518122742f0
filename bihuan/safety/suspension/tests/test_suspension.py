"""Stopping and resuming: never in another order, never without what the law asks before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bihuan.casework import registry
from bihuan.casework.errors import Guarded, NotNow, NotYours
from bihuan.casework.models import Case, ClockRow, IssuedDocument
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.organizations.roles import Role
from bihuan.safety.enforcement.tests.lives import certified, fine, finished
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import COAL_SUSPENSION, SUSPENSION, sector_of
from bihuan.safety.suspension.services import AlreadyStopped, order
from bihuan.safety.suspension.tests.lives import applied, person_of, refused, stopped, take
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import at, load_district

People = tuple[Actor, Actor, Actor]


@pytest.fixture
def people(db: None) -> People:
    load_district()
    return certified()


@pytest.fixture
def firm(people: People) -> Enterprise:
    assert people
    return cast.enterprise()


@pytest.fixture
def mine(people: People) -> Enterprise:
    assert people
    return cast.enterprise(2, "青岚一号煤矿", sector="煤矿", industry="B0610")


def officer(firm: Enterprise) -> Actor:
    return person_of(firm, Role.PRINCIPAL)


def last_day(case: Case, clock: str) -> date:
    row = ClockRow.objects.filter(case=case, name=clock).order_by("-start_seq")[0]
    assert row.due_at is not None
    return (row.due_at - timedelta(microseconds=1)).astimezone(at("2026-03-02 00:00").tzinfo).date()


def cut(case: Case, head: Actor, when: str, hours: float, **more: Any) -> Case:
    given: dict[str, Any] = {
        "supply": "power",
        "emergency": "no",
        "supplier": "青岚供电公司",
        "reason": "拒不停产。",
        **more,
    }
    return take(case, "notify_cut", head, when, cut_at=at(when) + timedelta(hours=hours), **given)


def test_the_tables_have_no_problems() -> None:
    assert registry.problems(SUSPENSION) == []
    assert registry.problems(COAL_SUSPENSION) == []


def test_an_ordinary_enterprise_resumes_after_acceptance_and_one_signature(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = stopped(firm, first, scope="workshop", scope_text="二车间。")
    assert case.holder_unit_id == firm.unit_id
    case = applied(case, officer(firm))
    assert last_day(case, "acceptance") == date(2026, 3, 20)  # ten days
    case = take(case, "pass_acceptance", first, "2026-03-12 09:00", accepted="合格。", team="周、李")
    case = take(
        case, "approve_head", head, "2026-03-13 09:00", opinion="同意。", resumed_on=date(2026, 3, 13)
    )
    case = take(
        case,
        "publish_resumption",
        first,
        "2026-03-16 09:00",
        resumption_published_on=date(2026, 3, 16),
        where="网站",
    )
    assert case.phase == "ended"
    row = Suspension.objects.get()
    assert (row.kind, row.scope, row.resumed_on, row.resumption_published_on) == (
        "measure", "workshop", date(2026, 3, 13), date(2026, 3, 16),
    )  # fmt: skip


def test_a_coal_mine_has_twenty_days_three_signatures_and_five_working_days(
    mine: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = stopped(mine, first)
    assert case.process == "safety.suspension_coal"
    assert last_day(case, "publish_suspension") == date(2026, 3, 9)  # 煤矿安全生产条例 art. 49
    case = applied(case, officer(mine))
    assert last_day(case, "acceptance") == date(2026, 3, 30)
    case = take(case, "pass_acceptance", first, "2026-03-12 09:00", accepted="合格。", team="周、李")
    case = take(case, "approve_head", head, "2026-03-13 09:00", opinion="同意。")
    assert case.state == "approval_body"
    government = cast.unit("区政府")
    case = take(
        case,
        "approve_body",
        first,
        "2026-03-16 09:00",
        number="矿安青〔2026〕3号",
        to_unit=government.pk,
        opinion="同意。",
    )
    assert case.holder_unit_id == government.pk
    with pytest.raises(NotYours):
        take(
            case,
            "approve_government",
            head,
            "2026-03-17 09:00",
            opinion="同意。",
            resumed_on=date(2026, 3, 17),
        )
    leader = cast.actor("lingdao")
    case = take(
        case, "approve_government", leader, "2026-03-17 09:00", opinion="同意。", resumed_on=date(2026, 3, 17)
    )
    assert last_day(case, "publish_resumption") == date(2026, 3, 24)
    case = take(
        case,
        "publish_resumption",
        first,
        "2026-03-18 09:00",
        resumption_published_on=date(2026, 3, 18),
        where="网站",
    )
    assert case.phase == "ended"


@pytest.mark.parametrize("step", ["publish_resumption", "approve_head", "pass_acceptance"])
def test_nothing_resumes_before_acceptance(firm: Enterprise, people: People, step: str) -> None:
    case = stopped(firm, people[0])
    every: dict[str, dict[str, Any]] = {
        "publish_resumption": {"resumption_published_on": date(2026, 3, 3), "where": "网站"},
        "approve_head": {"opinion": "同意。", "resumed_on": date(2026, 3, 3)},
        "pass_acceptance": {"accepted": "合格。", "team": "周"},
    }
    with pytest.raises(NotNow):
        take(case, step, people[2], "2026-03-03 10:00", **every[step])
    assert Suspension.objects.get().resumed_on is None


def test_a_resumption_is_not_published_of_an_earlier_day(firm: Enterprise, people: People) -> None:
    first, _second, head = people
    case = applied(stopped(firm, first), officer(firm))
    case = take(case, "pass_acceptance", first, "2026-03-12 09:00", accepted="合格。", team="周、李")
    case = take(
        case, "approve_head", head, "2026-03-13 09:00", opinion="同意。", resumed_on=date(2026, 3, 13)
    )
    with pytest.raises(Guarded, match="早于恢复生产"):
        take(
            case,
            "publish_resumption",
            first,
            "2026-03-13 10:00",
            resumption_published_on=date(2026, 3, 12),
            where="网站",
        )


def test_power_is_not_cut_with_23_hours_notice_and_nothing_is_lost(firm: Enterprise, people: People) -> None:
    case = refused(firm, people[0])
    with pytest.raises(Guarded, match="2026-03-05 09:00") as refusal:
        cut(case, people[2], "2026-03-04 09:00", 23)
    assert refusal.value.field == "cut_at"
    assert Case.objects.get(pk=case.pk).state == "refused"
    assert cut(case, people[2], "2026-03-04 09:00", 24).state == "cut_notified"


@pytest.mark.parametrize("more", [{"emergency": "yes"}, {"supply": "explosives"}])
def test_an_emergency_and_explosives_need_no_day(
    firm: Enterprise, people: People, more: dict[str, str]
) -> None:
    assert cut(refused(firm, people[0]), people[2], "2026-03-04 09:00", 1, **more).state == "cut_notified"


def test_without_a_real_danger_nothing_is_cut(firm: Enterprise, people: People) -> None:
    with pytest.raises(Guarded, match="现实危险"):
        cut(refused(firm, people[0], danger="no"), people[2], "2026-03-04 09:00", 30)


def test_only_the_departments_principal_cuts(firm: Enterprise, people: People) -> None:
    with pytest.raises(NotYours):
        cut(refused(firm, people[0]), people[0], "2026-03-04 09:00", 30)


def test_a_cut_is_not_before_its_hour_and_is_lifted_by_compliance_itself(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = cut(refused(firm, first), head, "2026-03-04 09:00", 24)
    with pytest.raises(Guarded, match="不能提前"):
        take(case, "cut", first, "2026-03-05 08:50", cut_done_at=at("2026-03-05 08:45"))
    case = take(case, "cut", first, "2026-03-05 09:30", cut_done_at=at("2026-03-05 09:10"))
    assert case.state == "utilities_cut"
    case = take(case, "comply_lift", first, "2026-03-06 14:00", to_unit=firm.unit_id, record="已经停产。")
    row = Suspension.objects.get()
    assert (case.state, case.holder_unit_id, row.lifted_at) == (
        "in_force",
        firm.unit_id,
        at("2026-03-06 14:00"),
    )
    assert set(IssuedDocument.objects.values_list("kind", flat=True)) == {
        "refusal_record",
        "cut_notice",
        "lift_notice",
    }


def test_a_revocation_lifts_the_cut_and_withdraws_what_was_published(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = cut(refused(firm, first), head, "2026-03-04 09:00", 24)
    case = take(
        case, "publish_suspension", first, "2026-03-04 10:00", published_on=date(2026, 3, 4), where="网站"
    )
    case = take(
        case,
        "revoke",
        head,
        "2026-03-05 10:00",
        revoked_on=date(2026, 3, 5),
        was_public="yes",
        by="复议决定",
        reason="程序违法。",
    )
    assert last_day(case, "withdraw") == date(2026, 3, 10)
    assert Suspension.objects.get().lifted_at == at("2026-03-05 10:00")
    assert (
        take(
            case, "withdraw", first, "2026-03-06 10:00", withdrawn_on=date(2026, 3, 6), stated="撤销。"
        ).state
        == "revoked"
    )


def test_a_refusal_can_lead_to_a_closure_case_whose_result_is_followed(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = refused(firm, first)
    case = take(case, "propose_closure", head, "2026-03-04 10:00", ground="refused", basis="拒不执行。")
    closure = Case.objects.get(origin=case, process="safety.closure")
    assert closure.facts["ground"] == "refused"
    with pytest.raises(Guarded, match="还没有结果"):
        take(case, "end_closed", first, "2026-03-05 10:00", note="关闭。")
    take(closure, "not_proposed", head, "2026-03-05 10:00", reason="已经停产。")
    with pytest.raises(Guarded, match="不符"):
        take(case, "end_closed", first, "2026-03-05 11:00", note="关闭。")
    assert (
        take(case, "not_closed", first, "2026-03-05 11:00", to_unit=firm.unit_id, reason="已停产。").state
        == "in_force"
    )


def test_a_closure_refused_while_power_is_cut_leaves_it_cut_until_the_enterprise_obeys(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = cut(refused(firm, first), head, "2026-03-04 09:00", 24)
    case = take(case, "cut", first, "2026-03-05 09:30", cut_done_at=at("2026-03-05 09:10"))
    case = take(case, "propose_closure", head, "2026-03-06 10:00", ground="refused", basis="拒不执行。")
    closure = Case.objects.get(origin=case, process="safety.closure")
    take(closure, "not_proposed", head, "2026-03-07 10:00", reason="限期改正。")
    with pytest.raises(Guarded, match="还在停止供电"):
        take(case, "not_closed", first, "2026-03-07 11:00", to_unit=firm.unit_id, reason="不予关闭。")
    case = take(case, "not_closed_cut", first, "2026-03-07 11:00", reason="不予关闭。")
    assert (case.state, case.holder_unit_id) == ("utilities_cut", case.registry_unit_id)
    case = take(case, "comply_lift", first, "2026-03-08 09:00", to_unit=firm.unit_id, record="已经停产。")
    assert Suspension.objects.get().lifted_at == at("2026-03-08 09:00")


def test_who_obeys_before_the_hour_is_not_cut_and_the_supplier_is_told_in_writing(
    firm: Enterprise, people: People
) -> None:
    first, _second, head = people
    case = cut(refused(firm, first), head, "2026-03-04 09:00", 24)
    case = take(case, "comply_told", first, "2026-03-04 15:00", to_unit=firm.unit_id, record="已经停产。")
    assert case.state == "in_force"
    assert "cut_withdrawn" in IssuedDocument.objects.values_list("kind", flat=True)
    with pytest.raises(NotNow):
        take(case, "cut", first, "2026-03-05 09:30", cut_done_at=at("2026-03-05 09:10"))


def test_a_penalty_of_suspension_begins_when_it_is_served(firm: Enterprise, people: People) -> None:
    first, _second, head = people
    case = finished(firm, people, code="安全生产法/101-2", amount=100_000)
    Case.objects.filter(pk=case.pk).update(facts={**case.facts, "suspension": "yes"})
    case.refresh_from_db()
    case = take(
        case,
        "notify",
        head,
        "2026-03-02 10:00",
        notified_on=date(2026, 3, 2),
        hearing="yes",
        intended="拟罚款并停产。",
    )
    case = take(case, "no_hearing", first, "2026-03-03 09:00", waived="yes")
    given = fine("安全生产法/101-2", 100_000) | {"suspension": "yes"}
    case = take(
        case,
        "decide",
        head,
        "2026-03-03 10:00",
        legal_review="同意。",
        opinion="罚款并停产停业整顿。",
        **given,
    )
    assert not Suspension.objects.exists()
    take(case, "serve", first, "2026-03-04 09:00", served_on=date(2026, 3, 4), way="direct", receipt="回证")
    row = Suspension.objects.select_related("case").get()
    assert (row.kind, row.case.facts["decision"], row.case.origin_id) == ("penalty", case.number, case.pk)


def test_an_enterprise_is_not_stopped_whole_twice(firm: Enterprise, people: People) -> None:
    stopped(firm, people[0])
    with pytest.raises(AlreadyStopped):
        stopped(firm, people[0])


def test_coal_is_told_by_sector_or_industry() -> None:
    assert sector_of("煤矿", "").name == sector_of("", "B0610").name == "safety.suspension_coal"
    assert sector_of("危化品生产企业", "C2614").name == "safety.suspension"


def browser(who: Actor) -> Client:
    Appointment.objects.filter(starts_on__gt=date(2026, 1, 1)).update(starts_on=date(2024, 1, 1))
    Account.objects.filter(pk=who.account_id or 0).update(must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(pk=who.account_id or 0))
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_board_shows_what_is_refused_and_the_form_keeps_what_was_typed(
    firm: Enterprise, people: People, language: str
) -> None:
    client = browser(people[0])
    client.cookies["django_language"] = language
    assert client.get("/safety/suspension/").status_code == 200
    refused(firm, people[0])
    page = client.get("/safety/suspension/")
    assert firm.name in page.text
    assert 'id="refused"' in page.text
    answer = client.post(
        "/safety/suspension/new/", {"enterprise": "没有这家", "subject": "重大隐患", "scope": "all"}
    )
    assert answer.status_code == 422
    assert "重大隐患" in answer.text
    good = {
        "enterprise": firm.name, "subject": "通风失效", "scope": "workshop", "scope_text": "三车间。",
        "received_on": datetime.now(tz=at("2026-03-02 09:00").tzinfo).date().isoformat(),
    }  # fmt: skip
    assert client.post("/safety/suspension/new/", good).status_code == 302
    assert client.get(f"/cases/{Suspension.objects.get(scope='workshop').case.number}/").status_code == 200


def test_an_enterprise_sees_its_own_suspension_alone(firm: Enterprise, people: People) -> None:
    other = cast.enterprise(3, "另一家公司")
    stopped(firm, people[0])
    client = browser(cast.staff(other, "b")[0])
    page = client.get("/safety/suspension/")
    assert firm.name not in page.text
    assert client.get("/safety/suspension/new/").status_code == 403


def test_ordering_again_by_the_same_form_orders_once(firm: Enterprise, people: People) -> None:
    from uuid import uuid4

    form, given = uuid4(), {"received_on": date(2026, 3, 2), "scope": "workshop", "scope_text": "二车间。"}
    made = [
        order(
            enterprise=firm,
            subject="隐患",
            given=given,
            actor=people[0],
            at=at("2026-03-02 09:00"),
            submission=form,
        ).pk
        for _n in range(2)
    ]
    assert len(set(made)) == 1
