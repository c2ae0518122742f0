"""An office's ledger comes in from the page: looked at, a column put right, tried, brought in, and what failed given back."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bihuan.casework.imports import tasks
from bihuan.casework.imports.models import Import
from bihuan.casework.models import Case
from tests.journeys import cases
from tests.journeys.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.journey


def ledger(path: Path, more: int = 0) -> Path:
    """Three good rows (and `more`), one without a subject, one from a day that has not come."""
    today = timezone.localdate()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2024年群众来信登记台账"])
    sheet.append(["编号", "来信日期", "标题", "所述情况", "社区"])
    for n, subject in enumerate(("路灯不亮", "下水道堵塞", "夜间施工噪声"), start=1):
        day = today - timedelta(days=10 + n)
        sheet.append(
            [
                f"来-{n:03}",
                f"{day.year}年{day.month}月{day.day}日",
                subject,
                f"{subject}，请求处理。",
                "文昌社区",
            ]
        )
    for n in range(more):
        sheet.append([f"来-1{n:02}", today.isoformat(), f"补登第{n + 1}件", "请求处理。", ""])
    sheet.append(["来-004", today.isoformat(), "", "没有写标题的一件。", ""])
    sheet.append(["来-005", (today + timedelta(days=400)).isoformat(), "日期写错的一件", "请求处理。", ""])
    book.save(path)
    return path


def work() -> None:
    """What the worker does when it finds the job."""
    tasks.run(Import.objects.latest("pk").pk)


def test_a_ledger_is_looked_at_put_right_tried_and_brought_in(visit: Visit, tmp_path: Path) -> None:
    page = visit("dengji")
    page.goto("/imports/")
    page.set_input_files("input[type=file]", files=[ledger(tmp_path / "来信台账.xlsx")])
    page.locator("form .form__actions button").click()

    # The columns: what was matched by its heading, and one that a person must name.
    page.wait_for_url("**/columns/")
    expect(page.locator("table tbody")).to_contain_text("下水道堵塞")
    chosen = page.locator("#id_subject option:checked")
    expect(chosen).to_contain_text("标题")
    assert page.input_value("#id_body") == ""
    page.locator("form .form__actions button").first.click()
    until_refused = page.locator(".form-errors, :invalid")
    expect(until_refused.first).to_be_attached()
    page.select_option("#id_body", label="D · 所述情况")
    page.locator("form .form__actions button").first.click()

    # The trial run writes nothing.
    page.locator("button[value=rehearse]").click()
    expect(page.locator("[role=progressbar], progress, .progress").first).to_be_attached()
    work()
    page.reload()
    expect(page.locator("main")).to_contain_text("试运行的结果")
    expect(page.locator("main")).to_contain_text("请检查年份")
    assert Case.objects.count() == 0

    # The run, and the rejected rows as a workbook with the reason in each.
    page.locator("button[value=run]").click()
    work()
    page.reload()
    expect(page.locator("main")).to_contain_text("导入的结果")
    assert Case.objects.count() == 3
    with page.expect_download() as started:
        page.locator("a[href$='rejected.xlsx']").click()
    rejected = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))
    sheet = rejected.active
    assert sheet is not None
    text = "\n".join(" ".join(str(cell) for cell in row if cell) for row in sheet.iter_rows(values_only=True))
    assert "来-004" in text
    assert "来-005" in text
    assert "请检查年份" in text
    assert "来-001" not in text

    # The same file again adds nothing, and says so.
    page.goto("/imports/")
    page.set_input_files("input[type=file]", files=[tmp_path / "来信台账.xlsx"])
    page.locator("form .form__actions button").click()
    expect(page.locator("#messages")).to_contain_text("没有重复添加")

    # A new file under the same heading goes in by the columns that were remembered; rows that are there are skipped.
    page.goto("/imports/")
    page.set_input_files("input[type=file]", files=[ledger(tmp_path / "来信台账（补）.xlsx", more=1)])
    page.locator("form .form__actions button").click()
    page.wait_for_url("**/columns/")
    expect(page.locator("#id_body option:checked")).to_contain_text("所述情况")
    page.locator("form .form__actions button").first.click()
    page.locator("button[value=run]").click()
    work()
    page.reload()
    expect(page.locator("main")).to_contain_text("已有，跳过")
    assert Case.objects.count() == 4


@pytest.mark.parametrize(("lang", "width"), [("zh-CN", PHONE), ("en", DESK)])
def test_a_ledger_goes_out_is_changed_and_comes_in_with_its_differences_shown_and_accepted(
    visit: Visit, tmp_path: Path, lang: str, width: int
) -> None:
    first, second = cases.registered(cases.ago(2)), cases.registered(cases.ago(1), subject="楼道灯坏了")
    page = visit("fenliu", width=width, lang=lang)
    page.goto("/imports/")
    with page.expect_download() as started:
        page.locator("a[download]").click()
    path = tmp_path / "台账.xlsx"
    started.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    place = {cell.value: column for column, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == first.number:
            sheet.cell(row, place["转往单位"], "住建局")
        if sheet.cell(row, 1).value == second.number:
            sheet.cell(row, place["状态"], "办结")
    book.save(path)

    page.select_option("#id_target", "appeals_changes")
    page.set_input_files("input[type=file]", files=[path])
    page.locator("form .form__actions button").click()
    page.wait_for_url("**/columns/")
    page.locator("form .form__actions button").first.click()
    expect(page.locator("button[value=rehearse]")).to_be_visible()
    expect(page.locator("button[value=run]")).to_have_count(0)  # nothing is accepted unseen
    page.locator("button[value=rehearse]").click()
    expect(page.locator("[role=progressbar], progress, .progress").first).to_be_attached()
    work()
    page.reload()
    expect(page.locator("tr", has_text=first.number)).to_contain_text("→ 住建局")
    first.refresh_from_db()
    assert first.state == "registered"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator("button[value=run]").click()
    expect(page.locator("[role=progressbar], progress, .progress").first).to_be_attached()
    work()
    page.reload()
    expect(page.locator("button[value=run]")).to_have_count(0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.holder_unit.short_name, second.state) == ("forwarded", "住建局", "registered")
