"""Steps of the resident's: taken with number and code, or written down by a clerk, which the journal then says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from bihuan.casework import journal, registry
from bihuan.casework.models import Case
from bihuan.casework.permissions import may_add, may_open, may_take
from bihuan.casework.showing.journal import EntryView
from bihuan.casework.spec import Role, Step, Who
from bihuan.casework.tests.cast import actor, at, unit
from bihuan.organizations.actor import RESIDENT, SYSTEM
from tests.engine.test_registry import SMALL

ASK = Step("ask", "问", "第五条", sources=("new",), target="done", roles=(Role.INTAKE,), who=Who.RESIDENT)


def a_case() -> Case:
    return Case(
        number="TS-2026-000001", process="appeals.petition", state="registered", phase="open", subject="事",
        registry_unit=unit("信访局"), holder_unit=unit("住建局"), holder_since=at("2026-03-02 09:00"),
        received_on=at("2026-03-02 09:00").date(), registered_at=at("2026-03-02 09:00"),
        changed_at=at("2026-03-02 09:00"), head=journal.GENESIS,
    )  # fmt: skip


def test_a_step_of_the_residents_is_taken_by_the_resident() -> None:
    assert may_take(ASK, a_case(), RESIDENT)


def test_a_clerk_of_the_registering_unit_may_write_down_what_the_resident_said() -> None:
    assert may_take(ASK, a_case(), actor("dengji"))


def test_no_other_unit_and_no_other_role_speaks_for_the_resident() -> None:
    case = a_case()
    case.registry_unit = unit("教育局")
    assert not may_take(ASK, case, actor("dengji"))
    assert not may_take(ASK, a_case(), actor("chengban"))
    assert not may_take(ASK, a_case(), SYSTEM)


@pytest.mark.parametrize("who", [Who.HOLDER, Who.REGISTRY, Who.ANYWHERE, Who.SYSTEM])
def test_the_resident_takes_no_step_of_an_office(who: Who) -> None:
    assert not may_take(replace(ASK, who=who), a_case(), RESIDENT)


def test_the_resident_opens_only_what_is_theirs_to_open() -> None:
    assert may_open(replace(ASK, sources=()), RESIDENT)
    assert not may_open(replace(ASK, sources=(), who=Who.ANYWHERE), RESIDENT)
    assert not may_open(ASK, RESIDENT)


def test_the_resident_may_add_a_file() -> None:
    assert may_add(a_case(), RESIDENT)


def written(who: object, line: str = "") -> EntryView:
    entry = journal.build(
        case=a_case(), actor=who, at=at("2026-03-03 09:00"), recorded_at=at("2026-03-03 09:00"), kind="step",  # type: ignore[arg-type]
        step="ask", from_state="new", data={}, line=line,
    )  # fmt: skip
    return EntryView(entry=entry, label="问", step=True, from_label="", to_label="", given_to="", given=())


def test_the_journal_says_that_the_resident_did_it() -> None:
    view = written(RESIDENT, journal.for_resident(RESIDENT))
    assert view.actor == "信访人本人（凭编号和查询码）"
    assert not view.system
    with translation.override("en"):
        assert view.actor == "The petitioner (by number and code)"


def test_the_journal_says_who_wrote_it_down() -> None:
    clerk = actor("dengji")
    view = written(clerk, journal.for_resident(clerk))
    assert view.actor == f"信访人（由{journal.actor_line(clerk)}代为记录）"
    assert view.entry.account_id == clerk.account_id
    with translation.override("en"):
        assert view.actor == f"The petitioner (written down by {journal.actor_line(clerk)})"


def test_an_open_state_that_only_the_resident_can_leave_is_refused() -> None:
    """Somebody in office holds an open case and must be able to act; else it is waiting."""
    process = replace(SMALL, steps=(SMALL.steps[0], replace(SMALL.steps[1], who=Who.RESIDENT)))
    assert any("new is open, yet no person may take a step" in line for line in registry.problems(process))
