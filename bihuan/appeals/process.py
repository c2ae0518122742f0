"""The 60-day petition (申诉求决, 信访工作条例 art. 31(6)) as one table. Pure.

Rows 1, 2, 4-6, 10, 11, 13 and 14 of the statutory machine: registration, triage and transfer, direct filing,
acceptance, objection, handling, extension, decision, service and execution. "日" in the 条例 is a calendar day;
the only working days are the five of art. 23 for an objection.

Art. 34 counts the 60 days "自受理之日起" and the 条例 never defines that day. Here the resident is not made to pay for
a late notice: the step `accept` counts from the day the competent unit *received* the matter (`received_on`), which
is stored apart from the acceptance and from the notice.
"""

from __future__ import annotations

from bihuan.casework.spec import (
    Branch,
    Clock,
    DueFrom,
    Extend,
    Field,
    Holder,
    Kind,
    Obliges,
    Phase,
    Process,
    Role,
    Roll,
    Start,
    State,
    Step,
    TimeUnit,
    Who,
)

CHANNELS = (
    ("letter", "来信"),
    ("visit", "来访"),
    ("call", "来电"),
    ("web", "网上"),
    ("forwarded", "上级转来"),
)
RESULTS = (("support", "支持"), ("explain", "解释说明"), ("refuse", "不予支持"))
SERVED_BY = (("hand", "当面送达"), ("post", "邮寄"), ("electronic", "电子送达"))

RECEIVED_ON = Field("received_on", "收到日期", Kind.DATE, not_future=True, help="期限从这一天的次日起算")
REGISTERED = Field("channel", "渠道", Kind.CHOICE, choices=CHANNELS, keep=True)
TO_UNIT = Field("to_unit", "转往单位", Kind.UNIT, help="有权处理该事项的单位")
REASON = Field("reason", "理由", Kind.TEXT)

# A table: one row, one fact, read side by side.
# fmt: off
STATES = (
    State("registered", "已登记待分流", Phase.OPEN, clocks=("triage",)),
    State("received", "本单位直接收到", Phase.OPEN, clocks=("notice",)),
    State(
        "forwarded", "已转送待受理", Phase.OPEN, clocks=("notice", "objection"),
        help="承办单位应在5个工作日内提出异议，或者在15日内书面告知受理",
    ),
    State("disputed", "提出异议待核实", Phase.OPEN, clocks=("notice",), help="告知期限照常计算，不因异议停止"),
    State("returned", "退回重新分流", Phase.OPEN, clocks=("notice",), help="告知期限照常计算，不因退回停止"),
    State("handling", "办理中", Phase.OPEN, clocks=("handling",)),
    State("extension", "延期待批准", Phase.OPEN, clocks=("handling",), help="批准之前，原期限照常计算"),
    State(
        "decided", "已作出处理意见待送达", Phase.OPEN,
        unclocked_because="《信访工作条例》没有规定送达期限；送达之前，信访人的30日不起算",
    ),
    State("served", "已送达", Phase.WAITING, clocks=("review_right",), help="信访人可以在30日内请求复查"),
    State(
        "executing", "执行中", Phase.OPEN, clocks=("execution",),
        help="第三十二条要求督促执行；期限是承办单位自己承诺的日期",
    ),
    State(
        "executed", "执行待核实", Phase.OPEN,
        unclocked_because="《信访工作条例》没有规定核实期限；由登记单位向信访人核实，承办单位不能自己核实",
    ),
    State("closed", "办结", Phase.ENDED),
    State("answered", "已答复（原系统）", Phase.ENDED, help="原系统的答复照原样录入；缺少法定内容的，记录里写明"),
    State("directed", "已告知向有权机关提出", Phase.ENDED),
)

CLOCKS = (
    Clock("triage", "分流", "信访工作条例 第二十二条", amount=15, obliges=Obliges.REGISTRY),
    Clock("notice", "书面告知", "信访工作条例 第二十三条", amount=15),
    Clock(
        "objection", "提出异议", "信访工作条例 第二十三条第三款", amount=5, unit=TimeUnit.WORKING_DAYS, warn=2,
        obliges=Obliges.OPTION,
    ),
    Clock("handling", "办理", "信访工作条例 第三十四条", amount=60, warn=10),
    Clock(
        "review_right", "请求复查", "信访工作条例 第三十五条", amount=30, roll=Roll.GENEROUS,
        obliges=Obliges.RESIDENT, on_due="lapse",
    ),
    Clock("execution", "承诺执行", "信访工作条例 第三十二条第二款", due_from=DueFrom("execute_by"), warn=7),
)

