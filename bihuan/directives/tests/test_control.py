"""Orders to control persons: found where they are given, and not where goods, fires or illnesses are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.directives.reading import read
from bihuan.directives.reading.control import ARTICLES, control
from bihuan.directives.tests import control_latest, control_set

LAWS = Path(__file__).resolve().parents[4] / "shared" / "data" / "laws"
MENDED = (
    control_set.ORDERS + control_set.SECOND_ORDERS + control_set.THIRD_ORDERS + control_set.UNSEEN_ORDERS,
    control_set.OTHERS + control_set.SECOND_OTHERS + control_set.THIRD_OTHERS + control_set.UNSEEN_OTHERS,
)


def test_orders_to_control_persons_are_found_in_the_set_the_rules_were_made_on() -> None:
    missed = [words for words in MENDED[0] if not control(words, 0)]
    assert len(missed) <= 2, missed


def test_nothing_is_flagged_that_only_looks_like_it() -> None:
    assert [words for words in MENDED[1] + control_set.FRESH_OTHERS if control(words, 0)] == []


def test_verbs_and_objects_are_found_in_new_pairs_and_help_for_petitioners_is_none() -> None:
    missed = [words for words in control_latest.GRAMMAR_ORDERS if not control(words, 0)]
    assert len(missed) <= 1, missed
    others = control_latest.GRAMMAR_OTHERS + control_latest.LATEST_OTHERS
    assert [words for words in others if control(words, 0)] == []


@pytest.mark.parametrize("help_", ["组织培训，", "上门慰问，", "帮助解决困难，"])
def test_a_word_of_help_hides_no_order_that_is_spelled_out(help_: str) -> None:
    assert control(f"对信访老户{help_}不得离开本村。", 0)


def test_on_wording_it_was_not_made_for_it_finds_more_than_half_which_is_why_people_read_too() -> None:
    found = sum(1 for words in control_set.FRESH_ORDERS if control(words, 0))
    assert found >= 7
    assert sum(1 for words in control_latest.LATEST_ORDERS if control(words, 0)) >= 9


@pytest.mark.parametrize(
    "words", ["严禁对信访人采取稳控措施。", "坚决纠正截访行为。", "任何单位和个人不得打击报复信访人。"]
)
def test_a_ban_on_such_control_is_no_such_order(words: str) -> None:
    assert control(words, 0) == ()


def test_the_flag_stands_on_the_measure_with_its_words() -> None:
    text = "一、维护稳定\n对重点信访人员落实专人稳控，防止进京上访。"
    (node,) = read(text).measures
    assert [one.span.words(text) for one in node.control] == ["重点信访人员落实专人稳控", "防止进京上访"]


@pytest.mark.realdata
@pytest.mark.parametrize(
    "article", [one for one in ARTICLES if "宪法" not in one.law], ids=lambda one: one.article
)
def test_each_article_says_what_is_quoted_of_it(article) -> None:  # type: ignore[no-untyped-def]
    if not LAWS.is_dir():
        pytest.skip("the folder of real inputs is not beside this checkout")
    (path,) = LAWS.glob(f"{article.law}*.md")
    text = path.read_text(encoding="utf-8")
    name = article.article.removesuffix("第六项")
    own = text[text.index(f"\n{name} ") :]
    end = own.find("\n第", 1)
    assert article.words in own[: end if end > 0 else None]
