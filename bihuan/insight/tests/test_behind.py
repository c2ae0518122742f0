"""Totals agree with lists: for whom a wall stands before a case, every figure is what it would be without that case."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

import bihuan
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework import services as casework
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.casework.wall.acting import behind_wall
from bihuan.insight import behind, counting, standing
from bihuan.insight.board.indicators import Indicators
from bihuan.insight.board.page import Board
from bihuan.insight.tests import histories

NOW = at("2026-05-20 10:00")
MEASURED = "appeals.petition"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2026-05-20 10:00")


def counted() -> None:
    counting.count_new(at=NOW)
    standing.refresh(at=NOW)


def tables(client: Client) -> dict[str, list[Any]]:
    """Every table of the Board and of the indicators, as taken away in a workbook."""
    found: dict[str, list[Any]] = {}
    for key in (*Board.KEYS, *Indicators.KEYS):
        answer = client.get(f"/board/export/{key}.xlsx?from=2025-09&to=2026-05")
        assert answer.status_code == 200, key
        found[key] = list(
            load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True)
        )
    return found


def bulletin(client: Client) -> list[str]:
    document = Document(
        io.BytesIO(client.get(f"{reverse('bulletin:document')}?kind=month&on=2026-03-01").getvalue())
    )
    texts = [one.text for one in document.paragraphs]
    return texts + [cell.text for table in document.tables for line in table.rows for cell in line.cells]


def wall_off(case: Case, whom: str) -> None:
    casework.put_up_wall(
        case_id=case.pk, why="complained", reason="信访人反映的就是他。", actor=actor("ducha"), at=NOW,
        account_id=actor(whom).account_id,
    )  # fmt: skip


def a_district() -> None:
    """Three lives that everybody sees."""
    lives.handling()
    lives.decided()
    lives.registered(topic="城乡建设/住房/公租房", channel="letter")


@pytest.mark.parametrize("figures", [tables, bulletin], ids=["board", "bulletin"])
def test_every_figure_is_what_it_would_be_without_the_hidden_cases(figures: object) -> None:
    assert callable(figures)
    a_district()
    counted()
    without = figures(sign_in("lingdao"))
    for case in (lives.decided(), lives.handling(), lives.registered()):
        wall_off(case, "lingdao")
    counted()
    assert figures(sign_in("lingdao")) == without
    assert figures(sign_in("fenliu")) != without, "and others read all of it"


def test_what_is_not_counted_yet_is_not_taken_away() -> None:
    a_district()
    counted()
    before = tables(sign_in("lingdao"))
    wall_off(lives.handling(), "lingdao")
    assert tables(sign_in("lingdao"))["volumes"] == before["volumes"]


def test_random_histories_less_hidden_cases_are_the_histories_of_the_others() -> None:
    for _move in histories.play(3, cases=6, moves=40):
        pass
    counting.count_new(at=NOW)
    whole = histories.buckets()
    hidden = Case.objects.order_by("pk")[1]
    wall_off(hidden, "lingdao")
    away = {
        (one.process, one.measure, one.place, one.unit, one.month, one.key): one.count
        for one in behind.less(actor("lingdao")).counted
    }
    assert away
    rows = [(*key, count) for key, count in whole.items()]
    left = behind.net(rows, [(*key, count) for key, count in away.items()])
    others = {row[:6]: row[6] for row in left}
    counting.rebuild(at=NOW)
    plain = histories.plainly(without=hidden.pk)
    assert {k: n for k, n in others.items() if k[0] == MEASURED} == {
        k: n for k, n in plain.items() if k[0] == MEASURED
    }


def test_it_holds_where_the_database_itself_keeps_the_case_away() -> None:
    wall_off(lives.handling(), "lingdao")
    counted()
    who = actor("lingdao")
    outside = behind.less(who)
    with behind_wall(who):
        assert behind.less(who) == outside
        assert not Case.objects.exists(), "and afterwards the wall stands again"
    assert outside.counted
    assert outside.standing


def test_whom_no_wall_stands_before_pays_nothing(django_assert_num_queries: object) -> None:
    wall_off(lives.handling(), "lingdao")
    counted()
    assert callable(django_assert_num_queries)
    who = actor("ducha")
    with django_assert_num_queries(0):
        assert behind.less(who) is behind.NOTHING


def test_the_public_figures_hold_no_case_behind_a_wall() -> None:
    lives.registered()
    counted()
    first, last = NOW.date().replace(month=1, day=1), NOW.date()
    without = sorted(behind.published(first, last))
    wall_off(lives.decided(), "lingdao")
    counted()
    assert sorted(behind.published(first, last)) == without
    assert unit("住建局").pk not in {of for _p, _m, of, _k, _n in without}


def test_only_sums_may_read_what_is_hidden() -> None:
    root = Path(bihuan.__file__).parent
    users = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "tests" not in path.parts and "reading_what_is_hidden" in path.read_text()
        and any(isinstance(node, ast.ImportFrom | ast.FunctionDef) for node in ast.walk(ast.parse(path.read_text())))
    }  # fmt: skip
    assert users == {"casework/wall/acting.py", "insight/behind.py"}
