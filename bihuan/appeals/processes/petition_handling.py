"""Steps of the petition while it is handled and decided (信访工作条例 art. 28-34, 25, 40; rows 10-14, 20, 21). Pure."""

from __future__ import annotations

from bihuan.appeals.processes.correcting import correction
from bihuan.appeals.processes.rights import recusal, send_feedback, upward
from bihuan.appeals.processes.words import EXECUTE_BY, PROOF, REASON, RESULTS, SERVED_BY
from bihuan.casework.spec import Branch, Extend, Field, Holder, Kind, Role, Start, Step, Who

IN_HAND = (
    "received",
    "forwarded",
    "handling",
    "extension",
    "redoing",
    "reviewing",
    "re_reviewing",
    "re_hearing",
)
RUNNING = (
    "registered", "received", "forwarded", "disputed", "returned", "handling", "extension", "redoing", "decided",
    "served", "executing", "promised", "helping", "executed", "contested", "reviewing", "reviewed", "review_served",
    "revoked", "re_reviewing", "re_hearing", "re_reviewed", "re_served", "carrying",
)  # fmt: skip
LETTER = (
    Field("request", "投诉请求", Kind.TEXT, help="信访人请求什么"),
    Field("facts", "事实和理由", Kind.TEXT, help="调查核实的事实，以及理由"),
    Field("opinion", "处理意见", Kind.TEXT),
    Field("basis", "法律法规依据", Kind.TEXT, help="写明法律、法规、规章的名称和条款"),
    Field("remedy", "救济途径和期限", Kind.TEXT, help="向哪个机关、在几日内可以请求复查（第三十五条）"),
)
OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
CONTACT_BY = (("phone", "电话"), ("meeting", "当面"), ("visit", "上门"), ("writing", "书面、网上"))
SIMPLE = (
    ("clear", "事实清楚、责任明确、争议不大、易于解决"),
    ("asking", "咨询、求助、建议类，可以即时答复"),
)

