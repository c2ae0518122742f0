"""Steps of the petition from the letter to the unit that takes it on (信访工作条例 art. 17-24, rows 1-9). Pure."""

from __future__ import annotations

from bihuan.appeals.processes.words import (
    COMPLAINED,
    NOTE,
    OF_CHANNEL,
    REASON,
    RECEIVED_ON,
    REGISTERED,
    TO_UNIT,
)
from bihuan.casework.spec import Field, Holder, Kind, Role, Start, Step, Who

AGREED = (
    ("agreed", "涉及单位协商一致"),
    ("superior", "共同上一级机关决定"),
    ("joint_meeting", "信访工作联席会议协调"),
)
GROUNDS = (
    ("in_progress", "同一事项已经受理或者正在办理（第十九条第三款）"),
    ("re_reviewed", "复核后以同一事实和理由又提出（第三十六条第三款）"),
)
PATHS = (
    ("litigation", "诉讼、检察、公安等司法程序（第三十一条第一项）"),
    ("arbitration", "仲裁（第三十一条第二项）"),
    ("party_appeal", "党员申诉、申请复审（第三十一条第三项）"),
    ("administrative", "行政复议、裁决、确认、许可、处罚等行政程序（第三十一条第四项）"),
    ("duty", "申请查处违法行为、履行法定职责（第三十一条第五项）"),
)
REPORT_BY = Field("report_by", "要求报送办结报告日期", Kind.DATE, keep=True)
DESIGNATED = Field("designated", "指定办理", Kind.CHOICE, choices=(("yes", "指定后不得再退"),), keep=True)
PATH = Field("path", "法定途径", Kind.CHOICE, choices=PATHS, keep=True)
COMPETENT = Field("competent", "有权机关", Kind.LINE, keep=True)
KNOWN_ON = Field(
    "known_on", "信访人知道或者应当知道行政行为的日期", Kind.DATE, required=False, not_future=True, keep=True,
    help="可以申请行政复议的必填：申请的期限从这一天的次日起算（行政复议法第二十条）",
)  # fmt: skip

REMEDY_UNTIL = Field(
    "remedy_until", "信访人自己的救济期限", Kind.DATE, required=False, keep=True,
    help="仲裁、起诉等有期限的必填：最后一天是哪一天",
)  # fmt: skip
REMEDY_LAW = Field("remedy_law", "救济期限的依据", Kind.LINE, required=False, keep=True)

