"""Checklists as XLSForm, in and out."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bihuan.organizations.models import Appointment
from bihuan.safety.inspections import xlsform
from bihuan.safety.inspections.checklists import ChecklistRefused, Item, publish
from bihuan.safety.inspections.models import Checklist
from bihuan.safety.tests.cast import actor, at, load_district
from bihuan.safety.tests.test_pages import browser

pytestmark = pytest.mark.django_db
ITEMS = [
    Item("基础管理", "证照", "", "许可证在有效期内。", "《安全生产法》第二十条"),
    Item("基础管理", "证照", "人员", "电工持证上岗。", ""),
    Item("基础管理", "责任制", "", "建立责任制，写明 ${岗位}。", "《安全生产法》第二十一条"),
    Item("现场管理", "", "", "=1+1 不是公式", "某标准"),
]


def sheet() -> Checklist:
    return publish(code="X", title="通用检查表", sector="机械行业", items=ITEMS, at=at("2026-03-02 09:00"))[0]


def workbook(*rows: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("survey")
    for number, row in enumerate([("type", "name", "label", "hint"), *rows]):
        page.write_row(number, 0, row)
    choices = book.add_worksheet("choices")
    for number, row in enumerate([("list_name", "name", "label"), ("yn", "y", "是"), ("yn", "n", "否")]):
        choices.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_what_went_out_comes_in_the_same() -> None:
    title, items = xlsform.read(xlsform.write(sheet()))
    assert title == "通用检查表 v1"
    expected = [
        *ITEMS[:2],
        Item("基础管理", "责任制", "", "建立责任制，写明 $ {岗位}。", ITEMS[2].reference),
        ITEMS[3],
    ]
    assert items == expected


def test_a_form_of_others_becomes_a_checklist_by_its_questions_of_one_choice() -> None:
    _title, items = xlsform.read(
        workbook(
            ("text", "who", "检查人", ""), ("begin_group", "a", "用电", ""),
            ("select_one yn", "q1", "有没有漏电保护？", "GB 13955"),
            ("end_group", "", "", ""), ("select_one yn", "q2", "通道畅通？", ""),
        )
    )  # fmt: skip
    assert [(one.level1, one.text, one.reference) for one in items] == [
        ("用电", "有没有漏电保护？", "GB 13955"), ("检查项", "通道畅通？", ""),
    ]  # fmt: skip


def test_a_bad_form_is_refused_with_what_is_wrong() -> None:
    for content, words in (
        (b"nothing", "XLSForm"), (b"PK\x03\x04broken", "XLSForm"),
        (workbook(("select_one nolist", "q", "x", "")), "nolist"), (workbook(("text", "q", "x", "")), "单选题"),
    ):  # fmt: skip
        with pytest.raises(ChecklistRefused, match=words):
            xlsform.read(content)


def test_an_uploaded_form_is_the_next_version_and_the_same_again_changes_nothing() -> None:
    load_district()
    Appointment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=date(2024, 1, 1))
    first = sheet()
    client = browser(actor("anjian"))
    answer = client.get(f"/safety/checklists/{first.pk}/xlsform/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    def send(data: bytes) -> str:
        file = SimpleUploadedFile("form.xlsx", data)
        return client.post("/safety/checklists/upload/", {"file": file}, follow=True).content.decode()

    assert "第2版" in send(content)  # "${" was written apart, so the content is another
    second = Checklist.objects.get(version=2)
    first.refresh_from_db()
    assert (second.code, second.sector, first.retired_at is not None) == ("X", "机械行业", True)
    again = b"".join(client.get(f"/safety/checklists/{second.pk}/xlsform/").streaming_content)  # type: ignore[attr-defined]
    assert "没有改动" in send(again)
    assert Checklist.objects.count() == 2
    assert "XLSForm" in send(b"nothing")
