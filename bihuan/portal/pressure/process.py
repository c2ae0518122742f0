"""Pressure and retaliation for having appealed, as a table: it goes to the unit above the one complained about. Pure."""

from __future__ import annotations

from bihuan.casework.spec import (
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

# Whoever sits in the unit above: at the top that may be a leader or a supervisor alone.
OFFICE = (
    Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER,
)  # fmt: skip
LAW = "信访工作条例 第四十六条"
FOUND = (("true", "属实"), ("partly", "部分属实"), ("not_so", "不属实"), ("unclear", "无法查证"))

# fmt: off
STATES = (
    State("pressed", "压力报复待受理", Phase.OPEN, clocks=("tell",)),
    State("looked_into", "压力报复核查中", Phase.OPEN, clocks=("conclude",)),
    State("pressure_ended", "压力报复已答复", Phase.ENDED),
)
CLOCKS = (
    Clock("tell", "告知是否核查", "信访工作条例 第二十三条第二款", amount=15),
    Clock("conclude", "核查并答复", "信访工作条例 第三十四条", amount=60),
)
STEPS = (
    Step(
        "report_pressure", "反映压力、报复", LAW, target="pressed", roles=OFFICE, who=Who.RESIDENT, holder=Holder.GIVEN,
        gives=(
            Field("to_unit", "上级单位", Kind.UNIT),
            Field("about_unit", "被反映的单位", Kind.UNIT, private=True, walls="accused"),
        ),
        starts=(Start("tell"),),
    ),
    Step(
        "look_into", "决定核查", LAW, sources=("pressed",), target="looked_into", roles=OFFICE,
        gives=(Field("stop_now", "立即要求停止", Kind.YES, required=False, help="先让压力停下来，再查清楚"),),
        meets=("tell",), starts=(Start("conclude"),), main=True,
    ),
    Step(
        "answer_pressure", "答复反映人", LAW, sources=("pressed", "looked_into"), target="pressure_ended", roles=OFFICE,
        gives=(
            Field("found", "查清的情况", Kind.CHOICE, choices=FOUND, keep=True),
            Field("done", "采取的措施", Kind.TEXT, help="责令改正、停止、处分建议；不属实的写明怎样查的"),
            Field("reply", "给反映人的答复", Kind.TEXT, help="本人凭编号和查询码可以看到"),
        ),
        meets=("tell", "conclude"), final=True, main=True,
    ),
)
# fmt: on

PRESSURE = Process(
    name="pressure.report",
    label="压力报复反映",
    prefix="YL",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》第四十六条",
)
