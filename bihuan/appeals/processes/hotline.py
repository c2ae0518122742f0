"""The order of the 12345 hotline, from the call to the call-back. Pure.

No national statute sets its limits: the five working days are those of two city regulations (济南 art. 24, 潍坊 art. 20)
and a district's own dated rule replaces them. A matter that is already a petition is linked, not worked on twice.
"""

from __future__ import annotations

from bihuan.appeals.processes import hotline_rights
from bihuan.appeals.processes.petition_entry import DESIGNATED
from bihuan.appeals.processes.rights import FEEDBACK, FROM_ABOVE
from bihuan.appeals.processes.words import COMPLAINED, OF_CHANNEL, REASON, RECEIVED_ON, REGISTERED
from bihuan.casework.spec import (
    Clock,
    DueFrom,
    Extend,
    Field,
    Holder,
    Kind,
    Phase,
    Process,
    Role,
    Start,
    State,
    Step,
    TimeUnit,
    Who,
)

LOCAL = "12345热线地方规定（参照济南市第二十四条、潍坊市第二十条；各地可以另行设定）"
NO_LIMIT = "热线的全国性规定没有这一步的期限；各地可以另行设定"
TO_UNIT = Field("to_unit", "承办单位", Kind.UNIT, help="依职责办理的单位")
CALLED_AT = Field("called_at", "回访时间", Kind.MOMENT, not_future=True)
WORDS = Field("words", "诉求人怎样说", Kind.TEXT)
TOLD_ON = Field("told_on", "答复诉求人日期", Kind.DATE, not_future=True)
DESK = (Role.INTAKE, Role.DISPATCHER)
OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
CALL = tuple(one for one in OF_CHANNEL if one.name in ("call", "read_back"))
SENT_DOWN = tuple(one for one in OF_CHANNEL if one.name in FROM_ABOVE)

