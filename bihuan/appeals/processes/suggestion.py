"""Suggestions (建议意见, 信访工作条例 art. 29): studied, adopted whole, in part or not, answered, rewarded. Pure."""

from __future__ import annotations

from bihuan.appeals.processes.correcting import correction
from bihuan.appeals.processes.rights import FEEDBACK, recusal, send_feedback, upward
from bihuan.appeals.processes.words import OF_CHANNEL, REASON, RECEIVED_ON, REGISTERED, TO_UNIT
from bihuan.casework.spec import (
    Branch,
    Clock,
    DueFrom,
    Field,
    Holder,
    Kind,
    Obliges,
    Phase,
    Process,
    Role,
    Start,
    State,
    Step,
    Who,
)

ADOPTED = (("all", "采纳"), ("part", "部分采纳"), ("none", "不采纳"))
OFFICE = (Role.OFFICER, Role.UNIT_HEAD)

# fmt: off
STATES = (
    State("suggested", "建议待转办", Phase.OPEN, clocks=("triage",)),
    State(
        "studying", "研究论证中", Phase.OPEN,
        unclocked_because="第二十九条没有规定研究论证的期限；转办单位可以定下日期",
    ),
    State("adopting", "采纳落实中", Phase.OPEN, clocks=("adoption",)),
    State("suggestion_answered", "已回复", Phase.ENDED),
)
CLOCKS = (
    Clock("triage", "分流", "信访工作条例 第二十二条", amount=15, obliges=Obliges.REGISTRY),
    Clock("study", "研究论证", "信访工作条例 第二十九条第一款", due_from=DueFrom("study_by")),
    Clock("adoption", "落实采纳的建议", "信访工作条例 第二十九条第一款", due_from=DueFrom("carry_by"), warn=7),
    FEEDBACK,
)
STEPS = (
    Step(
        "receive_suggestion", "登记建议", "信访工作条例 第十七条、第二十九条",
        target="suggested", roles=(Role.INTAKE, Role.DISPATCHER, *OFFICE), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, *OF_CHANNEL),
        starts=(Start("triage", "received_on"), Start("feedback")), guards=("representatives",),
    ),
    Step(
        "pass_on", "转有权处理的单位研究", "信访工作条例 第二十二条、第二十九条第一款",
        sources=("suggested",), target="studying", roles=(Role.DISPATCHER, *OFFICE),
        gives=(TO_UNIT, Field("study_by", "要求回复日期", Kind.DATE, required=False)),
        starts=(Start("study"),), meets=("triage",), holder=Holder.GIVEN, main=True,
    ),
    Step(
        "pass_back", "不属于本单位，退回", "信访工作条例 第二十三条第三款",
        sources=("studying",), target="suggested", roles=OFFICE, gives=(REASON,), voids=("study",),
        starts=(Start("triage"),), holder=Holder.REGISTRY,
    ),
    Step(
        "conclude_study", "论证并回复", "信访工作条例 第二十九条第一款",
        sources=("studying",),
        target=Branch("adopted", (("all", "adopting"), ("part", "adopting"), ("none", "suggestion_answered"))),
        roles=OFFICE,
        gives=(
            Field("adopted", "是否采纳", Kind.CHOICE, choices=ADOPTED, keep=True),
            Field("study", "研究论证情况", Kind.TEXT, help="是否科学合理、是否现实可行，为什么"),
            Field("reply", "给建议人的回复", Kind.TEXT),
            Field("replied_on", "回复日期", Kind.DATE, not_future=True),
            Field("carry_by", "落实日期", Kind.DATE, required=False, keep=True, help="采纳、部分采纳的必填"),
        ),
        starts=(Start("adoption", into="adopting"),), meets=("study",), guards=("adoption_dated", "not_recused"), main=True,
    ),
    Step(
        "carry_out", "报告落实情况", "信访工作条例 第二十九条第一款",
        sources=("adopting",), target="suggestion_answered", roles=OFFICE,
        gives=(Field("record", "落实情况", Kind.TEXT), Field("told_on", "告知建议人日期", Kind.DATE, not_future=True)),
        meets=("adoption",), guards=("feedback_sent",), main=True,
    ),
    Step(
        "reward", "给予奖励", "信访工作条例 第二十九条第二款",
        sources=("adopting", "suggestion_answered"), roles=(Role.UNIT_HEAD, Role.DISPATCHER),
        gives=(Field("contribution", "有什么贡献", Kind.TEXT), Field("award", "怎样奖励", Kind.LINE),
               Field("awarded_on", "奖励日期", Kind.DATE, not_future=True)),
    ),
    correction(("suggested", "studying", "adopting")),
    *recusal(("studying", "adopting")),
    upward(("suggested", "studying", "adopting")),
    send_feedback(("suggested", "studying", "adopting", "suggestion_answered")),
)
# fmt: on

SUGGESTION = Process(
    name="appeals.suggestion",
    label="建议意见",
    prefix="JY",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》第二十九条",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
