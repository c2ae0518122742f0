"""Several persons need a second person; an unusual opening raises an alarm and is not refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault import alarms, errors, services
from bihuan.vault.alarms import Circumstance
from bihuan.vault.fields import Field
from bihuan.vault.models import Alarm, BulkRequest, Opening
from bihuan.vault.tests.conftest import AT, OFFICER, WANG
from bihuan.vault.tests.test_opening import open_wang

pytestmark = pytest.mark.django_db
HEAD = Actor(8, 80, 3, 1, "周衡", "青山区住建局", "局长", frozenset({Role.UNIT_HEAD}))
AUDITOR = Actor(9, 90, 3, 1, "沈默", "青山区审计局", "科长", frozenset({Role.AUDITOR}))


def asked(actor: Actor = OFFICER) -> BulkRequest:
    people = services.protect_many(people=[WANG, {"name": "李梅"}], at=AT)
    return services.request_bulk(
        people=[(people[0], "XF-2026-000017"), (people[1], "XF-2026-000018")], fields=["name"], purpose="notice",
        reason="集中送达答复意见书", actor=actor, at=AT,
    )  # fmt: skip


def opened(request: BulkRequest, *, actor: Actor = OFFICER, after: timedelta = timedelta()) -> list[str]:
    found = services.open_bulk(request_id=request.pk, actor=actor, at=AT + after)
    return [person[Field.NAME] for person in found.values()]


def test_nothing_opens_before_a_second_person_has_agreed() -> None:
    request = asked()
    with pytest.raises(errors.SecondPersonMissingError, match="另一人批准"):
        opened(request)
    assert Opening.objects.count() == 0
    services.approve_bulk(request_id=request.pk, actor=HEAD, at=AT)
    assert opened(request) == ["王建国", "李梅"]


def test_each_person_sees_an_opening_of_their_own_case() -> None:
    request = asked()
    services.approve_bulk(request_id=request.pk, actor=HEAD, at=AT)
    opened(request)
    seen = Opening.objects.order_by("pk").values_list("person_id", "case_number", "purpose", "bulk_id")
    assert [row[1:] for row in seen] == [
        ("XF-2026-000017", "notice", request.pk),
        ("XF-2026-000018", "notice", request.pk),
    ]
    assert [row[0] for row in seen] == request.persons


def test_nobody_approves_their_own_request() -> None:
    both = Actor(7, 71, 3, 1, "赵敏", "青山区住建局", "副局长", frozenset({Role.UNIT_HEAD, Role.OFFICER}))
    request = asked(both)
    with pytest.raises(errors.OwnRequestError):
        services.approve_bulk(request_id=request.pk, actor=both, at=AT)


def test_an_auditor_neither_asks_nor_approves() -> None:
    with pytest.raises(errors.OpeningRefusedError):
        asked(AUDITOR)
    with pytest.raises(errors.OpeningRefusedError):
        services.approve_bulk(request_id=asked().pk, actor=AUDITOR, at=AT)


def test_an_approval_holds_a_day_and_once_and_for_who_asked() -> None:
    request = asked()
    services.approve_bulk(request_id=request.pk, actor=HEAD, at=AT)
    for late in (timedelta(days=1, seconds=1), timedelta(days=30)):
        with pytest.raises(errors.SecondPersonMissingError):
            opened(request, after=late)
    with pytest.raises(errors.SecondPersonMissingError):
        opened(request, actor=HEAD)
    opened(request, after=timedelta(hours=23))
    with pytest.raises(errors.SecondPersonMissingError):
        opened(request)


def test_a_request_says_why_and_for_which_cases() -> None:
    with pytest.raises(errors.ReasonMissingError):
        services.request_bulk(
            people=[(uuid.uuid4(), "X")], fields=["name"], purpose="notice", reason=" ", actor=OFFICER, at=AT
        )
    with pytest.raises(errors.CaseMissingError):
        services.request_bulk(
            people=[(uuid.uuid4(), "")],
            fields=["name"],
            purpose="notice",
            reason="送达",
            actor=OFFICER,
            at=AT,
        )


@pytest.fixture
def told() -> Iterator[list[str]]:
    heard: list[str] = []

    def teller(alarm: Alarm) -> None:
        heard.append(alarm.rule)

    alarms.tell_by(teller)
    yield heard
    alarms._tellers.remove(teller)


def test_a_usual_opening_raises_no_alarm(told: list[str]) -> None:
    open_wang(services.protect(fields=WANG, at=AT))
    assert told == []


@pytest.mark.parametrize("circumstance", list(Circumstance))
def test_an_unusual_circumstance_is_told_and_the_person_opens_all_the_same(
    told: list[str], circumstance: Circumstance
) -> None:
    person = services.protect(fields=WANG, at=AT)
    assert open_wang(person, circumstances=[circumstance])["name"] == "王建国"
    assert told == [circumstance.value]
    assert Alarm.objects.get().opening.person_id == person


def test_the_twenty_first_opening_within_an_hour_is_told_and_then_every_twentieth(told: list[str]) -> None:
    person = services.protect(fields=WANG, at=AT)
    for number in range(41):
        open_wang(person, at=AT + timedelta(minutes=number))
        assert told == ["many"] * (number // 20)


def test_openings_spread_over_the_day_are_usual(told: list[str]) -> None:
    person = services.protect(fields=WANG, at=AT)
    for number in range(30):
        open_wang(person, at=AT + timedelta(minutes=number * 5))
    assert told == []


def test_many_at_once_by_approval_are_counted_too(told: list[str]) -> None:
    people = services.protect_many(people=[WANG] * 21, at=AT)
    request = services.request_bulk(
        people=[(person, f"XF-{n}") for n, person in enumerate(people)], fields=["phone"], purpose="notice",
        reason="集中送达", actor=OFFICER, at=AT,
    )  # fmt: skip
    services.approve_bulk(request_id=request.pk, actor=HEAD, at=AT)
    services.open_bulk(request_id=request.pk, actor=OFFICER, at=AT)
    assert told == ["many"]


@pytest.mark.parametrize("table", ["bulkrequest", "bulkapproval", "alarm", "amendment"])
def test_the_database_refuses_to_take_any_of_it_back(table: str) -> None:
    person = services.protect(fields=WANG, at=AT)
    request = asked()
    services.approve_bulk(request_id=request.pk, actor=HEAD, at=AT)
    open_wang(person, circumstances=[Circumstance.ENDED])
    services.correct(person_id=person, fields={"name": "王建军"}, actor=OFFICER, case_number="X", at=AT)
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(f"DELETE FROM vault_{table}")
