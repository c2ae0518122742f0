"""Documents that cannot be taken as they are: the page says why in the reader's language, and nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from bihuan.casework.tests.cast import load_district
from bihuan.directives.models import Directive, Measure
from bihuan.directives.sources import faults
from bihuan.directives.tests.test_pages import TEXT, signed_in
from bihuan.directives.tests.test_sources import pdf_file, word_file

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "scanned": ("扫描.pdf", pdf_file()),
    "password": ("密码.pdf", pdf_file(password="geheim")),
    "too_many_pages": ("长.pdf", pdf_file(301)),
    "empty": ("空.txt", b" \n "),
    "no_text": ("空.docx", word_file("")),
    "damaged": ("坏.docx", b"PK\x03\x04broken"),
    "not_text": ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(range(9)) * 40),
}


@pytest.fixture(autouse=True)
def _district(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    load_district()


def send(language: str, **given: object) -> tuple[int, str]:
    answer = signed_in().post(
        reverse("directives:bring_in"), {"title": "通知", **given}, headers={"Accept-Language": language}
    )
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("code", "file"), [*BAD.items(), ("password", ("密码.docx", OLE))])
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(
    code: str, file: tuple[str, bytes], language: str, tmp_path: Path
) -> None:
    status, page = send(language, file=SimpleUploadedFile(*file))
    with translation.override(language):
        assert str(faults.MESSAGES[code]) in page
    assert status == 422
    assert not Directive.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_file_refused_after_it_was_read_is_not_kept_either(tmp_path: Path) -> None:
    status, _page = send("zh-hans", title=" ", file=SimpleUploadedFile("通知.txt", TEXT.encode()))
    assert status == 422
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_huge_paste_is_refused_in_words() -> None:
    status, _page = send("zh-hans", text="甲" * 1_000_001)
    assert (status, Directive.objects.count()) == (422, 0)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_deadline_before_the_document_is_doubted_and_not_filled_in(language: str) -> None:
    status, _page = send(
        language, text="各单位要在2025年12月31日前完成整改。\n2月30日前完成验收。", issued_on="2026-03-01"
    )
    assert status == 302
    early, never = Measure.objects.order_by("start")
    assert (early.due_on, never.due_on) == (None, None)
    page = signed_in().get(
        reverse("directives:measure", args=[early.pk]), headers={"Accept-Language": language}
    )
    with translation.override(language):
        assert translation.gettext("早于文件日期，请核实是否写错") in page.content.decode()