# fmt: off
STEPS = (
    Step(
        "register", "登记", "信访工作条例 第十七条、第二十二条",
        target="registered", roles=(Role.INTAKE, Role.DISPATCHER), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, COMPLAINED, *OF_CHANNEL),
        starts=(Start("triage", "received_on"), Start("feedback")), guards=("representatives",),
    ),
    Step(
        "file_online", "网上提出", "信访工作条例 第十七条、第二十一条第二款",
        target="registered", roles=(Role.INTAKE,), who=Who.RESIDENT, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON), starts=(Start("triage", "received_on"),), guards=("filed_today",),
    ),
    Step(
        "receive", "直接收到登记", "信访工作条例 第二十三条第一款",
        target="received", roles=(Role.OFFICER, Role.UNIT_HEAD, Role.INTAKE), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, COMPLAINED, *OF_CHANNEL),
        starts=(Start("notice", "received_on"), Start("feedback")), guards=("representatives",),
    ),
    Step(
        "bring_in", "录入已答复的旧件", "信访工作条例 第二十一条第二款",
        target="handling", roles=(Role.INTAKE, Role.DISPATCHER), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, Field("source", "来源台账", Kind.LINE, keep=True)),
        starts=(Start("handling", "received_on"),),
        help="原系统没有记录受理日期的，办理期限从收到之日的次日起算",
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
        gives=(TO_UNIT, NOTE),
        starts=(Start("notice"), Start("objection")), meets=("triage",), voids=("notice",), holder=Holder.GIVEN,
        document="transfer", bulk=True, main=True,
        help="转送后，承办单位在期限内提出异议，或者书面告知信访人",
    ),
    Step(
        "entrust", "交办", "信访工作条例 第二十二条第一款第三项",
        sources=("registered", "returned"), target="forwarded", roles=(Role.DISPATCHER,),
        gives=(TO_UNIT, REPORT_BY, NOTE),
        starts=(Start("notice"), Start("objection"), Start("report")), meets=("triage",), voids=("notice",),
        holder=Holder.GIVEN, guards=("report_date_ahead",), document="assignment",
        help="重要情况需要反馈的：定下日期，承办单位到期报送办结报告",
    ),
    Step(
        "set_lead", "确定主办单位", "信访工作条例 第二十四条",
        sources=("registered", "returned", "disputed"), target="forwarded", roles=(Role.DISPATCHER,),
        gives=(
            TO_UNIT,
            Field("agreed_by", "怎样确定", Kind.CHOICE, choices=AGREED, keep=True),
            Field("concerned", "涉及的其他单位", Kind.LINE, help="主办单位在案件页请他们协办，由主办单位统一答复"),
            Field("reason", "协商或者决定的情况", Kind.TEXT),
            DESIGNATED,
        ),
        starts=(Start("notice"), Start("objection")), meets=("triage",), voids=("notice",), holder=Holder.GIVEN,
        document="transfer",
        help="涉及两个以上单位的：协商受理，有争议的由共同上一级机关决定，没有的由联席会议协调；确定后不得再退",
    ),
    Step(
        "refer", "转送有权单位", "信访工作条例 第二十三条第一款",
        sources=("received", "returned"), target="forwarded", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(TO_UNIT, NOTE),
        starts=(Start("notice"), Start("objection")), meets=("notice",), holder=Holder.GIVEN, document="transfer",
        help="同时出具去向告知书：信访人要知道转到了哪里",
    ),
    Step(
        "entrust_down", "交办有权单位", "信访工作条例 第二十三条第一款",
        sources=("received", "returned"), target="forwarded", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(TO_UNIT, REPORT_BY, NOTE),
        starts=(Start("notice"), Start("objection"), Start("report")), meets=("notice",), holder=Holder.GIVEN,
        guards=("report_date_ahead",), document="assignment",
        help="属于本系统下级职权范围、又要看到结果的：定下日期，到期报送办结报告；同时出具去向告知书",
    ),
    Step(
        "direct", "告知向有权机关提出", "信访工作条例 第二十三条第一款",
        sources=("registered", "received", "returned"), target="directed",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("competent", "有权机关", Kind.LINE), REASON), meets=("triage", "notice"), document="refusal",
        final=True,
    ),
    Step(
        "decline", "不予受理", "信访工作条例 第十九条第三款、第三十六条第三款",
        sources=("registered", "received", "forwarded", "returned"), target="declined",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("ground", "不予受理的依据", Kind.CHOICE, choices=GROUNDS, keep=True),
            Field("other_case", "同一事项的登记编号", Kind.LINE, keep=True),
            REASON,
        ),
        meets=("triage", "notice"), voids=("objection",), guards=("same_matter",), document="refusal", final=True,
        help="告知信访人已经由哪个单位、凭哪个编号办理；两件自动关联",
    ),
    Step(
        "lead_to_law", "导入法定途径", "信访工作条例 第三十一条第一项至第五项、第二十八条第二款",
        sources=("registered", "received", "forwarded", "returned", "handling"), target="moved",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD),
        gives=(PATH, COMPETENT, KNOWN_ON, REMEDY_UNTIL, REMEDY_LAW, REASON), meets=("triage", "notice", "handling"),
        voids=("objection",),
        guards=("known_for_reconsideration",), document="guidance", final=True,
        help="同时生成一件“法定途径”，一直保留到对方机关确认接收；信访人自己的救济期限写在上面",
    ),
    Step(
        "take_as_suggestion", "转为建议意见办理", "信访工作条例 第二十九条",
        sources=("registered", "received", "returned"), target="moved",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD), gives=(TO_UNIT, REASON), meets=("triage", "notice"),
    ),
    Step(
        "take_as_report", "转为检举控告办理", "信访工作条例 第二十二条第二款、第三十条",
        sources=("registered", "received", "returned"), target="moved",
        roles=(Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD),
        gives=(Field("to_unit", "有权处理的机关", Kind.UNIT, help="纪检监察机关或者有权处理的机关，不能是被检举的单位"),
               Field("accused_unit", "被检举、控告的单位", Kind.UNIT, private=True, walls="accused"), REASON),
        meets=("triage", "notice"), guards=("not_to_the_accused",),
    ),
    Step(
        "hand_to_hotline", "移交热线办理", "信访工作条例 第二十一条第一款",
        sources=("registered", "returned"), target="moved", roles=(Role.DISPATCHER,),
        gives=(Field("to_unit", "热线单位", Kind.UNIT), REASON), meets=("triage", "notice"), guards=("to_a_hotline",),
        help="咨询、求助等即时事项由热线办理；两边都看得到对方的编号",
    ),
    Step(
        "accept", "受理并告知", "信访工作条例 第二十三条",
        sources=("forwarded", "received"), target="handling", roles=(Role.OFFICER, Role.UNIT_HEAD),
        gives=(
            Field("received_on", "本单位收到日期", Kind.DATE, not_future=True, keep=True,
                  help="办理期限从收到之日的次日起算，不因告知较晚而推迟"),
            Field("notified_on", "书面告知日期", Kind.DATE, required=False, not_future=True, keep=True,
                  help="只有信访人的姓名、住址不清的，才可以不告知"),
            Field("untold", "姓名、住址不清，无法告知", Kind.YES, required=False, keep=True,
                  help="第二十三条第一款：勾选的，不填告知日期；以后查清了再补告知"),
            Field("note", "处理途径和程序", Kind.TEXT, required=False),
        ),
        starts=(Start("handling", "received_on", or_from=("notified_on",)),), meets=("notice",), voids=("objection",),
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
        sources=("disputed",), target="returned", roles=(Role.DISPATCHER, Role.UNIT_HEAD),
        gives=(Field("reason", "核实意见", Kind.TEXT),), holder=Holder.ACTOR, main=True,
    ),
    Step(
        "reject_objection", "异议不成立，指定办理", "信访工作条例 第二十三条第三款、第二十四条",
        sources=("disputed",), target="forwarded", roles=(Role.DISPATCHER, Role.UNIT_HEAD),
        gives=(TO_UNIT, Field("reason", "核实意见", Kind.TEXT), DESIGNATED),
        starts=(Start("notice"), Start("objection")), voids=("notice",), holder=Holder.GIVEN,
        help="指定之后不能再次提出异议",
    ),
)
# fmt: on