# fmt: off
STEPS = (
    Step(
        "simplify", "适用简易办理", "信访事项简易办理办法（试行）",
        sources=("handling",), roles=OFFICE,
        gives=(
            Field("simple_ground", "为什么可以简易办理", Kind.CHOICE, choices=SIMPLE),
            Field("told_on", "告知信访人日期", Kind.DATE, not_future=True),
        ),
        starts=(Start("simple"),), guards=("not_simple_yet", "not_overdue"),
        help="期限更短，要求不变：处理意见仍要写明依据和救济途径；办理期限照常计算，不因此停止",
    ),
    Step(
        "leave_simple", "转为普通程序", "信访事项简易办理办法（试行）",
        sources=("handling",), roles=OFFICE, gives=(REASON,), voids=("simple",), guards=("is_simple",),
        help="办理中发现不符合简易条件的；办理期限仍从原来那一天起算",
    ),
    Step(
        "contact", "联系信访人", "信访工作条例 第三十一条第六项",
        sources=("forwarded", "received", "handling", "extension", "redoing"), roles=(*OFFICE, Role.INTAKE),
        gives=(
            Field("contacted_on", "联系日期", Kind.DATE, not_future=True),
            Field("contact_by", "怎样联系", Kind.CHOICE, choices=CONTACT_BY),
            Field("heard", "信访人陈述的事实和理由", Kind.TEXT, private=True),
        ),
        help="办理应当听取信访人陈述事实和理由；电话在“信访人”里为联系打开",
    ),
    Step(
        "hear", "举行听证", "信访工作条例 第三十一条第六项",
        sources=("handling", "extension", "redoing", "reviewing"), roles=(*OFFICE, Role.REVIEWER),
        gives=(
            Field("held_on", "听证日期", Kind.DATE, not_future=True),
            Field("chaired_by", "主持人", Kind.LINE),
            Field("record", "听证结论", Kind.TEXT, private=True),
        ),
        help="重大、复杂、疑难的事项可以听证；听证不停止办理期限和复查期限（只有复核听证的时间不计算在内，第三十六条第二款）",
    ),
    *recusal(IN_HAND),
    upward(RUNNING),
    correction(RUNNING),
    Step(
        "suggest_upward", "报请党委、政府决定", "信访工作条例 第二十二条第一款第一项",
        sources=RUNNING, roles=(Role.DISPATCHER, Role.UNIT_HEAD), who=Who.REGISTRY,
        gives=(
            Field("proposed_to", "报请哪个党委、政府", Kind.LINE, help="本级党委和政府，写全称"),
            Field("grave", "为什么重大、紧急", Kind.TEXT, help="写影响多少人、多急；不写信访人的姓名和电话"),
            Field("situation", "情况和已采取的措施", Kind.TEXT, help="不写信访人的姓名和电话"),
            Field("proposal", "建议怎样决定", Kind.TEXT, help="由哪个单位、在什么时间、做什么"),
        ),
        document="proposal",
        help="情况重大、紧急的，信访部门提出建议，报请本级党委和政府决定；同时照第二十五条上报。原来的期限照常计算",
    ),
    Step(
        "record_instruction", "登记党委、政府的决定", "信访工作条例 第二十二条第一款第一项",
        sources=RUNNING, roles=(Role.DISPATCHER, Role.UNIT_HEAD), who=Who.REGISTRY,
        gives=(
            Field("instructed_on", "决定日期", Kind.DATE, not_future=True),
            Field("instructed_by", "作出决定的机关", Kind.LINE),
            Field("instruction", "决定的内容", Kind.TEXT),
        ),
        guards=("was_suggested_upward",),
    ),
    Step(
        "urge", "督办", "信访工作条例 第三十八条、第四十条",
        sources=RUNNING, roles=(Role.SUPERVISOR, Role.DISPATCHER), who=Who.ANYWHERE,
        gives=(
            Field("reason", "督办事由", Kind.TEXT),
            Field("demand", "办理要求和改进建议", Kind.TEXT),
            Field("answer_by", "要求书面反馈日期", Kind.DATE),
        ),
        starts=(Start("urging"),), guards=("answer_date_ahead",), document="urging",
    ),
    Step(
        "answer_urging", "反馈督办", "信访工作条例 第四十条",
        sources=RUNNING, roles=(*OFFICE, Role.DISPATCHER, Role.REVIEWER),
        gives=(Field("answer", "办理和采纳建议的情况", Kind.TEXT),), meets=("urging",), guards=("was_urged",),
    ),
    Step(
        "report_back", "报送办结报告", "信访工作条例 第二十二条第一款第三项",
        sources=RUNNING, roles=(*OFFICE, Role.DISPATCHER), gives=(Field("report", "办结报告", Kind.TEXT),),
        meets=("report",), guards=("was_entrusted",),
    ),
    send_feedback((*RUNNING, "closed", "concluded", "directed", "declined")),
    Step(
        "ask_extension", "申请延期", "信访工作条例 第三十四条",
        sources=("handling",), target="extension", roles=OFFICE,
        gives=(REASON, Field("days", "延长天数", Kind.NUMBER, keep=True, help="不超过第三十四条的上限")),
        voids=("simple",), guards=("extension_days", "not_overdue", "not_extended"),
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
        "mediate", "达成调解协议", "信访工作条例 第三十三条",
        sources=("handling", "extension", "redoing"), target="executing", roles=OFFICE,
        gives=(
            Field("other_party", "对方当事人", Kind.LINE, private=True),
            Field("dispute", "争议事项", Kind.TEXT),
            Field("agreement", "协议内容", Kind.TEXT),
            Field("mediator", "调解人", Kind.LINE),
            Field("signed_on", "双方签署日期", Kind.DATE, not_future=True),
            Field("execute_by", "履行期限", Kind.DATE, keep=True),
        ),
        starts=(Start("execution"),), meets=("handling", "simple", "redo"), guards=("agreement_dates", "not_recused"),
        document="mediation", help="双方同意才能调解；没有履行的，信访人可以说明，退回继续办理",
    ),
    Step(
        "reconcile", "双方自行和解", "信访工作条例 第三十三条",
        sources=("handling", "extension", "redoing"), target="executing", roles=OFFICE,
        gives=(
            Field("other_party", "对方当事人", Kind.LINE, private=True),
            Field("dispute", "争议事项", Kind.TEXT),
            Field("agreement", "协议内容", Kind.TEXT),
            Field("signed_on", "双方签署日期", Kind.DATE, not_future=True),
            Field("execute_by", "履行期限", Kind.DATE, keep=True),
        ),
        starts=(Start("execution"),), meets=("handling", "simple", "redo"), guards=("agreement_dates", "not_recused"),
        document="reconciliation", help="没有调解人、双方自己谈好的；出具和解协议书，没有履行的退回继续办理",
    ),
    Step(
        "decide", "出具处理意见", "信访工作条例 第三十一条第六项、第三十二条",
        sources=("handling", "redoing"), target="decided", roles=OFFICE,
        gives=(Field("result", "处理结果", Kind.CHOICE, choices=RESULTS, keep=True), *LETTER),
        meets=("handling", "simple", "redo"), guards=("letter_gate", "not_recused"), document="decision", main=True, final=True,
    ),
    Step(
        "serve", "送达", "信访工作条例 第三十二条、第三十五条",
        sources=("decided",),
        target=Branch("result", (("support", "executing"), ("explain", "served"), ("refuse", "served"))),
        roles=(*OFFICE, Role.INTAKE),
        gives=(
            Field("served_on", "收到日期", Kind.DATE, not_future=True, keep=True, help="信访人收到书面答复的日期"),
            Field("served_by", "送达方式", Kind.CHOICE, choices=SERVED_BY),
            *PROOF,
            Field("execute_by", "承诺执行完毕日期", Kind.DATE, required=False, keep=True,
                  help="处理结果为支持时必填：承办单位承诺在这一天之前执行完毕"),
        ),
        starts=(Start("review_right", "served_on"), Start("execution", into="executing")),
        guards=("served_after_decision", "service_proven", "promise_given"), main=True,
        help="送达之日的次日起，信访人请求复查的期限开始计算",
    ),
    Step(
        "report_execution", "报告执行情况", "信访工作条例 第三十二条第二款",
        sources=("executing",), target="executed", roles=OFFICE,
        gives=(Field("record", "执行情况", Kind.TEXT), Field("done_on", "完成日期", Kind.DATE, not_future=True)),
        meets=("execution",), holder=Holder.REGISTRY, main=True,
    ),
    Step(
        "confirm_execution", "核实属实，办结", "信访工作条例 第三十二条第二款、第四十条",
        sources=("executed", "contested"), target="closed", roles=(Role.DISPATCHER, Role.INTAKE, Role.UNIT_HEAD),
        gives=(Field("heard", "信访人的意见", Kind.TEXT, help="怎样联系到信访人，信访人怎样说"),),
        guards=("not_the_doer", "report_filed", "feedback_sent"), main=True,
    ),
    Step(
        "deny_execution", "核实不属实，退回执行", "信访工作条例 第四十条、第四十二条第四项",
        sources=("executed", "contested"), target="executing", roles=(Role.DISPATCHER, Role.INTAKE, Role.UNIT_HEAD),
        gives=(Field("to_unit", "转往单位", Kind.UNIT, help="有权处理该事项的单位"),
               Field("heard", "核实情况", Kind.TEXT), EXECUTE_BY),
        starts=(Start("execution"),), holder=Holder.GIVEN,
        guards=("not_the_doer",),
    ),
    Step(
        "publish_reply", "公开答复", "各地考核办法；条例没有规定，本人同意才公开",
        sources=("served", "executing", "promised", "executed", "closed", "review_served", "re_served", "concluded"),
        roles=(*OFFICE, Role.DISPATCHER),
        gives=(
            Field("agreed_on", "本人同意公开的日期", Kind.DATE, not_future=True),
            Field("published_where", "公开在哪里", Kind.LINE, help="网站栏目、公告栏等"),
            Field("published_text", "公开的内容", Kind.TEXT, help="不写姓名、住址、电话和能认出本人的情况"),
        ),
        help="本人不同意的不公开；要求保密的不公开",
        guards=("may_be_public",),
    ),
    Step(
        "lapse", "复查期限届满，办结", "信访工作条例 第三十五条",
        sources=("served",), target="closed", who=Who.SYSTEM, meets=("review_right",),
    ),
)
# fmt: on
