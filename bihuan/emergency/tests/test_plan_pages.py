"""Revising and filing a plan, updating and cancelling an alert, from their pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.casework.tests.cast import TODAY, actor, load_district, unit
from bihuan.emergency.readiness import alerts, cap, services
from bihuan.emergency.readiness.models import Alert, Drill, Plan, PlanTrigger
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Account, Post
from bihuan.organizations.selectors import actor as actor_on

ISSUED = date(2025, 3, 1)


@pytest.fixture
def people(db: None) -> tuple[Actor, Actor]:
    """An officer of 应急局 and its head."""
    load_district()
    head = Post.objects.get(unit=unit("应急局"), is_head=True).appointments.get(ends_on__isnull=True)
    found = actor_on(head.account_id, None, TODAY)
    assert found is not None
    return actor("anjian"), found


def account(who: Actor) -> Account:
    return Account.objects.get(pk=who.account_id or 0)


def plan_of(who: Actor) -> Plan:
    return Plan.objects.create(
        unit_id=who.unit_id or 0, kind="special", event="flood", title="防汛专项预案", issued_on=ISSUED, entered_at=timezone.now()
    )  # fmt: skip


def test_what_a_drill_showed_leads_to_a_new_version_and_the_old_one_stays(
    people: tuple[Actor, Actor], client: Client
) -> None:
    who = people[0]
    plan = plan_of(who)
    drill = Drill.objects.create(unit=plan.unit, plan=plan, held_on=ISSUED, scenario="决堤", taking_part=40)
    services.evaluate_drill(
        drill=drill, evaluation="到位慢。", to_improve="转移路线不清。", on=ISSUED, actor=who
    )
    client.force_login(account(who))
    address = f"/emergency/plans/{plan.pk}/"
    assert "转移路线不清。" in client.get(address).content.decode()
    refused = client.post(address, {"do": "revise", "issued_on": "2025-02-28", "changes": ""})
    assert refused.status_code == 422
    assert (
        client.post(
            address, {"do": "revise", "issued_on": "2026-03-02", "changes": "重画转移路线。"}
        ).status_code
        == 302
    )
    new = Plan.objects.get(title="防汛专项预案", version=2)
    plan.refresh_from_db()
    assert (plan.version, plan.issued_on, plan.changes) == (1, ISSUED, "")
    assert PlanTrigger.objects.get().revised_by == new
    assert (
        client.post(address, {"do": "revise", "issued_on": "2026-04-02", "changes": "再改。"}).status_code
        == 422
    )
    filed = client.post(
        f"/emergency/plans/{new.pk}/",
        {"do": "file", "filed_on": "2026-03-05", "filing_number": "青应急预备〔2026〕1号"},
    )
    assert filed.status_code == 302
    new.refresh_from_db()
    assert new.filed_on == date(2026, 3, 5)


def sent(author: Actor, sender: Actor, at: datetime) -> Alert:
    texts = {
        "headline": "河水上涨", "description": "水位超警。", "instruction": "请离开河滩。", "area": "新渡街道", "event": "flood",
        "urgency": "Immediate", "severity": "Severe", "certainty": "Likely", "status": "Actual",
    }  # fmt: skip
    row = alerts.write(texts=texts, expires_at=at + timedelta(hours=6), actor=author, at=at)
    return alerts.send(alert=row, actor=sender, at=at)


@pytest.mark.parametrize(("kind", "word"), [("update", "Update"), ("cancel", "Cancel")])
def test_an_alert_is_followed_by_one_that_names_it_and_needs_a_second_person_again(
    people: tuple[Actor, Actor], client: Client, kind: str, word: str
) -> None:
    author, sender = people
    at = timezone.now()
    first = sent(author, sender, at)
    client.force_login(account(author))
    address = f"/emergency/alerts/{first.pk}/{kind}/write/"
    assert "河水上涨" in client.get(address).content.decode()
    texts = {
        "headline": "水位回落", "description": "已回落。", "instruction": "请恢复正常。", "area": "新渡街道", "event": "flood",
        "urgency": "Past", "severity": "Minor", "certainty": "Observed", "status": "Actual",
        "expires_at": f"{timezone.localtime(at + timedelta(hours=3)):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert client.post(address, texts).status_code == 302
    follower = Alert.objects.get(replaces=first)
    with pytest.raises(alerts.OwnAlert):
        alerts.send(alert=follower, actor=author, at=at)
    alerts.send(alert=follower, actor=sender, at=at)
    xml = alerts.document(Alert.objects.get(pk=follower.pk))
    assert cap.faults(xml) == []
    assert f"<msgType>{word}</msgType>" in xml.decode()
    assert first.identifier in xml.decode()
    assert client.post(address, texts).status_code == 422  # what was followed is not followed twice
