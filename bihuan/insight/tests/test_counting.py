"""Counted as it comes, counted again from scratch and counted plainly: always the same."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from bihuan.appeals.tests import lives
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.tests.cast import at, unit
from bihuan.insight import counting, standing
from bihuan.insight.models import Bucket, Counted, Gap, Standing
from bihuan.insight.tests.histories import buckets, plainly, play

NOW = at("2026-06-01 09:00")


@pytest.mark.parametrize("seed", range(4))
def test_counted_as_it_comes_equals_rebuilt_equals_plain(seed: int) -> None:
    dice = random.Random(seed)
    for _move in play(seed):
        if dice.random() < 0.2:
            counting.count_new(at=NOW, batch=dice.choice([1, 3, 1000]))
    counting.count_new(at=NOW)
    incremental = buckets()
    assert incremental == plainly()
    assert {key[1] for key in incremental} >= {"received", "topic", "step"}
    counting.rebuild(at=NOW, batch=3)
    assert buckets() == incremental


def test_the_histories_played_by_chance_reach_every_kind_of_measure() -> None:
    for seed in range(8):
        list(play(seed))
    counting.count_new(at=NOW)
    measures = {key[1] for key in buckets()}
    assert measures >= {"received", "topic", "step", "met", "late", "ended"}
    assert measures & {"void", "lapsed"}


def test_an_entry_is_counted_once_however_often_the_counter_runs() -> None:
    lives.decided()
    assert counting.count_new(at=NOW) == Entry.objects.count()
    before = buckets()
    assert counting.count_new(at=NOW) == 0
    assert buckets() == before


def test_a_counter_killed_in_the_middle_leaves_no_half_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    lives.decided()
    lives.decided()
    monkeypatch.setattr(Gap.objects, "bulk_create", _killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        counting.count_new(at=NOW, batch=4)
    assert not Bucket.objects.exists()
    monkeypatch.undo()
    counting.count_new(at=NOW, batch=4)
    assert buckets() == plainly()


def _killed(*_args: object, **_kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_under_a_smaller_key_is_still_counted() -> None:
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                lives.registered()
                written.set()
                go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    written.wait(20)
    # What another transaction wrote meanwhile, under a larger key and committed first.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('casework_case', 'id'))")
    _copied_entry()
    counting.count_new(at=NOW)
    assert Gap.objects.exists()
    go_on.set()
    thread.join()
    counting.count_new(at=NOW + timedelta(hours=3))
    assert (
        sum(Bucket.objects.filter(measure="received", unit=0, place=0).values_list("count", flat=True)) == 2
    )
    assert not Gap.objects.exists()


def _copied_entry() -> None:
    """A case written without the counter of numbers, which the open transaction still holds."""
    place = unit("住建局")
    case = Case.objects.create(
        number="XF-2026-900001", process="appeals.petition", state="registered", phase="open", subject="路灯不亮",
        registry_unit=place, holder_unit=place, holder_since=NOW, received_on=NOW.date(), registered_at=NOW,
        changed_at=NOW, seq=1, head=bytes(32), channel="call",
    )  # fmt: skip
    Entry.objects.create(
        case=case, seq=1, at=NOW, recorded_at=NOW, kind="step", step="register", actor="周晓禾", to_state="registered",
        holder_unit=place, previous=bytes(32), hash=bytes(32),
    )  # fmt: skip


def test_keys_burnt_by_a_rollback_are_forgotten_after_an_hour() -> None:
    lives.registered()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('casework_entry', 'id')) FROM generate_series(1, 5)"
        )
    lives.registered()
    counting.count_new(at=NOW)
    assert [gap.high - gap.low for gap in Gap.objects.all()][-1] == 4
    counting.count_new(at=NOW + timedelta(hours=2))
    assert not Gap.objects.filter(noticed_at=NOW).exists()


def test_holes_are_what_is_missing_between_keys() -> None:
    assert list(counting.holes(0, [1, 2, 5, 9])) == [(3, 4), (6, 8)]
    assert list(counting.holes(9, [10])) == []


@pytest.mark.parametrize("seed", [11, 12])
def test_the_standing_equals_a_plain_count_of_what_is_open(seed: int) -> None:
    for _move in play(seed, moves=15):
        pass
    standing.refresh(at=NOW)
    running = Case.objects.exclude(phase="ended")
    rows = Standing.objects.filter(clock="")
    assert sum(row.running for row in rows) == running.count()
    assert sum(row.overdue for row in rows) == running.filter(next_due_at__lte=NOW).count() > 0
    assert sum(row.waiting for row in rows) == running.filter(phase="waiting").count()
    clocks = ClockRow.objects.filter(stopped_at__isnull=True).exclude(obliges="resident")
    for name in ("triage", "notice", "handling"):
        rows = Standing.objects.filter(clock=name)
        assert sum(row.running for row in rows) == clocks.filter(name=name).count()
        assert sum(row.overdue for row in rows) == clocks.filter(name=name, due_at__lte=NOW).count()
    assert Counted.objects.get().standing_at == NOW
