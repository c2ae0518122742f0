"""The sweep looks at every open case, oldest deadline first, and proves it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from bihuan.appeals.tests import lives
from bihuan.casework import delivery, sweep
from bihuan.casework import services as casework
from bihuan.casework.models import Case, ClockRow, Notice, OutboxMessage
from bihuan.casework.tests.cast import actor, at, unit


def test_every_open_case_is_scanned_and_ended_ones_are_not() -> None:
    for _ in range(5):
        lives.forwarded()
    lives.handling()
    ended = lives.registered()
    casework.take(
        case_id=ended.pk, step="direct", actor=actor("fenliu"), at=lives.MONDAY,
        given={"competent": "青岚区人民法院", "reason": "属于诉讼事项，请向人民法院提出。"},
    )  # fmt: skip
    done = sweep.run(at=at("2026-03-05 08:00"), batch=2)
    assert (done.scanned, done.open, done.complete) == (6, 6, True)


def test_the_oldest_deadline_comes_first_and_no_batch_size_hides_a_case() -> None:
    late = lives.forwarded(at("2026-01-05 09:00"))
    young = lives.forwarded()
    middle = lives.forwarded(at("2026-02-02 09:00"))
    assert sweep.unswept(at("2026-03-05 08:00")) == [late.pk, middle.pk, young.pk]


def test_a_round_takes_up_a_case_whose_deadline_moved_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = lives.forwarded(at("2026-01-05 09:00")), lives.forwarded()
    look = sweep._look

    def meanwhile(done: sweep.Round, case: Case, row: ClockRow) -> None:
        if case.pk == first.pk:  # the other is brought forward, before the place the worker has reached
            Case.objects.filter(pk=second.pk).update(next_due_at=at("2026-01-01 00:00"))
        look(done, case, row)

    monkeypatch.setattr(sweep, "_look", meanwhile)
    done = sweep.run(at=at("2026-03-20 08:00"), batch=1)
    assert (done.scanned, done.open) == (2, 2)


def test_two_rounds_look_at_a_case_twice_and_one_round_once() -> None:
    lives.forwarded()
    rounds = [
        sweep.run(at=moment)
        for moment in (at("2026-03-05 08:00"), at("2026-03-05 08:00"), at("2026-03-05 08:05"))
    ]
    assert [done.scanned for done in rounds] == [1, 0, 1]


def test_a_case_registered_after_the_round_began_belongs_to_the_next() -> None:
    lives.forwarded()
    lives.forwarded(at("2026-03-05 09:00"))
    done = sweep.run(at=at("2026-03-05 08:00"))
    assert (done.scanned, done.open) == (1, 1)


def test_a_case_without_deadline_is_scanned_too() -> None:
    case = lives.decided()
    assert case.next_due_at is None
    assert sweep.run(at=at("2026-03-21 08:00")).scanned == 1


def test_disputed_and_unassigned_cases_have_a_holder_and_are_told_when_late() -> None:
    case = lives.forwarded()
    case = casework.take(
        case_id=case.pk,
        step="object",
        actor=actor("chengban"),
        at=at("2026-03-04 09:00"),
        given={"reason": "不属于我局。"},
    )
    assert case.holder_unit == unit("信访局")
    done = sweep.run(at=at("2026-03-18 00:00"))
    assert done.told == 1
    told = OutboxMessage.objects.get(kind="clock_due")
    assert told.unit == unit("信访局")


def test_a_reminder_comes_once_before_the_deadline_and_once_after() -> None:
    lives.handling()
    for day in range(1, 90):
        sweep.run(at=lives.MONDAY + timedelta(days=day))
    clock = OutboxMessage.objects.filter(data__clock="handling").order_by("created_at")
    assert [message.kind for message in clock] == ["clock_warns", "clock_due"]


def test_overdue_is_computed_and_never_a_state() -> None:
    case = lives.handling()
    sweep.run(at=at("2026-09-01 08:00"))
    case.refresh_from_db()
    assert case.state == "handling"


@pytest.mark.django_db(transaction=True)
def test_several_workers_share_one_round_and_each_case_is_scanned_once() -> None:
    for _ in range(40):
        lives.registered()
    moment = at("2026-03-20 08:00")
    rounds: list[sweep.Round] = []

    def work() -> None:
        rounds.append(sweep.run(at=moment, batch=3))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done.scanned for done in rounds) == 40 == Case.objects.count()
    assert sweep.unswept(moment) == []
    assert OutboxMessage.objects.filter(kind="clock_due").count() == 40
    assert ClockRow.objects.filter(told_at__isnull=True).count() == 0


def test_a_message_reaches_each_of_its_people_once_however_often_it_is_delivered() -> None:
    lives.forwarded()
    assert delivery.deliver_pending(at=lives.MONDAY) == 1
    people = Notice.objects.count()
    assert people > 0
    OutboxMessage.objects.update(
        delivered_at=None
    )  # a worker killed after its notices were written elsewhere
    delivery.deliver_pending(at=lives.MONDAY)
    assert Notice.objects.count() == people


def test_the_end_of_a_choice_is_nobodys_delay() -> None:
    """After five working days the unit may no longer object; what is late from then on is the notice alone."""
    case = lives.forwarded()
    assert case.next_due_clock == "notice"
    sweep.run(at=at("2026-03-08 09:00"))
    sweep.run(at=at("2026-03-10 00:00"))
    assert not OutboxMessage.objects.filter(kind="clock_due").exists()
    assert OutboxMessage.objects.filter(kind="clock_warns", data__clock="objection").count() == 1
