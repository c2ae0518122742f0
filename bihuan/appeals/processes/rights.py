"""Steps that every track of appeals has, for whatever states it names: recusal, the urgent report upward, feedback to
the office that sent a matter down (信访工作条例 art. 22, 25, 28¶3). Pure."""

from __future__ import annotations

from bihuan.casework.spec import Clock, DueFrom, Field, Kind, Obliges, Role, Step, Who

OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
DESK = (Role.INTAKE, Role.DISPATCHER)
RECUSAL = "信访工作条例 第二十八条第三款"
FEEDBACK = Clock(
    "feedback", "向上级反馈", "信访工作条例 第二十二条第一款第三项", due_from=DueFrom("feedback_by"), warn=5,
    obliges=Obliges.REGISTRY,
)  # fmt: skip
# What a matter brings that a higher office sent down: which office, and by when it wants to hear.
FROM_ABOVE = ("sender", "feedback_by")


def recusal(sources: tuple[str, ...], article: str = RECUSAL) -> tuple[Step, ...]:
    """Art. 28¶3: asked for by the resident, or written down by whoever heard it; decided by the head of the unit."""
    reason = Field("reason", "理由", Kind.TEXT)
    return (
        Step(
            "ask_recusal", "申请回避", article,
            sources=sources, roles=(*DESK, *OFFICE), who=Who.RESIDENT,
            gives=(Field("reason", "有什么直接利害关系", Kind.TEXT, private=True),),
        ),
        Step(
            "recuse", "决定回避", article,
            sources=sources, roles=(Role.UNIT_HEAD, Role.LEADER),
            gives=(Field("officer", "回避的人员", Kind.OFFICER, walls="recused"), reason),
            help="决定之后，这个人不能再办理本件；请另行指定承办人",
        ),
        Step(
            "refuse_recusal", "不需要回避", article,
            sources=sources, roles=(Role.UNIT_HEAD, Role.LEADER), gives=(reason,), guards=("recusal_was_asked",),
        ),
    )  # fmt: skip


def upward(sources: tuple[str, ...], *, who: Who = Who.ANYWHERE) -> Step:
    """Art. 25: what is grave or urgent goes up at once, whoever has it. No clock stops for it."""
    return Step(
        "report_upward", "紧急情况上报", "信访工作条例 第二十五条",
        sources=sources, roles=(*DESK, *OFFICE, Role.SUPERVISOR), who=who,
        gives=(
            Field("reported_to", "报告哪些机关", Kind.LINE,
                  help="本级党委和政府、有关主管部门、联席会议办公室；信访部门同时报上一级信访部门"),
            Field("reported_at", "报告时间", Kind.MOMENT, not_future=True),
            Field("situation", "情况和已采取的措施", Kind.TEXT),
        ),
    )  # fmt: skip


def send_feedback(sources: tuple[str, ...]) -> Step:
    """Art. 22¶1(3): the office that sent the matter down hears of it, by the day that it set.

    Pages offer it while it is owed; after the end, when every duty of an office has ended, only programs can take it.
    """
    return Step(
        "send_feedback", "向转来机关反馈", "信访工作条例 第二十二条第一款第三项、第二十三条",
        sources=sources, roles=(*DESK, *OFFICE),
        gives=(
            Field("feedback_on", "反馈日期", Kind.DATE, not_future=True, keep=True),
            Field("feedback", "反馈内容", Kind.TEXT),
        ),
        meets=("feedback",), guards=("came_from_above",),
    )  # fmt: skip
