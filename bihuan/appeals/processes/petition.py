"""The 60-day petition (申诉求决, 信访工作条例 art. 31(6)) as one table, from the letter to the end. Pure.

Rows 1 to 22 of the statutory machine. The steps stand in four files beside this one, in the order of a case's life:
`petition_entry`, `petition_handling`, `petition_settling`, `petition_review`. "日" in the 条例 is a calendar day; the
only working days are the five of art. 23 for an objection.

Art. 34 counts the 60 days "自受理之日起" and the 条例 never defines that day. Here the resident is not made to pay for
a late notice: the step `accept` counts from the day the competent unit *received* the matter (`received_on`), which
is stored apart from the acceptance and from the notice.
"""

from __future__ import annotations

from bihuan.appeals.processes import petition_entry, petition_handling, petition_review, petition_settling
from bihuan.appeals.processes.rights import FEEDBACK
from bihuan.casework.spec import Clock, DueFrom, Obliges, Phase, Process, Roll, State, TimeUnit

NO_SERVICE_LIMIT = "《信访工作条例》没有规定送达期限；送达之前，信访人请求复查、复核的期限不起算"

# A table: one row, one fact, read side by side.
# fmt: off
STATES = (
    State("registered", "已登记待分流", Phase.OPEN, clocks=("triage",)),
    State("received", "本单位直接收到", Phase.OPEN, clocks=("notice",)),
    State(
        "forwarded", "已转送待受理", Phase.OPEN, clocks=("notice", "objection"),
        help="承办单位应在期限内提出异议，或者书面告知受理",
    ),
    State("disputed", "提出异议待核实", Phase.OPEN, clocks=("notice",), help="告知期限照常计算，不因异议停止"),
    State("returned", "退回重新分流", Phase.OPEN, clocks=("notice",), help="告知期限照常计算，不因退回停止"),
    State("handling", "办理中", Phase.OPEN, clocks=("handling",)),
    State("extension", "延期待批准", Phase.OPEN, clocks=("handling",), help="批准之前，原期限照常计算"),
    State("redoing", "重新办理中", Phase.OPEN, clocks=("redo",), help="复查、复核机关撤销了原意见，责令在定下的日期前重新办理"),
    State("decided", "已作出处理意见待送达", Phase.OPEN, unclocked_because=NO_SERVICE_LIMIT),
    State("served", "已送达", Phase.WAITING, clocks=("review_right",), help="信访人可以在期限内请求复查"),
    State(
        "executing", "执行中", Phase.OPEN, clocks=("execution",),
        help="第三十二条要求督促执行；期限是承办单位自己承诺的日期",
    ),
    State("promised", "承诺期限解决", Phase.OPEN, clocks=("promise",), help="到承诺的日期为止；做到了要有凭证"),
    State("helping", "帮扶救助中", Phase.OPEN, clocks=("help",), help="政策以外合情合理的，由帮扶单位在定下的日期前落实"),
    State(
        "executed", "执行待核实", Phase.OPEN,
        unclocked_because="《信访工作条例》没有规定核实期限；由登记单位向信访人核实，承办单位不能自己核实",
    ),
    State(
        "contested", "本人说没有解决待核实", Phase.OPEN,
        unclocked_because="《信访工作条例》没有规定核实期限；由登记单位核实后退回执行，或者写明理由办结",
    ),
    State("reviewing", "复查中", Phase.OPEN, clocks=("review",)),
    State("reviewed", "已作出复查意见待送达", Phase.OPEN, unclocked_because=NO_SERVICE_LIMIT),
    State("review_served", "复查意见已送达", Phase.WAITING, clocks=("re_review_right",), help="信访人可以在期限内请求复核"),
    State("revoked", "已撤销待责令重办", Phase.OPEN, unclocked_because="条例没有规定责令的期限；请立即交原办理单位"),
    State("re_reviewing", "复核中", Phase.OPEN, clocks=("re_review",)),
    State("re_hearing", "复核听证中", Phase.OPEN, clocks=("hearing",), help="听证所需时间不计算在复核期限内（第三十六条第二款）"),
    State("re_reviewed", "已作出复核意见待送达", Phase.OPEN, unclocked_because="《信访工作条例》没有规定送达期限"),
    State("re_served", "复核意见已送达待告知终结", Phase.OPEN, unclocked_because="《信访工作条例》没有规定告知终结的期限"),
    State("carrying", "复查复核意见待交执行", Phase.OPEN, unclocked_because="条例没有规定交办的期限；请立即交原办理单位执行"),
    State("closed", "办结", Phase.ENDED),
    State("concluded", "复核终结", Phase.ENDED, help="同一事实和理由不再受理；疏导教育、帮扶救助的责任仍在（第三十七条第三款）"),
    State("answered", "已答复（原系统）", Phase.ENDED, help="原系统的答复照原样录入；缺少法定内容的，记录里写明"),
    State("directed", "已告知向有权机关提出", Phase.ENDED),
    State("declined", "不予受理", Phase.ENDED),
    State("moved", "已转入其他程序", Phase.ENDED, help="后续办理见关联的案件"),
)

