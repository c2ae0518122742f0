"""Disputes found in rounds of screening by place, and mediated (矛盾纠纷排查化解, 信访工作条例 art. 33, 37¶1). Pure."""

from __future__ import annotations

from bihuan.appeals.processes.rights import recusal, upward
from bihuan.appeals.processes.words import REASON
from bihuan.casework.spec import (
    Clock,
    DueFrom,
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

MATTERS = (
    ("neighbours", "邻里、相邻关系"), ("family", "婚姻家庭"), ("land", "土地、宅基地"), ("wages", "劳动报酬"),
    ("property", "物业"), ("demolition", "征收拆迁"), ("medical", "医疗"), ("consumer", "消费"), ("other", "其他"),
)  # fmt: skip
RISKS = (("low", "一般"), ("middle", "可能激化"), ("high", "可能引发极端事件"))
OFFICE = (Role.OFFICER, Role.UNIT_HEAD, Role.INTAKE)
SETTLE_BY = Field("settle_by", "化解期限", Kind.DATE, keep=True, help="由本轮排查定下的日期")
PERFORM_BY = Field("perform_by", "履行期限", Kind.DATE, keep=True)

# fmt: off
STATES = (
    State(
        "found", "已排查待明确责任", Phase.OPEN,
        unclocked_because="条例没有规定明确责任单位的期限；一轮排查结束以前应当全部明确",
    ),
    State("owned", "已明确责任单位", Phase.OPEN, clocks=("settle",)),
    State("mediating", "调解中", Phase.OPEN, clocks=("settle",)),
    State("agreed", "已达成协议履行中", Phase.OPEN, clocks=("performance",)),
    State("kept", "协议已履行", Phase.ENDED),
    State("led_away", "引导法定途径", Phase.ENDED),
)
CLOCKS = (
    Clock("settle", "化解", "信访工作条例 第三十七条第一款", due_from=DueFrom("settle_by"), warn=7),
    Clock("performance", "协议履行", "信访工作条例 第三十三条", due_from=DueFrom("perform_by"), warn=7),
)
STEPS = (
    Step(
        "log_dispute", "登记排查出的纠纷", "信访工作条例 第三十七条第一款",
        target="found", roles=(*OFFICE, Role.DISPATCHER), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(
            Field("found_on", "排查日期", Kind.DATE, not_future=True),
            Field("matter", "纠纷类型", Kind.CHOICE, choices=MATTERS, keep=True),
            Field("risk", "风险", Kind.CHOICE, choices=RISKS, keep=True),
        ),
    ),
    Step(
        "name_owner", "明确责任单位", "信访工作条例 第三十七条第一款",
        sources=("found", "owned", "mediating"), target="owned", roles=(*OFFICE, Role.DISPATCHER),
        gives=(Field("to_unit", "责任单位", Kind.UNIT), Field("owner", "责任人", Kind.LINE, help="职务和姓名"), SETTLE_BY),
        starts=(Start("settle"),), holder=Holder.GIVEN, guards=("settled_ahead",), main=True,
    ),
    Step(
        "begin_mediation", "开始调解", "信访工作条例 第三十三条、第三十七条第一款",
        sources=("owned",), target="mediating", roles=OFFICE,
        gives=(Field("mediator", "调解人", Kind.LINE, help="人民调解委员会、行政机关、司法调解等"),), main=True,
    ),
    Step(
        "reach_agreement", "达成协议", "信访工作条例 第三十三条",
        sources=("mediating",), target="agreed", roles=OFFICE,
        gives=(
            Field("other_party", "双方当事人", Kind.LINE, private=True),
            Field("dispute", "争议事项", Kind.TEXT),
            Field("agreement", "协议内容", Kind.TEXT),
            Field("mediator", "调解人", Kind.LINE),
            Field("signed_on", "双方签署日期", Kind.DATE, not_future=True),
            PERFORM_BY,
        ),
        starts=(Start("performance"),), meets=("settle",), guards=("performance_dated", "not_recused"),
        document="mediation", main=True,
    ),
    Step(
        "lead_away", "调解不成，引导法定途径", "信访工作条例 第三十一条、第三十七条第一款",
        sources=("owned", "mediating", "agreed"), target="led_away", roles=OFFICE,
        gives=(Field("led_to", "引导到哪里", Kind.LINE, help="仲裁、诉讼、信访等"), REASON), meets=("settle",), final=True,
    ),
    Step(
        "agreement_kept", "核实已履行", "信访工作条例 第三十三条、第三十七条第一款",
        sources=("agreed",), target="kept", roles=OFFICE,
        gives=(Field("kept_on", "履行日期", Kind.DATE, not_future=True), Field("heard", "双方怎样说", Kind.TEXT)),
        meets=("performance",), main=True,
    ),
    Step(
        "agreement_broken", "没有履行，继续调解", "信访工作条例 第三十三条、第三十七条第一款",
        sources=("agreed",), target="mediating", roles=OFFICE,
        gives=(Field("heard", "为什么没有履行", Kind.TEXT), SETTLE_BY), starts=(Start("settle"),), voids=("performance",),
        guards=("settled_ahead",),
    ),
    *recusal(("owned", "mediating", "agreed")),
    upward(("found", "owned", "mediating", "agreed")),
)
# fmt: on

DISPUTE = Process(
    name="appeals.dispute",
    label="矛盾纠纷",
    prefix="JF",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》第三十三条、第三十七条",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
