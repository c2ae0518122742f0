"""Repeats that a person marks, and the reward of who reported: of a case, never of a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bihuan.casework.errors import Guarded, Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.organizations.models import Appointment
from bihuan.organizations.roles import Role
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.hazards import protecting, rewards
from bihuan.safety.hazards.models import Hazard, Reward
from bihuan.safety.hazards.services import Found, find
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.lives import self_found, take
from bihuan.safety.tests.test_pages import browser
from bihuan.vault.models import Opening

pytestmark = pytest.mark.django_db
NOW = at("2026-03-05 09:00")
NAME, PHONE = "许知义", "13955556666"


@pytest.fixture
def firm() -> Enterprise:
    load_district()
    cast.pack()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    return cast.enterprise()


def reported(firm: Enterprise, *, named: bool = True, judged: bool = True) -> Hazard:
    found = Found(
        subject="夜间违规动火", body="无人监护", found_by="report", found_on=date(2026, 3, 2),
        reporter={"name": NAME, "phone": PHONE} if named else {},
    )  # fmt: skip
    case = find(found=found, enterprise=firm, actor=actor("anjian"), at=at("2026-03-02 10:00"))
    if judged:
        take(case, "judge", actor("anjian"), "2026-03-02 11:00", grade="general", reason="属实。")
    return Hazard.objects.get(pk=case.pk)


def proposed(hazard: Hazard) -> Reward:
    return rewards.propose(
        hazard=hazard, amount=3000, basis="区举报奖励办法第六条", actor=actor("anjian"), at=NOW
    )


def test_a_reward_waits_for_a_report_that_proved_true_by_somebody_who_can_be_paid(firm: Enterprise) -> None:
    officer, _boss = cast.staff(firm)
    for hazard in (
        reported(firm, named=False), reported(firm, judged=False), Hazard.objects.get(pk=self_found(firm, officer).pk),
    ):  # fmt: skip
        with pytest.raises((rewards.NoReward, NotYours)):
            proposed(hazard)
    with pytest.raises(Incomplete) as refused:
        rewards.propose(hazard=reported(firm), amount=0, basis=" ", actor=actor("anjian"), at=NOW)
    assert set(refused.value.fields) == {"amount", "basis"}
    proposed(hazard := reported(firm))
    with pytest.raises(rewards.NoReward):
        proposed(hazard)


def test_another_person_grants_and_only_then_the_name_is_opened_and_the_opening_recorded(
    firm: Enterprise,
) -> None:
    _one, head = cast.officers()
    row = proposed(reported(firm))
    with pytest.raises(NotYours):
        rewards.decide(reward=row, grant=True, reason="", actor=actor("anjian"), at=NOW)
    with pytest.raises(Guarded):
        rewards.reveal(reward=row, actor=head, at=NOW)
    with pytest.raises(Incomplete):
        rewards.decide(reward=row, grant=False, reason="", actor=head, at=NOW)
    row = rewards.decide(reward=row, grant=True, reason="", actor=head, at=NOW)
    with pytest.raises(Guarded):
        rewards.decide(reward=row, grant=False, reason="x", actor=head, at=NOW)
    before = Opening.objects.count()
    assert set(rewards.reveal(reward=row, actor=head, at=NOW).values()) == {NAME, PHONE}
    assert Opening.objects.count() == before + 1
    assert Opening.objects.latest("pk").purpose == "reward"
    with pytest.raises(NotYours):  # an inspector finds and proposes; whom the vault lets open pays
        rewards.reveal(reward=row, actor=actor("anjian"), at=NOW)
    with pytest.raises(NotYours):
        rewards.reveal(reward=row, actor=actor("chengban"), at=NOW)
    with pytest.raises(Incomplete):
        rewards.pay(reward=row, paid_on=date(2026, 4, 1), voucher="", actor=head, at=NOW)
    row = rewards.pay(reward=row, paid_on=date(2026, 3, 5), voucher="F-17", actor=head, at=NOW)
    with pytest.raises(Guarded):
        rewards.reveal(reward=row, actor=head, at=NOW)
    assert NAME not in str(Reward.objects.values())


def test_who_proposed_does_not_grant_though_they_head_the_unit(firm: Enterprise) -> None:
    _one, head = cast.officers()
    row = rewards.propose(hazard=reported(firm), amount=100, basis="办法", actor=head, at=NOW)
    with pytest.raises(Guarded, match="不能自己批准"):
        rewards.decide(reward=row, grant=True, reason="", actor=head, at=NOW)


def test_the_vault_keeps_a_reporter_until_years_after_the_end_and_never_before_the_reward_is_settled(
    firm: Enterprise,
) -> None:
    hazard = reported(firm)
    assert [one.until for one in protecting.kept(None)] == [None]  # still running
    case = take(
        hazard.case, "correct_on_the_spot", actor("anjian"), "2026-03-02 12:00", rectifier="罗班长", record="已停止动火。",
        done_on=date(2026, 3, 2),
    )  # fmt: skip
    take(
        case,
        "pass_reinspection",
        cast.officers()[1],
        "2026-03-10 09:00",
        accepted="合格。",
        second_level="no",
    )
    assert [(one.person_id, one.until) for one in protecting.kept(hazard.reporter_id)] == [
        (hazard.reporter_id, date(2036, 3, 10))
    ]
    Reward.objects.create(
        hazard=hazard, amount=1, basis="x", state="approved", proposed_at=NOW, proposed_by="x"
    )
    assert [one.until for one in protecting.kept(None)] == [None]
    assert protecting.later(date(2024, 2, 29), 1) == date(2025, 2, 28)


def closed(firm: Enterprise) -> Case:
    officer, boss = (
        cast.settle(firm, "a.officer", "安小满", Role.SAFETY_OFFICER),
        cast.settle(firm, "a.principal", "钱大有", Role.PRINCIPAL),
    )
    case = self_found(firm, officer)
    case = take(case, "judge", officer, "2026-03-02 11:00", grade="general", reason="危害较小。")
    case = take(
        case,
        "correct_at_once",
        officer,
        "2026-03-02 12:00",
        rectifier="罗班长",
        record="已换合页。",
        done_on=date(2026, 3, 2),
    )
    return take(case, "accept", boss, "2026-03-02 15:00", accepted="整改到位。")


def test_likely_repeats_are_shown_and_a_person_makes_the_link(firm: Enterprise) -> None:
    first = closed(firm)
    found = Found(
        subject="二车间配电箱门又损坏",
        body="",
        found_by="inspection",
        found_on=date(2026, 3, 4),
        spot="二车间",
    )
    again = find(found=found, enterprise=firm, actor=actor("anjian"), at=at("2026-03-04 10:00"))
    client = browser(actor("anjian"))
    page = f"/safety/hazards/{again.number}/repeat/"
    text = client.get(page).content.decode()
    assert first.number in text
    assert Hazard.objects.get(pk=again.pk).recurrence_of_id is None
    assert client.post(page, {"other": "YH-0000-000000"}).status_code == 422
    assert client.post(page, {"other": again.number}).status_code == 422
    assert client.post(page, {"other": first.number}).status_code == 302
    assert Hazard.objects.get(pk=again.pk).recurrence_of_id == first.pk
    assert first.number in client.get(f"/cases/{again.number}/").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_go_from_proposal_to_payment_and_name_nobody_until_opened(
    firm: Enterprise, language: str
) -> None:
    hazard = reported(firm)
    number = hazard.case.number
    page = f"/safety/hazards/{number}/reward/"
    clerk, head = browser(actor("anjian")), browser(cast.officers()[1])
    for client in (clerk, head):
        client.cookies["django_language"] = language
    assert number in clerk.get("/safety/rewards/").content.decode()
    assert clerk.get(page).status_code == 200
    assert clerk.post(page, {"do": "propose", "amount": "x", "basis": ""}).status_code == 422
    assert clerk.post(page, {"do": "propose", "amount": "500", "basis": "办法第六条"}).status_code == 302
    assert head.post(page, {"do": "open"}).status_code == 422
    assert head.post(page, {"do": "grant"}).status_code == 302
    assert NAME not in head.get(page).content.decode()
    opened = head.post(page, {"do": "open"})
    assert NAME in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert head.post(page, {"do": "pay", "paid_on": "bad", "voucher": "F-1"}).status_code == 422
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert head.post(page, {"do": "pay", "paid_on": day, "voucher": "F-1"}).status_code == 302
    assert "F-1" in head.get("/safety/rewards/").content.decode()
    assert head.get(f"/cases/{number}/").status_code == 200
    officer, _boss = cast.staff(firm)
    assert browser(officer).get(page).status_code in (403, 404)
    assert browser(actor("chengban")).get(page).status_code == 404
