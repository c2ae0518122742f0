"""Files: what can be read is read, what cannot says why and what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter

from bihuan.directives.sources import Unreadable, old_word, pdf, read_bytes, read_file

TEXT = "一、压实责任\n各乡镇要在6月底前完成整改。\n"


def word_file(*lines: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for at, row in enumerate(table):
            for column, words in enumerate(row):
                made.cell(at, column).text = words
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pdf_file(pages: int = 1, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert read_bytes("a.txt", TEXT.encode(encoding)).text == TEXT


def test_line_ends_of_other_systems_become_one() -> None:
    assert read_bytes("a.txt", b"\xe4\xb8\x80\r\n\xe4\xba\x8c\r\xe4\xb8\x89").text == "一\n二\n三"


def test_word_gives_paragraphs_and_the_rows_of_tables() -> None:
    source = read_bytes(
        "a.docx", word_file("一、任务", "完成整改。", table=(("任务", "责任单位"), ("排查", "应急局")))
    )
    assert source.kind == "docx"
    assert source.text == "一、任务\n完成整改。\n任务\t责任单位\n排查\t应急局"


def test_numbers_that_word_sets_by_itself_are_written_out() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "99")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "%1、")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(99)
    for words in ("压实责任", "严格督查"):
        paragraph = document.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number.numId
        properties.get_or_add_ilvl().val = 0
    held = io.BytesIO()
    document.save(held)
    assert read_bytes("a.docx", held.getvalue()).text == "一、压实责任\n二、严格督查"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"  \n ", "empty"),
        ("a.txt", bytes(range(9)) * 20, "not_text"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.pdf", b"%PDF-1.7 broken", "damaged"),
        ("a.pdf", pdf_file(), "scanned"),
        ("a.pdf", pdf_file(password="geheim"), "password"),
        ("a.pdf", pdf_file(400), "too_many_pages"),
        ("a.docx", word_file(""), "no_text"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
    ids=[
        "empty",
        "binary",
        "broken docx",
        "broken pdf",
        "scan",
        "password",
        "400 pages",
        "no text",
        "docx with password",
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_bytes(name, content)
    assert told.value.code == code
    assert str(told.value)


def test_a_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.directives.sources.reading_files.LONGEST", 10)
    with pytest.raises(Unreadable) as told:
        read_bytes("a.txt", TEXT.encode())
    assert told.value.code == "too_long"


def test_old_word_without_libreoffice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "office", lambda: None)
    with pytest.raises(Unreadable) as told:
        read_bytes("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert told.value.code == "no_office"


@pytest.mark.slow
@pytest.mark.skipif(old_word.office() is None, reason="LibreOffice is not on this machine")
def test_old_word_is_read_through_libreoffice(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.docx").write_bytes(word_file("一、任务", "完成整改。"))
    subprocess.run(
        [str(old_word.office()), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "doc",
         "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    source = read_file(tmp_path / "a.doc")
    assert source.kind == "doc"
    assert source.text.splitlines()[:2] == ["一、任务", "完成整改。"]


def test_a_pdf_with_text_is_read_with_its_pages() -> None:
    from weasyprint import HTML

    content = HTML(string="<p>一、压实责任</p><p>各乡镇要在6月底前完成整改任务。</p>").write_pdf()
    text, pages = pdf.text(content)
    assert pages == 1
    assert "各乡镇要在6月底前完成整改任务。" in text


def test_a_document_of_400_pages_is_read_whole() -> None:
    page = "青岚区住房和城乡建设局要在2026年6月30日前完成改造20个小区，惠及3000户，并建立台账。\n" * 15
    text = "".join(f"（{number % 9 + 1}）改善居住条件\n{page}" for number in range(400))
    assert len(text) > 240_000  # a page of GB/T 9704 holds some 600 characters
    source = read_bytes("长文件.txt", text.encode())
    assert source.text.count("改造20个小区") == 6000
