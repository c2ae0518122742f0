"""The small works of the case page: who has it, files, help, sub-tasks, links, and the petitioner behind the vault."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.purposes import purposes_for
from bihuan.appeals.tests import lives
from bihuan.appeals.tests.browsing import page, set_clock, sign_in
from bihuan.casework.models import Attachment, Comment, Entry, Link, Task
from bihuan.casework.tests.cast import actor, load_district, unit
from bihuan.vault.models import Opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    load_district()
    set_clock(monkeypatch, "2026-03-10 10:00")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "JPEG")
    return out.getvalue()


def test_a_picture_is_attached_listed_and_given_back_harmless() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    response = client.post(
        f"/cases/{case.number}/files/", {"chosen": SimpleUploadedFile("屋面.jpg", picture(), "image/jpeg")}
    )
    assert response.status_code == 303
    attachment = Attachment.objects.get(case=case)
    assert "屋面.jpg" in page(client, case)
    given: Any = client.get(f"/cases/{case.number}/files/{attachment.pk}/")
    assert b"".join(given.streaming_content) == picture()
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Disposition"].startswith("attachment")
    assert client.get(f"/cases/{case.number}/files/{attachment.pk}/?inline")["Content-Type"] == "image/jpeg"
    assert sign_in("chengban2").get(f"/cases/{case.number}/files/{attachment.pk}/").status_code == 404


def test_a_program_named_as_a_picture_is_refused_and_the_others_are_kept() -> None:
    case = lives.handling()
    response = sign_in("chengban").post(
        f"/cases/{case.number}/files/",
        {
            "chosen": [
                SimpleUploadedFile("照片.jpg", b"MZ" + b"\0" * 200),
                SimpleUploadedFile("屋面.jpg", picture()),
            ]
        },
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "照片.jpg" in text
    assert "可执行程序" in text
    assert list(Attachment.objects.values_list("name", flat=True)) == ["屋面.jpg"]


def test_forty_megabytes_are_refused_with_the_limit() -> None:
    case = lives.handling()
    response = sign_in("chengban").post(
        f"/cases/{case.number}/files/",
        {"chosen": SimpleUploadedFile("大.jpg", picture() + b"\0" * (40 << 20))},
    )
    assert response.status_code == 422
    assert "20 MB" in response.content.decode()
    assert not Attachment.objects.exists()


def test_an_auditor_reads_everything_and_adds_nothing() -> None:
    case = lives.handling()
    client = sign_in("shenji")
    assert "保存备注" not in page(client, case)
    assert client.post(f"/cases/{case.number}/comments/", {"text": "看过"}).status_code == 403
    assert (
        client.post(
            f"/cases/{case.number}/files/", {"chosen": SimpleUploadedFile("a.jpg", picture())}
        ).status_code
        == 403
    )
    assert (
        client.post(
            f"/cases/{case.number}/links/", {"other": lives.registered().number, "kind": "related"}
        ).status_code
        == 403
    )
    assert not Comment.objects.exists()
    assert not Attachment.objects.exists()
    assert not Link.objects.exists()


def test_an_officer_takes_the_case_gives_it_on_and_puts_it_back() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    assert "交给我" in page(client, case)
    client.post(f"/cases/{case.number}/assign/", {"account": actor("chengban").account_id})
    case.refresh_from_db()
    assert case.holder_account_id == actor("chengban").account_id
    client.post(f"/cases/{case.number}/assign/", {"account": actor("shenpi").account_id})
    client.post(f"/cases/{case.number}/assign/", {"unassign": "1"})
    case.refresh_from_db()
    assert case.holder_account_id is None
    assert list(Entry.objects.filter(case=case, kind="assign").values_list("step", flat=True)) == [
        "assign", "assign", "unassign",
    ]  # fmt: skip


def test_a_person_of_another_unit_cannot_be_given_the_case() -> None:
    case = lives.handling()
    response = sign_in("chengban").post(
        f"/cases/{case.number}/assign/", {"account": actor("chengban2").account_id}
    )
    assert response.status_code == 422
    assert "这个人现在不在承办单位任职" in response.content.decode()


def test_a_refused_note_keeps_its_form_and_a_note_sent_twice_stands_once() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    assert client.post(f"/cases/{case.number}/comments/", {"text": "  "}).status_code == 422
    form = {"text": "已约现场", "submission": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
    for _ in range(2):
        assert client.post(f"/cases/{case.number}/comments/", form).status_code == 303
    assert Comment.objects.get().text == "已约现场"


def test_help_is_asked_answered_and_withdrawn_on_the_page() -> None:
    case = lives.handling()
    lead, helper = sign_in("chengban"), sign_in("chengban3")
    wrong = lead.post(
        f"/cases/{case.number}/parts/", {"unit": "石湾", "asked": "核实物业情况", "due_on": "2026-03-15"}
    )
    assert wrong.status_code == 422
    assert "核实物业情况" in wrong.content.decode()
    assert helper.get(f"/cases/{case.number}/").status_code == 404
    lead.post(
        f"/cases/{case.number}/parts/", {"unit": "石湾镇", "asked": "核实物业情况", "due_on": "2026-03-15"}
    )
    part = case.parts.get()
    assert "提交协办意见" in page(helper, case)
    assert lead.post(f"/cases/{case.number}/parts/{part.pk}/answer/", {"reply": "我来答"}).status_code == 403
    helper.post(f"/cases/{case.number}/parts/{part.pk}/answer/", {"reply": "物业已撤场。"})
    assert "物业已撤场。" in page(lead, case)
    lead.post(f"/cases/{case.number}/parts/", {"unit": "城管局", "asked": "核实占道"})
    second = case.parts.get(unit=unit("城管局"))
    lead.post(f"/cases/{case.number}/parts/{second.pk}/release/", {"reason": "不需要了"})
    second.refresh_from_db()
    assert second.released_at is not None


def test_a_sub_task_is_added_and_done_and_a_wrong_day_keeps_the_form() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    wrong = client.post(f"/cases/{case.number}/tasks/", {"title": "现场勘查", "due_on": "2026-02-30"})
    assert wrong.status_code == 422
    assert "现场勘查" in wrong.content.decode()
    client.post(f"/cases/{case.number}/tasks/", {"title": "现场勘查", "due_on": "2026-03-12"})
    task = Task.objects.get()
    client.post(f"/cases/{case.number}/tasks/{task.pk}/done/")
    task.refresh_from_db()
    assert task.done_at is not None


def test_only_a_case_that_one_may_see_can_be_linked() -> None:
    case, hidden = lives.handling(), lives.registered()
    other = lives.forwarded()
    client = sign_in("chengban")
    refused = client.post(f"/cases/{case.number}/links/", {"other": hidden.number, "kind": "related"})
    assert refused.status_code == 422
    assert (
        client.post(f"/cases/{case.number}/links/", {"other": other.number, "kind": "related"}).status_code
        == 303
    )
    assert other.number in page(client, case)


def test_a_small_form_is_on_the_page_when_it_is_asked_for() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    assert 'id="help-asked"' not in page(client, case)
    assert 'id="help-asked"' in client.get(f"/cases/{case.number}/?open=help").content.decode()


def test_the_petitioner_is_opened_for_a_purpose_leaving_a_record_and_is_gone_afterwards() -> None:
    case = lives.handling()
    client = sign_in("chengban")
    address = f"/appeals/{case.number}/petitioner/"
    assert client.get(address).status_code == 200
    assert Opening.objects.count() == 0
    assert client.post(address, {"fields": ["name"]}).status_code == 422
    assert client.post(address, {"fields": ["name"], "purpose": "curiosity"}).status_code == 422
    assert Opening.objects.count() == 0
    response = client.post(address, {"fields": ["name", "phone"], "purpose": "hearing"})
    text = response.content.decode()
    assert "丁一帆" in text
    assert "19900001234" in text
    assert "已经记录在案" in text
    assert "no-store" in response["Cache-Control"]
    record = Opening.objects.get()
    assert (record.case_number, record.purpose, record.fields) == (case.number, "hearing", ["name", "phone"])
    assert record.account_id == actor("chengban").account_id
    assert "丁一帆" not in page(client, case)


@pytest.mark.parametrize("username", ["lingdao", "shenji", "ducha"])
def test_who_only_follows_a_case_cannot_open_the_petitioner(username: str) -> None:
    case = lives.handling()
    client = sign_in(username)
    assert "打开并留下记录" not in page(client, case)
    response = client.post(f"/appeals/{case.number}/petitioner/", {"fields": ["name"], "purpose": "hearing"})
    assert response.status_code == 403
    assert "丁一帆" not in response.content.decode()
    assert Opening.objects.count() == 0


def test_the_petitioner_of_a_case_of_others_is_not_there() -> None:
    case = lives.handling()
    address = f"/appeals/{case.number}/petitioner/"
    assert sign_in("chengban2").post(address, {"fields": ["name"], "purpose": "hearing"}).status_code == 404


def test_an_anonymous_letter_has_nobody_to_open() -> None:
    case = lives.registered(person={})
    text = page(sign_in("fenliu"), case)
    assert "匿名" in text
    assert "打开并留下记录" not in text


def test_every_state_offers_a_purpose() -> None:
    for state in PETITION.states:
        assert purposes_for(state.name, actor("chengban"))
