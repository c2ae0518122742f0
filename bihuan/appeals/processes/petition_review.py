"""Steps of review and re-review by the next level, and of the end (信访工作条例 art. 35-37, rows 15-19). Pure.

They are states of the same case: one thread, one number and code for the resident, all clocks side by side.
"""

from __future__ import annotations

from bihuan.appeals.processes.petition_handling import LETTER
from bihuan.appeals.processes.words import OUTCOMES, PROOF, REASON, SERVED_BY
from bihuan.casework.spec import Branch, Field, Holder, Kind, Role, Start, Step, Who

CARRY_OUT = (("yes", "有"), ("no", "没有"))
ORGAN = Field("to_unit", "向哪个机关提出", Kind.UNIT, help="原办理机关、单位的上一级机关、单位")
ASKED_ON = Field(
    "asked_on", "提出日期", Kind.DATE, not_future=True, help="当面提交的日期，或者寄出的邮戳日期"
)
GOT_ON = Field(
    "got_on", "收到请求日期", Kind.DATE, not_future=True, help="复查、复核的期限从这一天的次日起算"
)
GROUNDS = Field("grounds", "请求和理由", Kind.TEXT)
REQUESTED_ON = Field("requested_on", "请求日期", Kind.DATE, not_future=True)
SERVED_ON = Field("served_on", "收到日期", Kind.DATE, not_future=True, help="信访人收到书面答复的日期")
SERVED_HOW = Field("served_by", "送达方式", Kind.CHOICE, choices=SERVED_BY)
OUTCOME = Field("review_result", "结果", Kind.CHOICE, choices=OUTCOMES, keep=True)
TO_EXECUTE = Field(
    "to_execute", "有没有需要执行的内容", Kind.CHOICE, choices=CARRY_OUT, keep=True,
    help="变更后要做的事，或者维持了支持请求的意见而还没有执行的",
)  # fmt: skip
REVIEW_LETTER = tuple(one for one in LETTER if one.name != "remedy")
SPEAKERS = (Role.INTAKE, Role.DISPATCHER, Role.OFFICER, Role.REVIEWER)
BACK = Field("to_unit", "交哪个单位", Kind.UNIT, help="原办理单位")

