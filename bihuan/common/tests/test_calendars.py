"""The calendar in force: what is stored stands above what is shipped, in every process, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bihuan.common import calendars
from bihuan.common.calendar.papers import CalendarFileError, NotPublishedError, from_days
from bihuan.common.calendar.working import load_shipped
from bihuan.common.models import CalendarYear

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
DAYS_2027 = [["2026-12-31", "off", "元旦"], ["2027-01-01", "off", "元旦"], ["2027-01-03", "work", "元旦"]]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(calendars, "_hooks", {})
    calendars.forget()
    yield
    calendars.forget()


def paper(year: int = 2027, days: list[Any] | None = None) -> bytes:
    return json.dumps(
        {"year": year, "papers": ["https://example.gov.cn/1"], "days": DAYS_2027 if days is None else days}
    ).encode()


def test_with_nothing_stored_the_shipped_calendar_is_in_force() -> None:
    assert calendars.current() is load_shipped()


def test_a_year_brought_in_is_in_force_and_kept_with_its_source(tmp_path: Path) -> None:
    (tmp_path / "2027.json").write_bytes(paper())
    change = calendars.update_from_file(tmp_path / "2027.json", at=NOW)
    assert calendars.current().kind(date(2027, 1, 3)).why == "调休上班"
    assert calendars.current().kind(date(2026, 12, 31)).why == "元旦放假"
    assert calendars.current().version == change.after.version != change.before.version
    row = CalendarYear.objects.get()
    assert (row.year, row.days, row.source, row.loaded_at) == (
        2027,
        DAYS_2027,
        "https://example.gov.cn/1",
        NOW,
    )


def test_the_change_names_each_day_that_is_something_else_now() -> None:
    change = calendars.update_from_file(paper(), at=NOW)
    assert change.changed
    assert change.newly_known
    assert [(d.date.isoformat(), d.before, d.after) for d in change.days] == [
        ("2026-12-31", "工作日", "元旦放假"),
        ("2027-01-01", "工作日（放假安排未公布）", "元旦放假"),
        ("2027-01-03", "周末（放假安排未公布）", "调休上班"),
    ]


def test_a_stored_year_stands_above_the_shipped_one() -> None:
    days = [row for row in load_shipped().papers[-1].days() if row[0] != "2026-05-09"]
    change = calendars.update_from_file(paper(2026, days), at=NOW)
    assert not change.newly_known
    assert [(d.date.isoformat(), d.before, d.after) for d in change.days] == [
        ("2026-05-09", "调休上班", "周末")
    ]
    assert not calendars.current().is_working(date(2026, 5, 9))
    assert calendars.current().years == load_shipped().years


def test_bringing_in_what_is_already_in_force_writes_nothing_and_calls_nobody() -> None:
    called = []

    def hook(*, change: calendars.CalendarChange, at: datetime) -> int:
        called.append(change)
        return 0

    calendars.on_change(hook, label="时限")
    shipped = load_shipped().papers[-1]
    change = calendars.update_from_file(paper(2026, shipped.days()), at=NOW)
    assert (change.changed, change.days, called) == (False, (), [])
    assert not CalendarYear.objects.exists()
    calendars.update_from_file(paper(), at=NOW)
    assert not calendars.update_from_file(paper(), at=NOW).changed
    assert len(called) == 1


def test_a_hook_sees_the_new_calendar_and_its_count_is_reported() -> None:
    def recompute(*, change: calendars.CalendarChange, at: datetime) -> int:
        assert at == NOW
        assert calendars.current().version == change.after.version
        return 7

    assert calendars.on_change(recompute, label="时限") is recompute
    assert calendars.update_from_file(paper(), at=NOW).effects == {"时限": 7}


def test_when_a_hook_fails_no_year_is_stored_and_the_old_calendar_stays() -> None:
    def fails(*, change: calendars.CalendarChange, at: datetime) -> int:
        calendars.current()  # reads, and so keeps, the year that is about to vanish
        raise RuntimeError("the disk is full")

    calendars.on_change(fails, label="时限")
    with pytest.raises(RuntimeError, match="disk"):
        calendars.update_from_file(paper(), at=NOW)
    assert not CalendarYear.objects.exists()
    assert calendars.current().version == load_shipped().version


def test_an_update_that_is_rolled_back_outside_is_not_remembered() -> None:
    with transaction.atomic():
        calendars.update_from_file(paper(), at=NOW)
        assert calendars.current().is_known(2027)
        transaction.set_rollback(True)
    assert not calendars.current().is_known(2027)


def test_a_process_notices_a_year_that_another_one_stored(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    now = [100.0]
    monkeypatch.setattr("bihuan.common.calendars.monotonic", lambda: now[0])
    monkeypatch.setattr(calendars, "_ask_every_time", False)
    assert not calendars.current().is_known(2027)
    stored = from_days(2027, DAYS_2027)
    CalendarYear.objects.create(year=2027, days=stored.days(), sha=stored.sha, loaded_at=NOW)
    now[0] += calendars.CHECK_EVERY / 2
    with django_assert_num_queries(0):
        calendars.current()
    now[0] += calendars.CHECK_EVERY
    assert calendars.current().is_known(2027)
    now[0] += calendars.CHECK_EVERY + 1
    with django_assert_num_queries(1):  # unchanged: it only compares
        calendars.current()


def test_a_file_that_is_not_published_or_of_another_year_changes_nothing() -> None:
    with pytest.raises(NotPublishedError):
        calendars.update_from_file(paper(days=[]), at=NOW)
    with pytest.raises(CalendarFileError):
        calendars.update_from_file(paper(), at=NOW, year=2028)
    assert not CalendarYear.objects.exists()
