"""The safety inspection (安全生产执法检查) as one table. Pure.

Sources: 安全生产法 art. 62 (plan), 65 (powers), 68 (record and signatures), 69 (transfer); 行政处罚法 art. 42 (two officers).
"""

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
from bihuan.safety.hazards.process_fields import ORDERED

OFFICE = (Role.INSPECTOR, Role.UNIT_HEAD)
LAW = "安全生产法"
REASON = Field("reason", "理由", Kind.TEXT)
KINDS = (
    ("routine", "日常检查"), ("special", "专项检查"), ("joint", "联合检查"), ("unannounced", "四不两直"), ("drawn", "双随机抽查"),
)  # fmt: skip
MEASURES = (
    ("remove", "责令立即排除"), ("evacuate", "责令从危险区域内撤出作业人员"), ("suspend", "责令暂时停产停业"),
    ("stop_using", "责令停止使用相关设施、设备"),
)  # fmt: skip
EVIDENCE = Field("evidence", "现场证据", Kind.TEXT, required=False)
SIGNATURES = (("signed", "已签字"), ("refused", "拒绝签字"))

# fmt: off
STATES = (
    State("planned", "检查待派员", Phase.OPEN, clocks=("inspect",)),
    State("assigned", "检查待实施", Phase.OPEN, clocks=("inspect",)),
    State("blocked", "拒绝检查待处理", Phase.OPEN,
          unclocked_because="拒绝、阻碍检查依照安全生产法第一百零八条处理，处理期限在处罚程序里计算"),
    State("reviewing", "检查记录待审核", Phase.OPEN,
          unclocked_because="安全生产法第六十八条没有规定审核期限；发现的隐患已经各自立件计时"),
    State("following", "隐患整改跟踪中", Phase.WAITING, unclocked_because="发现的隐患各自计时；全部销号后，检查办结"),
    State("completed", "检查办结", Phase.ENDED),
    State("cancelled", "检查取消", Phase.ENDED),
)
CLOCKS = (
    Clock("inspect", "实施检查", f"{LAW} 第六十二条（按计划进行检查）", due_from=DueFrom("inspect_by"), warn=5),
)
STEPS = (
    Step("plan", "列入检查", f"{LAW} 第六十二条", target="planned", roles=OFFICE, who=Who.ANYWHERE, holder=Holder.REGISTRY,
         gives=(Field("kind", "检查类型", Kind.CHOICE, choices=KINDS, keep=True), Field("inspect_by",
         "最迟检查日期", Kind.DATE, keep=True)),
         starts=(Start("inspect"),)),
    Step("assign", "派员", "行政处罚法 第四十二条", sources=("planned", "assigned"), target="assigned", roles=OFFICE,
         gives=(Field("lead", "主办人员", Kind.OFFICER), Field("second", "协办人员", Kind.OFFICER),
                Field("reason", "更换的理由", Kind.LINE, required=False, help="已经派员或者抽取的，更换时必填")),
         guards=("two_certified", "replaced_with_reason"), main=True, help="两名以上持执法证的人员；更换要写理由"),
    Step("refuse_entry", "记录拒绝检查", f"{LAW} 第六十六条、第一百零八条", sources=("assigned",), target="blocked", roles=OFFICE,
         gives=(Field("facts", "拒绝、阻碍的经过", Kind.TEXT), Field("by", "在场人员", Kind.LINE, required=False), EVIDENCE),
         meets=("inspect",), guards=("by_the_assigned",), document="refusal_record"),
    Step("go_again", "重新检查", f"{LAW} 第六十六条", sources=("blocked",), target="assigned", roles=OFFICE,
         gives=(Field("inspect_by", "最迟检查日期", Kind.DATE, keep=True), REASON), starts=(Start("inspect"),), main=True),
    Step("submit", "提交检查记录", f"{LAW} 第六十八条", sources=("assigned",), target="reviewing", roles=OFFICE,
         gives=(Field("began_at", "开始时间", Kind.MOMENT, not_future=True), Field("ended_at", "结束时间",
         Kind.MOMENT, not_future=True),
                Field("place", "检查地点", Kind.LINE), Field("content", "检查内容", Kind.TEXT),
                Field("problems", "发现的问题", Kind.TEXT, required=False), Field("handling", "处理情况",
                Kind.TEXT, required=False),
                Field("signature", "被检查单位负责人", Kind.CHOICE, choices=SIGNATURES, keep=True),
                Field("signed_by", "签字人", Kind.LINE, required=False),
                Field("refusal", "拒绝签字的情况", Kind.TEXT, required=False), EVIDENCE),
         meets=("inspect",), guards=("by_the_assigned", "certified_on_the_day", "every_item_answered", "signed_or_refused"),
         document="site_record",
         help="由检查页面提交；检查人员和被检查单位负责人签字，拒绝签字的记录在案并报告（第六十八条）"),
    Step("measure_on_site", "作出现场处理措施决定", f"{LAW} 第六十五条第一款第三项",
         sources=("reviewing", "following"), roles=OFFICE,
         gives=(Field("measure", "措施", Kind.CHOICE, choices=MEASURES),
                Field("scope", "范围、理由和要求", Kind.TEXT)),
         guards=("by_the_assigned",), document="onsite_measure",
         help="责令立即排除、撤出人员、停产停业或者停止使用"),
    Step("approve", "审核通过", f"{LAW} 第六十八条", sources=("reviewing",), target="following", roles=(Role.UNIT_HEAD,),
         gives=(Field("opinion", "审核意见", Kind.TEXT),), guards=("not_the_inspector",), main=True,
         help="拒绝签字的情况已经向负责人报告"),
    Step("return_record", "退回补正", f"{LAW} 第六十八条", sources=("reviewing",), target="assigned", roles=(Role.UNIT_HEAD,),
         gives=(REASON, Field("inspect_by", "最迟补正日期", Kind.DATE, keep=True)), starts=(Start("inspect"),)),
    Step("order_all", "责令限期整改（一份指令书列明全部隐患）", f"{LAW} 第六十五条第一款第二项",
         sources=("reviewing", "following"), roles=OFFICE, gives=ORDERED,
         guards=("by_the_assigned", "hazards_to_order", "deadline_ahead"),
         document="rectification_order", help="隐患都核实定级以后办理；每件隐患随即责令整改，期限相同"),
    Step("reinspect_all", "出具整改复查意见（列明全部隐患）", f"{LAW} 第六十五条", sources=("following",), roles=OFFICE,
         gives=(Field("opinion", "复查意见", Kind.TEXT),), guards=("by_the_assigned", "hazards_reinspected"),
         document="reinspection_opinion", help="指令书列明的隐患都复查以后办理"),
    Step("complete", "办结", f"{LAW} 第六十五条、第六十八条", sources=("following", "blocked"), target="completed", roles=OFFICE,
         gives=(Field("result", "办结意见", Kind.TEXT),), guards=("all_hazards_closed", "opinion_given"), main=True, final=True),
    Step("cancel", "取消检查", f"{LAW} 第六十二条", sources=("planned", "assigned", "blocked"), target="cancelled",
         roles=(Role.UNIT_HEAD,), gives=(REASON,), final=True, voids=("inspect",)),
)
# fmt: on

INSPECTION = Process(
    name="safety.inspection", label="安全生产检查", prefix="JC", states=STATES, steps=STEPS, clocks=CLOCKS,
    source="《中华人民共和国安全生产法》（2021年6月10日修正，2021年9月1日起施行）",
    guards=(
        "all_hazards_closed", "by_the_assigned", "certified_on_the_day", "deadline_ahead", "every_item_answered",
        "hazards_reinspected", "hazards_to_order", "not_the_inspector", "opinion_given",
        "replaced_with_reason",
        "signed_or_refused", "two_certified",
    ),
)  # fmt: skip

# Where the record of a check is owed: what the pages ask instead of a state's name.
OWES_RECORD = INSPECTION.step("submit").sources
