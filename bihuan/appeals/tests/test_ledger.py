"""The ledger goes out, is changed in Excel, and comes in again with every difference shown first."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.appeals import ledger
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import set_clock, sign_in
from bihuan.casework import services as casework
from bihuan.casework.imports import running, selectors, services
from bihuan.casework.imports.models import Import
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, at, load_district, unit
from bihuan.common.tables.writing import write_rows

pytestmark = pytest.mark.django_db
NOON = at("2026-03-03 12:00")


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, "2026-03-03 12:00")
    load_district()


def exported(who: str = "fenliu", **headers: Any) -> list[list[Any]]:
    """The workbook as rows, heading first."""
    answer = sign_in(who).get(reverse("appeals:ledger"), **headers)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def change(rows: list[list[Any]], case: Case, **cells: str) -> list[list[Any]]:
    """The workbook with some cells of a case's row changed, by their heading."""
    heading = rows[0]
    row = next(row for row in rows if row[0] == case.number)
    for name, value in cells.items():
        row[heading.index(name)] = value
    return rows


def bring(rows: list[list[Any]], who: str = "fenliu") -> Import:
    """Received and rehearsed: the differences are there, nothing is written."""
    content = write_rows([str(cell) for cell in rows[0]], rows[1:])
    received = services.receive(
        target=ledger.NAME, content=content, file_name="台账.xlsx", actor=actor(who), at=NOON
    )
    job = received.job
    services.map_columns(job=job, mapping=job.mapping, at=NOON)
    services.start(job=job, actor=actor(who), at=NOON, rehearse=True, inline=True)
    return running.rehearse(job.pk, clock=lambda: NOON)


def accept(job: Import, who: str = "fenliu") -> Import:
    services.start(job=job, actor=actor(who), at=NOON, rehearse=False, inline=True)
    return running.run(job.pk, clock=lambda: NOON)


def said(job: Import, *, rehearsal: bool = True) -> list[str]:
    rows = job.outcomes.filter(rehearsal=rehearsal).order_by("row")
    return [row.why for row in rows if row.why]


def test_an_export_brought_in_unchanged_changes_nothing() -> None:
    case = lives.registered()
    job = bring(exported())
    assert (job.rehearsal["skipped"], job.rehearsal["applied"], job.rehearsal["rejected"]) == (1, 0, 0)
    accept(job)
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_differences_are_shown_before_anything_is_written_and_accepting_takes_them_over() -> None:
    case, other = lives.registered(), lives.registered(lives.MONDAY + timedelta(hours=1))
    rows = change(exported(), case, 转往单位="住建局", 转送意见="请依法受理。")
    job = bring(change(rows, other, 承办人="吴青松", 内部备注="已电话核对地点。"))
    assert sorted(said(job)) == ["承办人：没有指定 → 吴青松；添加内部备注（8字）", "转送：信访局 → 住建局"]
    assert set(Case.objects.values_list("state", flat=True)) == {"registered"}
    done = accept(job)
    assert (done.applied, done.rejected) == (2, 0)
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, case.holder_unit) == ("forwarded", unit("住建局"))
    assert (other.state, other.holder_account and other.holder_account.name) == ("registered", "吴青松")
    assert case.documents.get().kind == "transfer"
    assert other.comments.get().text == "已电话核对地点。"


def test_nothing_can_be_written_before_its_differences_were_shown() -> None:
    case = lives.registered()
    content = write_rows(*_split(change(exported(), case, 转往单位="住建局")))
    job = services.receive(
        target=ledger.NAME, content=content, file_name="台账.xlsx", actor=actor("fenliu"), at=NOON
    ).job
    services.map_columns(job=job, mapping=job.mapping, at=NOON)
    with pytest.raises(services.ImportRefusedError, match="先试运行"):
        services.start(job=job, actor=actor("fenliu"), at=NOON, rehearse=False, inline=True)


def _split(rows: list[list[Any]]) -> tuple[list[str], list[list[Any]]]:
    return [str(cell) for cell in rows[0]], rows[1:]


def test_a_change_of_what_no_table_may_change_is_told_and_the_row_is_left() -> None:
    case = lives.registered()
    job = bring(change(exported(), case, 状态="办结", 转往单位="住建局"))
    assert job.rehearsal["rejected"] == 1
    assert "“已登记待分流”改成了“办结”" in said(job)[0]
    assert accept(job).rejected == 1
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_who_was_quicker_wins_and_the_table_is_told_to_be_exported_again() -> None:
    case = lives.registered()
    rows = change(exported(), case, 转往单位="住建局")
    casework.comment(case_id=case.pk, text="正在核对。", actor=actor("dengji"), at=NOON)
    job = bring(rows)
    assert "周晓禾" in said(job)[0]
    assert "请重新导出" in said(job)[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"转往单位": "不存在局"}, "没有叫“不存在局”的单位"),
        ({"承办人": "无此人"}, "没有叫“无此人”的人"),
        ({"转送意见": "请办理。"}, "没有填“转往单位”"),
    ],
)
def test_a_cell_that_cannot_be_taken_over_says_why(cells: dict[str, str], words: str) -> None:
    case = lives.registered()
    job = bring(change(exported(), case, **cells))
    assert words in said(job)[0]


def test_a_step_that_the_page_would_refuse_is_refused_in_the_table_too() -> None:
    case = lives.registered()
    job = bring(change(exported("dengji"), case, 转往单位="住建局"), "dengji")
    assert job.rehearsal["rejected"] == 1
    accept(job, "dengji")
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_the_ledger_that_goes_out_names_nobody_who_appealed() -> None:
    lives.registered()
    text = "".join(str(cell) for row in exported() for cell in row)
    assert "丁一帆" not in text
    assert "19900001234" not in text


def test_the_page_shows_each_difference_and_asks_to_accept_it() -> None:
    case = lives.registered()
    job = bring(change(exported(), case, 转往单位="住建局"))
    page = sign_in("fenliu").get(reverse("imports:show", args=[job.pk])).content.decode()
    assert "转送：信访局 → 住建局" in page
    assert case.number in page
    assert "接受以上改动，写入" in page
    assert selectors.remarked_of(job, rehearsal=True).count() == 1


def test_a_workbook_exported_by_somebody_who_reads_english_comes_in_as_well() -> None:
    lives.registered()
    rows = exported(HTTP_ACCEPT_LANGUAGE="en")
    assert rows[0][0] == "编号"
    assert bring(rows).rehearsal["skipped"] == 1
