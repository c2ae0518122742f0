"""Reports of wrongdoing (检举控告, 信访工作条例 art. 22¶2, 30). Pure.

The accused unit can never hold the case, take a step on it or be asked to help: `bars` makes the engine refuse it,
whoever tries. How and when the discipline organs act is theirs (art. 23¶4); no limit of the 条例 binds them.
"""

from __future__ import annotations

from bihuan.appeals.processes.correcting import correction
from bihuan.appeals.processes.rights import FEEDBACK, recusal, send_feedback, upward
from bihuan.appeals.processes.words import OF_CHANNEL, REASON, RECEIVED_ON, REGISTERED
from bihuan.casework.spec import (
    Clock,
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

OUTCOMES = (
    ("founded", "反映属实"), ("partly", "部分属实"), ("unfounded", "不属实，已澄清"), ("undetermined", "无法查证"),
)  # fmt: skip
NO_LIMIT = "纪检监察机关处理检举控告按照有关规定执行（第二十三条第四款）"
TO_UNIT = Field(
    "to_unit", "有权处理的机关", Kind.UNIT, help="纪检监察机关或者有权处理的机关，不能是被检举的单位"
)
OFFICE = (Role.OFFICER, Role.UNIT_HEAD)

# fmt: off
STATES = (
    State("reported", "检举控告待转送", Phase.OPEN, clocks=("triage",)),
    State("with_authority", "已转有权机关", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("verifying", "核查中", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("verified", "已有结果待反馈", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("report_closed", "检举控告办结", Phase.ENDED),
)
CLOCKS = (Clock("triage", "分流", "信访工作条例 第二十二条", amount=15, obliges=Obliges.REGISTRY), FEEDBACK)
OPEN = ("reported", "with_authority", "verifying", "verified")
STEPS = (
    Step(
        "receive_report", "登记检举控告", "信访工作条例 第十七条、第三十条",
        target="reported", roles=(Role.INTAKE, Role.DISPATCHER, *OFFICE), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(
            REGISTERED, RECEIVED_ON,
            Field("accused_unit", "被检举、控告的单位", Kind.UNIT, required=False, keep=True, private=True, walls="accused",
                  help="这个单位从此看不到、办不了本件"),
            Field("accused_post", "被检举、控告人的职务", Kind.LINE, required=False, private=True),
            *OF_CHANNEL,
        ),
        starts=(Start("triage", "received_on"), Start("feedback")), guards=("not_to_the_accused", "representatives"),
    ),
    Step(
        "transfer_report", "转送有权机关", "信访工作条例 第二十二条第二款、第三十条第一款",
        sources=("reported",), target="with_authority", roles=(Role.DISPATCHER, *OFFICE), gives=(TO_UNIT,),
        meets=("triage",), holder=Holder.GIVEN, guards=("not_to_the_accused",), main=True,
        help="按照管理权限转送；材料和情况不得透露给被检举的人员和单位",
    ),
    Step(
        "take_report", "本机关直接核查", "信访工作条例 第三十条第一款",
        sources=("reported",), target="verifying", roles=OFFICE, meets=("triage",), guards=("not_to_the_accused", "not_recused"),
    ),
    Step(
        "name_the_accused", "补登被检举单位", "信访工作条例 第三十条第三款",
        sources=("reported", "with_authority", "verifying"), roles=(Role.DISPATCHER, *OFFICE),
        gives=(Field("accused_unit", "被检举、控告的单位", Kind.UNIT, keep=True, private=True, walls="accused"), REASON),
        guards=("not_to_the_accused",),
    ),
    Step(
        "accept_report", "接收核查", "信访工作条例 第三十条第一款",
        sources=("with_authority",), target="verifying", roles=OFFICE, guards=("not_to_the_accused", "not_recused"), main=True,
    ),
    Step(
        "return_report", "不属于管理权限，退回", "信访工作条例 第二十三条第三款",
        sources=("with_authority",), target="reported", roles=OFFICE, gives=(REASON,), starts=(Start("triage"),),
        holder=Holder.REGISTRY,
    ),
    Step(
        "tell_personnel", "向组织人事部门通报", "信访工作条例 第三十条第二款",
        sources=("reported", "with_authority", "verifying", "verified"), roles=(Role.DISPATCHER,), who=Who.REGISTRY,
        gives=(Field("told_to", "通报对象", Kind.LINE), Field("told_on", "通报日期", Kind.DATE, not_future=True)),
    ),
    Step(
        "conclude_report", "核查结论", "信访工作条例 第三十条第一款",
        sources=("verifying",), target="verified", roles=OFFICE,
        gives=(Field("outcome", "结论", Kind.CHOICE, choices=OUTCOMES, keep=True),
               Field("summary", "核查情况", Kind.TEXT, private=True)),
        guards=("not_recused",), main=True, final=True,
    ),
    Step(
        "feed_back", "向检举人反馈，办结", "信访工作条例 第三十条第一款",
        sources=("verified",), target="report_closed", roles=OFFICE,
        gives=(Field("fed_back", "怎样反馈", Kind.TEXT, help="实名的当面或者书面反馈；匿名、无法联系的写明情况"),
               Field("fed_back_on", "反馈日期", Kind.DATE, not_future=True)),
        guards=("feedback_sent",), main=True,
    ),
    correction(OPEN),
    *recusal(OPEN),
    upward(OPEN, who=Who.HOLDER),  # who has nothing to do with a report does not learn of it
    send_feedback((*OPEN, "report_closed")),
)
# fmt: on

REPORT = Process(
    name="appeals.report",
    label="检举控告",
    prefix="JB",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》第三十条",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
    bars=("accused_unit",),
)
