"""Matters led into their legal path (信访工作条例 art. 31(1)-(5), 28¶2). Pure.

While a matter waits here, the resident's own right may run out elsewhere: the 60 days of 行政复议法 art. 20 run from
knowledge and wait for nobody. That right is a clock of the resident's, on the notice and on the page, and the case stays
in sight until the other body confirms that it has the matter.
"""

from __future__ import annotations

from bihuan.appeals.processes.petition_entry import (
    COMPETENT,
    KNOWN_ON,
    PATH,
    REMEDY_LAW,
    REMEDY_UNTIL,
)
from bihuan.appeals.processes.words import REASON
from bihuan.casework.spec import (
    Clock,
    DueFrom,
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
    Who,
)

OFFICE = (Role.DISPATCHER, Role.OFFICER, Role.UNIT_HEAD)
SPEAKERS = (Role.INTAKE, *OFFICE)

# fmt: off
STATES = (
    State(
        "path_told", "已告知法定途径待移交", Phase.OPEN,
        unclocked_because="第三十一条没有规定导入的期限；信访人自己的救济期限不等人，请立即移交",
    ),
    State(
        "path_handed", "已移交待对方确认", Phase.OPEN,
        unclocked_because="对方机关何时确认由其程序决定；确认以前由本单位跟踪，不能当作办结",
    ),
    State("path_confirmed", "对方机关已接收", Phase.ENDED),
    State("path_back", "对方不接收，回到信访", Phase.ENDED, help="后续办理见关联的案件"),
)
CLOCKS = (
    Clock("reconsider", "申请行政复议", "行政复议法 第二十条", amount=60, roll=Roll.GENEROUS, obliges=Obliges.RESIDENT),
    Clock("remedy", "信访人的法定救济期限", "信访工作条例 第三十一条", due_from=DueFrom("remedy_until"),
          roll=Roll.GENEROUS, obliges=Obliges.RESIDENT),
)
STEPS = (
    Step(
        "open_path", "告知法定途径", "信访工作条例 第三十一条第一项至第五项",
        target="path_told", roles=OFFICE, who=Who.ANYWHERE, holder=Holder.REGISTRY,
        gives=(PATH, COMPETENT, KNOWN_ON, REMEDY_UNTIL, REMEDY_LAW, REASON),
        starts=(Start("reconsider", "known_on"), Start("remedy")), guards=("known_for_reconsideration",),
    ),
    Step(
        "hand_over_path", "移交有权机关", "信访工作条例 第三十一条、第二十八条第二款",
        sources=("path_told",), target="path_handed", roles=OFFICE,
        gives=(
            Field("handed_on", "移交日期", Kind.DATE, not_future=True),
            Field("handed_how", "怎样移交", Kind.LINE, help="函件编号、专人送达、信访人自行提出等"),
            Field("told", "怎样告知信访人", Kind.TEXT, help="有权机关、怎样提出、还剩几天"),
        ),
        main=True,
    ),
    Step(
        "confirm_received", "对方确认接收", "信访工作条例 第三十一条",
        sources=("path_handed",), target="path_confirmed", roles=OFFICE,
        gives=(Field("confirmed_on", "确认日期", Kind.DATE, not_future=True),
               Field("their_number", "对方的案号", Kind.LINE, required=False)),
        meets=("reconsider", "remedy"), main=True,
    ),
    Step(
        "not_received", "对方退回，重新移交", "信访工作条例 第三十一条",
        sources=("path_handed",), target="path_told", roles=OFFICE, gives=(REASON,),
    ),
    Step(
        "resident_went", "本人已自行提出", "信访工作条例 第三十一条",
        sources=("path_told", "path_handed"), target="path_confirmed", roles=SPEAKERS, who=Who.RESIDENT,
        gives=(Field("went_on", "提出日期", Kind.DATE, not_future=True), Field("words", "向哪里提出", Kind.TEXT)),
        meets=("reconsider", "remedy"),
    ),
    Step(
        "back_to_petition", "法定途径不受理，回到信访办理", "信访工作条例 第三十一条第六项",
        sources=("path_told", "path_handed"), target="path_back", roles=OFFICE, gives=(REASON,), final=True,
        help="同时重新登记一件信访事项，与本件关联",
    ),
)
# fmt: on

LEGAL_PATH = Process(
    name="appeals.legal_path",
    label="法定途径",
    prefix="FD",
    states=STATES,
    steps=STEPS,
    clocks=CLOCKS,
    source="《信访工作条例》第三十一条第一项至第五项；《行政复议法》第二十条",
    guards=tuple(dict.fromkeys(guard for step in STEPS for guard in step.guards)),
)
