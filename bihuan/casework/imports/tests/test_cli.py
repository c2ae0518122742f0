"""`bihuan import`: the report, the trial, the mapping, and clear words for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bihuan.casework.imports.cli import import_file
from bihuan.casework.imports.tests.ledger import HEADINGS, rows_of, written
from bihuan.common.tables.opening import open_book
from bihuan.common.tables.tests.books import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger")]


def run(tmp_path: Path, rows: list[list[Any]], *arguments: str) -> Any:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx(rows))
    return CliRunner().invoke(import_file, ["ledger", str(file), *arguments])


def test_a_good_file_is_in_and_said_so(tmp_path: Path) -> None:
    done = run(tmp_path, rows_of(12))
    assert done.exit_code == 0, done.output
    assert "12 rows: 12 brought in, 0 rejected, 0 there already." in done.output
    assert len(written()) == 12


def test_a_dry_run_writes_nothing_and_lists_reasons_as_json(tmp_path: Path) -> None:
    rows = rows_of(4)
    rows[2][2] = "4月24日"
    workbook = tmp_path / "bad.xlsx"
    done = run(tmp_path, rows, "--dry-run", "--json", "--rejected", str(workbook))
    assert done.exit_code == 2
    report = json.loads(done.stdout)
    assert (report["dry_run"], report["applied"], report["rejected"]) == (True, 3, 1)
    assert report["reasons"][0]["first_row"] == 3
    assert written() == []
    read = [cells for _number, cells in open_book(workbook).sheet().rows()]
    assert read[1][0] == 3.0
    assert "没有年份" in str(read[1][1])


def test_a_trial_is_followed_by_the_run_of_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx(rows_of(4)))
    assert CliRunner().invoke(import_file, ["ledger", str(file), "--dry-run"]).exit_code == 0
    assert CliRunner().invoke(import_file, ["ledger", str(file)]).exit_code == 0
    again = CliRunner().invoke(import_file, ["ledger", str(file)])
    assert again.exit_code == 0
    assert "nothing was added" in again.output
    assert len(written()) == 4


def test_headings_can_be_named_by_words_or_letters(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["件号", "由来", "何时", "说明"], *rows_of(3)[1:]]
    done = run(
        tmp_path, rows, "--mapping", "number=件号", "--mapping", "subject=B", "--mapping", "received=C"
    )
    assert done.exit_code == 0, done.output
    assert len(written()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mapping", "subject=没有"], "there is no heading"),
        (["--mapping", "colour=标题"], "COLUMN is one of"),
        (["--sheet", "六月"], "六月"),
        (["--as", "nobody"], "no active account"),
    ],
)
def test_a_wrong_option_says_what_there_is(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(tmp_path, rows_of(2), *arguments)
    assert done.exit_code != 0
    assert said in done.output
    assert written() == []


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, [HEADINGS[:2], [1, "甲"]])
    assert done.exit_code == 1
    assert "登记时间" in done.output


def test_an_unknown_target_lists_those_there_are(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx(rows_of(1)))
    done = CliRunner().invoke(import_file, ["nothing", str(file)])
    assert done.exit_code == 1
    assert "ledger" in done.output
