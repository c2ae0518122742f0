"""A campaign (专项整治) as a table. Pure. The law sets no days for it: its own period is its clock."""

from __future__ import annotations

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

OFFICE = (Role.INSPECTOR, Role.UNIT_HEAD)
HEADS = (Role.UNIT_HEAD, Role.LEADER)
LAW = "安全生产法"
REASON = Field("reason", "理由", Kind.TEXT)
LEFT = "还有企业停产停业或者停止供电、供应的必填"
ENDS = Field("ends_on", "结束日期", Kind.DATE, keep=True)

# fmt: off
CAMPAIGN = Process(
    name="safety.campaign", label="专项整治", prefix="ZZ", source=f"{LAW} 第九条、第六十二条",
    states=(
        State("drafted", "整治方案待启动", Phase.OPEN, clocks=("campaign",)),
        State("under_way", "专项整治进行中", Phase.OPEN, clocks=("campaign",), help="每周通报进度；表格由记录自动填写"),
        State("closed", "专项整治结束", Phase.ENDED),
        State("cancelled", "专项整治取消", Phase.ENDED),
    ),
    clocks=(
        Clock("campaign", "完成专项整治", f"{LAW} 第六十二条（方案规定的期间）", due_from=DueFrom("ends_on"), warn=7),
        Clock("weekly", "通报本周进度", "整治方案（每七日一次，可由地方规定）", amount=7, warn=1),
    ),
    steps=(
        Step("draft", "拟定整治方案", f"{LAW} 第九条、第六十二条", target="drafted", roles=OFFICE, who=Who.ANYWHERE,
             holder=Holder.REGISTRY,
             gives=(Field("received_on", "开始日期", Kind.DATE), ENDS, Field("plan", "方案和步骤", Kind.TEXT)),
             starts=(Start("campaign"),)),
        Step("start", "启动", f"{LAW} 第六十二条", sources=("drafted",), target="under_way", roles=HEADS,
             gives=(Field("opinion", "意见", Kind.TEXT),), starts=(Start("weekly"),), guards=("has_goals", "has_units"),
             main=True),
        Step("stop_sector", "全行业停产整顿", f"{LAW} 第六十五条第一款第三项", sources=("under_way",), roles=(Role.UNIT_HEAD,),
             gives=(Field("stopped_on", "停产日期", Kind.DATE, not_future=True, keep=True), Field("until", "期限", Kind.DATE,
             required=False),
                    Field("requirements", "停产整顿的要求", Kind.TEXT)), guards=("not_stopped_yet",), final=True,
             help="对名单内每家企业各立一件，停产、检查、复产各自跟踪"),
        Step("report_week", "通报本周进度", f"{LAW} 第六十二条", sources=("under_way",), roles=OFFICE,
             gives=(Field("note", "存在问题和下一步", Kind.TEXT),), starts=(Start("weekly"),), meets=("weekly",),
             help="数字取自记录，不用填写", main=True),
        Step("prolong", "延长", f"{LAW} 第六十二条", sources=("drafted", "under_way"), roles=HEADS, gives=(ENDS, REASON),
             starts=(Start("campaign"),)),
        Step("close", "结束整治", f"{LAW} 第六十二条", sources=("under_way",), target="closed", roles=HEADS,
             gives=(Field("result", "总结", Kind.TEXT), Field("unmet", "没有达到的目标和原因", Kind.TEXT, required=False),
                    Field("carried_by", "由谁继续跟踪", Kind.LINE, required=False, help=LEFT),
                    Field("recheck_by", "下一次检查的日期", Kind.DATE, required=False, help=LEFT)),
             meets=("campaign",), voids=("weekly",), guards=("refusals_followed", "stops_carried_on", "goals_reached_or_said"),
             final=True, document="campaign_summary", help="结束整治不解除停产停业，也不恢复供电、供应"),
        Step("cancel", "取消", f"{LAW} 第六十二条", sources=("drafted",), target="cancelled", roles=HEADS, gives=(REASON,),
             final=True),
    ),
    guards=("goals_reached_or_said", "has_goals", "has_units", "not_stopped_yet", "refusals_followed",
            "stops_carried_on"),
)
# fmt: on
