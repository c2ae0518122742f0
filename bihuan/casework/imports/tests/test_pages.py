"""The pages, as a clerk goes through them, with and without JavaScript."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.casework.imports import running, services, tasks
from bihuan.casework.imports.models import Import
from bihuan.casework.imports.tests.ledger import HEADINGS, rows_of, written
from bihuan.common.tables.opening import open_book
from bihuan.common.tables.tests.books import xlsx
from bihuan.organizations.models import Account, Appointment, Jurisdiction, Post, Unit
from bihuan.organizations.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger")]
SINCE = dt.date(2020, 1, 1)


def clerk(username: str, unit: str, role: Role = Role.INTAKE) -> Client:
    """Signed in as somebody with this role in this unit."""
    place, _ = Jurisdiction.objects.get_or_create(
        code="110100000000",
        defaults={"name": "某区", "level": Jurisdiction.Level.values[0], "valid_from": SINCE},
    )
    kind = Unit.Kind.values[0]
    named = {"name": unit, "short_name": unit, "kind": kind, "jurisdiction": place, "valid_from": SINCE}
    office, _ = Unit.objects.get_or_create(code=unit, defaults=named)
    post = Post.objects.create(unit=office, title=f"岗位{username}", roles=[role])
    account = Account.objects.create(username=username, name="周敏")
    Appointment.objects.create(account=account, post=post, starts_on=SINCE)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, content: bytes, name: str = "台账.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:index"), {"target": "ledger", "file": file}, follow=True)


def choices(job: Import) -> dict[str, str]:
    return {name: str(index) for name, index in job.mapping.items()}


def test_a_ledger_goes_in_page_by_page() -> None:
    client = clerk("chen", "信访局")
    rows = rows_of(12)
    rows[3][2] = "2019年2月30日"
    page = upload(client, xlsx(rows))
    text = page.content.decode()
    assert page.status_code == 200
    assert "第1件" in text, "the first rows are shown"
    job = Import.objects.get()
    page = client.post(reverse("imports:columns", args=[job.pk]), choices(job), follow=True)
    assert "不能撤销" in page.content.decode()
    client.post(reverse("imports:start", args=[job.pk]), {"do": "rehearse"})
    assert "hx-get" in client.get(reverse("imports:show", args=[job.pk])).content.decode()
    tasks.run(job.pk)
    page = client.get(reverse("imports:show", args=[job.pk]))
    assert "什么都没有写入" in page.content.decode()
    assert "不存在" in page.content.decode()
    assert written() == []
    client.post(reverse("imports:start", args=[job.pk]), {"do": "run"})
    tasks.run(job.pk)
    page = client.get(reverse("imports:show", args=[job.pk]))
    assert "导入的结果" in page.content.decode()
    assert len(written()) == 11
    workbook = client.get(reverse("imports:rejected", args=[job.pk])).getvalue()
    read = [cells for _number, cells in open_book(workbook).sheet().rows()]
    assert read[1][0] == 4.0
    assert "不存在" in str(read[1][1])


def test_the_pages_speak_english_with_their_reasons() -> None:
    client = clerk("chen", "信访局")
    client.cookies["django_language"] = "en"
    rows = rows_of(2)
    rows[1][2] = "4月24日"
    upload(client, xlsx(rows))
    job = Import.objects.get()
    services.map_columns(job=job, mapping=job.mapping, at=job.received_at)
    client.post(reverse("imports:start", args=[job.pk]), {"do": "rehearse"})
    running.rehearse(job.pk)
    text = client.get(reverse("imports:show", args=[job.pk])).content.decode()
    assert "has no year" in text
    assert "Nothing" in text or "nothing" in text


def test_progress_is_a_fragment_that_asks_for_the_page_when_the_work_has_ended() -> None:
    client = clerk("chen", "信访局")
    upload(client, xlsx(rows_of(25)))
    job = Import.objects.get()
    services.map_columns(job=job, mapping=job.mapping, at=job.received_at)
    client.post(reverse("imports:start", args=[job.pk]), {"do": "run"})
    running._staged(job.pk)
    running.work_batch(job.pk, at=job.received_at)
    answer = client.get(reverse("imports:progress", args=[job.pk]))
    assert "10 / 25" in answer.content.decode()
    assert "HX-Refresh" not in answer
    running.run(job.pk)
    assert client.get(reverse("imports:progress", args=[job.pk]))["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "空"),
        ("编号,标题".encode(), "a.xlsx", "内容却是文本"),
        (xlsx([[1, 2], [3, 4]]), "a.xlsx", "没有找到表头"),
    ],
)
def test_a_bad_file_is_told_beside_the_field_and_nothing_is_kept(
    content: bytes, name: str, said: str
) -> None:
    page = upload(clerk("chen", "信访局"), content, name)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Import.objects.exists()


def test_a_required_column_left_out_is_told() -> None:
    client = clerk("chen", "信访局")
    upload(client, xlsx([HEADINGS[:2], [1, "甲"]]))
    job = Import.objects.get()
    page = client.post(reverse("imports:columns", args=[job.pk]), choices(job))
    assert page.status_code == 422
    assert "登记时间" in page.content.decode()


def test_another_heading_row_can_be_chosen() -> None:
    client = clerk("chen", "信访局")
    upload(client, xlsx([HEADINGS, ["件号", "由来", "何时", "说明"], [1, "甲", "2024-5-1", "x"]]))
    job = Import.objects.get()
    client.post(reverse("imports:sheet", args=[job.pk]), {"sheet": "台账", "head_row": "2"})
    job.refresh_from_db()
    assert [text for _index, text in job.headings] == ["件号", "由来", "何时", "说明"]


def test_the_same_file_twice_is_told_with_who_and_when() -> None:
    client = clerk("chen", "信访局")
    content = xlsx(rows_of(3))
    upload(client, content)
    job = Import.objects.get()
    services.map_columns(job=job, mapping=job.mapping, at=job.received_at)
    client.post(reverse("imports:start", args=[job.pk]), {"do": "run"})
    running.run(job.pk)
    page = upload(client, content, "换了名字.xlsx")
    assert "没有重复添加" in page.content.decode()
    assert "周敏" in page.content.decode()
    assert Import.objects.count() == 1


def test_a_script_in_a_cell_is_shown_as_text() -> None:
    page = upload(clerk("chen", "信访局"), xlsx([HEADINGS, [1, "<script>alert(1)</script>", "2024-5-1", ""]]))
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_another_units_import_is_not_there() -> None:
    upload(clerk("chen", "信访局"), xlsx(rows_of(2)))
    job = Import.objects.get()
    other = clerk("liu", "街道办")
    for name in ("show", "columns", "progress", "rejected"):
        assert other.get(reverse(f"imports:{name}", args=[job.pk])).status_code == 404
    for name in ("start", "stop", "sheet"):
        assert other.post(reverse(f"imports:{name}", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_cannot_import(role: Role) -> None:
    assert clerk("chen", "信访局", role).get(reverse("imports:index")).status_code == 403


def test_a_visitor_is_sent_to_sign_in() -> None:
    assert Client().get(reverse("imports:index")).status_code == 302


def test_a_file_that_vanished_ends_the_job_with_a_message() -> None:
    from bihuan.casework.imports import sealing

    client = clerk("chen", "信访局")
    upload(client, xlsx(rows_of(3)))
    job = Import.objects.get()
    services.map_columns(job=job, mapping=job.mapping, at=job.received_at)
    client.post(reverse("imports:start", args=[job.pk]), {"do": "run"})
    sealing.file_path(job.pk).unlink()
    tasks.run(job.pk)
    page = client.get(reverse("imports:show", args=[job.pk]))
    assert "重新上传" in page.content.decode()
