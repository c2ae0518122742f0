"""What became of a petition after the written reply: review, redoing, promises, help, what residents said. Pure.

Takes a letter that was decided and served, and puts one of several believable continuations in place of its end.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bihuan.appeals.sample.course import Event, working_day
from bihuan.appeals.sample.letters import SampleLetter
from bihuan.common.calendar.working import CHINA

GOVERNMENT, CITY, RELIEF, SUPERVISORS = "QL-ZF", "LC-ZF", "QL-MZ", "QL-ZFB"
SHARE = 0.3  # of all that were served
ENTRUSTED = 0.08  # of all that were sent on
LIES, LIES_NOW = 0.002, 0.15  # at each further step, that nobody went on: long ago, and of what is recent


class Further:
    """Goes on writing the course of one letter from where it was served."""

    def __init__(self, letter: SampleLetter, dice: random.Random, *, recent: bool = False) -> None:
        self.letter, self.dice = letter, dice
        self.lies = LIES_NOW if recent else LIES
        served = next(at for at, event in enumerate(letter.course) if event.step == "serve")
        self.served = letter.course[served]
        owed = letter.course[served + 1 : served + 2]
        reported = [event for event in owed if event.step == "report_back"]
        self.events = [*letter.course[: served + 1], *reported]
        self.decided = next(event for event in self.events if event.step == "decide")
        self.today = self.served.at.date()
        self.lying = False

    def do(self, step: str, unit: str, days: int, **given: str) -> None:
        """One more step, `days` after the one before. `@` stands for that day, `@+9` for nine days later."""
        if self.lying or self.dice.random() < self.lies:
            self.lying = True
            return
        self.today = working_day(self.today + timedelta(days=days))
        last = self.events[-1].at
        at = datetime.combine(self.today, time(self.dice.randrange(9, 12), self.dice.randrange(60)), CHINA)
        at = max(at, last + timedelta(minutes=self.dice.randrange(9, 50)))
        self.today = at.date()
        self.events.append(Event(step, at, unit, {name: self._day(text) for name, text in given.items()}))

    def _day(self, text: str) -> str:
        if not text.startswith("@"):
            return text
        return working_day(self.today + timedelta(days=int(text[2:] or 0))).isoformat()

    def receipt(self) -> str:
        """What proves the service."""
        return f"示例-{self.dice.randrange(10**6):06}"

    # -- pieces ---------------------------------------------------------------------------------------------------

    def ask(self, step: str, organ: str) -> None:
        grounds = self.dice.choice(GROUNDS)
        self.do(
            step, "", self.dice.randrange(4, 26), to_unit=organ, asked_on="@", got_on="@", grounds=grounds
        )

    def opine(self, step: str, organ: str, result: str, to_execute: str, upper: str) -> None:
        given = {name: self.decided.given[name] for name in ("request", "facts", "basis")}
        given |= {
            "review_result": result,
            "to_execute": to_execute,
            "opinion": self.dice.choice(OPINIONS[result]),
        }
        given["requested_on"] = self.today.isoformat()
        if upper:
            given["remedy"] = f"如不服本复查意见，可以自收到本意见书之日起30日内，向{upper}请求复核。"
        self.do(step, organ, self.dice.randrange(12, 29), **given)

    def review(self, result: str, to_execute: str) -> None:
        self.ask("ask_review", GOVERNMENT)
        self.opine(
            "decide_review", GOVERNMENT, result, to_execute, "澜川市人民政府" if result != "revoke" else ""
        )
        if result != "revoke":
            self.do("serve_review", GOVERNMENT, 3, served_on="@", served_by="post", receipt=self.receipt())

    def carried_out(self) -> None:
        self.do("report_execution", self.letter.unit, 30, record=self.dice.choice(DONE), done_on="@")

    def confirmed(self) -> None:
        self.do("resident_confirms", "", self.dice.randrange(1, 6), words=self.dice.choice(GLAD))

    # -- continuations --------------------------------------------------------------------------------------------

    def upheld(self) -> None:
        self.review("uphold", "no")
        self.do("lapse_review", "", 33)

    def changed(self) -> None:
        self.review("change", "yes")
        self.do(
            "execute_review",
            GOVERNMENT,
            2,
            to_unit=self.letter.unit,
            execute_by="@+60",
            reason="请按复查意见办理。",
        )
        self.carried_out()
        self.confirmed()

    def revoked(self) -> None:
        self.review("revoke", "no")
        self.do(
            "send_back", GOVERNMENT, 2, to_unit=self.letter.unit, redo_by="@+30", served_on="@",
            served_by="post", receipt=self.receipt(),
            reason="事实没有查清，请重新调查后作出处理意见。",
        )  # fmt: skip
        again = {**self.decided.given, "result": "explain"}
        self.do("decide", self.letter.unit, 24, **again)
        self.do("serve", self.letter.unit, 3, **{**self.served.given, "served_on": "@"})

    def to_the_end(self) -> None:
        self.review("uphold", "no")
        self.ask("ask_re_review", CITY)
        self.do("open_hearing", CITY, 6, hear_by="@+14", reason="事实争议较大，决定听证。")
        self.do(
            "close_hearing",
            CITY,
            10,
            chaired_by="市信访复核办主任",
            hearing="双方到场陈述，提交了照片和票据，听证员合议。",
        )
        self.opine("decide_re_review", CITY, "uphold", "no", "")
        self.do("serve_re_review", CITY, 4, served_on="@", served_by="hand", receipt=self.receipt())
        self.do("conclude", CITY, 3, reason="没有新的事实和理由。", help_unit="信访人居住地的乡镇、街道")
        if self.dice.random() < 0.5:
            self.helped(30)

    def changed_at_last(self) -> None:
        """The re-review changes the decision; what it says waits to be handed over."""
        self.review("uphold", "no")
        self.ask("ask_re_review", CITY)
        self.opine("decide_re_review", CITY, "change", "yes", "")
        self.do("serve_re_review", CITY, 4, served_on="@", served_by="hand", receipt=self.receipt())

    def promised(self) -> None:
        self.do(
            "promise", self.letter.unit, 5, promise=self.dice.choice(PROMISES), promised_by="分管副局长", keep_by="@+90",
            why_later="资金和施工都要等下一批计划。",
        )  # fmt: skip
        if self.dice.random() < 0.3:
            self.do(
                "move_promise",
                self.letter.unit,
                70,
                keep_by="@+45",
                reason="雨季停工，工期顺延。",
                notified_on="@",
            )
        self.do("keep_promise", self.letter.unit, 40, proof="竣工验收单和现场照片见附件。", done_on="@")
        self.confirmed()

    def helped(self, days: int = 6) -> None:
        self.do(
            "give_help", self.letter.registry, days, to_unit=RELIEF, need="家庭生活困难，有病人需要照料。",
            help_planned="申请临时救助，纳入走访名单。", help_by="@+30",
        )  # fmt: skip
        self.do(
            "report_help",
            RELIEF,
            20,
            help_given="发放临时救助金，落实每月走访。",
            help_from="区民政局临时救助",
            done_on="@",
        )
        self.confirmed()

    def contested(self) -> None:
        self.carried_out()
        self.do("resident_denies", "", 3, words=self.dice.choice(NOT_SO))
        self.do(
            "deny_execution", self.letter.registry, 4, to_unit=self.letter.unit, heard="现场核实，信访人反映属实。",
            execute_by="@+30",
        )  # fmt: skip
        self.carried_out()
        self.confirmed()

    def supervised(self) -> None:
        self.do(
            "urge", SUPERVISORS, 40, reason="承诺的事项进展缓慢，信访人多次来电询问。", demand="倒排工期，每周向信访人说明进展。",
            answer_by="@+10",
        )  # fmt: skip
        self.do(
            "answer_urging", self.letter.unit, 7, answer="已增派人手，按承诺日期完成，每周一电话告知信访人。"
        )
        self.carried_out()
        self.confirmed()


BY_RESULT: dict[str, tuple[Callable[[Further], None], ...]] = {
    "support": (Further.contested, Further.supervised),
    "explain": (Further.promised, Further.promised, Further.changed, Further.upheld, Further.revoked),
    "refuse": (
        Further.upheld,
        Further.changed,
        Further.revoked,
        Further.to_the_end,
        Further.to_the_end,
        Further.helped,
    ),
}


def go_on(letter: SampleLetter, dice: random.Random, *, recent: bool = False) -> SampleLetter:
    """The letter with what came after its reply, for some of those that were served; the others as they are."""
    letter = _entrusted(letter) if dice.random() < ENTRUSTED else letter
    if letter.unit in (GOVERNMENT, CITY) or not any(event.step == "serve" for event in letter.course):
        return letter
    if dice.random() >= SHARE:
        return letter
    more = Further(letter, dice, recent=recent)
    dice.choice(BY_RESULT[more.decided.given["result"]])(more)
    return replace(letter, course=tuple(more.events))


def _entrusted(letter: SampleLetter) -> SampleLetter:
    """Sent with a date by which a report is owed (art. 22¶1(3)); the report follows the service of the reply."""
    course: list[Event] = []
    owed = False
    for event in letter.course:
        if event.step == "forward" and not owed:
            by = working_day(event.at.date() + timedelta(days=75)).isoformat()
            course.append(replace(event, step="entrust", given={**event.given, "report_by": by}))
            owed = True
            continue
        course.append(event)
        if event.step == "serve" and owed:
            text = "已按期办结并书面答复信访人，处理意见书附后。"
            course.append(Event("report_back", event.at + timedelta(minutes=5), event.unit, {"report": text}))
    return replace(letter, course=tuple(course))


GROUNDS = (
    "处理意见没有回应我提供的照片和票据，请求撤销，重新调查。",
    "答复把责任推给了别的单位，我不服，请求改变处理意见。",
    "认定的事实与现场不符，请求派人到现场核实后重新答复。",
    "依据的文件在我这件事发生以后才发布，不应当适用，请求复核依据。",
)
OPINIONS = {
    "uphold": (
        "经查，原意见认定事实清楚，适用依据正确，维持原意见。",
        "信访人提出的新材料不足以改变事实认定，予以维持。",
    ),
    "change": (
        "原意见遗漏了信访人提供的证据，变更为：由原办理单位在60日内解决。",
        "责任认定不当，变更为由原办理单位负责落实。",
    ),
    "revoke": ("原意见没有到现场核实，主要事实不清，予以撤销，责令重新办理。",),
}
DONE = (
    "已按意见全部办理完毕，现场拍照存档。",
    "已完成整改，邀请信访人到现场确认。",
    "款项已经发放到位，有银行回单。",
)
GLAD = ("办好了，谢谢。", "去看过了，确实解决了。", "等了不少日子，总算办成了。")
NOT_SO = ("只修了一半，后面那段还是老样子。", "说是办好了，我去看还是没有变化。", "钱只到了一部分。")
PROMISES = (
    "列入今年第三批改造计划，完成施工。", "下一批经费下达以后优先安排。", "新的标准出台以后，按新标准重新核定并补发。",
)  # fmt: skip
