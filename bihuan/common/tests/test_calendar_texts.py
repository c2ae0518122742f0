"""Every word of the calendar can be said in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import bihuan.common
from bihuan.common.calendar import days, explanations, papers
from bihuan.common.calendar.working import load_shipped
from bihuan.common.calendar_texts import MSGIDS, problem_text, translated, why_text

NAMES = {
    name for paper in load_shipped().papers for ruling in paper.rulings for name in ruling.name.split("、")
}
SAID = {*days.TEXTS.values(), *days.WEEKDAYS, *papers.MESSAGES, *explanations.PRINCIPLES, *NAMES}


def english() -> dict[str, str]:
    folder = Path(bihuan.common.__file__).parent / "locale" / "en" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_the_marked_texts_are_those_the_calendar_can_say() -> None:
    assert set(MSGIDS) == SAID


def test_each_text_has_its_english_with_the_same_places() -> None:
    catalogue = english()
    for text in SAID | {"%(holiday)s放假", "、"}:
        assert catalogue.get(text), text
        assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", catalogue[text]))


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue without its compiled form, which tests do not depend on."""
    catalogue = english()
    monkeypatch.setattr("bihuan.common.calendar_texts.gettext", lambda text: catalogue.get(text, text))


@pytest.mark.usefixtures("in_english")
def test_a_holiday_of_two_names_is_translated_in_both() -> None:
    assert why_text("国庆节、中秋节放假") == "National Day and Mid-Autumn Festival holiday"
    assert why_text("抗战胜利纪念日放假") == "Victory Day holiday"
    assert why_text("新设节日放假") == "新设节日 holiday"
    assert why_text("调休上班") == "make-up working day"


@pytest.mark.usefixtures("in_english")
def test_an_explanation_is_translated_whole_and_its_values_stay() -> None:
    day = {"date": "2026-02-14", "counted": True, "code": "make_up"}
    said = {
        "due_on": "2026-02-26",
        "principles": [explanations.ENDS_AT_24],
        "days": [{**day, "weekday": "周六", "why": "调休上班"}],
    }
    assert translated(said) == {
        "due_on": "2026-02-26",
        "principles": ["The last day ends at 24:00 (Civil Code, art. 203)."],
        "days": [{**day, "weekday": "Sat", "why": "make-up working day"}],
    }


def test_a_problem_is_said_with_its_particulars() -> None:
    with translation.override("zh-hans"):
        assert problem_text(papers.CalendarFileError(papers.DUPLICATE, date="2027-01-01")).startswith(
            "日期 2027-01-01 重复"
        )
