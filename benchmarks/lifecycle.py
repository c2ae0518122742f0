"""Writing: registering alone, and whole lives (register, forward, accept, decide, find) by eight clients.

A client sends what a browser would send at each step, with a session, a form token, a submission number and the length
of the journal it saw; it does not fetch the pages in between.
"""

from __future__ import annotations

import random
import time
import uuid
from dataclasses import dataclass, field

from benchmarks.client import Answer, Ask, User, get, post
from benchmarks.days import today
from benchmarks.people import SignedIn

SUBJECTS = (
    "小区电梯故障无人维修",
    "路口红绿灯夜间不亮",
    "工地夜间施工噪声扰民",
    "自来水水压不足",
    "老旧楼道照明损坏",
)
BODY = (
    "本人居住在{place}附近，自今年年初以来，{subject}，多次向物业和社区反映，一直没有得到解决。"
    "附近老人和孩子出行很不方便，存在安全隐患。经办编号{mark}。请有关部门到现场查看，尽快处理，并书面答复。"
)


@dataclass
class Tally:
    """What was done and whether the server said so."""

    registered: list[str] = field(default_factory=list)  # marks whose registration was acknowledged
    lives: int = 0
    not_found: int = 0
    refused: list[str] = field(default_factory=list)


def letter(mark: str, dice: random.Random, token: str) -> dict[str, str]:
    """The registration form, filled in; `mark` stands in its text alone."""
    subject = dice.choice(SUBJECTS)
    return {
        "csrfmiddlewaretoken": token, "submission": str(uuid.uuid4()), "channel": dice.choice(("letter", "visit", "call")),
        "received_on": today().isoformat(), "subject": f"反映{subject}的问题",
        "body": BODY.format(place=dice.choice(("新渡街道", "云坪乡", "石湾镇")), subject=subject, mark=mark),
        "place": "", "topic": "", "name": "周秀珍", "phone": f"1990000{dice.randrange(10_000):04}",
        "address": "青岚区新渡街道", "identity_number": "", "source_number": "",
        "read_back": "on",
    }  # fmt: skip


def new_mark() -> str:
    """Eight characters of hex that occur in no other case: what `find` searches for."""
    return "q" + uuid.uuid4().hex[:11]


def registering(clerk: SignedIn, until: float, tally: Tally, seed: int) -> User:
    """Registers one letter after the other."""
    dice = random.Random(seed)
    while time.monotonic() < until:
        mark = new_mark()
        answer = yield post("/register/", clerk.cookie, letter(mark, dice, clerk.token), "register")
        if _number(answer):
            tally.registered.append(mark)
        else:
            tally.refused.append(f"register {answer.status}")


def living(
    clerk: SignedIn, dispatcher: SignedIn, officer: SignedIn, until: float, tally: Tally, seed: int
) -> User:
    """Whole lives, one after the other."""
    dice = random.Random(seed)
    while time.monotonic() < until:
        mark = new_mark()
        answer = yield post("/register/", clerk.cookie, letter(mark, dice, clerk.token), "register")
        number = _number(answer)
        if not number:
            tally.refused.append(f"register {answer.status}")
            continue
        tally.registered.append(mark)
        for seen, (who, step, fields) in enumerate(_steps(dispatcher, officer), start=1):
            answer = yield _take(who, number, step, fields, seen)
            if answer.status not in (302, 303):
                tally.refused.append(f"{step} {answer.status}")
                break
        else:
            answer = yield get(f"/cases/?q={mark}", dispatcher.cookie, "find")
            tally.lives += 1
            tally.not_found += number.encode() not in answer.body


def _steps(dispatcher: SignedIn, officer: SignedIn) -> list[tuple[SignedIn, str, dict[str, str]]]:
    day = today().isoformat()
    return [
        (dispatcher, "forward", {"to_unit": officer.person.unit_name, "note": "请依法办理，并按期答复。"}),
        (officer, "accept", {"received_on": day, "notified_on": day, "note": "已受理，承办人将与你联系。"}),
        (
            officer, "decide",
            {
                "result": "explain", "request": "信访人请求尽快解决所反映的问题。",
                "facts": "经承办人现场查看并走访邻近住户，信访人反映的情况基本属实，有关设施正在维修。",
                "opinion": "已督促责任单位维修并在月底前完成，维修期间安排专人值守。",
                "basis": "《信访工作条例》第三十一条、第三十二条；《物业管理条例》第三十五条。",
                "remedy": f"如不服本处理意见，可以自收到本意见书之日起30日内，向{officer.person.superior}请求复查。",
                "confirmed": "1",
            },
        ),
    ]  # fmt: skip


def _take(who: SignedIn, number: str, step: str, fields: dict[str, str], seen: int) -> Ask:
    more = {"csrfmiddlewaretoken": who.token, "submission": str(uuid.uuid4()), "seen": str(seen)}
    return post(f"/cases/{number}/take/{step}/", who.cookie, {**fields, **more}, step)


def _number(answer: Answer) -> str:
    """The number of the case that a registration leads to; "" when it was not acknowledged."""
    if answer.status not in (302, 303):
        return ""
    parts = [part for part in answer.location.split("/") if part]
    return parts[1] if len(parts) > 1 and parts[0] == "cases" else ""


def later(
    number: str, mark: str, dispatcher: SignedIn, officer: SignedIn
) -> list[tuple[str, str, dict[str, str] | None]]:
    """The requests that follow a registration, as (cookie, path, form): for the floor."""
    found: list[tuple[str, str, dict[str, str] | None]] = []
    for seen, (who, step, fields) in enumerate(_steps(dispatcher, officer), start=1):
        more = {"submission": str(uuid.uuid4()), "seen": str(seen)}
        found.append((who.cookie, f"/cases/{number}/take/{step}/", {**fields, **more}))
    return [*found, (dispatcher.cookie, f"/cases/?q={mark}", None)]
