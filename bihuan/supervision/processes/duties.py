"""A leader in charge of a hard case (包案), a promise given (承诺), and what a joint meeting decided (议定事项). Pure.

Success is a matter settled and confirmed by the people concerned, never that they were asked to stop (DESIGN section 2).
"""

from __future__ import annotations

from bihuan.casework.spec import Clock, Field, Holder, Kind, Process, Role, Start, Step, TimeUnit, Who
from bihuan.supervision.processes.parts import (
    CHECKED,
    IN_CHARGE,
    JOINT,
    NOT_THE_ACCUSED,
    NOT_THE_DOER,
    OFFICE,
    OWN_TIME,
    REASON,
    SUPERVISORS,
    TO_UNIT,
    URGERS,
    accept,
    answer,
    dated,
    ended,
    guards_of,
    judging,
    not_enough,
    owed,
    postpone,
    withdraw,
)

CONFIRMERS = (Role.DISPATCHER, Role.INTAKE, Role.SUPERVISOR)
DUE_BY = Field("due_by", "完成日期", Kind.DATE, keep=True)
HOW = (("met", "当面"), ("visited", "上门"), ("phoned", "电话"), ("video", "视频"))
OCCASIONS = (("reception", "领导接访"), ("letter", "阅批来信"), ("visit", "下访"), ("other", "其他"))
RESULT = Field("result", "办成了什么", Kind.TEXT)
SAID = Field(
    "said", "当事人怎么说", Kind.TEXT, private=True, help="由信访部门向当事人本人核对，不是由包案的一方"
)

# fmt: off
_CHARGE = (
    Step("take_charge", "领导包案", IN_CHARGE, target="planning", roles=(*URGERS, Role.UNIT_HEAD), who=Who.ANYWHERE,
         gives=(Field("to_unit", "包案领导所在单位", Kind.UNIT), Field("leader", "包案领导", Kind.LINE, keep=True),
                Field("matter", "要解决什么", Kind.TEXT), DUE_BY),
         starts=(Start("planning"), Start("finishing")), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,)),
    Step("make_plan", "写出方案", IN_CHARGE, sources=("planning",), target="in_charge", roles=(*OFFICE, Role.LEADER),
         gives=(Field("plan", "方案", Kind.TEXT),), meets=("planning",), main=True),
    Step("contact", "记录本人接触", IN_CHARGE, sources=("planning", "in_charge"), roles=(*OFFICE, Role.LEADER),
         who=Who.ANYWHERE,
         gives=(Field("met_on", "日期", Kind.DATE, not_future=True), Field("how", "方式", Kind.CHOICE, choices=HOW),
                Field("heard", "听到什么", Kind.TEXT, private=True), Field("answered", "当场答复", Kind.TEXT, private=True)),
         guards=("by_the_leader",), help="只有包案领导本人可以记录本人的接触"),
    Step("pass_down", "交给下面办", IN_CHARGE, sources=("planning", "in_charge"), roles=(*OFFICE, Role.LEADER),
         gives=(TO_UNIT, REASON), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,), help="责任不随之转移，页面上看得到"),
    Step("postpone", "改变期限", IN_CHARGE, sources=("planning", "in_charge"), roles=(*URGERS, Role.UNIT_HEAD),
         who=Who.ANYWHERE, gives=(DUE_BY, REASON), voids=("finishing",), starts=(Start("finishing"),)),
    Step("report_result", "报结果，请当事人确认", IN_CHARGE, sources=("in_charge",), target="confirming",
         roles=(*OFFICE, Role.LEADER), gives=(RESULT,), meets=("finishing",), starts=(Start("asking"),),
         holder=Holder.REGISTRY, main=True),
    Step("confirm", "当事人确认已经解决", IN_CHARGE, sources=("confirming",), target="done", roles=CONFIRMERS,
         gives=(SAID, CHECKED), meets=("asking",), guards=(NOT_THE_DOER,), final=True, main=True),
    Step("not_solved", "当事人说没有解决", IN_CHARGE, sources=("confirming",), target="in_charge", roles=CONFIRMERS,
         gives=(Field("to_unit", "退回哪个单位", Kind.UNIT), SAID, DUE_BY), meets=("asking",), starts=(Start("finishing"),),
         holder=Holder.GIVEN, guards=(NOT_THE_DOER,)),
    Step("close_unconfirmed", "未经确认而结束", IN_CHARGE, sources=("confirming",), target="unconfirmed", roles=SUPERVISORS,
         gives=(REASON,), meets=("asking",), final=True, help="不算解决；页面和统计都照实显示"),
)
CHARGE = Process(
    "supervision.charge", "领导包案", "LBA",
    states=(owed("planning", "待写方案", "planning"), owed("in_charge", "包案中", "finishing"),
            owed("confirming", "待当事人确认", "asking"), ended("done", "当事人已确认"), ended("unconfirmed", "未经确认而结束")),
    steps=_CHARGE,
    clocks=(Clock("planning", "写出包案方案", OWN_TIME, amount=10, unit=TimeUnit.WORKING_DAYS),
            dated("finishing", "包案事项解决", IN_CHARGE, "due_by", warn=10), judging("asking", "请当事人确认")),
    source=IN_CHARGE, guards=guards_of(_CHARGE),
)

