"""What is found, and how it is shown. No database."""

from __future__ import annotations

import pytest

from bihuan.common.search.postings import SPAN, common, postings, union
from bihuan.common.search.text import fold, query, snippet, tokens


def test_a_line_break_inside_a_chinese_word_separates_nothing() -> None:
    assert fold("锦园小\n\t 区停水") == "锦园小区停水"


def test_full_width_and_capital_letters_are_the_same_letters() -> None:
    assert fold("Ａ３区ＷｉＦｉ") == "a3区wifi"


def test_latin_words_stay_apart_and_punctuation_is_one_blank() -> None:
    assert fold("XF-2026-000017，请  查 hot line") == "xf 2026 000017 请查hot line"


def test_every_two_neighbours_are_a_token_and_no_token_crosses_punctuation() -> None:
    assert tokens("停水。停电") == ["停水", "水 ", "停电", "电 "]


def test_a_zero_byte_and_a_lone_surrogate_never_reach_the_database() -> None:
    assert fold("停\x00水\ud800电") == "停 水 电"


@pytest.mark.parametrize("typed", ["", "   ", "，。", "---"])
def test_nothing_asked_is_falsy(typed: str) -> None:
    assert not query(typed)


def test_blanks_and_chinese_commas_separate_terms() -> None:
    assert query("物业 停车，收费、噪音").terms == ("物业", "停车", "收费", "噪音")


def test_a_term_inside_another_is_dropped() -> None:
    assert query("供暖温度 供暖").terms == ("供暖温度",)


def test_a_pasted_letter_costs_a_bounded_number_of_look_ups() -> None:
    assert len(query("".join(chr(0x4E00 + n) for n in range(2000))).pairs) <= 12


def test_a_single_character_is_looked_up_as_the_beginning_of_a_pair() -> None:
    q = query("水")
    assert (q.pairs, q.singles) == ((), ("水",))


def test_the_match_is_shown_where_it_stands() -> None:
    text = "前" * 200 + "锦园小\n区停水三天" + "后" * 200
    parts = snippet(text, query("小区停水"), width=40)
    assert ("小 区停水", True) in parts
    assert parts[0] == ("…", False)
    assert parts[-1] == ("…", False)
    assert sum(len(piece) for piece, _ in parts) <= 42


def test_pieces_put_together_are_the_text() -> None:
    text = "锦园小区停水三天，锦园小区物业不管。"
    assert "".join(piece for piece, _ in snippet(text, query("锦园"), width=80)) == text
    assert [piece for piece, hit in snippet(text, query("锦园"), width=80) if hit] == ["锦园", "锦园"]


def test_full_width_letters_in_the_text_are_marked_whole() -> None:
    assert ("Ａ３区", True) in snippet("住在Ａ３区东边", query("a3区"))


def test_touching_matches_are_one_mark() -> None:
    assert [p for p, hit in snippet("小区停水了", query("小区 停水")) if hit] == ["小区停水"]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("一二三四五六", query("鼪鼬"), width=4) == [("一二三四", False), ("…", False)]


def test_few_and_many_places_meet() -> None:
    rows = [(at, "停水停电" if at % 2 else "停水") for at in range(SPAN)]
    rows[77] = (77, "停水停电漏水")
    found = dict(postings(rows))
    assert len(found["停水"]) == len(found["停电"]) == SPAN // 8  # bits
    assert len(found["漏水"]) == 2  # one number of 16 bits
    assert common([found["停水"], found["停电"]]) == list(range(1, SPAN, 2))
    assert common([found["停水"], found["漏水"], found["停电"]]) == [77]
    assert common([union([found["漏水"], found["电 "]]), found["漏水"]]) == [77]
