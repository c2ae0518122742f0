"""The hidden hazard (事故隐患) as one table. Pure.

Two ways to the end. What an enterprise finds itself and judges general it puts right and accepts itself, by two people
(安全生产法 art. 41). What a regulator ordered, and every major hazard, comes back to the regulator; a major or listed
one is closed at a second level.

Time limits that only order 16 of 2008 or local rules give are defaults that a district overrides by date; 安全生产法
itself sets none for them.
"""

from __future__ import annotations

from bihuan.casework.spec import Branch, Field, Holder, Kind, Phase, Process, Role, Start, State, Step, Who
from bihuan.safety.hazards.process_clocks import CLOCKS
from bihuan.safety.hazards.process_fields import (
    CORRECTED,
    DEADLINE,
    EXTENSION,
    FOUND,
    GIVEN_GRADE,
    OPINION_PAPER,
    ORDERED,
    PLAN,
    REASON,
    RECTIFIED,
    SECOND_LEVEL,
    TO_ENTERPRISE,
)
from bihuan.safety.hazards.process_recalls import RECALLS

ENTERPRISE = (Role.SAFETY_OFFICER, Role.PRINCIPAL)
OFFICE = (Role.INSPECTOR, Role.OFFICER, Role.UNIT_HEAD)
LAW = "安全生产法"
ORDER_16 = "安全生产事故隐患排查治理暂行规定"
OPEN = (
    "pending_verification", "pending_confirmation", "pending_assignment", "plan_required", "rectifying",
    "extension_inside", "pending_acceptance", "ordered", "extension_pending", "extension_decision",
    "pending_reinspection", "pending_closeout",
)  # fmt: skip

# A table: one row, one fact, read side by side.
# fmt: off
STATES = (
    State("pending_verification", "隐患待核实定级", Phase.OPEN,
          unclocked_because="法律没有规定核实期限；地方规定了的，可以另加一个期限"),
    State("pending_confirmation", "重大隐患待复核", Phase.OPEN,
          unclocked_because="法律没有规定复核期限；由另一人复核，不得由定级人自己复核"),
    State("pending_assignment", "待落实整改责任", Phase.OPEN,
          unclocked_because="法律没有规定分派期限；整改期限从责令或者落实责任时起算"),
    State("plan_required", "待制定治理方案", Phase.OPEN, clocks=("plan",),
          help="重大隐患：六项内容和五落实不全，不能进入整改"),
    State("rectifying", "企业自查整改中", Phase.OPEN, clocks=("rectification",)),
    State("extension_inside", "企业内部延期待批准", Phase.OPEN, clocks=("rectification",), help="批准之前，原期限照常计算"),
    State("pending_acceptance", "企业内部待验收", Phase.OPEN, clocks=("acceptance",), help="验收人不能是整改人"),
    State("ordered", "责令整改中", Phase.OPEN, clocks=("rectification",)),
    State("extension_pending", "延期待审核", Phase.OPEN, clocks=("rectification",), help="批准之前，原期限照常计算"),
    State("extension_decision", "延期待批准", Phase.OPEN, clocks=("rectification",), help="批准之前，原期限照常计算"),
    State("pending_reinspection", "待复查", Phase.OPEN, clocks=("reinspection",)),
    State("pending_closeout", "待销号核验", Phase.OPEN, clocks=("close_out",), help="重大隐患和挂牌隐患须经第二级核验"),
    State("transferred", "已移送待接收", Phase.OPEN, unclocked_because="安全生产法第六十九条要求及时处理，没有规定天数"),
    State("handed_over", "已移送并接收", Phase.ENDED, help="接收单位另立一件办理，两件互相关联"),
    State("rejected", "不属实", Phase.ENDED),
    State("closed_out", "已销号", Phase.ENDED),
    State("closed_before", "原台账已销号", Phase.ENDED, help="原台账的记录照原样录入，不补造当时没有的手续"),
)

