"""What became of a letter: steps of the process with their dates and texts. Pure.

Steps and their fields are those of `appeals.process`. Offices act on working days; most keep their limits, some do not.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from bihuan.appeals.sample.matters import Matter
from bihuan.appeals.sample.slots import fill
from bihuan.common.calendar.working import CHINA, WorkingCalendar, load_shipped

COMMENT = "comment"  # the one event that is no step of the process
# Where a case may come to lie, and how often: rarely passed states too, so that each is seen in the sample.
LYING = {
    "register": 0.02, "receive": 0.15, "forward": 0.02, "object": 0.2, "uphold_objection": 0.25, "accept": 0.04,
    "ask_extension": 0.35, "decide": 0.02, "serve": 0.01, "report_execution": 0.04, "deny_execution": 0.1,
}  # fmt: skip
SIMPLE = 12  # days that surely lie within the ten working days of the simple way
LYING_LONG_AGO = 0.04  # of these: what is older was found by somebody, nearly always


@dataclass(frozen=True, slots=True)
class Event:
    """A step (or a comment) taken by `unit` at a moment; `given` holds the step's fields, dates as ISO text."""

    step: str
    at: datetime
    unit: str
    given: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """The units a letter passes, by code: who takes it down, who triages, who is competent. `superior` is a name."""

    opener: str
    registry: str
    competent: str
    superior: str
    direct: bool  # the competent unit got it itself


