"""The sixteen kinds of documents: what each must hold by the article, and what none may hold."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from bihuan.appeals.documents import LABELS, LETTERS, WRITTEN, Letter, LetterIncompleteError
from bihuan.appeals.documents.composing import blank_of, paper_of
from bihuan.appeals.documents.letter import PLACE
from bihuan.appeals.documents.words import BETWEEN, PLAIN, REVIEWED, words_of
from bihuan.common.papers import Heading, Paper

DAY = date(2026, 3, 20)
AGREED = {
    "receipt", "acceptance", "transfer", "assignment", "objection", "refusal", "extension", "mediation", "decision",
    "review", "re_review", "end", "urging", "guidance",
    "late", "proposal", "order", "whereabouts", "reconciliation",
}  # fmt: skip
KEPT: dict[str, Any] = {
    "unit": "青岚区住房和城乡建设局", "unit_mark": "住建局", "holder": "青岚区信访局", "case": "XF-2026-000017",
    "subject": "屋面漏雨", "case_received_on": "2026-03-02", "received_on": "2026-03-03", "channel": "来信",
    "sent_on": "2026-03-02", "superior": "青岚区人民政府", "handle_by": "2026-05-01", "issued_on": "2026-03-20",
    "request": "请求维修屋面。", "facts": "经查，防水层破损。\n物业服务企业未维修。", "result": "support",
    "opinion": "责令物业服务企业修复。", "basis": "《物业管理条例》第三十五条。",
}  # fmt: skip
every = pytest.mark.parametrize("letter", LETTERS.values(), ids=lambda letter: letter.kind)


def text_of(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.body)


def sample(letter: Letter, **changes: str) -> Paper:
    return paper_of(letter, {**letter.samples, **changes}, dated=DAY)


def test_every_kind_is_there_and_their_marks_differ() -> None:
    assert set(LETTERS) == AGREED
    assert len({letter.mark for letter in LETTERS.values()}) == len(AGREED)
    assert {letter.label for letter in LETTERS.values()} == set(LABELS)


@every
def test_no_document_without_a_part_that_its_article_requires(letter: Letter) -> None:
    for place in letter.required:
        if place.key == "number":  # a rehearsal has none yet
            continue
        with pytest.raises(LetterIncompleteError, match=re.escape(place.name)) as caught:
            sample(letter, **{place.key: " "})
        assert len(caught.value.missing) == 1


@every
def test_a_part_that_may_be_empty_leaves_nothing_behind(letter: Letter) -> None:
    free = {place.key: "" for place in letter.all_places if not place.article}
    text = text_of(sample(letter, **free))
    assert "{{" not in text
    assert "：。" not in text
    assert "“”" not in text


@every
def test_every_place_is_used_and_every_place_used_is_declared(letter: Letter) -> None:
    used = set(PLACE.findall("\n".join(letter.body)))
    said = set(PLACE.findall("\n".join(line for _question, lines in letter.plain for line in lines)))
    names = {place.name for place in letter.all_places}
    assert used | said <= names
    head = {"发文机关", "发文字号", "成文日期", "主送", "登记编号", "事项"}
    assert names - used - said - head == set()


@every
def test_what_goes_between_offices_is_a_letter_and_names_nobody(letter: Letter) -> None:
    assert letter.letter_form == (not letter.resident) == (letter.kind in BETWEEN)
    if letter.resident:
        assert len(letter.plain) >= 4
    else:
        assert letter.plain == ()


@every
def test_the_blank_of_a_template_holds_every_place_that_is_required(letter: Letter) -> None:
    paper = blank_of(letter)
    text = "\n".join((paper.organ, paper.number, paper.addressee, paper.dated_text, text_of(paper)))
    assert {place.name for place in letter.required} <= set(PLACE.findall(text))


def test_a_decision_has_the_parts_of_article_32_in_their_order() -> None:
    paper = sample(LETTERS["decision"])
    headings = [block.text for block in paper.body if isinstance(block, Heading)]
    assert headings == ["投诉请求", "事实和理由", "处理意见", "法律法规依据", "救济途径和期限"]
    assert paper.title.endswith("\n信访处理意见书")


@pytest.mark.parametrize(
    ("result", "says"), [("support", "予以支持"), ("explain", "作出解释说明"), ("refuse", "不予支持")]
)
def test_each_result_is_in_the_words_of_article_32(result: str, says: str) -> None:
    words = words_of("decision", {**KEPT, "result": result}, number="X")
    assert says in words["result_words"]
    assert "第三十二条第一款" in words["result_words"]
    assert words["result_plain"] == PLAIN[result]


@pytest.mark.parametrize("result", list(REVIEWED))
def test_a_review_says_upheld_changed_or_revoked(result: str) -> None:
    words = words_of("review", {**KEPT, "result": result}, number="X")
    assert words["result_words"] == REVIEWED[result]
    if result == "revoke":  # it is decided anew, and against that the way begins again
        assert "重新作出处理意见" in words["remedy"]
    else:
        assert "30日内向青岚区人民政府请求复核" in words["remedy"]


def test_a_remedy_written_out_is_taken_as_it_is() -> None:
    words = words_of("decision", {**KEPT, "remedy": "三十日内向市人民政府请求复查。"}, number="X")
    assert words["remedy"] == "三十日内向市人民政府请求复查。"


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        ("not_ours", "第二十三条第一款"),
        ("in_progress", "第十九条第三款"),
        ("re_reviewed", "第三十六条第三款"),
    ],
)
def test_a_refusal_stands_on_one_of_the_grounds_of_the_law(ground: str, article: str) -> None:
    words = words_of("refusal", {**KEPT, "ground": ground, "reason": "另案正在办理。"}, number="X")
    assert article in words["ground_words"]


def test_a_transfer_names_the_15_days_and_the_5_working_days() -> None:
    text = text_of(sample(LETTERS["transfer"]))
    assert "15日内书面告知信访人接收情况以及处理途径和程序" in text
    assert "5个工作日内提出异议，并详细说明理由" in text
    assert "办结报告" not in text
    assert "请于2026年4月15日前反馈办理结果，提交办结报告" in text_of(sample(LETTERS["assignment"]))


def test_the_addressee_is_the_resident_only_where_a_name_is_given() -> None:
    assert words_of("decision", KEPT, number="X")["addressee"] == "信访人"
    assert words_of("decision", KEPT, number="X", addressee="丁一帆")["addressee"] == "丁一帆"
    assert words_of("transfer", KEPT, number="X")["addressee"] == "青岚区信访局"


def test_the_acceptance_counts_from_the_day_this_unit_received_it() -> None:
    assert words_of("acceptance", KEPT, number="X")["received"] == "2026年3月3日"
    assert words_of("decision", KEPT, number="X")["received"] == "2026年3月2日"


def _issuing() -> list[Any]:
    from bihuan.appeals.processes import ALL

    return [(process, step) for process in ALL for step in process.steps if step.document]


@pytest.mark.parametrize(("process", "step"), _issuing(), ids=lambda row: row.name)
def test_what_a_step_must_be_given_completes_the_document_it_issues(process: Any, step: Any) -> None:
    kept = {key: value for key, value in KEPT.items() if key not in WRITTEN | {"result", "received_on"}}
    before = {"decision_number": "青信复〔2026〕1号", "decision_on": "2026-03-01", "decided_by": "区住建局"}
    times = {"handle_by_before": "2026-05-01", "days": 20, "next_by": "2026-03-17"}
    given: dict[str, Any] = {}
    for asked in step.gives:
        if asked.required:
            given[asked.name] = {
                "date": "2026-03-10", "choice": asked.choices[0][0] if asked.choices else "", "number": 20,
            }.get(asked.kind.value, f"{asked.label}的内容")  # fmt: skip
    letter = LETTERS[step.document]
    words = words_of(letter.kind, {**kept, **before, **times, **given}, number="X")
    assert [place.name for place in letter.missing(words)] == []
