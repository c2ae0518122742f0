from __future__ import annotations

import io
import zipfile

import pytest

from bihuan.common.files import errors, kinds
from bihuan.common.files.sniff import Flag, sniff
from bihuan.common.files.tests import samples
from bihuan.common.files.tests.samples import image, office, ole, zipped


def kind_of(content: bytes, name: str) -> kinds.Kind:
    return sniff(io.BytesIO(content), name)[0]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (image("JPEG"), "现场.JPG", kinds.JPEG),
        (image("JPEG"), "现场.jpeg", kinds.JPEG),
        (image("PNG"), "a.png", kinds.PNG),
        (image("WEBP"), "a.webp", kinds.WEBP),
        (image("GIF"), "a.gif", kinds.GIF),
        (samples.HEIC, "a.heic", kinds.HEIC),
        (samples.PDF, "a.pdf", kinds.PDF),
        (samples.MP4, "a.mp4", kinds.MP4),
        (samples.MP4, "录音.m4a", kinds.M4A),
        (samples.MP3, "a.mp3", kinds.MP3),
        (samples.AMR, "a.amr", kinds.AMR),
        (samples.WAV, "a.wav", kinds.WAV),
        (office("word"), "a.docx", kinds.DOCX),
        (office("xl"), "a.xlsx", kinds.XLSX),
        (office("ppt"), "a.pptx", kinds.PPTX),
        (zipped({"OFD.xml": b"<x/>"}), "a.ofd", kinds.OFD),
        (ole("WordDocument"), "a.doc", kinds.DOC),
        (ole("Workbook"), "a.xls", kinds.XLS),
        (ole("PowerPoint Document"), "a.ppt", kinds.PPT),
        ("来信正文。".encode(), "a.txt", kinds.TXT),
        ("来信正文。".encode("gb18030"), "a.txt", kinds.TXT),
        ("来信正文。".encode("utf-16"), "a.txt", kinds.TXT),
        ("MZ区第3号来信".encode(), "a.txt", kinds.TXT),
        ("编号,日期\n1,2026-09-01\n".encode("utf-8-sig"), "a.csv", kinds.CSV),
        (image("JPEG"), "没有后缀", kinds.JPEG),
    ],
)
def test_what_offices_and_residents_send_is_recognised(content: bytes, name: str, kind: kinds.Kind) -> None:
    assert kind_of(content, name) is kind


@pytest.mark.parametrize(
    "head", [samples.EXE, b"\x7fELF\x02\x01\x01" + b"\0" * 100, b"#!/bin/sh\nrm -rf /\n"]
)
def test_a_program_named_as_an_image_is_called_a_program(head: bytes) -> None:
    with pytest.raises(errors.ExecutableRefusedError, match="文件内容是可执行程序，不是图片"):
        kind_of(head, "现场.jpg")


@pytest.mark.parametrize("name", ["a.exe", "a.bat", "照片.jpg.scr", "a.lnk", "a.apk"])
def test_the_name_of_a_program_is_enough(name: str) -> None:
    with pytest.raises(errors.ExecutableRefusedError):
        kind_of(image("JPEG"), name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><script>1</script>", "a.txt"),
        (b"<?xml version='1.0'?><svg/>", "a.jpg"),
        (b"<?php system('id');", "a.txt"),
        (b"alert(1)", "a.js"),
        (b"<script>1</script>", "没有后缀"),
    ],
)
def test_what_a_browser_would_run_is_refused_under_any_name(content: bytes, name: str) -> None:
    with pytest.raises(errors.ActiveContentRefusedError):
        kind_of(content, name)


def test_a_name_that_says_another_kind_is_refused_and_both_are_said() -> None:
    with pytest.raises(errors.NameMismatchError, match=r"后缀是 \.jpg，内容却是PDF 文档"):
        kind_of(samples.PDF, "a.jpg")
    with pytest.raises(errors.NameMismatchError, match="Excel 工作簿"):
        kind_of(office("xl"), "a.docx")


def test_plain_archives_are_refused() -> None:
    for content, name in (
        (zipped({"a.txt": b"x"}), "a.zip"),
        (zipped({"a.txt": b"x"}), "a.docx"),
        (b"Rar!\x1a\x07", "a"),
    ):
        with pytest.raises(errors.ArchiveRefusedError):
            kind_of(content, name)


def test_what_is_on_no_list_is_refused() -> None:
    with pytest.raises(errors.KindRefusedError, match="可以上传"):
        kind_of(bytes(range(256)) * 4, "a.dat")
    with pytest.raises(errors.KindRefusedError):
        kind_of(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt")


def test_a_damaged_image_or_document_is_called_damaged() -> None:
    with pytest.raises(errors.FileBrokenError):
        kind_of(bytes(range(1, 200)) * 3, "a.jpg")
    with pytest.raises(errors.FileBrokenError, match="不完整"):
        kind_of(office("word", **{"word/long.xml": bytes(range(256)) * 40})[:-60], "a.docx")


def test_a_document_with_a_password_is_refused() -> None:
    with pytest.raises(errors.FileEncryptedError, match="密码"):
        kind_of(ole("EncryptedPackage", "EncryptionInfo"), "a.docx")


def test_macros_and_pdf_scripts_are_taken_and_flagged() -> None:
    assert sniff(io.BytesIO(office("xl", **{"xl/vbaProject.bin": b"x"})), "a.xlsm")[1] == (Flag.MACROS,)
    assert sniff(io.BytesIO(ole("WordDocument", "Macros")), "a.doc")[1] == (Flag.MACROS,)
    assert sniff(io.BytesIO(samples.PDF + b"/S /JavaScript /JS (app)"), "a.pdf")[1] == (Flag.PDF_ACTION,)
    assert sniff(io.BytesIO(office("word")), "a.docx")[1] == ()


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    dense = office("xl", **{"xl/big.xml": b"\0" * 30_000_000})
    assert len(dense) < 100_000
    with pytest.raises(errors.ZipBombError):
        kind_of(dense, "a.xlsx")


def test_a_zip_of_very_many_members_is_refused() -> None:
    with pytest.raises(errors.ZipBombError):
        kind_of(office("word", **{f"word/{n}": b"" for n in range(5_001)}), "a.docx")


def test_a_zip_whose_members_share_their_bytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", bytes(range(256)) * 400)
        for n in range(50):
            twin = zipfile.ZipInfo(f"word/{n}.xml")
            twin.header_offset, twin.CRC, twin.compress_size, twin.file_size = 0, 0, 102_400, 102_400
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(errors.ZipBombError):
        kind_of(out.getvalue(), "a.docx")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (image("JPEG") + zipped({"evil.exe": b"x"}), "a.jpg"),
        (samples.PDF + zipped({"evil.exe": b"x"}), "a.pdf"),
        (image("GIF")[:10] + b"<script>alert(1)</script>" + image("GIF")[10:], "a.gif"),
        (image("PNG", pnginfo=None)[:60] + b"<?php system('id') ?>", "a.png"),
    ],
)
def test_one_file_hidden_in_another_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(errors.PolyglotRefusedError, match="夹带"):
        kind_of(content, name)
