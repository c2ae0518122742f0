"""Steps of the hotline's order that protect the caller: recusal, and why it became late; and what is urgent goes up. Pure.

No national statute sets them: 济南市12345条例 art. 15-16, 32 and 潍坊市 art. 13-15 do (domain notes 2.6), and a district's own
rule replaces them. Recusal follows 信访工作条例 art. 28¶3, which binds every office.
"""

from __future__ import annotations

from bihuan.appeals.processes.correcting import correction
from bihuan.appeals.processes.rights import DESK, OFFICE, recusal, send_feedback, upward
from bihuan.casework.spec import Field, Kind, Step

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
    *recusal(IN_HAND, RECUSAL),
    upward(NOT_DONE),
    send_feedback((*NOT_DONE, "archived")),
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