class Course:
    """Writes one course, event after event; `events` is the result."""

    def __init__(
        self,
        matter: Matter,
        facts: Mapping[str, str],
        desk: Desk,
        request: str,
        dice: random.Random,
        on: date,
    ) -> None:
        self.matter, self.desk, self.request, self.dice = matter, desk, request, dice
        formal = {"ago": facts["ago_formal"], "since": facts["since_formal"]}
        self.facts: dict[str, str] = {**facts, **formal}
        self.received_on = on
        self.today = on
        self.clock = time(9, 0)
        self.events: list[Event] = []
        # What is done beside the course has dice of its own, so that the course stays what it was without it.
        self.aside = random.Random(f"{matter.key}/{on}/{request}")  # noqa: S311  no secret

    def write(self) -> list[Event]:
        """Everything that would have happened, given time."""
        self._arrive()
        if self.events[-1].step != "direct":
            self._handle()
        return self.events

    # -- the way to the competent unit ----------------------------------------------------------------------------

    def _arrive(self) -> None:
        desk, dice = self.desk, self.dice
        received = {"received_on": self.received_on.isoformat()}
        self._pass(dice.choice((0, 0, 0, 1, 1, 2)))
        self._do(
            "receive" if desk.direct else "register",
            desk.opener,
            received,
        )
        if desk.direct:
            return
        self._pass(dice.randrange(16, 26) if dice.random() < 0.04 else dice.randrange(7))
        if elsewhere := self._elsewhere():
            self._do("direct", desk.registry, elsewhere)
            return
        if self.matter.wrong and dice.random() < 0.3 and self.matter.wrong != desk.competent:
            self._forward(self.matter.wrong, "从来信内容看涉及你单位职责，请依法办理。")
            self._object(self.matter.wrong, fill(self.matter.objection, self.facts, dice))
            self._pass(dice.randrange(1, 4))
            self._do("uphold_objection", desk.registry, {"reason": dice.choice(_UPHELD)})
            self._pass(dice.randrange(2))
            self._forward(desk.competent, "经核实，该事项属于你单位职权范围，请在规定期限内书面告知信访人。")
        elif dice.random() < 0.03:
            self._forward(desk.competent, dice.choice(_FORWARDED))
            self._object(desk.competent, dice.choice(_OBJECTIONS))
            self._pass(dice.randrange(1, 4))
            given = {"to_unit": desk.competent, "reason": dice.choice(_REJECTED), "designated": "yes"}
            self._do("reject_objection", desk.registry, given)
        else:
            self._forward(desk.competent, dice.choice(_FORWARDED))

    def _forward(self, unit: str, note: str) -> None:
        self._do("forward", self.desk.registry, {"to_unit": unit, "note": note})

    def _object(self, unit: str, reason: str) -> None:
        self._pass(self.dice.randrange(1, 4))
        self._do("object", unit, {"reason": reason})

    def _elsewhere(self) -> dict[str, str]:
        for start, competent, reason in _ELSEWHERE:
            if self.matter.topic.startswith(start) and self.dice.random() < 0.3:
                return {"competent": competent, "reason": reason}
        return {}

    # -- in the competent unit ------------------------------------------------------------------------------------

    def _handle(self) -> None:
        dice, unit = self.dice, self.desk.competent
        got = self.received_on if self.desk.direct else self.today
        self._pass(dice.randrange(16, 24) if dice.random() < 0.05 else dice.randrange(1, 11))
        notice = {
            "received_on": got.isoformat(),
            "notified_on": self.today.isoformat(),
            "note": dice.choice(_ACCEPTED),
        }
        self._do("accept", unit, notice)
        if self.aside.random() < 0.7:
            heard = {
                "contacted_on": self.today.isoformat(),
                "contact_by": self.aside.choice(("phone", "meeting", "visit")),
            }
            self._beside("contact", unit, {**heard, "heard": self.aside.choice(_STATED)})
        self._comment(0.4, _COMMENTS_EARLY)
        end = self._length(got)
        if (end - self.today).days <= SIMPLE and self.aside.random() < 0.6:
            self._beside("simplify", unit, {"simple_ground": "clear", "told_on": self.today.isoformat()})
        visited = got + (end - got) * dice.uniform(0.3, 0.8)
        self.facts["visited"] = _chinese(working_day(max(visited, self.today)), year=False)
        if end > got + timedelta(days=60):
            self._ask_more_time(got, end)
        else:
            self._comment(0.25, _COMMENTS_LATE)
        self.today = working_day(max(self.today, end))
        self._decide()

    def _length(self, got: date) -> date:
        luck = self.dice.random()
        if luck < 0.06:
            return got + timedelta(days=self.dice.randrange(62, 79))  # asked for more time, or late
        if luck < 0.55:
            return got + timedelta(days=self.dice.randrange(12, 36))
        return got + timedelta(days=self.dice.randrange(36, 56))

    def _ask_more_time(self, got: date, end: date) -> None:
        dice, unit = self.dice, self.desk.competent
        if dice.random() < 0.25:
            return  # nobody asked: simply late
        self.today = max(self.today, working_day(got + timedelta(days=dice.randrange(40, 51))))
        days = max(10, min(30, (end - got).days - 60 + dice.randrange(3, 10)))
        reason, told = dice.choice(_MORE_TIME)
        self._do("ask_extension", unit, {"reason": reason, "days": str(days)})
        self._pass(dice.randrange(1, 4))
        if dice.random() < 0.15:
            self._do("refuse_extension", unit, {"reason": dice.choice(_NO_MORE_TIME)})
        else:
            given = {"reason": told, "notified_on": self.today.isoformat()}
            self._do("grant_extension", unit, given)

    def _decide(self) -> None:
        matter, dice, unit = self.matter, self.dice, self.desk.competent
        luck = dice.random()
        result = "support" if luck < 0.55 else "refuse" if matter.refuse and luck > 0.75 else "explain"
        promise = working_day(self.today + timedelta(days=dice.randrange(20, 80)))
        self.facts["execute_by"] = _chinese(promise, year=True)
        found = matter.found if result == "support" else matter.found_no
        opinion = {"support": matter.support, "explain": matter.explain, "refuse": matter.refuse}[result]
        given = {
            "result": result,
            "request": self.request,
            "facts": fill(dice.choice(found), self.facts, dice),
            "opinion": fill(dice.choice(opinion), self.facts, dice),
            "basis": matter.basis
            + ("" if "信访工作条例" in matter.basis else "；《信访工作条例》第三十一条、第三十二条"),
            "remedy": f"如不服本处理意见，可以自收到本意见书之日起30日内，向{self.desk.superior}请求复查。"
            + dice.choice(
                ("", "逾期未请求复查的，本意见即为终结。", "请求复查应当提交书面申请和本意见书复印件。")
            ),
        }
        self._do("decide", unit, given)
        self._pass(dice.randrange(1, 6))
        served = {
            "served_on": self.today.isoformat(),
            "served_by": dice.choice(("hand", "post", "post", "electronic")),
            "receipt": f"示例-{dice.randrange(10**6):06}",
        }
        if result == "support":
            served["execute_by"] = promise.isoformat()
        self._do("serve", unit, served)
        if result == "support":
            self._execute(promise)
        else:
            if self.aside.random() < 0.15:
                public = {"agreed_on": self.today.isoformat(), "published_where": "区政府网站“信访回复”栏目"}
                self._beside("publish_reply", unit, {**public, "published_text": self.aside.choice(_PUBLIC)})
            self.today += timedelta(days=32)
            self._do("lapse", "", {})

    def _execute(self, promise: date) -> None:
        dice, unit = self.dice, self.desk.competent
        for attempt in (1, 2):
            late = dice.random() < 0.15
            self.today = max(self.today, promise - timedelta(days=0 if late else dice.randrange(1, 15)))
            self._pass(dice.randrange(5, 25) if late else 0)
            done = {
                "record": fill(dice.choice(self.matter.record), self.facts, dice),
                "done_on": self.today.isoformat(),
            }
            self._do("report_execution", unit, done)
            self._pass(dice.randrange(2, 9))
            if attempt == 2 or dice.random() < 0.88:
                self._do("confirm_execution", self._checker, {"heard": dice.choice(_HEARD)})
                return
            promise = working_day(self.today + timedelta(days=dice.randrange(15, 35)))
            again = {"to_unit": unit, "heard": dice.choice(_DENIED), "execute_by": promise.isoformat()}
            self._do("deny_execution", self._checker, again)

    @property
    def _checker(self) -> str:
        return self.desk.registry

    # -- time -----------------------------------------------------------------------------------------------------

    def _pass(self, days: int) -> None:
        self.today = working_day(self.today + timedelta(days=days))

    def _do(self, step: str, unit: str, given: dict[str, str]) -> None:
        last = self.events[-1].at if self.events else None
        at = datetime.combine(self.today, time(self.dice.randrange(9, 12), self.dice.randrange(60)), CHINA)
        if last is not None and at <= last:
            at = last + timedelta(minutes=self.dice.randrange(7, 50))
        self.today = at.date()
        self.events.append(Event(step, at, unit, given))

    def _beside(self, step: str, unit: str, given: dict[str, str]) -> None:
        """A step within the hours after the one before; the days of the course do not move."""
        at = self.events[-1].at + timedelta(minutes=self.aside.randrange(5, 40))
        self.events.append(Event(step, at, unit, given))

    def _comment(self, chance: float, lines: tuple[str, ...]) -> None:
        if self.dice.random() < chance:
            self._pass(self.dice.randrange(1, 4))
            self._do(
                COMMENT, self.desk.competent, {"text": fill(self.dice.choice(lines), self.facts, self.dice)}
            )


