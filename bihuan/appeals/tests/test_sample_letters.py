"""The fictional letters. No database."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from bihuan.appeals.gate import lacks
from bihuan.appeals.process import CHANNELS, PETITION, RESULTS
from bihuan.appeals.sample.course import COMMENT
from bihuan.appeals.sample.further import go_on
from bihuan.appeals.sample.letters import SampleLetter, SampleUnit, letters
from bihuan.appeals.sample.matters import matters
from bihuan.appeals.sample.places import SamplePlace
from bihuan.appeals.sample.slots import fill
from bihuan.appeals.topics import TOPICS
from bihuan.organizations.sample_district import DISTRICT, TOWNS, UNITS

NAMES = {unit.code: unit.name for unit in UNITS}
SAMPLE_UNITS = {
    unit.code: SampleUnit(unit.code, unit.name, NAMES.get(unit.superior, unit.name)) for unit in UNITS
}
PLACES = [
    SamplePlace(f"{DISTRICT[0][:6]}{number}{at:03}", village, town, f"QL-{number}")
    for number, town, villages in TOWNS
    for at, village in enumerate(villages, start=1)
]
START, END = date(2023, 11, 24), date(2026, 11, 23)


def written(seed: int = 1, count: int = 5000) -> list[SampleLetter]:
    return list(letters(seed, START, END, SAMPLE_UNITS, PLACES, count=count))


@pytest.fixture(scope="module")
def many() -> list[SampleLetter]:
    return written()


def test_the_same_seed_writes_the_same_letters_and_another_seed_others() -> None:
    assert written(7, 60) == written(7, 60)
    assert {letter.body for letter in written(7, 60)}.isdisjoint({letter.body for letter in written(8, 60)})


def test_no_two_bodies_are_the_same_and_openings_differ(many: list[SampleLetter]) -> None:
    assert len({letter.body for letter in many}) == len(many)
    assert len({letter.body[:30] for letter in many}) > 0.9 * len(many)


def test_the_language_is_rich(many: list[SampleLetter]) -> None:
    sentences = {s for letter in many for s in re.split(r"(?<=[。！？\n])", letter.body) if s.strip()}
    assert len(sentences) > 6000
    assert len(set("".join(letter.body for letter in many))) > 1300


def test_a_letter_is_neither_a_word_nor_a_book(many: list[SampleLetter]) -> None:
    lengths = [len(letter.body) for letter in many]
    assert (min(lengths) >= 70, max(lengths) <= 600) == (True, True)


def test_every_topic_channel_matter_and_result_occurs(many: list[SampleLetter]) -> None:
    assert {letter.topic for letter in many} == set(TOPICS)
    assert {letter.channel for letter in many} == {key for key, _label in CHANNELS}
    assert {letter.matter for letter in many} == {matter.key for matter in matters()}
    results = {event.given["result"] for letter in many for event in letter.course if event.step == "decide"}
    assert results == {key for key, _label in RESULTS}


def test_even_a_small_sample_has_every_topic() -> None:
    assert {letter.topic for letter in written(3, 200)} == set(TOPICS)


def test_every_step_of_the_loop_is_taken_somewhere(many: list[SampleLetter]) -> None:
    dice = random.Random(1)
    taken = {event.step for letter in many for event in (*letter.course, *go_on(letter, dice).course)}
    # Of old ledgers, of a unit that passes a letter on, of other tracks, and what is rarely needed.
    elsewhere = {
        "bring_in", "record_reply", "refer", "file_online", "set_lead", "decline", "lead_to_law", "take_as_suggestion",
        "take_as_report", "hand_to_hotline", "hear", "ask_recusal", "recuse", "refuse_recusal", "report_upward",
        "send_feedback", "mediate", "leave_simple", "suggest_upward",
        "record_instruction", "correct", "entrust_down", "reconcile", "accept_review",
    }  # fmt: skip
    assert {step.name for step in PETITION.steps} - taken <= elsewhere
    assert taken - {COMMENT} <= {step.name for step in PETITION.steps}


def test_a_case_lies_in_every_state_that_lasts() -> None:
    ends = Counter(letter.course[-1].step for letter in written(1, 3000))
    lasting = {
        "register", "receive", "forward", "object", "uphold_objection", "accept", "ask_extension", "decide", "serve",
        "report_execution", "confirm_execution", "lapse", "direct",
    }  # fmt: skip
    assert lasting <= set(ends)
    assert ends["confirm_execution"] + ends["lapse"] > 2400


def test_nothing_happens_after_the_last_day_and_time_never_runs_back(many: list[SampleLetter]) -> None:
    for letter in many:
        moments = [event.at for event in letter.course]
        assert moments == sorted(moments)
        assert moments[-1].date() <= END
        assert letter.received_on <= moments[0].date()


def test_who_writes_stands_in_the_petitioner_and_nowhere_else(many: list[SampleLetter]) -> None:
    for letter in many:
        told = letter.subject + letter.body + "".join(v for e in letter.course for v in e.given.values())
        assert letter.petitioner.name not in told
        assert not re.search(r"1\d{10}", told)
        assert re.fullmatch(r"1540000\d{4}", letter.petitioner.phone)


def test_no_slot_and_no_mark_is_left_in_any_text(many: list[SampleLetter]) -> None:
    for letter in many:
        texts = [letter.subject, letter.body, *(v for e in letter.course for v in e.given.values())]
        assert not any(re.search(r"[{}|]|(?:^|[。；])\d{1,3}:|；。|。。|，。", text) for text in texts)


def test_every_decision_passes_the_letter_gate(many: list[SampleLetter]) -> None:
    for letter in many:
        for event in letter.course:
            if event.step == "decide":
                assert lacks(event.given) == [], (letter.matter, event.given)


def test_letters_of_a_cluster_tell_the_same_thing_in_other_words(many: list[SampleLetter]) -> None:
    clusters: defaultdict[int, list[SampleLetter]] = defaultdict(list)
    for letter in many:
        clusters[letter.cluster].append(letter)
    large = [group for group in clusters.values() if len(group) >= 4]
    assert len(large) > 50
    for group in large:
        assert len({(letter.matter, letter.place) for letter in group}) == 1
        assert (max(one.received_on for one in group) - min(one.received_on for one in group)).days <= 30


def test_heating_is_a_matter_of_winter_and_wages_of_the_new_year(many: list[SampleLetter]) -> None:
    months = {
        key: Counter(one.received_on.month for one in many if one.matter == key)
        for key in ("heating-cold", "migrant-wages")
    }
    cold = sum(months["heating-cold"][m] for m in (11, 12, 1, 2))
    unpaid = sum(months["migrant-wages"][m] for m in (12, 1, 2))
    assert cold > 0.75 * months["heating-cold"].total()
    assert unpaid > 0.6 * months["migrant-wages"].total()


def test_every_strand_of_every_matter_can_be_told_and_decided() -> None:
    for matter in matters():
        for number in range(1, matter.strands() + 1):
            told = matter.strand(number)
            for part in (
                told.subject,
                told.facts,
                told.details,
                told.ask,
                told.found,
                told.found_no,
                told.support,
            ):
                assert part, (matter.key, number)
            assert told.explain
            assert told.record


def test_a_strand_tells_and_answers_its_own_fact_and_no_other() -> None:
    allowance = next(matter for matter in matters() if matter.key == "elder-allowance")
    of_money, of_home, of_meals = (allowance.strand(number) for number in (1, 2, 3))
    assert [len(strand.facts) for strand in (of_money, of_home, of_meals)] == [1, 1, 1]
    assert "养老院" not in "".join((*of_money.subject, *of_money.found, *of_money.support, *of_money.record))
    assert "津贴" not in "".join((*of_home.subject, *of_home.found, *of_home.support, *of_home.record))
    assert "食堂" in "".join((*of_meals.subject, *of_meals.facts, *of_meals.explain))


def test_an_unknown_slot_is_an_error_not_a_gap() -> None:
    import random

    with pytest.raises(KeyError):
        fill("在{nowhere}", {}, random.Random(1))
