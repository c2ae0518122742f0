"""Readiness: nobody missing on duty, drills in time, calls answered, alerts by two people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.tests.cast import TODAY, actor, at, load_district, unit
from bihuan.emergency.readiness import alerts, cap, services
from bihuan.emergency.readiness.checklists import EVENTS, checklist_of
from bihuan.emergency.readiness.coverage import gaps, owed_by
from bihuan.emergency.readiness.models import (
    Alert,
    CallOut,
    Drill,
    Plan,
    PlanTrigger,
    Response,
    Shift,
    Summons,
)
from bihuan.emergency.readiness.selectors import duty_gaps, open_triggers, owed_drills
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Appointment
from bihuan.organizations.selectors import actor as actor_on

NOON = "2026-03-02 12:00"


@pytest.fixture
def district(db: None) -> None:
    load_district()


def colleague() -> Actor:
    account = Account.objects.filter(
        appointments__post__title="安全生产执法员", appointments__ends_on__isnull=True
    ).exclude(username="anjian")
    found = actor_on(account.get().pk, None, TODAY)
    assert found is not None
    return found


def account(one: Actor) -> Account:
    return Account.objects.get(pk=one.account_id or 0)


def span(start: str, end: str) -> tuple[datetime, datetime]:
    return at(f"2026-03-{start}"), at(f"2026-03-{end}")


def test_a_roster_with_a_gap_says_which_hours() -> None:
    shifts = [span("02 08:00", "02 20:00"), span("02 19:00", "03 06:00"), span("03 08:00", "04 08:00")]
    assert gaps(shifts, *span("02 08:00", "04 10:00")) == [
        span("03 06:00", "03 08:00"),
        span("04 08:00", "04 10:00"),
    ]
    assert gaps(reversed(shifts), *span("02 08:00", "03 06:00")) == []
    assert gaps([], *span("02 08:00", "02 09:00")) == [span("02 08:00", "02 09:00")]


def test_drills_are_owed_every_half_year_and_every_two_years() -> None:
    assert owed_by(date(2026, 1, 31), date(2025, 1, 1), 6) == date(2026, 7, 31)
    assert owed_by(date(2025, 8, 31), date(2025, 1, 1), 6) == date(2026, 2, 28)
    assert owed_by(None, date(2026, 3, 2), 24) == date(2028, 3, 2)


def test_every_event_has_a_checklist_whose_keys_are_once() -> None:
    for event in EVENTS:
        keys = [key for key, _text in checklist_of(event)]
        assert len(keys) == len(set(keys)) > 5


def message(**more: str) -> cap.Message:
    facts = {
        "identifier": "QL-YJ-1", "sender": "QL-YJ", "status": "Actual", "message_type": "Alert", "event": "洪涝",
        "category": "Met",
        "urgency": "Immediate", "severity": "Severe", "certainty": "Likely", "sender_name": "青岚区应急管理局",
        "headline": "洪水",
        "description": "澜江水位上涨。", "instruction": "请转移到高处。", "area": "石湾镇",
    } | more  # fmt: skip
    return cap.Message(sent=at(NOON), expires=at("2026-03-03 12:00"), **facts)


def test_an_alert_is_valid_by_the_standards_rules() -> None:
    document = cap.as_xml(message())
    assert cap.faults(document) == []
    root = ET.fromstring(document)
    assert root.findtext(f"{{{cap.NAMESPACE}}}sent") == "2026-03-02T12:00:00+08:00"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"identifier": "a b"}, "identifier"), ({"severity": "Bad"}, "severity"), ({"category": "Flood"}, "category"),
        ({"message_type": "Update"}, "references"), ({"event": ""}, "event is empty"), ({"area": ""}, "areaDesc"),
    ],
)  # fmt: skip
def test_what_the_standard_refuses_is_named(more: dict[str, str], fault: str) -> None:
    assert any(fault in line for line in cap.faults(cap.as_xml(message(**more))))


def test_elements_in_the_wrong_order_or_missing_are_refused() -> None:
    document = cap.as_xml(message()).decode()
    line = "<scope>Public</scope>"
    moved = document.replace(line, "").replace("<identifier>", f"{line}<identifier>")
    assert any("order" in one for one in cap.faults(moved.encode()))
    assert "scope is missing" in cap.faults(document.replace(line, "").encode())
    assert cap.faults(b"<alert") != []
    assert cap.faults(document.replace("+08:00</sent>", "Z</sent>").encode()) != []


def written(author: Actor) -> Alert:
    texts = {
        "status": "Actual", "event": "flood", "urgency": "Immediate", "severity": "Severe", "certainty": "Likely",
        "headline": "洪水预警", "description": "澜江水位上涨。", "instruction": "请转移到高处。", "area": "石湾镇",
    }  # fmt: skip
    return alerts.write(texts=texts, expires_at=at("2026-03-03 12:00"), actor=author, at=at(NOON))


@pytest.mark.usefixtures("district")
def test_an_alert_is_not_sent_by_its_own_author_and_nothing_is_lost() -> None:
    alert = written(actor("anjian"))
    with pytest.raises(alerts.OwnAlert):
        alerts.send(alert=alert, actor=actor("anjian"), at=at("2026-03-02 12:05"))
    alert.refresh_from_db()
    assert (alert.sent_at, alert.headline) == (None, "洪水预警")
    sent = alerts.send(alert=alert, actor=colleague(), at=at("2026-03-02 12:06"))
    assert sent.sent_at == at("2026-03-02 12:06")
    assert cap.faults(alerts.document(sent)) == []
    with pytest.raises(alerts.NotSendable):
        alerts.send(alert=alert, actor=colleague(), at=at("2026-03-02 12:07"))


@pytest.mark.usefixtures("district")
def test_the_database_itself_knows_no_alert_sent_by_its_author() -> None:
    alert = written(actor("anjian"))
    with pytest.raises(IntegrityError, match="alert_by_two"), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(sender=alert.author_id, sent_at=at(NOON))


@pytest.mark.usefixtures("district")
def test_an_alert_past_its_end_is_not_sent_and_what_is_missing_is_named() -> None:
    alert = written(actor("anjian"))
    with pytest.raises(alerts.NotSendable):
        alerts.send(alert=alert, actor=colleague(), at=at("2026-03-03 12:00"))
    with pytest.raises(Incomplete) as wrong:
        alerts.write(
            texts={"headline": "洪水"}, expires_at=at("2026-03-01 12:00"), actor=actor("anjian"), at=at(NOON)
        )
    assert {"description", "event", "expires_at"} <= set(wrong.value.fields)


@pytest.mark.usefixtures("district")
def test_a_shift_is_handed_over_once_by_who_is_on_duty() -> None:
    first, start = actor("anjian"), at("2026-03-02 08:00")
    shift = Shift.objects.create(
        unit=unit("应急局"),
        account=account(first),
        duty="duty",
        starts_at=start,
        ends_at=start + timedelta(hours=12),
    )
    found = duty_gaps(unit("应急局").pk, start)
    assert found[0] == (start + timedelta(hours=12), start + timedelta(days=7))
    with pytest.raises(services.NotOnDuty):
        services.hand_over(shift=shift, note="无", actor=colleague(), at=at("2026-03-02 20:00"))
    services.hand_over(shift=shift, note="水泵待修。", actor=first, at=at("2026-03-02 20:00"))
    with pytest.raises(services.NotOnDuty):
        services.hand_over(shift=shift, note="再交。", actor=first, at=at("2026-03-02 20:01"))


def called(wanted: int) -> CallOut:
    people = list(Account.objects.filter(appointments__post__unit=unit("应急局")).distinct().order_by("pk"))
    return services.call_out(
        accounts=people, wanted=wanted, text="到石湾镇防汛。", actor=actor("anjian"), at=at(NOON)
    )


@pytest.mark.usefixtures("district")
def test_who_cannot_come_is_replaced_from_the_reserve_in_order() -> None:
    callout = called(1)
    rows = list(Summons.objects.filter(callout=callout).order_by("rank"))
    assert [row.called_at is None for row in rows] == [False, *[True] * (len(rows) - 1)]
    head = actor_on(rows[0].account_id, None, TODAY)
    assert head is not None
    services.answer(callout=callout, coming=False, actor=head, at=at("2026-03-02 12:05"))
    services.answer(
        callout=callout, coming=False, actor=head, at=at("2026-03-02 12:06")
    )  # said again: nobody more is called
    assert Summons.objects.filter(callout=callout, called_at__isnull=False).count() == 2
    later = actor_on(rows[-1].account_id, None, TODAY)
    assert later is not None
    with pytest.raises(NotYours):
        services.answer(callout=callout, coming=True, actor=later, at=at("2026-03-02 12:07"))


@pytest.mark.usefixtures("district")
def test_the_silent_are_covered_once() -> None:
    callout = called(2)
    assert (
        services.call_for_the_silent(callout=callout, actor=actor("anjian"), at=at("2026-03-02 12:10")) == 2
    )
    assert (
        services.call_for_the_silent(callout=callout, actor=actor("anjian"), at=at("2026-03-02 12:11")) == 0
    )


@pytest.mark.usefixtures("district")
def test_a_response_keeps_its_levels_lines_and_checklist_until_it_ends() -> None:
    who = actor("anjian")
    row = services.start_response(
        event="flood", title="澜江洪水", level="3", basis="水位超警戒。", actor=who, at=at(NOON)
    )
    services.log(
        response=row, kind="level", item="2", text="继续上涨。", actor=who, at=at("2026-03-02 13:00")
    )
    services.log(response=row, kind="done", item="move", text="", actor=who, at=at("2026-03-02 13:10"))
    services.log(response=row, kind="done", item="move", text="", actor=who, at=at("2026-03-02 13:11"))
    services.end_response(response=row, text="水位回落。", actor=who, at=at("2026-03-03 09:00"))
    row.refresh_from_db()
    assert (row.level, row.ended_at, row.lines.filter(kind="done").count()) == (
        "2",
        at("2026-03-03 09:00"),
        1,
    )
    with pytest.raises(services.Over):
        services.log(response=row, kind="situation", text="补记。", actor=who, at=at("2026-03-03 10:00"))


@pytest.mark.usefixtures("district")
def test_a_problem_of_a_drill_is_a_reason_to_revise_and_a_new_version_answers_it() -> None:
    who, office = actor("anjian"), unit("应急局")
    plan = Plan.objects.create(
        unit=office,
        kind="special",
        event="flood",
        title="防汛预案",
        issued_on=date(2023, 1, 1),
        entered_at=at(NOON),
    )
    assert [(one.by, one.late(TODAY)) for one in owed_drills()] == [(date(2025, 1, 1), True)]
    drill = Drill.objects.create(unit=office, plan=plan, held_on=TODAY, scenario="堤坝管涌", taking_part=40)
    services.evaluate_drill(
        drill=drill, evaluation="基本合格。", to_improve="转移路线不清。", on=TODAY, actor=who
    )
    assert [one.reason for one in open_triggers()] == ["problem"]
    new = services.revise_plan(plan=plan, issued_on=TODAY, changes="改联络方式", actor=who, at=at(NOON))
    assert (new.version, PlanTrigger.objects.get().revised_by_id) == (2, new.pk)
    assert not open_triggers().exists()
    assert [one.late(TODAY) for one in owed_drills()] == [False]


def browser(one: Actor) -> Client:
    Appointment.objects.filter(starts_on__gt=date(2026, 1, 1)).update(starts_on=date(2024, 1, 1))
    Account.objects.filter(pk=one.account_id or 0).update(must_change_password=False)
    client = Client()
    client.force_login(account(one))
    return client


PAGES = ("", "responses/", "responses/new/", "plans/", "stock/", "alerts/", "alerts/new/", "accidents/")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_open_empty_and_filled(language: str) -> None:
    client = browser(actor("anjian"))
    client.cookies["django_language"] = language
    add = ("plan", "trigger", "drill", "team", "supply", "shelter", "shift")
    for page in (*PAGES, *(f"add/{kind}/" for kind in add)):
        assert client.get(f"/emergency/{page}").status_code == 200, page
    now = timezone.now()
    Shift.objects.create(
        unit=unit("应急局"), account=account(actor("anjian")), duty="duty", starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=11),
    )  # fmt: skip
    given = {"kind": "special", "event": "flood", "title": "防汛预案", "issued_on": "2025-01-01"}
    assert client.post("/emergency/add/plan/", given).status_code == 302
    plan = Plan.objects.get()
    given = {"plan": str(plan.pk), "held_on": "2026-01-05", "scenario": "管涌", "taking_part": "40"}
    assert client.post("/emergency/add/drill/", given).status_code == 302
    given = {"name": "编织袋", "place": "仓库", "quantity": "10", "least": "100", "measure": "条"}
    assert client.post("/emergency/add/supply/", given).status_code == 302
    assert client.post("/emergency/add/team/", {"name": "", "event": "flood"}).status_code == 422
    given = {"event": "flood", "title": "澜江洪水", "level": "3", "basis": "超警戒"}
    assert client.post("/emergency/responses/new/", given).status_code == 302
    row = Response.objects.get()
    assert client.post(f"/emergency/responses/{row.pk}/", {"do": "done", "item": "move"}).status_code == 302
    assert (
        client.post(
            f"/emergency/responses/{row.pk}/", {"do": "call", "text": "到堤上", "wanted": "1"}
        ).status_code
        == 302
    )
    assert (
        client.post(
            f"/emergency/responses/{row.pk}/", {"do": "reserve", "callout": CallOut.objects.get().pk}
        ).status_code
        == 302
    )
    written(actor("anjian"))
    for page in (*PAGES, f"responses/{row.pk}/"):
        assert client.get(f"/emergency/{page}").status_code == 200, page


@pytest.mark.usefixtures("district")
def test_on_the_page_the_author_is_refused_and_a_second_person_sends() -> None:
    texts = {
        "status": "Actual", "event": "flood", "urgency": "Immediate", "severity": "Severe", "certainty": "Likely",
        "headline": "洪水预警", "description": "上涨。", "instruction": "转移。", "area": "石湾镇",
        "expires_at": "2099-03-03T12:00",
    }  # fmt: skip
    author, second = browser(actor("anjian")), browser(colleague())
    answer = author.post("/emergency/alerts/new/", texts | {"description": ""})
    assert answer.status_code == 422
    assert "洪水预警" in answer.text
    assert author.post("/emergency/alerts/new/", texts).status_code == 302
    alert = Alert.objects.get()
    page = author.post(f"/emergency/alerts/{alert.pk}/decide/", {"do": "send"}, follow=True)
    assert "起草人不能自己发布" in page.text
    second.post(f"/emergency/alerts/{alert.pk}/decide/", {"do": "send"})
    alert.refresh_from_db()
    assert alert.sent_at is not None
    assert cap.faults(second.get(f"/emergency/alerts/{alert.pk}/file/").content) == []