def until_it_lies(events: list[Event], *, recent: bool, dice: random.Random) -> list[Event]:
    """The course up to where somebody stopped and the clock ran on; most courses are whole."""
    for at, event in enumerate(events, start=1):
        if dice.random() < LYING.get(event.step, 0) * (1 if recent else LYING_LONG_AGO):
            return events[:at]
    return events


def working_day(day: date, *, step: int = 1) -> date:
    """The day itself when offices work on it, or the nearest one after it (before it with `step` -1)."""
    while not _calendar().is_working(day):
        day += timedelta(days=step)
    return day


@cache
def _calendar() -> WorkingCalendar:
    return load_shipped()


def _chinese(day: date, *, year: bool) -> str:
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


_STATED = (
    "所述与来件一致，补充说明了发生的时间和经过，希望尽快到现场查看。",
    "信访人说明了诉求的由来，表示愿意配合调查，希望书面答复。",
    "信访人补充了几点事实，已经记下；对办理程序和期限没有疑问。",
)  # fmt: skip
_PUBLIC = (
    "所反映的问题已经核查，处理情况和依据已书面答复本人，同类问题可以按同样的办法办理。",
    "经核查，有关情况已经说明，政策依据和办理渠道一并公开，供有同样问题的群众参考。",
)  # fmt: skip
_FORWARDED = (
    "请依法调查处理，并在15日内书面告知信访人受理情况。",
    "属你单位职责范围，请及时受理。",
    "请核实情况，依法依规办理并书面答复。",
    "群众反映比较具体，请认真核查。",
    "涉及群众切身利益，请优先办理。",
    "请主动与信访人联系，听取其陈述事实和理由。",
    "请按时办理，并把办理情况录入系统。",
)
_OBJECTIONS = (
    "该事项部分内容涉及其他单位职责，我单位不是唯一责任主体，建议明确由其他单位主办，我单位配合。",
    "经查，信访人就同一地点的问题前期由属地协调处理，建议继续由属地办理，避免重复调查。",
    "来信所述地段权属尚有争议，我单位认为应当先由有关部门确认权属以后再行交办。",
)  # fmt: skip
_UPHELD = (
    "经核对三定方案和权责清单，异议成立，收回重新转送。", "经与有关单位核实，原转送单位确无管理权限，异议成立。",
    "异议理由充分、依据明确，同意退回。",
)  # fmt: skip
_REJECTED = (
    "权责清单明确该事项由你单位负责，异议不成立，指定你单位办理，需要配合的单位由我局协调。",
    "主要诉求属于你单位职权范围，涉及其他单位的部分由你单位牵头协调，异议不成立。",
)  # fmt: skip
_ELSEWHERE = (
    ("劳动和社会保障/劳动关系", "青岚区劳动人事争议仲裁委员会",
     "双方对解除劳动关系的事实和补偿数额存在争议，依法应当先行申请劳动争议仲裁，仲裁不收费。"),
    ("城乡建设/房地产市场/租赁", "青岚区人民法院",
     "押金和租金争议属于平等主体之间的合同纠纷，可以依法向人民法院提起诉讼，也可以先申请人民调解。"),
    ("社会治安/治安管理", "澜川市公安局青岚分局办案部门",
     "案件已经立案侦查，查询进展和申请复核应当依照刑事诉讼程序向办案部门提出。"),
    ("城乡建设/征收拆迁", "澜川市人民政府行政复议机构",
     "你对征收补偿决定不服，属于行政复议受理范围，请在法定期限内申请行政复议。"),
)  # fmt: skip
_ACCEPTED = (
    "你反映的事项已受理，将依法调查核实，自受理之日起60日内书面答复。",
    "已受理，承办人将与你联系，听取陈述并安排现场核查。",
    "已受理。办理过程中你可以补充证据材料，也可以随时查询进展。",
    "本单位已受理，将按照《信访工作条例》规定的程序办理。",
)  # fmt: skip
_MORE_TIME = (
    (
        "涉及多个单位的职责划分，正在协商一致，情况复杂。",
        "因涉及多个单位，需要进一步协商，经本单位负责人批准，延长办理期限，请予理解。",
    ),
    (
        "查阅历史档案的时间跨度较大，部分材料保存在市级档案馆，尚未调齐。",
        "因档案查阅工作量较大，经本单位负责人批准，延长办理期限，办结后立即书面答复。",
    ),
    (
        "双方当事人同意先行调解，第二次调解会议已经约定日期。",
        "因正在组织双方调解，经本单位负责人批准，延长办理期限，调解结果将及时告知。",
    ),
    (
        "信访人补充了新的材料，需要重新核实有关事实。",
        "因需要核实你补充的材料，经本单位负责人批准，延长办理期限，特此告知。",
    ),
    (
        "有关事实需要向外地单位函询，复函尚未收到。",
        "因向外地函询的复函尚未收到，经本单位负责人批准，延长办理期限，收到后立即答复。",
    ),
)
_NO_MORE_TIME = ("事实已经基本清楚，应当在原期限内作出处理意见。", "理由不充分，请加派人员，按期办结。")
_COMMENTS_EARLY = (
    "已与反映人通电话，核对了时间和地点，约定下周见面谈。",
    "打了两次电话没有接通，改发短信约时间。",
    "请分管负责同志关注，此类问题近期有所增加。",
    "先查一下之前有没有办过同样的件，口径要一致。",
    "反映人白天上班，联系请安排在晚上七点以后。",
    "已发函调取有关材料，等回复。",
    "材料里缺少日期，见面时请反映人补充。",
    "反映人情绪比较着急，说话请耐心一些，先把程序讲清楚。",
    "已向{place}了解背景情况，对方愿意配合。",
)
_COMMENTS_LATE = (
    "处理意见初稿已写好，请核对法律依据的条款。",
    "答复里要把救济途径写清楚，不要漏掉复查机关。",
    "建议答复时附上有关材料复印件，说服力强一些。",
    "反映人又来电话问进展，已说明正在办理和大致时间。",
    "初稿里有两处表述太硬，改得平和一些。",
    "请在期限届满前三天送审，留出修改时间。",
)
_HEARD = (
    "电话联系信访人，表示问题已经解决。",
    "上门回访，情况与报告一致，信访人认可。",
    "信访人表示基本满意，希望以后加强日常管理。",
    "信访人说等了这么久总算有了结果。",
    "信访人对处理时间有意见，对结果认可。",
    "当面听取意见，信访人在回访记录上签了字。",
)
_DENIED = (
    "信访人反映只做了一部分，核对属实，退回继续执行。",
    "回访核实，情况有反复，与报告不符，退回执行。",
    "承诺的事项仍有一项没有落实，经核对属实，退回补做。",
)
