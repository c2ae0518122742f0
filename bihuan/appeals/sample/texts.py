"""Puts a letter together: greeting, who writes, what happened, what it does to them, what they ask. Pure."""

from __future__ import annotations

import random
from collections.abc import Mapping

from bihuan.appeals.sample.matters import Matter, talk
from bihuan.appeals.sample.slots import fill, some

SHORTEST, LONGEST = 80, 600
_SPOTS = (
    "城乡建设/市政公用",
    "城乡建设/城市管理",
    "交通运输/道路",
    "生态环境",
    "安全生产/消防",
    "农村农业/水利",
)
_URBAN = ("owner", "youth", "parent", "elder", "plain", "angry", "tenant")
_RURAL = ("farmer", "elder", "plain", "angry", "family", "farmer")


def voice_for(matter: Matter, *, rural: bool, dice: random.Random) -> str:
    """Somebody who would write about this."""
    usual = _RURAL if rural else _URBAN
    if not rural and matter.voices:
        return dice.choice(matter.voices)
    fitting = [voice for voice in matter.voices if voice in usual or voice in ("migrant", "shop", "parent")]
    return dice.choice(fitting or usual)


def subject_of(matter: Matter, facts: Mapping[str, str], dice: random.Random) -> str:
    return fill(dice.choice(matter.subject), facts, dice)


def body_of(
    matter: Matter,
    facts: Mapping[str, str],
    *,
    channel: str,
    voice: str,
    rural: bool,
    ask: str,
    dice: random.Random,
) -> str:
    """Between SHORTEST and LONGEST characters, in the voice of the writer and the manner of the channel."""
    words = talk()
    long = dice.random() < {"letter": 0.6, "forwarded": 0.75, "visit": 0.4, "web": 0.3, "call": 0.12}[channel]
    who = dice.choice(words["voices"][voice]["who"])
    fact = dice.choice(matter.facts)
    head = [dice.choice(words["greet"][channel])]
    if long or dice.random() < 0.6:
        head.append(who + ("？" if "有没有" in who else dice.choice("，。。") if voice != "angry" else "。"))
    facts_told = some(matter.facts, 2, dice) if long and dice.random() < 0.2 else [fact]
    more = some(matter.details, dice.randint(2, 4) if long else dice.randint(0, 2), dice)
    if matter.topic.startswith(_SPOTS) and dice.random() < 0.5:
        more.insert(0, dice.choice(words["told"]["spot_rural" if rural else "spot_urban"]))
    told = words["told"]["lines"]
    if not rural:
        told = [line for line in told if "村里" not in line]
    more += some(told, dice.choice((1, 2)) if long else dice.choice((0, 0, 1)), dice)
    tail = [dice.choice(matter.harm)] if matter.harm and (long or dice.random() < 0.7) else []
    end = [ask]
    if channel in ("letter", "forwarded", "visit") or dice.random() < 0.5:
        end.append(dice.choice(words["voices"][voice]["close"]))
    left = [line for line in (*told, *matter.details) if line not in more]
    while True:
        paragraphs = ["".join(head + facts_told), "".join(more), "".join(tail + end)]
        glue = "\n" if long and channel in ("letter", "forwarded", "web") else ""
        text = fill(glue.join(part for part in paragraphs if part), facts, dice)
        if len(text) >= SHORTEST or not left:
            break
        more.append(left.pop())
    return text if len(text) <= LONGEST else text[: text.rindex("。", 0, LONGEST) + 1]