# fmt: off
STEPS = (
    Step(
        "ask_review", "请求复查", "信访工作条例 第三十五条",
        sources=("served", "executing", "promised", "helping", "executed", "contested", "closed"), target="reviewing",
        roles=SPEAKERS, who=Who.RESIDENT, gives=(ORGAN, ASKED_ON, GOT_ON, GROUNDS),
        starts=(Start("review", "got_on"), Start("review_entry", "got_on")),
        meets=("review_right",), voids=("execution", "promise", "help"), holder=Holder.GIVEN,
        guards=("review_in_time", "review_organ", "asked_today"),
        help="收到书面答复以后，在期限内向原办理单位的上一级机关提出",
    ),
    Step(
        "accept_review", "受理请求并告知", "地方规定（参照山东省信访条例第四十三条、第四十四条）",
        sources=("reviewing", "re_reviewing"), roles=(Role.REVIEWER,),
        gives=(Field("notified_on", "告知信访人的日期", Kind.DATE, not_future=True),),
        meets=("review_entry",), guards=("entry_runs",),
        help="只有地方规定了决定受理期限的才用；复查、复核的期限从收到请求之日起算，不因受理推迟",
    ),
    Step(
        "decide_review", "出具复查意见", "信访工作条例 第三十五条",
        sources=("reviewing",),
        target=Branch("review_result", (("uphold", "reviewed"), ("change", "reviewed"), ("revoke", "revoked"))),
        roles=(Role.REVIEWER,),
        gives=(OUTCOME, TO_EXECUTE, REQUESTED_ON, *REVIEW_LETTER,
               Field("remedy", "救济途径和期限", Kind.TEXT, required=False,
                     help="维持、变更的必填：向哪个机关、在几日内可以请求复核（第三十六条）")),
        meets=("review", "review_entry"), guards=("review_gate", "not_recused", "not_the_decider"), document="review", main=True,
        final=True,
    ),
    Step(
        "serve_review", "送达复查意见", "信访工作条例 第三十五条、第三十六条",
        sources=("reviewed",), target="review_served", roles=(Role.REVIEWER, Role.INTAKE), gives=(SERVED_ON, SERVED_HOW, *PROOF),
        starts=(Start("re_review_right", "served_on"),), guards=("review_served_after", "service_proven"), main=True,
        help="送达之日的次日起，信访人请求复核的期限开始计算",
    ),
    Step(
        "send_back", "责令重新办理", "信访工作条例 第三十五条、第三十六条",
        sources=("revoked",), target="redoing", roles=(Role.REVIEWER,),
        gives=(BACK, Field("redo_by", "重新办理期限", Kind.DATE, keep=True, help="条例没有规定天数，由复查、复核机关定下日期"),
               SERVED_ON, SERVED_HOW, *PROOF, REASON),
        starts=(Start("redo"),), holder=Holder.GIVEN, guards=("back_to_the_decider", "redo_ahead", "service_proven"), main=True,
    ),
    Step(
        "execute_review", "交原办理单位执行", "信访工作条例 第三十二条第二款、第三十五条",
        sources=("review_served", "carrying"), target="executing", roles=(Role.REVIEWER,),
        gives=(BACK, Field("execute_by", "执行完毕日期", Kind.DATE, keep=True), REASON),
        starts=(Start("execution"),), holder=Holder.GIVEN, guards=("something_to_execute", "executed_ahead"), main=True,
    ),
    Step(
        "lapse_review", "复核期限届满", "信访工作条例 第三十六条",
        sources=("review_served",), target=Branch("to_execute", (("yes", "carrying"), ("no", "closed"))),
        who=Who.SYSTEM, meets=("re_review_right",),
    ),
    Step(
        "ask_re_review", "请求复核", "信访工作条例 第三十六条",
        sources=("review_served", "executing", "promised", "helping", "executed", "contested", "carrying", "closed"),
        target="re_reviewing", roles=SPEAKERS, who=Who.RESIDENT, gives=(ORGAN, ASKED_ON, GOT_ON, GROUNDS),
        starts=(Start("re_review", "got_on"), Start("review_entry", "got_on")),
        meets=("re_review_right",), voids=("execution", "promise", "help"),
        holder=Holder.GIVEN, guards=("re_review_in_time", "re_review_organ", "asked_today"),
    ),
    Step(
        "open_hearing", "复核听证", "信访工作条例 第三十六条第二款",
        sources=("re_reviewing",), target="re_hearing", roles=(Role.REVIEWER,),
        gives=(Field("hear_by", "听证结束日期", Kind.DATE, help="预计在这一天以前听证完毕"), REASON),
        starts=(Start("hearing"),), pauses=("re_review",), guards=("hearing_ahead",),
        help="听证所需时间不计算在复核的期限内",
    ),
    Step(
        "close_hearing", "听证结束", "信访工作条例 第三十六条第二款",
        sources=("re_hearing",), target="re_reviewing", roles=(Role.REVIEWER,),
        gives=(Field("chaired_by", "主持人", Kind.LINE), Field("hearing", "听证情况", Kind.TEXT, keep=True)),
        meets=("hearing",), resumes=("re_review",), main=True,
    ),
    Step(
        "decide_re_review", "出具复核意见", "信访工作条例 第三十六条",
        sources=("re_reviewing",),
        target=Branch("review_result", (("uphold", "re_reviewed"), ("change", "re_reviewed"), ("revoke", "revoked"))),
        roles=(Role.REVIEWER,),
        gives=(OUTCOME, TO_EXECUTE, REQUESTED_ON, *REVIEW_LETTER,
               Field("hearing", "听证情况", Kind.TEXT, required=False)),
        meets=("re_review", "review_entry"), guards=("re_review_gate", "not_recused", "not_the_decider"), document="re_review",
        main=True, final=True,
    ),
    Step(
        "serve_re_review", "送达复核意见", "信访工作条例 第三十六条",
        sources=("re_reviewed",), target=Branch("to_execute", (("yes", "carrying"), ("no", "re_served"))),
        roles=(Role.REVIEWER, Role.INTAKE), gives=(SERVED_ON, SERVED_HOW, *PROOF),
        guards=("review_served_after", "service_proven"), main=True,
    ),
    Step(
        "conclude", "告知终结", "信访工作条例 第三十六条第三款、第三十七条第三款",
        sources=("re_served",), target="concluded", roles=(Role.REVIEWER, Role.DISPATCHER),
        gives=(REASON, Field("help_unit", "负责疏导和帮扶的单位", Kind.LINE, keep=True)),
        guards=("feedback_sent",), document="end", main=True, final=True,
        help="以同一事实和理由再提出的不再受理；疏导教育、帮扶救助的责任仍在",
    ),
)
# fmt: on
