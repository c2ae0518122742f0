"""Keeping what stands ready: the roster changed and taken over, shelters, plans that enterprises file, who is called."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.emergency.readiness import services
from bihuan.emergency.readiness.models import CallOut, Drill, Plan, Shelter, Shift, Summons
from bihuan.emergency.readiness.selectors import owed_drills, roster_gaps
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Unit

FIRM = {"kind": Unit.Kind.ENTERPRISE, "valid_from": date(2020, 1, 1)}


@pytest.fixture
def desk(db: None) -> Client:
    """A signed-in officer of 应急局."""
    load_district()
    Appointment.objects.filter(starts_on__gt=date(2026, 1, 1)).update(starts_on=date(2024, 1, 1))
    Account.objects.update(must_change_password=False)
    client = Client()
    client.force_login(Account.objects.get(username="anjian"))
    return client


def firm(name: str) -> Unit:
    place = Jurisdiction.objects.get(name="石湾镇")
    return Unit.objects.create(
        code=uuid4().hex[:18], name=name, short_name=name[:8], jurisdiction=place, **FIRM
    )


def shift(username: str, start: datetime, hours: int = 12, duty: str = "duty") -> Shift:
    return Shift.objects.create(
        unit=unit("应急局"), account=Account.objects.get(username=username), duty=duty, starts_at=start,
        ends_at=start + timedelta(hours=hours),
    )  # fmt: skip


def test_a_shift_to_come_is_changed_or_cancelled_and_one_that_has_begun_is_not(desk: Client) -> None:
    now = timezone.now()
    ahead, begun = shift("anjian", now + timedelta(days=2)), shift("anjian", now - timedelta(hours=1))
    typed = {
        "account": ahead.account_id, "duty": "leader", "starts_at": (now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(days=3, hours=8)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert desk.post(f"/emergency/stock/shift/{ahead.pk}/", typed).status_code == 302
    ahead.refresh_from_db()
    assert ahead.duty == "leader"
    page = desk.post(f"/emergency/stock/shift/{begun.pk}/", typed, follow=True)
    assert "已经开始" in page.text
    assert desk.post(f"/emergency/stock/shift/{ahead.pk}/", {"do": "cancel"}).status_code == 302
    assert list(Shift.objects.values_list("pk", flat=True)) == [begun.pk]


def test_nobody_is_on_two_shifts_at_once(desk: Client) -> None:
    start = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    other = shift("anjian", start)
    typed = {
        "account": other.account_id, "duty": "duty", "starts_at": timezone.localtime(start).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": timezone.localtime(start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    answer = desk.post("/emergency/add/shift/", typed)
    assert answer.status_code == 422
    assert "已经排了班" in answer.text


@pytest.mark.usefixtures("desk")
def test_a_duty_that_the_roster_has_is_watched_for_gaps_too() -> None:
    start = at("2026-03-02 08:00")
    shift("anjian", start, 24 * 8)
    assert roster_gaps(unit("应急局").pk, start) == []
    shift("anjian", start, 24, "technical")
    assert roster_gaps(unit("应急局").pk, start) == [
        ("技术值班", start + timedelta(days=1), start + timedelta(days=7))
    ]


def test_what_is_handed_over_is_taken_over_once_by_who_is_on_duty(desk: Client) -> None:
    now = timezone.now()
    before = shift("anjian", now - timedelta(hours=13))
    Shift.objects.filter(pk=before.pk).update(handed_over_at=now - timedelta(hours=1), handover="水泵待修。")
    desk.post(f"/emergency/shifts/{before.pk}/take-over/")
    assert not Shift.objects.filter(taken_over_at__isnull=False).exists()  # not on duty
    shift("anjian", now - timedelta(minutes=30))
    assert "接班" in desk.get("/emergency/").text
    desk.post(f"/emergency/shifts/{before.pk}/take-over/")
    before.refresh_from_db()
    assert before.taken_over_at is not None
    with pytest.raises(services.NothingToTakeOver):
        services.take_over(shift=before, actor=actor("anjian"), at=now)


def test_a_shelter_is_kept_up_to_date_opened_and_closed(desk: Client) -> None:
    row = Shelter.objects.create(
        name="青岚中学", place=Jurisdiction.objects.get(name="石湾镇"), address="学府路2号", capacity=100
    )
    typed = {"name": row.name, "place": row.place_id, "address": row.address, "capacity": 80, "usable": ""}
    assert desk.post(f"/emergency/stock/shelter/{row.pk}/", typed).status_code == 302
    page = desk.post(f"/emergency/shelters/{row.pk}/open/", {"do": "open"}, follow=True)
    assert "不能使用" in page.text
    row.refresh_from_db()
    assert (row.capacity, row.opened_at) == (80, None)
    desk.post(f"/emergency/stock/shelter/{row.pk}/", {**typed, "usable": "on"})
    desk.post(f"/emergency/shelters/{row.pk}/open/", {"do": "open"})
    row.refresh_from_db()
    assert row.opened_at is not None
    desk.post(f"/emergency/shelters/{row.pk}/open/", {"do": "close"})
    row.refresh_from_db()
    assert row.opened_at is None


def test_an_enterprises_plan_is_kept_by_the_office_and_owes_a_drill_every_half_year(desk: Client) -> None:
    mill, shop = firm("青岚轧钢有限公司"), firm("青岚文具商行")
    plan = {
        "kind": "comprehensive", "event": "other", "title": "综合预案", "issued_on": "2026-01-10", "filed_on": "2026-01-20",
        "filing_number": "青应备3号",
    }  # fmt: skip
    wrong = desk.post("/emergency/add/plan/", {**plan, "enterprise": "没有这家"})
    assert wrong.status_code == 422
    assert "没有登记这个名称" in wrong.text
    assert (
        desk.post("/emergency/add/plan/", {**plan, "enterprise": mill.name, "half_yearly": "on"}).status_code
        == 302
    )
    assert desk.post("/emergency/add/plan/", {**plan, "enterprise": shop.name}).status_code == 302
    assert [(one.unit, one.by) for one in owed_drills()] == [(mill, date(2026, 7, 10))]
    row = Plan.objects.get(unit=mill)
    assert row.kept_by == unit("应急局")
    drill = {"plan": row.pk, "held_on": "2026-06-01", "scenario": "煤气泄漏", "taking_part": "60"}
    assert desk.post("/emergency/add/drill/", drill).status_code == 302
    assert Drill.objects.get().unit == mill
    assert owed_drills()[0].by == date(2026, 12, 1)
    assert desk.get(f"/emergency/plans/{row.pk}/").status_code == 200
    new = services.revise_plan(
        plan=row,
        issued_on=date(2026, 6, 20),
        changes="增加煤气泄漏处置。",
        actor=actor("anjian"),
        at=at("2026-06-20 09:00"),
    )
    assert (new.unit, new.kept_by, new.version) == (mill, unit("应急局"), 2)


@pytest.mark.usefixtures("desk")
def test_who_is_called_answers_whatever_their_role_is() -> None:
    clerk = Account.objects.get(username="dengji")
    callout = CallOut.objects.create(
        unit=unit("应急局"), text="到堤上。", wanted=1, sent_at=at("2026-03-02 12:00"), sent_by="值班员"
    )
    Summons.objects.create(callout=callout, account=clerk, rank=0, called_at=at("2026-03-02 12:00"))
    client = Client()
    client.force_login(clerk)
    assert client.get("/emergency/").status_code == 403
    assert "到堤上。" in client.get("/emergency/calls/").text
    assert (
        client.post(f"/emergency/calls/{callout.pk}/answer/", {"answer": "coming"})["Location"]
        == "/emergency/calls/"
    )
    assert Summons.objects.get().answer == "coming"