CLOCKS = (
    Clock("triage", "分流", "信访工作条例 第二十二条", amount=15, obliges=Obliges.REGISTRY),
    Clock("notice", "书面告知", "信访工作条例 第二十三条", amount=15),
    Clock(
        "objection", "提出异议", "信访工作条例 第二十三条第三款", amount=5, unit=TimeUnit.WORKING_DAYS, warn=2,
        obliges=Obliges.OPTION,
    ),
    Clock("handling", "办理", "信访工作条例 第三十四条", amount=60, warn=10),
    # No text of it could be read: the ten working days are a dated setting that a district checks (`rules.catalog`).
    Clock("simple", "简易办理", "信访事项简易办理办法（试行）", amount=10, unit=TimeUnit.WORKING_DAYS, warn=2),
    Clock(
        "review_right", "请求复查", "信访工作条例 第三十五条", amount=30, roll=Roll.GENEROUS,
        obliges=Obliges.RESIDENT, on_due="lapse",
    ),
    Clock("execution", "承诺执行", "信访工作条例 第三十二条第二款", due_from=DueFrom("execute_by"), warn=7),
    Clock("promise", "承诺解决", "信访工作条例 第三十二条第二款", due_from=DueFrom("keep_by"), warn=7),
    Clock("help", "帮扶落实", "信访工作条例 第三十七条第二款、第三款", due_from=DueFrom("help_by"), warn=7),
    Clock("report", "报送办结报告", "信访工作条例 第二十二条第一款第三项", due_from=DueFrom("report_by"), warn=5),
    FEEDBACK,
    Clock("urging", "反馈督办", "信访工作条例 第四十条", due_from=DueFrom("answer_by")),
    # 山东省信访条例 (2015) art. 43, 44. The 条例 of 2022 has no such step: off until a district sets it.
    Clock("review_entry", "决定是否受理复查、复核", "地方规定（参照山东省信访条例第四十三条、第四十四条）", amount=3,
          unit=TimeUnit.WORKING_DAYS, warn=1, local=True),
    Clock("review", "复查", "信访工作条例 第三十五条", amount=30, warn=7),
    Clock(
        "re_review_right", "请求复核", "信访工作条例 第三十六条", amount=30, roll=Roll.GENEROUS,
        obliges=Obliges.RESIDENT, on_due="lapse_review",
    ),
    Clock("re_review", "复核", "信访工作条例 第三十六条", amount=30, warn=7),
    Clock("hearing", "复核听证", "信访工作条例 第三十六条第二款", due_from=DueFrom("hear_by")),
    Clock("redo", "重新办理", "信访工作条例 第三十五条", due_from=DueFrom("redo_by"), warn=7),
)
# fmt: on

STEPS = (*petition_entry.STEPS, *petition_handling.STEPS, *petition_settling.STEPS, *petition_review.STEPS)

PETITION = Process(
    name="appeals.petition",
    label="信访事项（申诉求决）",
    prefix="XF",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》（2022年2月25日中共中央、国务院发布，2022年5月1日起施行）",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
