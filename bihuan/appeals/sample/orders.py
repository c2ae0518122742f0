"""Calls as orders of the hotline, and letters led into their legal path. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.appeals.sample.course import Event, working_day
from bihuan.appeals.sample.letters import SampleLetter
from bihuan.common.calendar.working import CHINA

HOTLINE_UNIT = "QL-12345"
ORDERS = 0.6  # of all calls
ANSWER_WITHIN = 5  # working days, as the table ships them
SLOW = 0.06  # of all orders


@dataclass(slots=True)
class Writer:
    """Writes events one after the other on working days. `@` stands for the day of the step, `@+9` for nine days on."""

    dice: random.Random
    today: date
    events: list[Event]

    def do(self, step: str, unit: str, days: int, **given: str) -> None:
        """One step, `days` after the one before."""
        self.today = working_day(self.today + timedelta(days=days))
        at = datetime.combine(self.today, time(self.dice.randrange(9, 12), self.dice.randrange(60)), CHINA)
        if self.events:
            at = max(at, self.events[-1].at + timedelta(minutes=self.dice.randrange(9, 50)))
        self.today = at.date()
        kept = {name: self._filled(text, at) for name, text in given.items()}
        self.events.append(Event(step, at, unit, kept))

    def _filled(self, text: str, at: datetime) -> str:
        if text == "@now":
            return at.isoformat()
        if not text.startswith("@"):
            return text
        return working_day(self.today + timedelta(days=int(text[2:] or 0))).isoformat()


def so_far(course: tuple[Event, ...], dice: random.Random, *, chance: float) -> tuple[Event, ...]:
    """The course up to some step where it lies now, by chance; else the whole."""
    return course[: dice.randrange(1, len(course) + 1)] if dice.random() < chance else course


def order_of(letter: SampleLetter, dice: random.Random) -> tuple[Event, ...]:
    """The same call as an order: dispatched, answered, called back; some disputed, put off or redone."""
    write, unit = Writer(dice, letter.received_on, []), letter.unit
    begun = {
        "received_on": letter.received_on.isoformat(),
        "call": f"{letter.received_on:%Y%m%d}-{dice.randrange(1000):04}",
    }
    if dice.random() < 0.1:
        write.do("answer_call", HOTLINE_UNIT, 0, **begun, reply=dice.choice(AT_ONCE))
        return tuple(write.events)
    write.do("log_order", HOTLINE_UNIT, 0, **begun)
    write.do(
        "dispatch",
        HOTLINE_UNIT,
        dice.choice((0, 0, 1)),
        to_unit=unit,
        note="请依法办理，5个工作日内答复诉求人。",
    )
    if dice.random() < 0.08:
        write.do("dispute_order", unit, 0, reason="来电反映的路段尚未移交，建议由建设单位先行处理。")
        write.do(
            "designate",
            HOTLINE_UNIT,
            1,
            to_unit=unit,
            reason="权责清单明确由你单位负责，未移交的由你单位协调。",
            designated="yes",
        )
    write.do("sign_for", unit, 0)
    if dice.random() < 0.12:
        write.do(
            "cannot_now",
            unit,
            3,
            reason="需要列入计划后才能实施。",
            measures="已设警示标志，临时处置。",
            solve_by="@+60",
            told_on="@",
        )
        write.do("answer_order", unit, dice.randrange(20, 70), **ANSWER, outcome=dice.choice(OUTCOMES))
    else:
        _answer(write, unit, dice.randrange(1, 7), letter.received_on, dice.choice(OUTCOMES))
    write.do("pass_audit", HOTLINE_UNIT, 1)
    luck = dice.random()
    if luck < 0.1:
        write.do("call_unreached", HOTLINE_UNIT, 1, called_at="@now")
    if 0.1 <= luck < 0.25:
        write.do("call_unsatisfied", HOTLINE_UNIT, 1, called_at="@now", words=dice.choice(UNHAPPY))
        write.do(
            "redo_order", HOTLINE_UNIT, 0, to_unit=unit, reason="诉求人反映没有解决，请再次办理并当面答复。"
        )
        _answer(write, unit, dice.randrange(2, 6), write.today, "再次到现场处理，已请诉求人当场确认。")
        write.do("pass_audit", HOTLINE_UNIT, 1)
    write.do("call_satisfied", HOTLINE_UNIT, 1, called_at="@now", words=dice.choice(HAPPY))
    return tuple(write.events)


def _answer(write: Writer, unit: str, days: int, since: date, outcome: str) -> None:
    """The unit answers after so many days; why it is late, if it is, the caller hears on the first day that it is."""
    days += 6 if write.dice.random() < SLOW else 0
    late = working_day(_after(since, ANSWER_WITHIN) + timedelta(days=1))
    day = working_day(write.today + timedelta(days=days))
    if day >= late >= write.today:
        write.do(
            "explain_late", unit, (late - write.today).days, told_on="@", progress="已到现场查看，材料已经到货。",
            why_late="配件由市级仓库调拨，到货晚于预期。", finish_by=f"@+{(day - late).days + 3}",
        )  # fmt: skip
    write.do("answer_order", unit, max(0, (day - write.today).days), **ANSWER, outcome=outcome)


def _after(day: date, count: int) -> date:
    """The last of so many working days that follow a day."""
    for _turn in range(count):
        day = working_day(day + timedelta(days=1))
    return day


def path_of(letter: SampleLetter, dice: random.Random) -> tuple[Event, ...]:
    """A letter whose matter belongs to a court, an arbitrator or a reconsideration body, as a legal path."""
    told = next(event for event in letter.course if event.step == "direct")
    competent = told.given["competent"]
    given = {"competent": competent, "reason": told.given["reason"], "path": "litigation"}
    if "仲裁" in competent:
        given |= {
            "path": "arbitration",
            "remedy_until": "@+200",
            "remedy_law": "《劳动争议调解仲裁法》第二十七条",
        }
    elif "复议" in competent:
        given |= {
            "path": "administrative",
            "known_on": (letter.received_on - timedelta(days=dice.randrange(3, 40))).isoformat(),
        }
    write = Writer(dice, told.at.date(), [])
    write.do("open_path", letter.registry, 0, **given)
    write.do(
        "hand_over_path", letter.registry, dice.randrange(1, 4), handed_on="@", handed_how="函告并当面告知信访人",
        told="已告知向哪里提出、带什么材料、还剩多少天。",
    )  # fmt: skip
    write.do("confirm_received", letter.registry, dice.randrange(8, 40), confirmed_on="@")
    return tuple(write.events)


ANSWER = {"told_on": "@", "told_how": "电话联系诉求人"}
AT_ONCE = (
    "已告知办理地点、时间和所需材料。",
    "已解答政策，诉求人表示明白。",
    "已提供主管单位的电话和办公时间。",
)
OUTCOMES = (
    "已到现场处理完毕，诉求人在场确认。",
    "已更换损坏的设施，恢复正常。", "已约谈责任单位，当日整改。", "已向诉求人说明政策和办理时间。",
)  # fmt: skip
UNHAPPY = ("没有人来过现场。", "修了第二天又坏了。", "只打了电话，问题还在。")
HAPPY = ("满意。", "解决了，谢谢。", "基本满意，希望以后快一点。")
