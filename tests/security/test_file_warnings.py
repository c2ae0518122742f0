"""A file that runs something by itself is taken, and says so wherever it is downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from bihuan.appeals.tests import lives
from bihuan.casework.models import Attachment
from bihuan.common.files.tests import samples
from bihuan.organizations.models import Account
from bihuan.portal.tests.browsing import Phone
from bihuan.portal.tests.residents import DING

WARNING = "含有自动执行的内容"


@pytest.mark.parametrize(("added", "warned"), [(b"/S /JavaScript /JS (app)", True), (b"", False)])
def test_what_a_file_does_by_itself_stands_beside_its_download(
    added: bytes, warned: bool, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    case = lives.handling()
    client = Client()
    client.force_login(Account.objects.get(username="chengban"))
    sent = SimpleUploadedFile("证明.pdf", samples.PDF + added)
    client.post(f"/cases/{case.number}/files/", {"chosen": sent})
    assert Attachment.objects.get().flags == (["pdf_action"] if warned else [])
    assert (WARNING in client.get(f"/cases/{case.number}/").content.decode()) is warned


def test_a_resident_is_warned_and_so_is_whoever_handles_the_letter(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    phone = Phone()
    for step in ("what", "where", "ask", "who"):
        phone.client.post(f"/r/file/{step}/", {name: value for name, value in DING[step].items() if value})
    phone.client.post(
        "/r/file/files/",
        {"chosen": SimpleUploadedFile("证明.pdf", samples.PDF + b"/S /JavaScript /JS (app)")},
    )
    for step in ("files", "check"):
        assert WARNING in phone.client.get(f"/r/file/{step}/").content.decode()
    phone.client.post("/r/file/send/")
    assert Attachment.objects.get().flags == ["pdf_action"]
    phone.enter(*phone.receipt())
    assert WARNING in phone.client.get("/r/case/").content.decode()
