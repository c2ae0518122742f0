from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.common.papers import Paragraph, render_docx
from bihuan.common.papers.tests.sample import BARE, FULL, PARTS


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(io.BytesIO(render_docx(FULL)))


def line_with(document: Any, text: str) -> Any:
    return next(p for p in document.paragraphs if text in p.text)


def face_of(line: Any) -> str:
    return str(line.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")))


def test_every_part_is_there_in_order(document: Any) -> None:
    text = "\n".join(p.text for p in document.paragraphs).replace("\t", "")
    place = 0
    for part in PARTS:
        place = text.index(part, place) + 1


def test_the_page_is_that_of_the_standard(document: Any) -> None:
    section = document.sections[0]
    measured = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert measured == pytest.approx((Mm(210), Mm(297), Mm(37), Mm(28)), abs=700)
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(Mm(156), abs=1300)
    assert section.page_height - section.top_margin - section.bottom_margin == pytest.approx(
        Mm(225), abs=1300
    )
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "560"


@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("000003", "黑体", 16),
        ("关于王建国", "方正小标宋简体", 22),
        ("王建国：", "仿宋_GB2312", 16),
        ("一、事实和理由", "黑体", 16),
        ("（一）房屋情况", "楷体_GB2312", 16),
        ("1.屋面", "仿宋_GB2312", 16),
        ("予以支持。", "仿宋_GB2312", 16),
        ("抄送：", "仿宋_GB2312", 14),
    ],
)
def test_each_part_has_its_face_and_size(document: Any, text: str, face: str, size: float) -> None:
    line = line_with(document, text)
    assert face_of(line) == face
    assert line.runs[0].font.size == Pt(size)


def test_the_head_is_red_and_begins_35_mm_down(document: Any) -> None:
    head = line_with(document, FULL.organ)
    assert str(head.runs[0].font.color.rgb) == "FF0000"
    above = Pt(28) * len(FULL.top_marks)
    assert above + head.paragraph_format.space_before == pytest.approx(Mm(35), abs=Pt(9))


def test_lines_are_28_points_and_paragraphs_indent_two_characters(document: Any) -> None:
    normal = document.styles["Normal"].paragraph_format
    assert normal.line_spacing == Pt(28)
    assert line_with(document, "予以支持。").paragraph_format.first_line_indent == Pt(32)
    assert not line_with(document, "王建国：").paragraph_format.first_line_indent


def test_a_red_rule_stands_under_the_number(document: Any) -> None:
    rule = line_with(document, "〔2026〕")._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "FF0000"


def test_page_numbers_are_on_the_outer_side(document: Any) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert odd.alignment is not None
    assert (odd.alignment.name, even.alignment.name) == ("RIGHT", "LEFT")
    for line in (odd, even):
        assert "PAGE" in line._p.xml
        assert line.text == "— 1 —"


def test_the_imprint_is_framed_at_the_foot_with_thick_and_thin_rules(document: Any) -> None:
    copies, printed = line_with(document, "抄送："), line_with(document, "印发")
    assert printed._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) == "bottom"
    assert copies._p.pPr.find(qn("w:framePr")) is not None
    sizes = {
        side: printed._p.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}")).get(qn("w:sz"))
        for side in ("top", "bottom")
    }
    assert int(sizes["top"]) < int(sizes["bottom"])


def test_the_signature_is_never_parted_from_the_text(document: Any) -> None:
    assert line_with(document, "予以支持。").paragraph_format.keep_with_next


def test_windows_faces_stand_in_for_faces_an_office_has_not() -> None:
    package = Document(io.BytesIO(render_docx(BARE))).part.package
    assert package is not None
    fonts = next(p for p in package.iter_parts() if str(p.partname) == "/word/fontTable.xml").blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


def test_empty_parts_leave_nothing_behind() -> None:
    text = "\n".join(p.text for p in Document(io.BytesIO(render_docx(BARE))).paragraphs)
    for trace in ("附件", "抄送", "印发", "签发人", "（）", "：", "None"):
        assert trace not in text


def test_hostile_characters_are_text() -> None:
    paper = replace(BARE, title="<w:p>&\x00", body=(Paragraph("]]><script>\x1b 𠮷 \ud800"),))
    text = "\n".join(p.text for p in Document(io.BytesIO(render_docx(paper))).paragraphs)
    assert "<w:p>&" in text
    assert "]]><script> 𠮷" in text


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render_docx(FULL) == render_docx(FULL)
