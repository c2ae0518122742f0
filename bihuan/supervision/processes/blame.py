"""Notice of criticism (通报), the interview of a unit (约谈), proposals (建议), and checks of offices (督查). Pure.

An interview is of a unit that did not do its duty (条例第三十九条第三款). Nobody who appeals is ever interviewed here.
"""

from __future__ import annotations

from bihuan.casework.spec import (
    Branch,
    Clock,
    Field,
    Holder,
    Kind,
    Obliges,
    Process,
    Start,
    Step,
    TimeUnit,
    Who,
)
from bihuan.supervision.processes.parts import (
    ACCOUNT,
    EVIDENCE,
    INSPECT,
    NOT_THE_ACCUSED,
    OFFICE,
    OWN_TIME,
    PROPOSE,
    REASON,
    RECTIFY_BY,
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

ANSWER_BY = Field("answer_by", "书面报告的最后日期", Kind.DATE, keep=True)
RECTIFIED = Field("rectified", "整改情况", Kind.TEXT)
MEETS_ON = Field("meets_on", "约谈日期", Kind.DATE, keep=True)

# fmt: off
_CRITICISM = (
    Step("criticise", "通报", ACCOUNT, target="criticised", roles=SUPERVISORS, who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("facts", "查明的事实", Kind.TEXT), Field("scope", "通报范围", Kind.LINE), ANSWER_BY),
         starts=(Start("reporting"),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,), document="criticism"),
    answer("report", "书面报告整改", ACCOUNT, "criticised", "reported", RECTIFIED,
           Field("own_view", "单位的说明", Kind.TEXT, required=False, help="对事实有不同看法的，写在这里，随通报保存"),
           meets="reporting", starts="judging"),
    accept("close", "核实，通报事项办结", ACCOUNT, "reported", "closed", meets="judging"),
    not_enough("reported", "criticised", ANSWER_BY, voids="judging", starts="reporting", article=ACCOUNT),
    postpone("criticised", "reporting", ANSWER_BY, ACCOUNT),
    withdraw("criticised", "reporting", ACCOUNT),
)
CRITICISM = Process(
    "supervision.criticism", "通报", "DTB",
    states=(owed("criticised", "待报告整改", "reporting"), owed("reported", "已报告待核实", "judging"), ended("closed", "已办结"),
            ended("withdrawn", "已撤回")),
    steps=_CRITICISM, clocks=(dated("reporting", "报告整改", ACCOUNT, "answer_by"), judging()),
    source=ACCOUNT, guards=guards_of(_CRITICISM),
)

_INTERVIEW = (
    Step("summon", "约谈单位", ACCOUNT, target="summoned", roles=SUPERVISORS, who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("why", "约谈事由", Kind.TEXT), MEETS_ON, Field("place", "地点", Kind.LINE),
                Field("who_comes", "请到场的岗位", Kind.LINE, help="写岗位，例如：局长、分管副局长")),
         starts=(Start("meeting"),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED, "an_office"),
         document="interview_notice"),
    Step("hold", "记录约谈", ACCOUNT, sources=("summoned",), target="rectifying", roles=SUPERVISORS, who=Who.REGISTRY,
         gives=(Field("held_on", "约谈日期", Kind.DATE, not_future=True), Field("who_came", "到场的岗位", Kind.LINE),
                Field("said", "指出的问题", Kind.TEXT), Field("undertaken", "单位的承诺", Kind.TEXT), RECTIFY_BY),
         meets=("meeting",), starts=(Start("rectification"),), main=True, document="interview_record"),
    postpone("summoned", "meeting", MEETS_ON, ACCOUNT),
    answer("report", "报告整改", ACCOUNT, "rectifying", "reported", RECTIFIED, meets="rectification", starts="judging"),
    accept("close", "核实，约谈事项办结", ACCOUNT, "reported", "closed", meets="judging"),
    not_enough("reported", "rectifying", RECTIFY_BY, voids="judging", starts="rectification", article=ACCOUNT),
    withdraw("summoned", "meeting", ACCOUNT),
)
INTERVIEW = Process(
    "supervision.interview", "约谈单位", "DYT",
    states=(owed("summoned", "待约谈", "meeting"), owed("rectifying", "限期整改", "rectification"),
            owed("reported", "已报告待核实", "judging"), ended("closed", "已办结"), ended("withdrawn", "已取消")),
    steps=_INTERVIEW,
    clocks=(dated("meeting", "到场约谈", ACCOUNT, "meets_on"), dated("rectification", "约谈后整改", ACCOUNT, "rectify_by"),
            judging()),
    source=ACCOUNT, guards=guards_of(_INTERVIEW),
)

