"""Every step and every running state of every track is told to a resident in plain words, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bihuan.appeals.processes import ALL
from bihuan.appeals.rules import spoken
from bihuan.casework.spec import Phase, Process, Who
from bihuan.portal.wording import DO, NEXT, TOLD

every = pytest.mark.parametrize("process", ALL, ids=lambda process: process.name)


@every
def test_no_step_is_told_by_the_words_of_the_office(process: Process) -> None:
    assert [step.name for step in process.steps if step.name not in TOLD] == []


@every
def test_what_comes_next_is_said_in_every_state_that_has_not_ended(process: Process) -> None:
    running = [state.name for state in process.states if state.phase is not Phase.ENDED]
    assert [name for name in running if name not in NEXT] == []


@every
def test_what_a_resident_may_do_says_i(process: Process) -> None:
    theirs = [step.name for step in process.steps if step.who is Who.RESIDENT and step.sources]
    assert [name for name in theirs if name not in DO] == []


@pytest.mark.parametrize("words", [TOLD, DO, NEXT], ids=["told", "do", "next"])
def test_all_of_it_can_be_read_in_english(words: dict[str, object]) -> None:
    with override("en"):
        left = [name for name, text in words.items() if not str(text).isascii() and "’" not in str(text)]
    assert left == []


def test_what_comes_next_names_limits_that_there_are() -> None:
    said = dict.fromkeys(spoken.NAMED, "5个工作日")
    for text in NEXT.values():
        assert "%(" not in str(text) % said
