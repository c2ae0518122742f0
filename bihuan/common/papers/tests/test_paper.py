from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.common.papers import Heading, Paragraph, paragraphs
from bihuan.common.papers.measures import TEXT, head_size
from bihuan.common.papers.numbering import (
    attachment_lines,
    chinese,
    numbered,
    signature_places,
    title_lines,
    width,
    written_date,
)
from bihuan.common.papers.tests.sample import BARE, FULL


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    assert chinese(number) == written


@pytest.mark.parametrize("number", [0, 100])
def test_headings_beyond_ninety_nine_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese(number)


def test_a_heading_restarts_the_levels_below_it() -> None:
    body = (
        Heading("甲"),
        Heading("乙", 2),
        Heading("丙", 3),
        Heading("丁", 2),
        Heading("戊", 3),
        Heading("己"),
        Heading("庚", 2),
    )
    assert [text for _, text in numbered(body)] == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "（二）丁",
        "1.戊",
        "二、己",
        "（一）庚",
    ]


def test_there_is_no_fifth_level() -> None:
    with pytest.raises(ValueError, match="levels 1 to 4"):
        Heading("太深", 5)


def test_dates_have_no_leading_zeros() -> None:
    assert written_date(date(2026, 9, 8)) == "2026年9月8日"


def test_one_attachment_is_not_numbered_and_several_are() -> None:
    assert attachment_lines(("甲",)) == (("附件：", "甲"),)
    assert attachment_lines(("甲", "乙")) == (("附件：1.", "甲"), ("2.", "乙"))


@pytest.mark.parametrize(
    "organ",
    ["信访局", "青山区信访局", "青山区住房和城乡建设局", "青山区人民政府办公室综合行政执法监督协调处"],
)
def test_a_sealed_signature_is_centred_over_its_date(organ: str) -> None:
    day = "2026年9月18日"
    organ_right, date_right = signature_places(organ, day, sealed=True)
    assert organ_right + width(organ) / 2 == pytest.approx(date_right + width(day) / 2)
    assert date_right >= 4
    assert organ_right >= 0


def test_without_a_seal_the_date_begins_two_characters_after_the_signature() -> None:
    organ, day = "青山区住房和城乡建设局", "2026年9月18日"
    organ_right, date_right = signature_places(organ, day, sealed=False)
    assert organ_right == 2
    assert (date_right + width(day)) == organ_right + width(organ) - 2


def test_without_a_seal_a_date_longer_than_the_signature_keeps_two_free_characters() -> None:
    organ_right, date_right = signature_places("信访局", "2026年11月18日", sealed=False)
    assert date_right == 2
    assert organ_right > 2


def test_a_title_breaks_where_its_writer_broke_it_and_else_evenly() -> None:
    assert title_lines(FULL.title) == ("青山区住房和城乡建设局", "关于王建国信访事项的处理意见书")
    assert [len(line) for line in title_lines("题" * 41)] == [14, 14, 13]


def test_a_long_organ_makes_the_red_head_smaller_but_never_wider_than_the_text() -> None:
    assert head_size("青山区信访局") == 42
    assert head_size("青" * 16) * 16 <= TEXT[0] / 25.4 * 72


def test_what_xml_cannot_hold_is_dropped_and_what_it_can_is_kept() -> None:
    paper = replace(
        BARE, title="通\x00知\x0b\ufffe\ud800", body=(Paragraph("A<b>&\"' 𠮷\t尾\r\n行"),), note="  "
    )
    assert paper.title == "通知"
    assert paper.body == (Paragraph("A<b>&\"' 𠮷尾行"),)
    assert paper.note == ""


def test_empty_names_in_a_list_are_left_out() -> None:
    assert replace(BARE, copies_to=("", " ", "青山区信访局")).copies_to == ("青山区信访局",)


@pytest.mark.parametrize("part", ["organ", "title", "signature"])
def test_a_paper_needs_organ_title_and_signature(part: str) -> None:
    with pytest.raises(ValueError, match=part):
        replace(BARE, **{part: " "})  # type: ignore[arg-type]


def test_each_line_people_typed_is_a_paragraph() -> None:
    assert paragraphs("　　甲。\n\n  乙。\r\n") == (Paragraph("甲。"), Paragraph("乙。"))
