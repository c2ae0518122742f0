"""Start-up refuses a process table that contradicts itself. Pure: no database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.appeals.processes.petition import PETITION
from bihuan.casework import registry
from bihuan.casework.spec import (
    Branch,
    Clock,
    Field,
    Holder,
    Kind,
    Phase,
    Process,
    Role,
    Start,
    State,
    Step,
    Who,
)

SMALL = Process(
    name="test.small",
    label="小流程",
    prefix="TS",
    source="测试",
    states=(State("new", "新", Phase.OPEN, clocks=("reply",)), State("done", "完", Phase.ENDED)),
    steps=(
        Step(
            "open",
            "开",
            "第一条",
            target="new",
            roles=(Role.INTAKE,),
            who=Who.ANYWHERE,
            starts=(Start("reply"),),
        ),
        Step(
            "close", "关", "第二条", sources=("new",), target="done", roles=(Role.OFFICER,), meets=("reply",)
        ),
    ),
    clocks=(Clock("reply", "答复", "第三条", amount=5),),
)


def with_state(state: State) -> Process:
    return replace(SMALL, states=(*SMALL.states, state))


def with_step(step: Step) -> Process:
    return replace(SMALL, steps=(*SMALL.steps, step))


def test_a_whole_table_has_no_problems() -> None:
    assert registry.problems(SMALL) == []


def test_the_petition_has_no_problems() -> None:
    assert registry.problems(PETITION) == []


@pytest.mark.parametrize(
    ("process", "problem"),
    [
        (with_state(State("lost", "失", Phase.OPEN, clocks=("reply",))), "state lost cannot be reached"),
        (with_state(State("lost", "失", Phase.OPEN, clocks=("reply",))), "state lost is a dead end"),
        (
            replace(SMALL, states=(State("new", "新", Phase.OPEN), SMALL.states[1])),
            "state new is open with no clock and no reason why there is none",
        ),
        (
            replace(SMALL, states=(SMALL.states[0], State("done", "完", Phase.ENDED, clocks=("reply",)))),
            "state done has ended, yet a clock runs in it",
        ),
        (with_step(Step("odd", "怪", "第四条", sources=("new",), target="done", roles=("wizard",))), "unknown role wizard"),  # type: ignore[arg-type]
        (with_step(Step("odd", "怪", "第四条", sources=("new",), target="done")), "can be taken by nobody"),
        (
            with_step(Step("odd", "怪", "第四条", sources=("nowhere",), target="done", roles=(Role.OFFICER,))),
            "unknown state nowhere",
        ),
        (with_step(Step("odd", "怪", "", sources=("new",), target="done", roles=(Role.OFFICER,))), "nothing of its legal ground"),
        (
            with_step(Step("odd", "怪", "第四条", sources=("new",), target="done", roles=(Role.OFFICER,), meets=("other",))),
            "unknown clock other",
        ),
        (
            with_step(Step("odd", "怪", "第四条", sources=("new",), roles=(Role.OFFICER,), holder=Holder.GIVEN)),
            "gives the case to the unit in to_unit, which it does not ask for",
        ),
        (
            with_step(
                Step("odd", "怪", "第四条", sources=("new",), roles=(Role.OFFICER,), target=Branch("result", (("a", "done"),)))
            ),
            "branches on result, which nothing gives",
        ),
        (
            with_step(
                Step("odd", "怪", "第四条", sources=("new",), target="done", roles=(Role.OFFICER,), guards=("nobody_knows",))
            ),
            "guard nobody_knows, which the process does not declare",
        ),
        (replace(SMALL, clocks=(*SMALL.clocks, Clock("idle", "闲", "第五条", amount=1))), "clock idle is started by no step"),
        (replace(SMALL, clocks=(Clock("reply", "答复", "", amount=5),)), "clock reply names no article"),
        (replace(SMALL, clocks=(Clock("reply", "答复", "第三条", amount=0),)), "clock reply has no amount"),
        (replace(SMALL, steps=SMALL.steps[1:]), "no step opens a case"),
        (replace(SMALL, states=(*SMALL.states, SMALL.states[0])), "two states are called new"),
        (
            replace(SMALL, clocks=(replace(SMALL.clocks[0], on_due="close"),)),
            "which is no step of the system",
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_named(process: Process, problem: str) -> None:
    assert any(problem in line for line in registry.problems(process)), registry.problems(process)


def test_two_states_that_lead_only_to_each_other_never_end() -> None:
    loop = replace(
        SMALL,
        states=(*SMALL.states, State("a", "甲", Phase.OPEN, clocks=("reply",)), State("b", "乙", Phase.OPEN, clocks=("reply",))),
        steps=(
            *SMALL.steps,
            Step("in", "入", "第四条", sources=("new",), target="a", roles=(Role.OFFICER,)),
            Step("ab", "去", "第四条", sources=("a",), target="b", roles=(Role.OFFICER,)),
            Step("ba", "回", "第四条", sources=("b",), target="a", roles=(Role.OFFICER,)),
        ),
    )  # fmt: skip
    assert {"state a never comes to an end", "state b never comes to an end"} <= set(registry.problems(loop))


def test_an_open_state_from_which_only_the_system_moves_leaves_its_holder_with_nothing_to_do() -> None:
    idle = replace(
        SMALL,
        steps=(
            SMALL.steps[0],
            Step("close", "关", "第二条", sources=("new",), target="done", who=Who.SYSTEM),
        ),
    )
    assert any("its holder could do nothing" in line for line in registry.problems(idle))


def test_registering_a_broken_table_raises_with_every_problem() -> None:
    broken = replace(
        with_step(Step("odd", "怪", "", sources=("nowhere",), target="done")), name="test.broken", prefix="TB"
    )
    with pytest.raises(registry.ProcessError) as refused:
        registry.register(broken)
    assert len(refused.value.problems) == 3


def test_a_second_process_of_the_same_name_is_refused() -> None:
    registry.register(PETITION)
    with pytest.raises(registry.ProcessError, match="another process is already called"):
        registry.register(replace(PETITION, label="冒名"))


def test_a_field_that_the_start_counts_from_must_be_asked_for() -> None:
    wrong = replace(
        SMALL, steps=(replace(SMALL.steps[0], starts=(Start("reply", "received_on"),)), SMALL.steps[1])
    )
    assert any("which it does not ask for" in line for line in registry.problems(wrong))
    right = replace(
        wrong,
        steps=(replace(wrong.steps[0], gives=(Field("received_on", "收到", Kind.DATE),)), wrong.steps[1]),
    )
    assert registry.problems(right) == []
