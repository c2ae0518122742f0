from __future__ import annotations

import pytest

from bihuan.appeals.tests.lives import DECISION, MONDAY
from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case, Entry
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.portal import services
from bihuan.portal.errors import AlreadyAnswered, AlreadyRated, NotYetRated
from bihuan.portal.models import AccessCode, Question, Rating
from bihuan.portal.selectors import publication_of
from bihuan.portal.tests.residents import filed
from bihuan.portal.tests.test_telling import accepted

pytestmark = pytest.mark.usefixtures("district")


def decided(case: Case) -> Case:
    case = accepted(case)
    return casework.take(
        case_id=case.pk, step="decide", actor=actor("chengban"), at=at("2026-03-20 15:00"), given=DECISION
    )


@pytest.fixture
def letter() -> tuple[Case, AccessCode]:
    case, code, _digits = filed()
    return case, code


def test_an_answer_enters_the_journal_once_without_its_words(letter: tuple[Case, AccessCode]) -> None:
    case, code = letter
    case = accepted(case)
    asked = services.ask(case_id=case.pk, text="几户漏？", actor=actor("chengban"), at=MONDAY)
    services.answer(code=code, question_id=asked.pk, text=" 两户。 ", at=MONDAY)
    assert Question.objects.get().answer == "两户。"
    entry = Entry.objects.filter(case=case).latest("seq")
    assert (entry.kind, entry.step, entry.account_id) == ("answer", "resident_answered", None)
    assert "两户" not in str(entry.data)
    with pytest.raises(AlreadyAnswered):
        services.answer(code=code, question_id=asked.pk, text="三户。", at=MONDAY)


def test_only_the_unit_that_has_the_case_asks(letter: tuple[Case, AccessCode]) -> None:
    case, _code = letter
    case = accepted(case)
    with pytest.raises(NotYours):
        services.ask(case_id=case.pk, text="？", actor=actor("dengji"), at=MONDAY)
    with pytest.raises(Incomplete):
        services.ask(case_id=case.pk, text="  ", actor=actor("chengban"), at=MONDAY)


def test_nobody_answers_the_question_of_another_seat(letter: tuple[Case, AccessCode]) -> None:
    case, code = letter
    case = accepted(case)
    asked = services.ask(case_id=case.pk, text="？", actor=actor("chengban"), at=MONDAY, seat=1)
    with pytest.raises(NotYours):
        services.answer(code=code, question_id=asked.pk, text="是。", at=MONDAY)


def test_both_offices_are_rated_each_for_what_it_did(letter: tuple[Case, AccessCode]) -> None:
    case, code = letter
    decided(case)
    services.rate(code=code, target="registry", score=4, at=at("2026-03-21 09:00"))
    services.rate(code=code, target="handler", score=2, words="太慢", at=at("2026-03-21 09:00"))
    rated = {rating.target: rating.unit_id for rating in Rating.objects.all()}
    assert rated == {"registry": case.registry_unit_id, "handler": unit("住建局").pk}
    assert Entry.objects.filter(case=case, step="resident_rated").count() == 2


def test_a_second_rating_is_told_that_the_first_stands(letter: tuple[Case, AccessCode]) -> None:
    case, code = letter
    decided(case)
    services.rate(code=code, target="handler", score=2, at=at("2026-03-21 09:00"))
    with pytest.raises(AlreadyRated, match="已经评价过"):
        services.rate(code=code, target="handler", score=5, at=at("2026-03-22 09:00"))
    assert Rating.objects.get().score == 2
    assert Entry.objects.filter(case=case, step="resident_rated").count() == 1


def test_nothing_is_rated_before_something_was_decided(letter: tuple[Case, AccessCode]) -> None:
    _case, code = letter
    with pytest.raises(NotYetRated):
        services.rate(code=code, target="registry", score=5, at=MONDAY)


@pytest.mark.parametrize(("target", "score"), [("registry", 0), ("registry", 6), ("mayor", 3)])
def test_a_rating_is_one_of_five_for_one_of_two(
    letter: tuple[Case, AccessCode], target: str, score: int
) -> None:
    case, code = letter
    decided(case)
    with pytest.raises(Incomplete):
        services.rate(code=code, target=target, score=score, at=at("2026-03-21 09:00"))


def test_an_office_publishes_about_itself_alone_and_what_stood_before_is_kept() -> None:
    office = unit("信访局")
    services.publish(unit_id=office.pk, parts={"telephone": "0531-1"}, actor=actor("dengji"), at=MONDAY)
    services.publish(
        unit_id=office.pk, parts={"telephone": "0531-2"}, actor=actor("dengji"), at=at("2026-03-03 09:00")
    )
    now = publication_of(office.pk)
    assert now is not None
    assert now.telephone == "0531-2"
    with pytest.raises(NotYours):
        services.publish(unit_id=office.pk, parts={}, actor=actor("chengban"), at=MONDAY)