# fmt: off
STATES = (
    State("logged", "工单待派", Phase.OPEN, clocks=("answer",)),
    State("dispatched", "已派单待签收", Phase.OPEN, clocks=("answer",),
          help="期限印在工单上，从受理之日起算，不因派单、异议停止"),
    State("order_disputed", "派单异议待审核", Phase.OPEN, clocks=("answer",)),
    State("working", "工单办理中", Phase.OPEN, clocks=("answer",)),
    State("deferred", "暂时不能解决跟踪中", Phase.OPEN, clocks=("solve",), help="写明措施和日期，到期前一直跟踪"),
    State("replied", "已回复待审核", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("calling", "待回访", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("unsatisfied", "不满意待退回办理", Phase.OPEN, unclocked_because=NO_LIMIT),
    State("archived", "已归档", Phase.ENDED),
    State("told", "即时答复", Phase.ENDED),
    State("handed", "由信访办理", Phase.ENDED, help="与信访事项关联；两边都看得到对方的编号"),
)

CLOCKS = (
    Clock("answer", "办结并答复", LOCAL, amount=5, unit=TimeUnit.WORKING_DAYS, warn=1),
    Clock("solve", "承诺解决", LOCAL, due_from=DueFrom("solve_by"), warn=7),
    FEEDBACK,
)

STEPS = (
    Step(
        "answer_call", "即时答复", "12345热线地方规定：能够即时答复的，即时答复",
        target="told", roles=DESK, who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, *CALL, Field("reply", "答复内容", Kind.TEXT)),
    ),
    Step(
        "log_order", "受理工单", LOCAL,
        target="logged", roles=(*DESK, *OFFICE), who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(REGISTERED, RECEIVED_ON, COMPLAINED, *CALL, *SENT_DOWN),
        starts=(Start("answer", "received_on"), Start("feedback")),
    ),
    Step(
        "dispatch", "派单", LOCAL,
        sources=("logged",), target="dispatched", roles=DESK,
        gives=(TO_UNIT, Field("note", "派单说明", Kind.TEXT, required=False)), holder=Holder.GIVEN, document="order",
        main=True, bulk=True,
    ),
    Step("sign_for", "签收", LOCAL, sources=("dispatched",), target="working", roles=OFFICE, main=True),
    Step(
        "dispute_order", "派单异议", "12345热线地方规定（参照潍坊市第二十二条）",
        sources=("dispatched",), target="order_disputed", roles=OFFICE,
        gives=(Field("reason", "详细理由", Kind.TEXT, help="说明依据哪项职责规定不属于本单位，应当由谁办理"),),
        holder=Holder.REGISTRY, guards=("not_designated",),
    ),
    Step(
        "take_back", "异议成立，重新派单", "12345热线地方规定（参照潍坊市第二十二条）",
        sources=("order_disputed",), target="logged", roles=DESK, gives=(REASON,), holder=Holder.ACTOR,
    ),
    Step(
        "designate", "异议不成立，指定办理", "12345热线地方规定（参照潍坊市第二十二条）",
        sources=("order_disputed",), target="dispatched", roles=(Role.DISPATCHER,), gives=(TO_UNIT, REASON, DESIGNATED),
        holder=Holder.GIVEN, document="order", help="指定之后不得退单", main=True,
    ),
    Step(
        "extend_by_law", "依法延长", LOCAL,
        sources=("working",), roles=(Role.UNIT_HEAD,),
        gives=(
            Field("law", "法定期限的依据", Kind.LINE, help="写明法律、法规、规章的名称和条款"),
            Field("days", "延长工作日数", Kind.NUMBER), TOLD_ON,
        ),
        extends=(Extend("answer", at_most=120, days_from="days"),), guards=("law_named", "some_days"),
        help="法律法规另有办理期限的，从其规定；告诉诉求人进展和法定期限",
    ),
    Step(
        "answer_order", "办结并回复", LOCAL,
        sources=("working", "deferred"), target="replied", roles=OFFICE,
        gives=(
            TOLD_ON, Field("told_how", "怎样联系到诉求人", Kind.LINE), Field("outcome", "办理情况和结果", Kind.TEXT),
            Field("basis", "依据", Kind.TEXT, required=False),
        ),
        meets=("answer", "solve"), holder=Holder.REGISTRY, guards=("not_recused",), main=True,
    ),
    Step(
        "cannot_now", "暂时不能解决", LOCAL,
        sources=("working",), target="deferred", roles=OFFICE,
        gives=(
            REASON, Field("measures", "已采取和将采取的措施", Kind.TEXT),
            Field("solve_by", "解决日期", Kind.DATE, keep=True), TOLD_ON,
        ),
        starts=(Start("solve"),), meets=("answer",), guards=("solved_ahead", "not_recused"),
    ),
    Step(
        "pass_audit", "审核通过，转回访", "12345热线地方规定（参照济南市第二十七条）",
        sources=("replied",), target="calling", roles=DESK, guards=("lateness_explained",), main=True,
        help="逾期的，先向诉求人说明原因，才能转回访"
    ),
    Step(
        "fail_audit", "审核不通过，退回办理", "12345热线地方规定（参照济南市第二十七条）",
        sources=("replied",), target="working", roles=DESK, gives=(TO_UNIT, REASON), starts=(Start("answer"),),
        holder=Holder.GIVEN,
    ),
    Step(
        "call_satisfied", "回访：满意，归档", "12345热线地方规定（参照济南市第二十七条）",
        sources=("calling",), target="archived", roles=DESK, gives=(CALLED_AT, WORDS),
        guards=("lateness_explained", "feedback_sent"), main=True,
    ),
    Step(
        "call_unsatisfied", "回访：不满意", "12345热线地方规定（参照济南市第二十七条）",
        sources=("calling",), target="unsatisfied", roles=DESK, gives=(CALLED_AT, WORDS),
    ),
    Step(
        "call_unreached", "回访：没有联系上", "12345热线地方规定（参照济南市第二十七条）",
        sources=("calling",), roles=DESK, gives=(CALLED_AT,),
    ),
    Step(
        "archive_unreached", "多次联系不上，归档", "12345热线地方规定",
        sources=("calling",), target="archived", roles=DESK, gives=(REASON,),
        guards=("three_calls", "lateness_explained", "feedback_sent"),
        help="诉求人以后仍然可以说不满意，退回再次办理",
    ),
    Step(
        "resident_satisfied", "本人说满意", "12345热线地方规定（参照济南市第十五条、潍坊市第十三条）",
        sources=("calling",), target="archived", roles=DESK, who=Who.RESIDENT,
        gives=(Field("words", "想说的话", Kind.TEXT, required=False),),
    ),
    Step(
        "resident_unsatisfied", "本人说不满意", "12345热线地方规定（参照济南市第十五条、第二十七条）",
        sources=("calling", "archived", "told"), target="unsatisfied", roles=DESK, who=Who.RESIDENT,
        gives=(Field("words", "哪里不满意", Kind.TEXT),), holder=Holder.REGISTRY,
    ),
    Step(
        "redo_order", "退回再次办理", "12345热线地方规定（参照济南市第二十七条）",
        sources=("unsatisfied",), target="working", roles=DESK, gives=(TO_UNIT, REASON), starts=(Start("answer"),),
        holder=Holder.GIVEN, main=True,
    ),
    Step(
        "explain_and_archive", "依法解释后归档", "12345热线地方规定（参照济南市第二十七条）",
        sources=("unsatisfied",), target="archived", roles=(Role.DISPATCHER,),
        gives=(Field("explained", "怎样解释，依据什么", Kind.TEXT),),
        guards=("redone_once", "lateness_explained", "feedback_sent"),
        help="再次办理以后仍不满意、诉求没有依据的；写明依据，告诉诉求人还有哪些途径",
    ),
    Step(
        "hand_to_petition", "移交信访办理", "信访工作条例 第二十一条第一款、第二十二条",
        sources=("logged", "order_disputed", "unsatisfied"), target="handed", roles=DESK, gives=(REASON,), final=True,
        help="申诉求决类事项由信访部门登记；信访件和工单互相看得到",
    ),
    Step(
        "already_petition", "已有信访件，并入查询", "12345热线地方规定（参照潍坊市第十九条）",
        sources=("logged",), target="handed", roles=DESK,
        gives=(Field("other_case", "同一事项的登记编号", Kind.LINE, keep=True), TOLD_ON), guards=("petition_in_progress",),
        help="信访已经受理的，热线不重复受理，把信访编号告诉诉求人",
    ),
    *hotline_rights.STEPS,
)
# fmt: on

HOTLINE = Process(
    name="appeals.hotline",
    label="热线工单",
    prefix="RX",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="各地12345政务服务便民热线规定（济南市、潍坊市条例为参照）；没有全国性法律",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
