from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from bihuan.common.papers import Paragraph, PlainCopy, plain_html, render_pdf, render_plain
from bihuan.common.papers.pdf import html
from bihuan.common.papers.plain import sentences
from bihuan.common.papers.tests.sample import BARE, FULL, LONG, PARTS

MM = 72 / 25.4


def pages(data: bytes) -> list[str]:
    return [page.extract_text().replace("\u2f00", "") for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def full() -> bytes:
    return render_pdf(FULL)


def test_every_part_is_in_the_text(full: bytes) -> None:
    text = squeezed("".join(pages(full)))
    for part in PARTS:
        assert squeezed(part) in text, part


def test_the_page_is_a4(full: bytes) -> None:
    box = PdfReader(io.BytesIO(full)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((210 * MM, 297 * MM), abs=0.5)


def test_a_long_body_runs_over_pages_that_are_numbered() -> None:
    paper = replace(FULL, body=tuple(Paragraph(LONG) for _ in range(24)))
    texts = pages(render_pdf(paper))
    assert len(texts) >= 5
    for number, text in enumerate(texts, 1):
        assert f"—{number}—" in squeezed(text)
    assert "抄送" in texts[-1]
    assert not any("抄送" in text for text in texts[:-1])


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    paper = replace(BARE, body=(Paragraph("字" * 28 * 60),))
    lines = [line for line in pages(render_pdf(paper))[1].splitlines() if "字" in line]
    assert [len(line.strip()) for line in lines] == [28] * 22


def test_the_imprint_ends_at_the_foot_of_the_text_area(full: bytes) -> None:
    found: list[float] = []

    def visit(text: str, page: list[float], line: list[float], *_: object) -> None:
        if "办公室" in text:
            found.append(page[5] + page[3] * line[5])

    PdfReader(io.BytesIO(full)).pages[-1].extract_text(visitor_text=visit)
    assert found
    assert 35 < min(found) / MM < 43


def test_empty_parts_leave_nothing_behind() -> None:
    text = squeezed("".join(pages(render_pdf(BARE))))
    for trace in ("附件", "抄送", "印发", "签发人", "（）", "：", "None"):
        assert trace not in text


def test_hostile_characters_are_text() -> None:
    paper = replace(
        BARE,
        title='<b>&"',
        body=(Paragraph("</p><script>\x1b <img src=file:///etc/passwd> ' 𠮷"),),
        copies_to=("<i>",),
    )
    assert "<script>" not in html(paper)
    assert "<img" not in html(paper)
    text = squeezed("".join(pages(render_pdf(paper))))
    assert "</p><script><imgsrc=file:///etc/passwd>" in text


def test_the_same_paper_gives_the_same_bytes(full: bytes) -> None:
    assert render_pdf(FULL) == full


def run(code: str, **environment: str) -> str:
    prelude = (
        "from bihuan.common.papers import PapersError, render_pdf\n"
        "from bihuan.common.papers.tests.sample import BARE\n"
        "import django.conf; django.conf.settings.configure(USE_I18N=False)\n"
    )
    attempt = (
        "\ntry:\n    render_pdf(BARE)\nexcept PapersError as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", prelude + code + attempt],
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ":".join(sys.path)}
        | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_without_pango_the_packages_are_named() -> None:
    broken = (
        "import sys\n"
        "class NoPango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint': raise OSError('cannot load library libpango-1.0-0')\n"
        "sys.meta_path.insert(0, NoPango())\n"
    )
    said = run(broken)
    assert "PangoMissingError" in said
    assert "apt-get install libpango-1.0-0" in said


def test_without_a_chinese_font_the_package_is_named(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    said = run("", FONTCONFIG_FILE=str(config))
    assert "ChineseFontMissingError" in said
    assert "fonts-noto-cjk" in said


COPY = PlainCopy(
    "信访处理意见书", "青岚区住房和城乡建设局", "青信复〔2026〕17号", date(2026, 9, 8),
    (("做了什么决定", ("结果：支持您的请求。",)), ("为什么", ("<屋面> & 防水层坏了。",))),
)  # fmt: skip


def test_the_large_print_copy_says_the_gist_first_and_what_it_is() -> None:
    text = squeezed("".join(pages(render_plain(COPY))))
    for part in ("以盖章的正式文书为准", "<屋面>&防水层坏了。", "2026年9月8日", "17号"):
        assert part in text
    assert text.index("结果：") < text.index("为什么")


def test_the_copy_for_a_page_has_the_same_words_and_escapes_them() -> None:
    text = plain_html(COPY)
    assert "<h3>做了什么决定</h3><p>结果：支持您的请求。</p>" in text
    assert "&lt;屋面&gt; &amp; 防水层坏了。" in text
    assert "style" not in text


def test_a_long_sentence_is_broken_at_a_comma_and_never_inside_a_title() -> None:
    text = "经现场勘查，3栋屋面防水层老化开裂约40平方米，2025年雨季以来五户住宅渗水，情况属实；房屋已过保修期。第二句。"
    found = sentences(text)
    assert "".join(found) == text
    assert max(map(len, found)) <= 40
    assert "第二句。" in found
    quoted = "依照《甲，乙和丙共同制定的关于住宅专项维修资金交存使用管理监督以及其他有关事项的暂行办法》"
    assert sentences(quoted) == [quoted]


def test_a_letter_has_red_double_rules_and_no_number_on_its_first_page() -> None:
    letter = replace(FULL, letter_form=True)
    first, *rest = pages(render_pdf(letter))
    assert "— 1 —" not in first.replace("\xa0", " ")
    assert rest
    assert "17号" in squeezed(first)
