"""Telling further up: each step once, with its reason, and not a word after the ball has moved."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.casework import services as casework
from bihuan.casework.models import OutboxMessage
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations import services as organizations
from bihuan.organizations.models import Account, Appointment
from bihuan.supervision import escalation
from bihuan.supervision.models import Escalation, Sector
from bihuan.supervision.tests.making import NOW, head, measure, take

DUE = at("2026-04-01 00:00")  # the last day is 31 March


def stages(case_pk: int) -> list[tuple[str, str, int | None]]:
    rows = Escalation.objects.filter(case=case_pk).order_by("pk")
    return [(row.stage, row.reason, row.account_id) for row in rows]


def test_nothing_is_told_before_the_deadline() -> None:
    case = measure()
    assert escalation.run(at=DUE - timedelta(minutes=1)).total == 0
    assert stages(case.pk) == []


def test_at_the_deadline_the_head_is_told_and_after_it_the_supervisor_and_up() -> None:
    case = measure()
    told = [escalation.run(at=DUE + timedelta(days=days)).by_stage for days in (0, 2, 3, 7, 15)]
    assert told[0]["head"] == 1
    assert [name for name, _why, _who in stages(case.pk)] == ["head", "supervisor", "leader", "superior"]
    whom = {name: who for name, _why, who in stages(case.pk)}
    assert whom["head"] == head("住建局").pk
    assert whom["supervisor"] == Account.objects.get(username="ducha").pk
    assert whom["leader"] == head("区政府").pk  # no leader of the sector is named: the head of the unit above


def test_each_step_is_told_once_however_often_it_is_looked_for() -> None:
    case = measure()
    for _again in range(3):
        escalation.run(at=DUE + timedelta(days=4))
    assert [name for name, _why, _who in stages(case.pk)] == ["head", "supervisor"]
    assert OutboxMessage.objects.filter(case=case, kind="escalated").count() == 2


def test_it_stops_when_the_duty_is_done() -> None:
    case = measure()
    escalation.run(at=DUE)
    take(case, "report_done", actor("chengban"), "2026-04-02 09:00", result="已改造20个")
    escalation.run(at=DUE + timedelta(days=8))
    assert [name for name, _why, _who in stages(case.pk)] == ["head"]


def test_whoever_is_given_a_late_case_begins_with_a_clean_ladder() -> None:
    case = measure()
    take(case, "report_done", actor("chengban"), "2026-03-20 09:00", result="已改造20个")
    back = {"to_unit": unit("城管局").pk, "due_by": "2026-03-22", "reason": "没有完成"}
    take(case, "send_back", actor("ducha"), "2026-04-10 09:00", **back)
    escalation.run(at=at("2026-04-10 10:00"))
    assert [name for name, _why, _who in stages(case.pk)] == [
        "head"
    ]  # three weeks late, an hour in this unit
    escalation.run(at=at("2026-04-10 09:00") + timedelta(days=3))
    assert [name for name, _why, _who in stages(case.pk)] == ["head", "supervisor"]


def test_a_change_of_hands_inside_the_unit_stops_nothing() -> None:
    case = measure()
    chengban = Account.objects.get(username="chengban")
    casework.assign(case_id=case.pk, account_id=chengban.pk, actor=actor("shenpi"), at=at("2026-04-03 09:00"))
    escalation.run(at=at("2026-04-04 00:00"))
    assert [name for name, _why, _who in stages(case.pk)] == ["head", "supervisor"]


def test_a_vacant_post_is_said_and_the_next_above_is_told() -> None:
    held = Appointment.objects.get(account=head("城管局"), post__is_head=True)
    organizations.end_appointment(
        appointment=held,
        ends_on=date(2026, 3, 10),
        reason=Appointment.Ended.TRANSFER,
        by=actor("guanli"),
        at=NOW,
    )
    case = measure(to="城管局")
    escalation.run(at=DUE)
    assert stages(case.pk) == [("head", "nobody", head("区政府").pk)]


def test_an_acting_head_is_told_as_such() -> None:
    case = measure(to="水务局")  # somebody stands in for its head in the sample
    escalation.run(at=DUE)
    assert stages(case.pk) == [("head", "acting", head("水务局").pk)]


def test_the_leader_of_the_sector_is_told_before_the_head_of_the_unit_above() -> None:
    lingdao = Account.objects.get(username="lingdao")
    Sector.objects.create(
        name="城乡建设",
        kind=Sector.Kind.BUSINESS,
        unit=unit("住建局"),
        leader=lingdao,
        starts_on=date(2026, 1, 1),
    )
    case = measure()
    escalation.run(at=DUE + timedelta(days=7))
    assert ("leader", "sector", lingdao.pk) in stages(case.pk)


def test_a_circle_of_units_ends() -> None:
    """The register refuses circles; a row put in around it must not hang the sweep."""
    assert escalation._head_or_up(1, {}, {1: 2, 2: 1}, "head") == (None, "none")
