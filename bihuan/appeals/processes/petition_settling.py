"""Settling is one of three and stays open until it is true: within policy (carried out: `petition_handling`), promised
by a date, or beyond policy but reasonable (help given). The resident confirms, or says it is not so (art. 27, 32, 37).

Pure."""

from __future__ import annotations

from bihuan.appeals.processes.words import REASON
from bihuan.casework.spec import Field, Holder, Kind, Role, Start, Step, Who

SPEAKERS = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER)
DONE_ON = Field("done_on", "完成日期", Kind.DATE, not_future=True)

# fmt: off
STEPS = (
    Step(
        "promise", "承诺期限解决", "信访工作条例 第二十七条、第三十二条第二款",
        sources=("served", "executing"), target="promised", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("promise", "承诺什么", Kind.TEXT),
            Field("promised_by", "谁承诺", Kind.LINE, help="单位和职务"),
            Field("keep_by", "承诺日期", Kind.DATE, keep=True),
            Field("why_later", "为什么现在不能解决", Kind.TEXT),
        ),
        starts=(Start("promise"),), voids=("execution",), guards=("kept_ahead",),
        help="到期以前一直保留在待办里；要有凭证才能报告做到了",
    ),
    Step(
        "move_promise", "推迟承诺日期", "信访工作条例 第二十八条第一款",
        sources=("promised",), roles=(Role.UNIT_HEAD,),
        gives=(Field("keep_by", "新的承诺日期", Kind.DATE, keep=True), REASON,
               Field("notified_on", "告知信访人的日期", Kind.DATE, not_future=True)),
        starts=(Start("promise"),), guards=("kept_ahead",), help="由单位负责人决定，并把理由告诉信访人；每次推迟都写进记录",
    ),
    Step(
        "keep_promise", "报告承诺已做到", "信访工作条例 第三十二条第二款",
        sources=("promised",), target="executed", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("proof", "凭证", Kind.TEXT, help="照片、验收单、付款凭证等，扫描件放在“附件”里"), DONE_ON),
        meets=("promise",), holder=Holder.REGISTRY, main=True,
    ),
    Step(
        "give_help", "安排帮扶救助", "信访工作条例 第二十七条、第三十七条第二款、第三款",
        sources=("served", "review_served", "re_served", "closed", "concluded"), target="helping",
        roles=(Role.DISPATCHER, Role.UNIT_HEAD, Role.SUPERVISOR), who=Who.ANYWHERE,
        gives=(
            Field("to_unit", "由谁帮扶", Kind.UNIT, help="落实帮扶的单位"),
            Field("need", "有什么实际困难", Kind.TEXT, private=True),
            Field("help_planned", "怎样帮扶", Kind.TEXT),
            Field("help_by", "落实日期", Kind.DATE),
        ),
        starts=(Start("help"),), holder=Holder.GIVEN, guards=("help_ahead",),
        help="政策以外合情合理的，以帮扶救助解决；复核终结以后，帮扶的责任仍在",
    ),
    Step(
        "report_help", "报告帮扶已落实", "信访工作条例 第三十七条第二款、第三款",
        sources=("helping",), target="executed", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("help_given", "帮扶了什么", Kind.TEXT, help="救助金额、实物、岗位、服务"),
            Field("help_from", "由谁出", Kind.LINE, help="民政救助、司法救助、单位帮扶等"),
            DONE_ON,
        ),
        meets=("help",), holder=Holder.REGISTRY, main=True,
    ),
    Step(
        "resident_confirms", "本人确认已经解决", "信访工作条例 第三十二条第二款、第二十一条第二款",
        sources=("executed", "contested"), target="closed", roles=SPEAKERS, who=Who.RESIDENT,
        gives=(Field("words", "想说的话", Kind.TEXT, required=False),),
    ),
    Step(
        "resident_denies", "本人说没有解决", "信访工作条例 第四十条、第四十二条第四项",
        sources=("executed", "closed"), target="contested", roles=SPEAKERS, who=Who.RESIDENT,
        gives=(Field("words", "哪里没有做到", Kind.TEXT),), holder=Holder.REGISTRY, guards=("something_was_reported",),
        help="登记单位核实：属实的退回执行，不属实的写明理由办结",
    ),
)
# fmt: on
