"""What the tables of this slice share: roles, fields, and the way back when an answer is not enough. Pure."""

from __future__ import annotations

from bihuan.casework.spec import (
    Clock,
    DueFrom,
    Field,
    Holder,
    Kind,
    Obliges,
    Phase,
    Role,
    Start,
    State,
    Step,
    TimeUnit,
    Who,
)

LAW = "信访工作条例"
URGE = f"{LAW}第四十条第一款"  # 及时督办
INSPECT = f"{LAW}第三十八条"
ACCOUNT = f"{LAW}第三十九条第三款"  # 约谈、通报、挂牌督办，责令限期整改
PROPOSE = f"{LAW}第四十条"
JOINT = f"{LAW}第十三条"
IN_CHARGE = f"{LAW}第十八条第二款"
OWN_TIME = "督查单位自定的期限"

SUPERVISORS = (Role.SUPERVISOR, Role.LEADER)
URGERS = (Role.SUPERVISOR, Role.DISPATCHER, Role.LEADER)
OFFICE = (Role.OFFICER, Role.UNIT_HEAD, Role.DISPATCHER, Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR)

TO_UNIT = Field("to_unit", "发给哪个单位", Kind.UNIT)
BACK_TO = Field("to_unit", "退回哪个单位", Kind.UNIT)
REASON = Field("reason", "理由", Kind.TEXT)
EVIDENCE = Field("evidence", "凭证附件", Kind.FILES, required=False, help="先在“附件”里上传")
REPLY_BY = Field("reply_by", "书面回复的最后日期", Kind.DATE, keep=True)
RECTIFY_BY = Field("rectify_by", "整改的最后日期", Kind.DATE, keep=True)
CHECKED = Field("checked", "怎样核实的", Kind.TEXT)
NOT_THE_DOER = "not_the_doer"
NOT_THE_ACCUSED = "not_the_accused"  # 条例第三十条第三款


def dated(name: str, label: str, article: str, field: str, warn: int = 3) -> Clock:
    """A clock whose deadline is a date that the sender sets."""
    return Clock(name, label, article, due_from=DueFrom(field), warn=warn)


def judging(name: str = "judging", label: str = "审看答复", days: int = 10) -> Clock:
    """The time in which whoever asked looks at what came back; the law gives none, a district may set another."""
    return Clock(
        name, label, OWN_TIME, amount=days, unit=TimeUnit.WORKING_DAYS, obliges=Obliges.REGISTRY, warn=2
    )


def ended(name: str, label: str, text: str = "") -> State:
    """A state in which nothing runs."""
    return State(name, label, Phase.ENDED, help=text)


def owed(name: str, label: str, *clocks: str) -> State:
    """A state in which somebody in office owes something."""
    return State(name, label, Phase.OPEN, clocks=clocks)


def answer(
    name: str, label: str, article: str, source: str, target: str, *gives: Field, meets: str, starts: str
) -> Step:
    """The unit that owes it answers; the ball goes back to whoever asked."""
    return Step(
        name, label, article, sources=(source,), target=target, roles=OFFICE, gives=(*gives, EVIDENCE), meets=(meets,),
        starts=(Start(starts),), holder=Holder.REGISTRY, main=True,
    )  # fmt: skip


def not_enough(source: str, target: str, date: Field, *, voids: str, starts: str, article: str) -> Step:
    """What came back is not enough: the ball goes to the unit again, with a new date and the reason."""
    return Step(
        "not_enough", "不够，退回", article, sources=(source,), target=target, roles=URGERS, gives=(BACK_TO, date, REASON),
        meets=(voids,), starts=(Start(starts),), holder=Holder.GIVEN, guards=(NOT_THE_ACCUSED,),
    )  # fmt: skip


def accept(
    name: str, label: str, article: str, source: str, target: str, *, meets: str, document: str = ""
) -> Step:
    """Whoever asked confirms, and never the unit that did it."""
    return Step(
        name, label, article, sources=(source,), target=target, roles=URGERS, gives=(CHECKED,), meets=(meets,),
        guards=(NOT_THE_DOER,), final=True, main=True, document=document,
    )  # fmt: skip


def postpone(state: str, clock: str, date: Field, article: str) -> Step:
    """Another date, by whoever asked, with the reason: the old one stays in the journal."""
    return Step(
        "postpone", "改变期限", article, sources=(state,), roles=URGERS, who=Who.REGISTRY, gives=(date, REASON),
        voids=(clock,), starts=(Start(clock),),
    )  # fmt: skip


def withdraw(state: str, clock: str, article: str, target: str = "withdrawn") -> Step:
    """It is taken back."""
    return Step(
        "withdraw", "撤回", article, sources=(state,), target=target, roles=URGERS, who=Who.REGISTRY, gives=(REASON,),
        voids=(clock,), final=True,
    )  # fmt: skip


def guards_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Every guard the steps name."""
    return tuple(dict.fromkeys(guard for step in steps for guard in step.guards))
