"""`bihuan calendar` at the prompt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bihuan.common import calendars
from bihuan.common.cli import register
from bihuan.common.models import CalendarYear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(calendars, "_hooks", {})
    calendars.forget()
    yield
    calendars.forget()


def run(*words: str) -> Result:
    root = click.Group("bihuan")
    register(root)
    return CliRunner().invoke(root, ["calendar", *words])


def test_show_lists_holidays_as_spans_and_make_up_days_one_by_one() -> None:
    said = run("show", "2026").output
    assert "2026-02-15 – 2026-02-23" in said
    assert "2026-02-14                调休上班" in said
    assert "全年工作日：248天" in said


def test_show_says_that_a_year_is_not_published() -> None:
    result = run("show", "2027")
    assert result.exit_code == 0
    assert "2027年的放假安排尚未公布" in result.output


def test_what_show_prints_as_json_update_reads(tmp_path: Path) -> None:
    file = tmp_path / "2026.json"
    file.write_text(run("show", "2026", "--json").output, encoding="utf-8")
    result = run("update", str(file), "--year", "2026")
    assert (result.exit_code, result.output) == (0, "2026年的放假安排没有变化。\n")


def test_update_prints_each_changed_day_and_what_was_recomputed(tmp_path: Path) -> None:
    def hook(*, change: calendars.CalendarChange, at: datetime) -> int:
        return 12

    calendars.on_change(hook, label="时限")
    file = tmp_path / "2027.json"
    file.write_text(
        '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}', encoding="utf-8"
    )
    said = run("update", str(file)).output
    assert "2027-01-01  工作日（放假安排未公布） → 元旦放假" in said
    assert "时限：12项已重新计算" in said
    assert CalendarYear.objects.get().year == 2027


def test_update_refuses_a_bad_file_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text('{"year": 2027, "days": []}', encoding="utf-8")
    result = run("update", str(file))
    assert result.exit_code == 1
    assert "尚未公布" in result.output
    assert run("update", str(file), "--year", "2028").exit_code == 1
    assert not CalendarYear.objects.exists()


def test_count_explains_a_limit() -> None:
    said = json.loads(run("count", "2026-02-12", "5", "working_days", "--json").output)
    assert (said["due_on"], said["counted"]) == ("2026-02-26", 5)
    plain = run("count", "2026-02-12", "5", "工作日").output
    assert "2026-02-14 周六  +  调休上班" in plain
    assert "截止：2026-02-27T00:00:00+08:00" in plain


def test_count_takes_roll_extension_and_pauses() -> None:
    rolled = run("count", "2026-09-20", "10", "日", "--extend", "5", "--roll", "--json").output
    assert json.loads(rolled)["due_on"] == "2026-10-08"
    held = run(
        "count", "2026-03-02", "5", "working_days", "--pause", "2026-03-04/2026-03-06", "--json"
    ).output
    assert json.loads(held)["due_on"] == "2026-03-11"
    assert "截止：待定" in run("count", "2026-03-02", "5", "日", "--pause", "2026-03-04/").output


@pytest.mark.parametrize(
    "words",
    [
        ("2026-13-01", "5", "日"),
        ("2026-03-02", "-1", "日"),
        ("2026-03-02", "5", "weeks"),
        ("2026-03-02", "5", "日", "--pause", "2026-03-04"),
        ("2026-03-02", "5", "日", "--pause", "2026-03-04/2026-03-01"),
    ],
)
def test_count_refuses_what_it_cannot_read(words: tuple[str, ...]) -> None:
    assert run("count", *words).exit_code == 2
