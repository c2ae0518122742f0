"""A process table as a page for people: a Mermaid diagram and tables of states, steps and clocks. Pure text."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.casework.spec import Branch, Clock, Obliges, Phase, Process, Step, TimeUnit, Who, targets
from bihuan.organizations.roles import ROLE_TEXTS

Translate = Callable[[str], str]
UNITS = {TimeUnit.HOURS: "小时", TimeUnit.CALENDAR_DAYS: "日", TimeUnit.WORKING_DAYS: "工作日"}
WHO = {
    Who.HOLDER: "持件单位",
    Who.REGISTRY: "登记单位",
    Who.ANYWHERE: "任何单位",
    Who.SYSTEM: "系统",
    Who.RESIDENT: "信访人本人，或者代为记录的人",
}
BINDS = {
    Obliges.HOLDER: "持件单位",
    Obliges.REGISTRY: "登记单位",
    Obliges.RESIDENT: "信访人的权利",
    Obliges.OPTION: "可以选择，不作要求",
}
PHASES = {Phase.OPEN: "办理", Phase.WAITING: "等待信访人", Phase.ENDED: "结束"}


def page(process: Process, english: Translate) -> str:
    """The whole page in Markdown, Chinese with English beside it. `english` translates a Chinese label."""
    both = _Both(english)
    parts = [
        "<!-- Generated from the process table by `bihuan processes write`. Change the table, not this page. -->",
        f"# {both(process.label)}",
        f"`{process.name}`, {process.prefix}-年-序号. {process.source}",
        "## 流程 Diagram",
        "```mermaid\n" + diagram(process, english) + "\n```",
        "## 状态 States",
        _table(
            ("状态 State", "阶段 Phase", "期限 Clocks", "说明 Why"),
            [
                (
                    f"{both(state.label)} `{state.name}`",
                    PHASES[state.phase],
                    "、".join(process.clock(name).label for name in state.clocks) or "—",
                    state.unclocked_because or state.help,
                )
                for state in process.states
            ],
        ),
        "## 步骤 Steps",
        _table(
            (
                "步骤 Step",
                "从 From",
                "到 To",
                "谁 Who",
                "须提供 Given",
                "期限 Clocks",
                "文书 Document",
                "依据 Source",
            ),
            [_step_row(process, step, both) for step in process.steps],
        ),
        "## 期限 Clocks",
        _table(
            ("期限 Clock", "长度 Length", "末日逢休息日 Last day off", "约束 Binds", "依据 Source"),
            [_clock_row(clock, both) for clock in process.clocks],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def diagram(process: Process, english: Translate) -> str:
    """A Mermaid state diagram of every step that changes the state."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label} {english(state.label)}" as {state.name}' for state in process.states]
    for step in process.steps:
        for source in step.sources or ("[*]",):
            lines += [
                f"    {source} --> {target}: {step.label}"
                for target in dict.fromkeys(targets(step, source))
                if target != source
            ]
    lines += [f"    {state.name} --> [*]" for state in process.states if state.phase is Phase.ENDED]
    return "\n".join(lines)


class _Both:
    """Chinese and, where it differs, English."""

    def __init__(self, english: Translate) -> None:
        self._english = english

    def __call__(self, label: str) -> str:
        other = self._english(label)
        return label if other == label else f"{label} {other}"


def _step_row(process: Process, step: Step, both: _Both) -> tuple[str, ...]:
    label_of = {state.name: state.label for state in process.states}
    to = (
        "；".join(f"{value}→{label_of[state]}" for value, state in step.target.targets)
        if isinstance(step.target, Branch)
        else label_of.get(step.target, "不变")
    )
    roles = "、".join(ROLE_TEXTS[role].label for role in step.roles)
    clocks = [
        *(f"起 {process.clock(start.clock).label}" for start in step.starts),
        *(f"止 {process.clock(name).label}" for name in (*step.meets, *step.voids)),
        *(f"停 {process.clock(name).label}" for name in step.pauses),
        *(f"续 {process.clock(name).label}" for name in step.resumes),
        *(f"延 {process.clock(extend.clock).label}至多{extend.at_most}" for extend in step.extends),
    ]
    return (
        f"{both(step.label)} `{step.name}`",
        "、".join(label_of[name] for name in step.sources) or "（新件）",
        to,
        f"{WHO[step.who]}{f'：{roles}' if roles else ''}",
        "、".join(f"{field.label}{'' if field.required else '（可不填）'}" for field in step.gives) or "—",
        "；".join(clocks) or "—",
        step.document or "—",
        step.article,
    )


def _clock_row(clock: Clock, both: _Both) -> tuple[str, ...]:
    length = (
        "由填写的日期决定"
        if clock.due_from
        else f"{clock.amount}{UNITS[clock.unit]}{'（地方规定了才计算）' if clock.local else ''}"
    )
    return (
        f"{both(clock.label)} `{clock.name}`",
        length,
        "顺延" if clock.roll == "generous" else "不顺延",
        BINDS[clock.obliges],
        clock.article,
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