STEPS = (
    # found
    Step("self_find", "企业自查上报", f"{LAW} 第四十一条第二款", target="pending_verification", roles=ENTERPRISE,
         who=Who.ANYWHERE, holder=Holder.GIVEN, gives=(TO_ENTERPRISE, *FOUND)),
    Step("find", "检查发现", f"{LAW} 第六十五条、第六十八条", target="pending_verification", roles=OFFICE,
         who=Who.ANYWHERE, holder=Holder.REGISTRY, gives=FOUND),
    Step("take_report", "登记举报", f"{LAW} 第七十三条、第七十四条", target="pending_verification",
         roles=(Role.INTAKE, Role.DISPATCHER, *OFFICE), who=Who.ANYWHERE, holder=Holder.REGISTRY, gives=FOUND,
         help="举报人的身份和原话只存入加密的保险库；企业看不到"),
    Step("bring_in", "录入台账旧件", f"{ORDER_16} 第十条", target="pending_verification", roles=(*OFFICE, *ENTERPRISE),
         who=Who.ANYWHERE, holder=Holder.GIVEN, gives=(TO_ENTERPRISE, *FOUND, Field("source", "来源台账", Kind.LINE, keep=True))),
    Step("record_closed", "录入原销号记录", f"{ORDER_16} 第十条", sources=("pending_verification",), target="closed_before",
         roles=(*OFFICE, *ENTERPRISE), gives=(
             Field("grade", "等级", Kind.CHOICE, choices=(("general", "一般隐患"), ("major", "重大隐患")), keep=True),
             Field("accepted_on", "验收日期", Kind.DATE, not_future=True), Field("accepted_by", "验收人",
             Kind.LINE, required=False),
             Field("record", "整改情况", Kind.TEXT, required=False)),
         guards=("brought_in",)),
    # judged
    Step("reject", "核实不属实", f"{LAW} 第七十三条", sources=("pending_verification", "pending_confirmation"),
         target="rejected", roles=(*OFFICE, *ENTERPRISE), gives=(REASON,), final=True),
    Step("judge", "核实定级", f"{LAW} 第四十一条、第一百一十八条", sources=("pending_verification",),
         target=Branch("grade", (("general", "pending_assignment"), ("major", "pending_confirmation"))),
         roles=(*OFFICE, *ENTERPRISE), gives=GIVEN_GRADE, guards=("clause_in_force",), main=True),
    Step("confirm_major", "复核为重大隐患", f"{LAW} 第四十一条第三款", sources=("pending_confirmation",),
         target="plan_required", roles=(*OFFICE, Role.PRINCIPAL), gives=(TO_ENTERPRISE, Field("note", "复核意见", Kind.TEXT)),
         starts=(Start("plan"),), holder=Holder.GIVEN, guards=("second_person", "to_the_enterprise"), main=True,
         help="由定级人以外的人复核；复核后企业应当双报告并制定治理方案"),
    Step("back_to_general", "复核为一般隐患", f"{LAW} 第四十一条", sources=("pending_confirmation",),
         target="pending_assignment", roles=(*OFFICE, Role.PRINCIPAL),
         gives=(Field("grade", "等级", Kind.CHOICE, choices=(("general", "一般隐患"),), keep=True), REASON),
         guards=("second_person",)),
    Step("upgrade", "改判为重大隐患", f"{LAW} 第四十一条、第一百一十八条",
         sources=("pending_assignment", "rectifying", "ordered", "pending_acceptance", "pending_reinspection"),
         target="pending_confirmation", roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("grade", "等级", Kind.CHOICE, choices=(("major", "重大隐患"),), keep=True), *GIVEN_GRADE[1:]),
         voids=("rectification", "acceptance", "reinspection"), holder=Holder.REGISTRY, guards=("clause_in_force",),
         help="新的判定标准施行后，或者先前定级有误"),
    Step("rejudge", "按新标准重新判定，等级不变", f"{LAW} 第一百一十八条", sources=OPEN[2:], roles=OFFICE, who=Who.REGISTRY,
         gives=GIVEN_GRADE, guards=("clause_in_force", "grade_unchanged")),
    # responsibility
    Step("assign_inside", "落实责任，开始整改", f"{LAW} 第四十一条第二款", sources=("pending_assignment",),
         target="rectifying", roles=ENTERPRISE, gives=(*ORDERED,), starts=(Start("rectification"),),
         guards=("deadline_ahead",), main=True),
    Step("correct_at_once", "立即整改", f"{LAW} 第四十一条、第六十五条第一款第二项", sources=("pending_assignment",),
         target="pending_acceptance", roles=ENTERPRISE, gives=CORRECTED, starts=(Start("acceptance"),)),
    Step("correct_on_the_spot", "当场改正", f"{LAW} 第六十五条第一款第二项", sources=("pending_assignment",),
         target="pending_reinspection", roles=OFFICE, gives=CORRECTED, starts=(Start("reinspection"),)),
    Step("order", "责令限期整改", f"{LAW} 第六十五条第一款第二项", sources=("pending_assignment",), target="ordered",
         roles=OFFICE, gives=(TO_ENTERPRISE, *ORDERED), starts=(Start("rectification"),), holder=Holder.GIVEN,
         guards=("to_the_enterprise", "deadline_ahead"), document="rectification_order", main=True),
    Step("order_together", "列入检查的指令书，责令限期整改", f"{LAW} 第六十五条第一款第二项", sources=("pending_assignment",),
         target="ordered", roles=OFFICE,
         gives=(TO_ENTERPRISE, Field("order_number", "指令书文号", Kind.LINE, keep=True), *ORDERED),
         starts=(Start("rectification"),), holder=Holder.GIVEN, guards=("to_the_enterprise", "deadline_ahead", "order_names_it"),
         help="一次检查的隐患列在一份指令书里；由检查案件的“责令限期整改”一并办理"),
    # the dual report and the plan of a major hazard
    Step("report_regulator", "向监管部门报告", f"{LAW} 第四十一条第二款；{ORDER_16} 第十四条", sources=("plan_required",),
         roles=ENTERPRISE, gives=(
             Field("present_state", "隐患的现状及其产生原因", Kind.TEXT), Field("harm", "危害程度和整改难易程度分析", Kind.TEXT),
             Field("governance", "治理方案要点", Kind.TEXT),
             Field("reported_regulator_on", "报告日期", Kind.DATE, not_future=True, keep=True)),
         document="major_report", help="三项内容；监管部门收到后签收"),
    Step("report_workers", "向职工代表大会报告", f"{LAW} 第四十一条第二款",
         sources=("plan_required", "ordered", "pending_reinspection", "pending_closeout"), roles=ENTERPRISE, who=Who.ANYWHERE,
         gives=(Field("meeting", "职工大会、职工代表大会或者公示栏", Kind.LINE),
                Field("reported_workers_on", "报告日期", Kind.DATE, not_future=True, keep=True),
                Field("workers_receipt", "会议记录或者公示的凭据", Kind.LINE, required=False, keep=True)),
         guards=("of_this_enterprise",)),
    Step("receive_report", "监管部门签收报告", f"{LAW} 第四十一条第三款",
         sources=("plan_required", "ordered", "pending_reinspection", "pending_closeout"), roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("regulator_receipt", "签收意见", Kind.LINE, keep=True),), guards=("report_sent",)),
    Step("interim_measure", "采取临时措施", f"{LAW} 第六十五条第一款第三项",
         sources=("pending_confirmation", "plan_required", "ordered"), roles=OFFICE, who=Who.REGISTRY,
         gives=(Field("measure", "措施", Kind.CHOICE, choices=(
             ("evacuate", "从危险区域内撤出作业人员"), ("suspend", "责令暂时停产停业"), ("stop_using",
             "责令停止使用设施设备")), keep=True),
                Field("scope", "范围和要求", Kind.TEXT)), document="onsite_measure"),
    Step("sign_plan", "签署治理方案，开始整改", f"{LAW} 第四十一条；{ORDER_16} 第十五条", sources=("plan_required",),
         target="ordered", roles=(Role.PRINCIPAL,), gives=PLAN, starts=(Start("rectification"),), meets=("plan",),
         guards=("both_reported", "deadline_ahead"), document="governance_plan", main=True,
         help="由主要负责人签署；六项内容和五落实齐全，并且已经双报告，才能进入整改"),
    # rectification inside the enterprise
    Step("rectify_inside", "报告整改完成", f"{LAW} 第四十一条第二款", sources=("rectifying",), target="pending_acceptance",
         roles=ENTERPRISE, gives=RECTIFIED, starts=(Start("acceptance"),), meets=("rectification",), main=True),
    Step("ask_inside", "申请延期", f"{ORDER_16} 第十五条", sources=("rectifying",), target="extension_inside",
         roles=ENTERPRISE, gives=EXTENSION, guards=("asked_in_time", "later_than_now")),
    Step("grant_inside", "批准延期", f"{ORDER_16} 第十五条", sources=("extension_inside",), target="rectifying",
         roles=(Role.PRINCIPAL,), gives=(DEADLINE, REASON), starts=(Start("rectification"),),
         guards=("deadline_ahead", "not_the_asker"), main=True),
    Step("refuse_inside", "不批准延期", f"{ORDER_16} 第十五条", sources=("extension_inside",), target="rectifying",
         roles=(Role.PRINCIPAL,), gives=(REASON,)),
    Step("accept", "验收合格，销号", f"{LAW} 第四十一条第二款", sources=("pending_acceptance",), target="closed_out",
         roles=ENTERPRISE, gives=(Field("accepted", "验收意见", Kind.TEXT),), meets=("acceptance",),
         guards=("not_the_rectifier", "not_listed"), main=True, final=True, help="验收人不能是整改人"),
    Step("fail_acceptance", "验收不合格，重新整改", f"{LAW} 第四十一条第二款", sources=("pending_acceptance",),
         target="rectifying", roles=ENTERPRISE, gives=(REASON, DEADLINE), starts=(Start("rectification"),),
         meets=("acceptance",), guards=("not_the_rectifier", "deadline_ahead")),
    # rectification ordered by a regulator, and of every major hazard
    Step("rectify", "报告整改完成", f"{LAW} 第六十五条；{ORDER_16} 第十八条", sources=("ordered",),
         target="pending_reinspection", roles=ENTERPRISE, gives=RECTIFIED, starts=(Start("reinspection"),),
         meets=("rectification",), holder=Holder.REGISTRY, document="rectification_report", main=True),
    Step("ask_extension", "申请延期", f"{ORDER_16} 第十五条", sources=("ordered",), target="extension_pending",
         roles=ENTERPRISE, gives=EXTENSION, holder=Holder.REGISTRY, guards=("asked_in_time", "later_than_now")),
    Step("advise_extension", "审核延期申请", f"{ORDER_16} 第十五条", sources=("extension_pending",),
         target="extension_decision", roles=OFFICE, gives=(Field("advice", "审核意见", Kind.TEXT),), main=True),
    Step("grant_extension", "批准延期", f"{ORDER_16} 第十五条", sources=("extension_decision",), target="ordered",
         roles=(Role.UNIT_HEAD,), gives=(TO_ENTERPRISE, DEADLINE, REASON), starts=(Start("rectification"),),
         holder=Holder.GIVEN, guards=("to_the_enterprise", "deadline_ahead", "not_the_adviser"), main=True),
    Step("refuse_extension", "不批准延期", f"{ORDER_16} 第十五条", sources=("extension_pending", "extension_decision"),
         target="ordered", roles=OFFICE, gives=(TO_ENTERPRISE, REASON), holder=Holder.GIVEN, guards=("to_the_enterprise",)),
    Step("pass_reinspection", "复查合格", f"{LAW} 第六十五条；{ORDER_16} 第二十三条", sources=("pending_reinspection",),
         target=Branch("second_level", (("no", "closed_out"), ("yes", "pending_closeout"))), roles=OFFICE,
         gives=(Field("accepted", "复查意见", Kind.TEXT), SECOND_LEVEL, OPINION_PAPER),
         starts=(Start("close_out", into="pending_closeout"),),
         meets=("reinspection",), guards=("not_the_rectifier", "second_level_right", "one_opinion"),
         document="reinspection_opinion", main=True),
    Step("fail_reinspection", "复查不合格，重新整改", f"{LAW} 第六十五条；{ORDER_16} 第二十三条",
         sources=("pending_reinspection", "pending_closeout"), target="ordered", roles=OFFICE,
         gives=(TO_ENTERPRISE, REASON, DEADLINE, OPINION_PAPER), starts=(Start("rectification"),),
         meets=("reinspection", "close_out"), holder=Holder.GIVEN,
         guards=("to_the_enterprise", "not_the_rectifier", "deadline_ahead", "one_opinion"),
         document="reinspection_opinion"),
    Step("close_out", "核验销号", f"{LAW} 第四十一条第三款；{ORDER_16} 第二十三条", sources=("pending_closeout",),
         target="closed_out", roles=(Role.UNIT_HEAD,), gives=(Field("verified", "核验意见", Kind.TEXT),),
         meets=("close_out",), guards=("not_the_reinspector", "both_receipts", "not_listed"), document="close_out",
         main=True, final=True, help="由复查人以外的负责人核验；两份报告都已签收，挂牌的已经摘牌"),
    # listing and transfer
    Step("list", "挂牌督办", f"{LAW} 第四十一条第三款", sources=OPEN[2:], roles=(Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD),
         who=Who.ANYWHERE, gives=(Field("listed", "挂牌级别", Kind.CHOICE,
                                        choices=(("district", "区级"), ("city", "市级"), ("province", "省级")), keep=True),
                                  REASON)),
    Step("delist", "摘牌", f"{LAW} 第四十一条第三款", sources=OPEN[2:], roles=(Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD),
         who=Who.ANYWHERE, gives=(REASON,), guards=("is_listed",)),
    Step("transfer", "移送其他部门", f"{LAW} 第六十九条", sources=("pending_verification", "pending_assignment"),
         target="transferred", roles=OFFICE, gives=(Field("to_unit", "移送单位", Kind.UNIT), REASON), holder=Holder.GIVEN,
         guards=("to_an_office",), document="transfer_record"),
    Step("receive_transfer", "接收移送", f"{LAW} 第六十九条", sources=("transferred",), target="handed_over",
         roles=OFFICE, gives=(Field("receipt", "接收意见", Kind.LINE),), main=True),
    Step("return_transfer", "退回移送", f"{LAW} 第六十九条", sources=("transferred",), target="pending_verification",
         roles=OFFICE, gives=(REASON,), holder=Holder.REGISTRY),
)
# fmt: on

HAZARD = Process(
    name="safety.hazard",
    label="事故隐患",
    prefix="YH",
    states=STATES,
    steps=(*STEPS, *RECALLS),
    clocks=CLOCKS,
    source="《中华人民共和国安全生产法》（2021年6月10日修正，2021年9月1日起施行）",
    guards=(
        "asked_in_time", "both_receipts", "both_reported", "brought_in", "clause_in_force", "deadline_ahead",
        "grade_unchanged", "is_listed",
        "later_than_now", "not_listed", "not_the_adviser", "not_the_asker", "not_the_rectifier", "not_the_reinspector",
        "of_this_enterprise", "one_opinion", "order_names_it", "report_sent",
        "same_deadline", "second_level_right", "second_person", "to_an_office", "to_the_enterprise", "untouched",
    ),
)  # fmt: skip