CARRY_BY = Field("carry_by", "落实的最后日期", Kind.DATE, keep=True)
REASONS = Field("reasons", "采纳情况和理由", Kind.TEXT)
_PROPOSAL = (
    Step("propose", "提出建议", PROPOSE, target="owed", roles=URGERS, who=Who.ANYWHERE,
         gives=(TO_UNIT, Field("kind", "建议种类", Kind.CHOICE, keep=True,
                               choices=(("improve", "改进工作"), ("policy", "完善政策"), ("liability", "追究责任"))),
                Field("finding", "发现的问题", Kind.TEXT), Field("proposal", "建议", Kind.TEXT)),
         starts=(Start("answering"),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,), document="proposal"),
    Step("adopt", "书面反馈：采纳", f"{PROPOSE}第四款", sources=("owed",), target="carrying", roles=OFFICE,
         gives=(Field("adopted", "采纳", Kind.CHOICE, keep=True, choices=(("full", "全部采纳"), ("part", "部分采纳"))), REASONS,
                CARRY_BY), meets=("answering",), starts=(Start("carrying_out"),), main=True),
    Step("decline", "书面反馈：不采纳", f"{PROPOSE}第四款", sources=("owed",), target="declined", roles=OFFICE,
         gives=(REASONS,), meets=("answering",), starts=(Start("judging"),), holder=Holder.REGISTRY),
    answer("carried", "报告落实", PROPOSE, "carrying", "reported", Field("result", "落实情况", Kind.TEXT),
           meets="carrying_out", starts="judging"),
    accept("close", "核实，建议已落实", PROPOSE, "reported", "closed", meets="judging"),
    not_enough("reported", "carrying", CARRY_BY, voids="judging", starts="carrying_out", article=PROPOSE),
    Step("note", "记录在案，结束", PROPOSE, sources=("declined",), target="not_adopted", roles=URGERS, gives=(REASON,),
         meets=("judging",), final=True, main=True),
    Step("insist", "再次提出", f"{PROPOSE}；第四十五条第三项", sources=("declined",), target="owed", roles=SUPERVISORS,
         who=Who.ANYWHERE, gives=(TO_UNIT, REASON), meets=("judging",), starts=(Start("answering"),), holder=Holder.GIVEN,
         guards=(NOT_THE_ACCUSED,)),
)
PROPOSAL = Process(
    "supervision.proposal", "督查建议", "DJY",
    states=(owed("owed", "待书面反馈", "answering"), owed("carrying", "采纳，落实中", "carrying_out"),
            owed("declined", "不采纳，待研究", "judging"), owed("reported", "已报告待核实", "judging"), ended("closed", "已落实"),
            ended("not_adopted", "未采纳，记录在案")),
    steps=_PROPOSAL,
    clocks=(
        # The regulation of 2022 sets no days; the one of 2005 (art. 37) had 30, a default that a rule may change.
        Clock("answering", "书面反馈采纳情况", f"{PROPOSE}第四款（未定天数，默认30日，可由本地规定改变）", amount=30, warn=7),
        dated("carrying_out", "落实建议", PROPOSE, "carry_by", warn=7), judging(),
    ),
    source=PROPOSE, guards=guards_of(_PROPOSAL),
)

_CHECK = (
    Step("plan", "安排督查", INSPECT, target="planned", roles=SUPERVISORS, who=Who.ANYWHERE,
         gives=(Field("kind", "方式", Kind.CHOICE, keep=True, choices=(("open", "事先通知"), ("unannounced", "不打招呼"))),
                Field("unit_checked", "督查哪个单位", Kind.UNIT, keep=True), Field("place", "地点", Kind.LINE, required=False),
                Field("look_at", "看什么", Kind.TEXT), Field("on_day", "日期", Kind.DATE, keep=True)),
         starts=(Start("visiting"),), help="交接以前，被督查的单位看不到这一件"),
    Step("record", "记录督查", INSPECT, sources=("planned",), target=Branch("outcome", (("clean", "clean"), ("faults", "found"))),
         roles=SUPERVISORS, gives=(Field("seen_on", "到场日期", Kind.DATE, not_future=True),
                                   Field("found", "看到的情况", Kind.TEXT),
                                   Field("outcome", "结果", Kind.CHOICE, keep=True,
                                         choices=(("clean", "没有发现问题"), ("faults", "发现问题"))), EVIDENCE),
         meets=("visiting",), starts=(Start("handing", into="found"),), main=True),
    Step("hand_over", "反馈问题，限期整改", f"{INSPECT}第二款", sources=("found",), target="rectifying", roles=SUPERVISORS,
         gives=(TO_UNIT, Field("faults", "问题清单", Kind.TEXT), RECTIFY_BY), meets=("handing",),
         starts=(Start("rectification"),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,), main=True,
         document="check_opinion"),
    answer("report", "报告整改", INSPECT, "rectifying", "reported", RECTIFIED, meets="rectification", starts="judging"),
    accept("close", "复看，问题已整改", INSPECT, "reported", "closed", meets="judging"),
    not_enough("reported", "rectifying", RECTIFY_BY, voids="judging", starts="rectification", article=INSPECT),
    Step("call_off", "取消督查", INSPECT, sources=("planned",), target="called_off", roles=SUPERVISORS, gives=(REASON,),
         voids=("visiting",), final=True),
)
CHECK = Process(
    "supervision.check", "督查", "DDC",
    states=(owed("planned", "已安排", "visiting"), owed("found", "发现问题待反馈", "handing"),
            owed("rectifying", "限期整改", "rectification"), owed("reported", "已报告待复看", "judging"),
            ended("clean", "没有发现问题"), ended("closed", "问题已整改"), ended("called_off", "已取消")),
    steps=_CHECK,
    clocks=(dated("visiting", "到场督查", INSPECT, "on_day"),
            Clock("handing", "反馈督查问题", OWN_TIME, amount=5, unit=TimeUnit.WORKING_DAYS, warn=2, obliges=Obliges.HOLDER),
            dated("rectification", "督查问题整改", INSPECT, "rectify_by"), judging()),
    source=INSPECT, guards=guards_of(_CHECK),
)
# fmt: on
