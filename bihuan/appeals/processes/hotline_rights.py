"""Steps of the hotline's order that protect the caller: recusal, and why it became late. Pure.

No national statute sets them: 济南市12345条例 art. 15-16, 32 and 潍坊市 art. 13-15 do (domain notes 2.6), and a district's own
rule replaces them. Recusal follows 信访工作条例 art. 28¶3, which binds every office.
"""

from __future__ import annotations

from bihuan.appeals.processes.correcting import correction
from bihuan.casework.spec import Field, Kind, Role, Step, Who

OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
DESK = (Role.INTAKE, Role.DISPATCHER)
RECUSAL = "信访工作条例 第二十八条第三款；12345热线地方规定（参照济南市第三十二条）"
EXPLAINED = "12345热线地方规定（参照济南市第十五条、第十六条，潍坊市第十三条）"
IN_HAND = ("dispatched", "order_disputed", "working", "deferred")
NOT_DONE = (
    "logged",
    "dispatched",
    "order_disputed",
    "working",
    "deferred",
    "replied",
    "calling",
    "unsatisfied",
)

# fmt: off
STEPS = (
    correction(NOT_DONE),
    Step(
        "ask_recusal", "申请回避", RECUSAL,
        sources=IN_HAND, roles=(*DESK, *OFFICE), who=Who.RESIDENT,
        gives=(Field("reason", "有什么直接利害关系", Kind.TEXT, private=True),),
    ),
    Step(
        "recuse", "决定回避", RECUSAL,
        sources=IN_HAND, roles=(Role.UNIT_HEAD, Role.LEADER),
        gives=(Field("officer", "回避的人员", Kind.OFFICER, walls="recused"), Field("reason", "理由", Kind.TEXT)),
        help="决定之后，这个人不能再办理本件；请另行指定承办人",
    ),
    Step(
        "refuse_recusal", "不需要回避", RECUSAL,
        sources=IN_HAND, roles=(Role.UNIT_HEAD, Role.LEADER), gives=(Field("reason", "理由", Kind.TEXT),),
        guards=("recusal_was_asked",),
    ),
    Step(
        "explain_late", "向诉求人说明逾期原因", EXPLAINED,
        sources=NOT_DONE, roles=(*DESK, *OFFICE),
        gives=(
            Field("told_on", "答复诉求人日期", Kind.DATE, not_future=True),
            Field("why_late", "为什么没有按期", Kind.TEXT, help="诉求人会照样看到；不写姓名和电话"),
            Field("progress", "办到哪一步了", Kind.TEXT, help="诉求人会照样看到"),
            Field("finish_by", "最迟哪一天办完", Kind.DATE),
        ),
        guards=("is_late", "finished_ahead"), document="late",
        help="逾期的应当向诉求人说明原因；说明不延长期限，逾期仍是逾期",
    ),
)
# fmt: on
