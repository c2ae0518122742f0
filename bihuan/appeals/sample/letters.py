"""Three years of believable letters from a seed. Pure: no Django, no database, no clock.

The same seed, dates and places give the same letters. Nobody in them exists: names are drawn from two lists,
telephone numbers begin with 1540000, and neither stands anywhere but in `petitioner`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.appeals.sample.course import Course, Desk, Event, until_it_lies, working_day
from bihuan.appeals.sample.matters import Matter, matters
from bihuan.appeals.sample.places import SamplePlace, suits, surroundings
from bihuan.appeals.sample.slots import fill
from bihuan.appeals.sample.texts import body_of, subject_of, voice_for
from bihuan.common.calendar.working import CHINA

CHANNELS = {"letter": 26, "visit": 16, "call": 24, "web": 27, "forwarded": 7}
RECENT = 240  # days: what is older and still open is an exception
ALIKE = 0.06  # of all matters: several people write about the same thing within weeks
SURNAMES = (
    "赵钱周吴郑冯陈褚卫蒋沈韩秦尤许何吕施孔曹严华金陶姜戚邹喻柏窦章云葛奚范彭郎鲁"
    "韦昌苗凤方俞任袁柳鲍史唐费岑薛雷贺倪汤滕罗毕郝邬安常乐于时傅皮卞齐康伍余顾孟"
    "平"
)
GIVEN = (
    "桂芳", "长林", "秀珍", "福生", "小满", "大军", "淑云", "根水", "月娥", "德顺", "晓雯", "一鸣", "建军", "腊梅",
    "水根", "金凤",
    "家旺", "文斌", "彩霞", "志刚", "子涵", "巧云", "世民", "春生", "翠兰", "广林", "玉梅", "国安", "小雨", "永福",
    "红英", "立春",
    "思琪", "阿炳", "菊香", "天佑", "素芬", "冬生", "佩兰", "喜来",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit by code, its name, and the name of the organ that reviews what it decides."""

    code: str
    name: str
    superior: str


@dataclass(frozen=True, slots=True)
class Petitioner:
    """A person who does not exist. Goes into the vault and nowhere else."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """One appeal and what became of it up to the last day. `cluster` is shared by letters on the same matter."""

    subject: str
    body: str
    channel: str
    topic: str
    matter: str
    place: str  # code of the jurisdiction
    unit: str  # code of the competent unit
    registry: str  # code of the unit that objections and reports of execution go back to
    received_on: date
    petitioner: Petitioner
    cluster: int
    source_number: str  # what a forwarded letter is called where it came from; empty otherwise
    course: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    on: date
    matter: Matter
    place: SamplePlace
    cluster: int
    serial: int


def letters(
    seed: int,
    start: date,
    end: date,
    units: Mapping[str, SampleUnit],
    jurisdictions: Sequence[SamplePlace],
    *,
    count: int = 3000,
    until: date | None = None,
    registry: str = "QL-XF",
    hotline: str = "QL-12345",
) -> Iterator[SampleLetter]:
    """`count` letters received from `start` to `end`, oldest first; events after `until` (default: `end`) have not
    happened yet.

    `units` must hold the codes that matters name, and each place's `town_unit`. Raises KeyError for a missing one.
    """
    last = datetime.combine(until or end, time(23, 59), CHINA)
    for slot in _slots(seed, start, end, jurisdictions, count):
        dice = random.Random(f"{seed}/{slot.serial}")  # noqa: S311  (repeatable, nothing secret)
        shared = random.Random(f"{seed}/cluster/{slot.cluster}")  # noqa: S311
        place = slot.place
        matter = slot.matter.strand(shared.randrange(slot.matter.strands()) + 1)
        facts = surroundings(matter, place, slot.on, shared)
        channel = dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        voice = voice_for(matter, rural=place.rural, dice=dice)
        ask = fill(dice.choice(matter.ask), facts, dice)
        unit = units[place.town_unit if matter.unit == "town" else matter.unit]
        # Only a town has both a clerk and a head: one reports the execution, the other confirms it (art. 32, 40).
        direct = matter.unit == "town" and channel in ("visit", "letter") and dice.random() < 0.5
        opener = unit.code if direct else hotline if channel == "call" else registry
        desk = Desk(opener, unit.code if direct else registry, unit.code, unit.superior, direct)
        on = slot.on if channel in ("call", "web") else working_day(slot.on, step=-1)
        course = Course(matter, facts, desk, _request(ask), dice, on).write()
        course = until_it_lies(course, recent=((until or end) - on).days < RECENT, dice=dice)
        events = tuple(event for event in course if event.at <= last)
        if not events:
            continue
        yield SampleLetter(
            subject=subject_of(matter, facts, dice),
            body=body_of(matter, facts, channel=channel, voice=voice, rural=place.rural, ask=ask, dice=dice),
            channel=channel,
            topic=matter.topic,
            matter=matter.key,
            place=place.code,
            unit=unit.code,
            registry=desk.registry,
            received_on=on,
            petitioner=_petitioner(place, facts, dice),
            cluster=slot.cluster,
            source_number=f"川信转〔{on.year}〕{dice.randrange(100, 9999)}号"
            if channel == "forwarded"
            else "",
            course=events,
        )


def _slots(seed: int, start: date, end: date, places: Sequence[SamplePlace], count: int) -> list[_Slot]:
    """Who writes when about what: more in a matter's season, and sometimes many about the same thing."""
    dice = random.Random(f"{seed}/plan")  # noqa: S311
    known = matters()
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    by_month = {month: [matter.weight(month) for matter in known] for month in range(1, 13)}
    volume = [sum(by_month[day.month]) * (1.0 if day.weekday() < 5 else 0.35) for day in days]
    found: list[tuple[date, Matter, SamplePlace, int]] = []
    cluster = 0
    while len(found) < count:
        cluster += 1
        day = dice.choices(days, volume)[0]
        # The first letters go through the list once, so that even a small sample has every topic.
        matter = known[cluster - 1] if cluster <= len(known) else dice.choices(known, by_month[day.month])[0]
        place = dice.choice([place for place in places if suits(matter, place)])
        found.append((day, matter, place, cluster))
        if dice.random() < ALIKE * (2 if matter.season else 1):
            for _ in range(dice.randrange(2, 8)):
                later = min(end, day + timedelta(days=dice.randrange(21)))
                found.append((later, matter, place, cluster))
    ordered = sorted(found[:count], key=lambda row: (row[0], row[3]))
    return [_Slot(*row, serial) for serial, row in enumerate(ordered)]


def _request(ask: str) -> str:
    """What is asked, as an office writes it down."""
    if ask.startswith("请"):
        return "信访人请求" + ask[1:]
    return "信访人" + ask if ask.startswith(("希望", "要求")) else "信访人提出：" + ask


def _petitioner(place: SamplePlace, facts: Mapping[str, str], dice: random.Random) -> Petitioner:
    home = (
        f"{place.name}{facts['group']}{dice.randrange(3, 96)}号"
        if place.rural
        else f"{place.name}{facts['compound']}{dice.randrange(1, 19)}栋"
        f"{dice.randrange(1, 28)}{dice.randrange(1, 5):02}室"
    )
    return Petitioner(
        name=dice.choice(SURNAMES) + dice.choice(GIVEN),
        phone=f"1540000{dice.randrange(10_000):04}",
        address=f"青岚区{place.town}{home}",
    )