STEPS = (
    Step(
        "register", "登记", "信访工作条例 第十七条、第二十二条",
        target="registered", roles=(Role.INTAKE, Role.DISPATCHER), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON), starts=(Start("triage", "received_on"),),
    ),
    Step(
        "receive", "直接收到登记", "信访工作条例 第二十三条第一款",
        target="received", roles=(Role.OFFICER, Role.UNIT_HEAD, Role.INTAKE), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON), starts=(Start("notice", "received_on"),),
    ),
    Step(
        "bring_in", "录入已答复的旧件", "信访工作条例 第二十一条第二款",
        target="handling", roles=(Role.INTAKE, Role.DISPATCHER), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, Field("source", "来源台账", Kind.LINE, keep=True)),
        starts=(Start("handling", "received_on"),),
        help="原系统没有记录受理日期的，60日从收到之日的次日起算",
    ),
    Step(
        "record_reply", "录入原答复", "信访工作条例 第二十一条第二款、第三十二条",
        sources=("handling",), target="answered", roles=(Role.INTAKE, Role.DISPATCHER),
        gives=(
            Field("reply", "原答复全文", Kind.TEXT),
            Field("lacks", "缺少的法定内容", Kind.LINE, required=False, help="对照第三十二条、第三十五条"),
        ),
        meets=("handling",), guards=("brought_in",),
    ),
    Step(
        "forward", "转送", "信访工作条例 第二十二条",
        sources=("registered", "returned"), target="forwarded", roles=(Role.DISPATCHER,), who=Who.HOLDER,
        gives=(TO_UNIT, Field("note", "转送意见", Kind.TEXT, required=False)),
        starts=(Start("notice"), Start("objection")), meets=("triage",), voids=("notice",), holder=Holder.GIVEN,
        document="transfer", bulk=True, main=True,
        help="转送后，承办单位有5个工作日提出异议，15日内书面告知信访人",
    ),
    Step(
        "refer", "转送有权单位", "信访工作条例 第二十三条第一款",
        sources=("received",), target="forwarded", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(TO_UNIT, Field("note", "转送意见", Kind.TEXT, required=False)),
        starts=(Start("notice"), Start("objection")), voids=("notice",), holder=Holder.GIVEN, document="transfer",
    ),
    Step(
        "direct", "告知向有权机关提出", "信访工作条例 第二十三条第一款",
        sources=("registered", "received", "returned"), target="directed",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("competent", "有权机关", Kind.LINE), REASON), meets=("triage", "notice"), final=True,
    ),
    Step(
        "accept", "受理并告知", "信访工作条例 第二十三条",
        sources=("forwarded", "received"), target="handling", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("received_on", "本单位收到日期", Kind.DATE, not_future=True, keep=True,
                  help="60日从收到之日的次日起算，不因告知较晚而推迟"),
            Field("notified_on", "书面告知日期", Kind.DATE, not_future=True, keep=True),
            Field("note", "处理途径和程序", Kind.TEXT, required=False),
        ),
        starts=(Start("handling", "received_on"),), meets=("notice",), voids=("objection",),
        guards=("notified_after_receipt", "received_by_this_unit"), document="acceptance", main=True,
    ),
    Step(
        "object", "提出异议", "信访工作条例 第二十三条第三款",
        sources=("forwarded",), target="disputed", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("reason", "详细理由", Kind.TEXT, help="说明为什么不属于本单位职权范围，以及应当由谁办理"),),
        meets=("objection",), holder=Holder.REGISTRY, guards=("objection_in_time", "not_designated"),
        document="objection",
    ),
    Step(
        "uphold_objection", "异议成立，收回", "信访工作条例 第二十三条第三款",
        sources=("disputed",), target="returned", roles=(Role.DISPATCHER,),
        gives=(Field("reason", "核实意见", Kind.TEXT),), holder=Holder.ACTOR, main=True,
    ),
    Step(
        "reject_objection", "异议不成立，指定办理", "信访工作条例 第二十三条第三款、第二十四条",
        sources=("disputed",), target="forwarded", roles=(Role.DISPATCHER,),
        gives=(TO_UNIT, Field("reason", "核实意见", Kind.TEXT),
               Field("designated", "指定办理", Kind.CHOICE, choices=(("yes", "指定后不得再退"),), keep=True)),
        starts=(Start("notice"), Start("objection")), voids=("notice",), holder=Holder.GIVEN,
        help="指定之后不能再次提出异议",
    ),
    Step(
        "ask_extension", "申请延期", "信访工作条例 第三十四条",
        sources=("handling",), target="extension", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(REASON, Field("days", "延长天数", Kind.NUMBER, keep=True, help="最多30日")),
        guards=("extension_days", "not_overdue", "not_extended"),
    ),
    Step(
        "grant_extension", "批准延期", "信访工作条例 第三十四条",
        sources=("extension",), target="handling", roles=(Role.UNIT_HEAD,),
        gives=(Field("reason", "告知信访人的延期理由", Kind.TEXT),
               Field("notified_on", "告知日期", Kind.DATE, not_future=True)),
        extends=(Extend("handling", at_most=30, days_from="days"),), document="extension", main=True,
        help="由本单位负责人批准；延期理由必须告知信访人",
    ),
    Step(
        "refuse_extension", "不批准延期", "信访工作条例 第三十四条",
        sources=("extension",), target="handling", roles=(Role.UNIT_HEAD,), gives=(REASON,),
    ),
    Step(
        "decide", "出具处理意见", "信访工作条例 第三十一条第六项、第三十二条",
        sources=("handling",), target="decided", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("result", "处理结果", Kind.CHOICE, choices=RESULTS, keep=True),
            Field("request", "投诉请求", Kind.TEXT, help="信访人请求什么"),
            Field("facts", "事实和理由", Kind.TEXT, help="调查核实的事实，以及理由"),
            Field("opinion", "处理意见", Kind.TEXT),
            Field("basis", "法律法规依据", Kind.TEXT, help="写明法律、法规、规章的名称和条款"),
            Field("remedy", "救济途径和期限", Kind.TEXT, help="向哪个机关、在几日内可以请求复查（第三十五条：30日）"),
        ),
        meets=("handling",), guards=("letter_gate",), document="decision", main=True, final=True,
    ),
    Step(
        "serve", "送达", "信访工作条例 第三十二条、第三十五条",
        sources=("decided",),
        target=Branch("result", (("support", "executing"), ("explain", "served"), ("refuse", "served"))),
        roles=(Role.OFFICER, Role.UNIT_HEAD, Role.INTAKE),
        gives=(
            Field("served_on", "收到日期", Kind.DATE, not_future=True, keep=True, help="信访人收到书面答复的日期"),
            Field("served_by", "送达方式", Kind.CHOICE, choices=SERVED_BY),
            Field("execute_by", "承诺执行完毕日期", Kind.DATE, required=False, keep=True,
                  help="处理结果为支持时必填：承办单位承诺在这一天之前执行完毕"),
        ),
        starts=(Start("review_right", "served_on"), Start("execution", into="executing")),
        guards=("served_after_decision", "promise_given"), main=True,
        help="送达之日的次日起，信访人有30日可以请求复查",
    ),
    Step(
        "report_execution", "报告执行情况", "信访工作条例 第三十二条第二款",
        sources=("executing",), target="executed", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("record", "执行情况", Kind.TEXT), Field("done_on", "完成日期", Kind.DATE, not_future=True)),
        meets=("execution",), holder=Holder.REGISTRY, main=True,
    ),
    Step(
        "confirm_execution", "核实属实，办结", "信访工作条例 第三十二条第二款、第四十条",
        sources=("executed",), target="closed", roles=(Role.DISPATCHER, Role.INTAKE, Role.UNIT_HEAD),
        gives=(Field("heard", "信访人的意见", Kind.TEXT, help="怎样联系到信访人，信访人怎样说"),),
        guards=("not_the_doer",), main=True,
    ),
    Step(
        "deny_execution", "核实不属实，退回执行", "信访工作条例 第四十条、第四十二条第四项",
        sources=("executed",), target="executing", roles=(Role.DISPATCHER, Role.INTAKE, Role.UNIT_HEAD),
        gives=(TO_UNIT, Field("heard", "核实情况", Kind.TEXT), Field("execute_by", "重新执行完毕日期", Kind.DATE)),
        starts=(Start("execution"),), holder=Holder.GIVEN,
        guards=("not_the_doer",),
    ),
    Step(
        "lapse", "复查期限届满，办结", "信访工作条例 第三十五条",
        sources=("served",), target="closed", who=Who.SYSTEM, meets=("review_right",),
    ),
)

# fmt: on

PETITION = Process(
    name="appeals.petition",
    label="信访事项（申诉求决）",
    prefix="XF",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》（2022年2月25日中共中央、国务院发布，2022年5月1日起施行）",
    guards=(
        "brought_in",
        "letter_gate",
        "notified_after_receipt",
        "received_by_this_unit",
        "objection_in_time",
        "not_designated",
        "extension_days",
        "not_overdue",
        "not_extended",
        "served_after_decision",
        "promise_given",
        "not_the_doer",
    ),
)