_PROMISE = (
    Step("promise", "登记承诺", IN_CHARGE, target="promised", roles=(*URGERS, Role.INTAKE, Role.UNIT_HEAD), who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("by", "谁答应的", Kind.LINE, keep=True, help="写姓名和岗位"),
                Field("occasion", "场合", Kind.CHOICE, keep=True, choices=OCCASIONS), Field("promised", "答应了什么", Kind.TEXT),
                DUE_BY), starts=(Start("keeping"),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,)),
    Step("pass_down", "交给下面办", IN_CHARGE, sources=("promised",), roles=(*OFFICE, Role.LEADER), gives=(TO_UNIT, REASON),
         holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,)),
    Step("kept", "报已兑现", IN_CHARGE, sources=("promised",), target="checking", roles=(*OFFICE, Role.LEADER),
         gives=(RESULT, Field("evidence", "凭证附件", Kind.FILES, required=False)), meets=("keeping",),
         starts=(Start("judging"),), holder=Holder.REGISTRY, main=True),
    Step("confirm", "核实，已兑现", IN_CHARGE, sources=("checking",), target="done", roles=CONFIRMERS, gives=(CHECKED,),
         meets=("judging",), guards=(NOT_THE_DOER,), final=True, main=True),
    not_enough("checking", "promised", DUE_BY, voids="judging", starts="keeping", article=IN_CHARGE),
    postpone("promised", "keeping", DUE_BY, IN_CHARGE),
    Step("break", "不能兑现，说明", IN_CHARGE, sources=("promised",), target="broken", roles=(*URGERS, Role.UNIT_HEAD),
         who=Who.ANYWHERE, gives=(REASON,), voids=("keeping",), final=True),
)
PROMISE = Process(
    "supervision.promise", "领导承诺", "LCN",
    states=(owed("promised", "待兑现", "keeping"), owed("checking", "报兑现待核实", "judging"), ended("done", "已兑现"),
            ended("broken", "没有兑现")),
    steps=_PROMISE, clocks=(dated("keeping", "兑现承诺", IN_CHARGE, "due_by", warn=7), judging()),
    source=IN_CHARGE, guards=guards_of(_PROMISE),
)

_DECISION = (
    Step("decide", "议定", JOINT, target="carrying", roles=URGERS, who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("decided", "议定什么", Kind.TEXT), DUE_BY), starts=(Start("carrying_out"),),
         holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,)),
    Step("progress", "报进展", JOINT, sources=("carrying",), roles=OFFICE, gives=(Field("progress", "进展", Kind.TEXT),)),
    answer("carried", "报落实", f"{JOINT}；第十二条第二款", "carrying", "reported", RESULT, meets="carrying_out",
           starts="judging"),
    accept("close", "核实，已落实", JOINT, "reported", "done", meets="judging"),
    not_enough("reported", "carrying", DUE_BY, voids="judging", starts="carrying_out", article=JOINT),
    postpone("carrying", "carrying_out", DUE_BY, JOINT),
    withdraw("carrying", "carrying_out", JOINT),
)
DECISION = Process(
    "supervision.decision", "联席会议议定事项", "DHY",
    states=(owed("carrying", "落实中", "carrying_out"), owed("reported", "报落实待核实", "judging"), ended("done", "已落实"),
            ended("withdrawn", "已撤回")),
    steps=_DECISION, clocks=(dated("carrying_out", "落实议定事项", JOINT, "due_by", warn=7), judging()),
    source=JOINT, guards=guards_of(_DECISION),
)
# fmt: on
