"""A measure of an official document as a case: who owes it, by when, and who confirms that it was done. Pure.

No statute sets these time limits: the document does, in words that the case keeps. The doer never confirms.
"""

from __future__ import annotations

from bihuan.casework.spec import (
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

GIVERS = (Role.SUPERVISOR, Role.LEADER)
OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
SOURCE = "文件自己的规定"
DUE_BY = Field("due_by", "完成日期", Kind.DATE, required=False, keep=True, help="文件没有写明的可以不填")
REASON = Field("reason", "理由", Kind.TEXT)

# A table: one row, one fact, read side by side.
# fmt: off
STATES = (
    State(
        "carrying", "承办中", Phase.OPEN,
        unclocked_because="期限由文件写明，登记在任务上；文件没有写明的，由督查单位定下日期",
    ),
    State("reported", "报完成待核实", Phase.OPEN, clocks=("confirming",)),
    State("done", "已完成", Phase.ENDED, help="由交办单位核实，不是承办单位自己"),
    State("withdrawn", "已撤回", Phase.ENDED),
)
CLOCKS = (
    Clock("due", "完成任务", "文件写明的期限", due_from=DueFrom("due_by"), warn=10),
    Clock("confirming", "核实完成情况", "督查单位自定的期限", amount=15, obliges=Obliges.REGISTRY, warn=5),
)
STEPS = (
    Step(
        "order", "交办任务", SOURCE, target="carrying", roles=GIVERS, who=Who.ANYWHERE,
        gives=(
            Field("to_unit", "牵头单位", Kind.UNIT),
            Field("co_units", "配合单位", Kind.LINE, required=False, keep=True),
            DUE_BY,
            Field("due_words", "文件的原话（期限）", Kind.LINE, required=False, keep=True),
            Field("success", "完成的标志", Kind.TEXT, required=False, keep=True),
            Field("budget_line", "预算科目", Kind.LINE, required=False, keep=True),
        ),
        starts=(Start("due"),), holder=Holder.GIVEN, guards=("no_control_of_persons",),
    ),
    Step(
        "progress", "报进展", SOURCE, sources=("carrying",), roles=OFFICE,
        gives=(
            Field("progress", "进展", Kind.TEXT),
            Field("percent", "完成百分比", Kind.NUMBER, required=False, keep=True),
        ),
    ),
    Step(
        "report_done", "报完成", SOURCE, sources=("carrying",), target="reported", roles=OFFICE,
        gives=(
            Field("result", "完成情况", Kind.TEXT),
            Field("evidence", "凭证附件", Kind.FILES, required=False, help="先在“附件”里上传"),
        ),
        meets=("due",), starts=(Start("confirming"),), holder=Holder.REGISTRY, main=True,
    ),
    Step(
        "confirm", "核实，任务完成", SOURCE, sources=("reported",), target="done", roles=GIVERS,
        gives=(Field("checked", "怎样核实的", Kind.TEXT),), meets=("confirming",), final=True, main=True,
        guards=("not_the_doer",),
    ),
    Step(
        "send_back", "没有完成，退回", SOURCE, sources=("reported",), target="carrying", roles=GIVERS,
        gives=(Field("to_unit", "承办单位", Kind.UNIT), DUE_BY, REASON),
        voids=("confirming",), starts=(Start("due"),), holder=Holder.GIVEN,
    ),
    Step(
        "set_date", "定下或改变期限", SOURCE, sources=("carrying",), roles=GIVERS, who=Who.REGISTRY,
        gives=(Field("due_by", "完成日期", Kind.DATE, keep=True), REASON), voids=("due",), starts=(Start("due"),),
    ),
    Step(
        "withdraw", "撤回任务", SOURCE, sources=("carrying",), target="withdrawn", roles=GIVERS, who=Who.REGISTRY,
        gives=(REASON,), voids=("due",), final=True,
    ),
)
# fmt: on

MEASURE = Process(
    name="directives.measure",
    label="文件任务",
    prefix="RW",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source=SOURCE,
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
