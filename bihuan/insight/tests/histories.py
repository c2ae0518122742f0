"""Random lives of petitions, and what they come to counted the plain way: with loops, straight from the records."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.appeals import services as appeals
from bihuan.appeals.process import PETITION
from bihuan.appeals.tests import lives
from bihuan.casework import registry
from bihuan.casework import services as casework
from bihuan.casework.errors import Refused
from bihuan.casework.models import Case, ClockRow, Entry
from bihuan.casework.permissions import may_take
from bihuan.casework.spec import Kind, Phase, Step
from bihuan.casework.tests.cast import actor, unit
from bihuan.common.calendar.working import CHINA
from bihuan.insight.measures import meaning_of
from bihuan.insight.models import Bucket
from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.organizations.models import Jurisdiction

CAST = ("fenliu", "dengji", "chengban", "shenpi", "chengban2", "chengban3", "jianzhi", "ducha")
TOPICS = ("城乡建设/住房/公租房", "劳动和社会保障/工资报酬/企业欠薪与加班", "")
UNITS = ("住建局", "人社局", "城管局")


class Life:
    """One case, moved on by chance a step at a time."""

    def __init__(self, dice: random.Random, begins: datetime) -> None:
        self.dice = dice
        self.now = begins
        self.cast: list[Actor] = [actor(name) for name in CAST]
        place = dice.choice([*Jurisdiction.objects.values_list("pk", flat=True), None])
        opener = dice.choice([self.cast[1], self.cast[1], self.cast[2]])
        received = begins.astimezone(CHINA).date() - timedelta(days=dice.randrange(3))
        self.case = appeals.register(
            letter=lives.letter(
                received_on=received, topic=dice.choice(TOPICS), jurisdiction_id=place,
                channel=dice.choice(["letter", "visit", "call", "web"]), person={},
            ),
            actor=opener, at=begins,
        )  # fmt: skip

    def on(self) -> None:
        """Whatever step somebody may take next, taken; a refusal leaves all as it is. Sometimes only a note."""
        self.now += timedelta(hours=self.dice.randrange(1, 24 * 25))
        if self.dice.random() < 0.15:
            casework.comment(case_id=self.case.pk, text="已电话联系。", actor=self.cast[0], at=self.now)
        self.case.refresh_from_db()
        able = [
            (step, who)
            for step in PETITION.steps_from(self.case.state)
            for who in [*self.cast, SYSTEM]
            if may_take(step, self.case, who)
        ]
        if not able:
            return
        # The way a case goes first; without weights, histories would be urging and reporting and little else.
        ((step, who),) = self.dice.choices(able, weights=[8 if step.main else 1 for step, _who in able])
        try:
            casework.take(
                case_id=self.case.pk, step=step.name, actor=who, at=self.now, given=self._given(step)
            )
        except Refused:
            return

    def _given(self, step: Step) -> dict[str, Any]:
        if step.name == "decide":
            return {**lives.DECISION, "result": self.dice.choice(["support", "explain", "refuse"])}
        today = self.now.astimezone(CHINA).date()
        values: dict[Kind, Any] = {
            Kind.DATE: today, Kind.UNIT: unit(self.dice.choice(UNITS)).pk, Kind.NUMBER: self.dice.randrange(1, 31),
            Kind.MOMENT: self.now, Kind.YES: True, Kind.TEXT: "经核实，情况属实。", Kind.LINE: "区人民法院",
        }  # fmt: skip
        given = {
            asked.name: asked.choices[0][0] if asked.kind is Kind.CHOICE else values[asked.kind]
            for asked in step.gives
            if asked.kind is Kind.CHOICE or asked.kind in values
        }
        if step.name == "accept":
            given["received_on"] = max(self.case.received_on, self.case.holder_since.astimezone(CHINA).date())
        if "execute_by" in given:
            given["execute_by"] = today + timedelta(days=self.dice.randrange(1, 40))
        return given


def play(seed: int, *, cases: int = 8, moves: int = 40) -> Iterator[int]:
    """Cases opened and moved on by chance; yields after each move, so that a counter may run in between."""
    dice = random.Random(seed)
    begins = datetime(2025, 9, 20, 10, tzinfo=CHINA)
    living = [Life(dice, begins + timedelta(days=dice.randrange(90))) for _ in range(cases)]
    for move in range(moves):
        dice.choice(living).on()
        yield move


Key = tuple[str, str, int, int, date, str]


def buckets() -> dict[Key, int]:
    """The read model as it stands."""
    rows = Bucket.objects.values_list("process", "measure", "place", "unit", "month", "key", "count")
    return {row[:6]: row[6] for row in rows}


def plainly(*, without: int = 0) -> dict[Key, int]:
    """The same, counted entry by entry; without the case of this key."""
    found: Counter[Key] = Counter()
    levels = dict(Jurisdiction.objects.values_list("pk", "level"))
    parents = dict(Jurisdiction.objects.values_list("pk", "parent_id"))
    for case in Case.objects.exclude(pk=without):
        table = registry.get(case.process)
        decides = meaning_of(table.name).decides
        town = case.jurisdiction_id
        while town is not None and levels[town] == "village":
            town = parents[town]
        places = {0, town or 0}
        held: list[int] = []
        heard, decided_by = False, 0
        for entry in Entry.objects.filter(case=case).order_by("seq"):
            month = entry.at.astimezone(CHINA).date().replace(day=1)

            def count(
                measure: str, key: str, units: set[int], month: date = month, places: set[int] = places,
                process: str = table.name,
            ) -> None:  # fmt: skip
                for place in places:
                    for one in units:
                        if measure not in ("days", "accepted") or not place or not one:
                            found[process, measure, place, one, month, key] += 1

            branch = case.topic.split("/")[0]
            if entry.seq == 1:
                count("received", case.channel, {0})
                count("topic", branch, {0})
            if entry.holder_unit_id not in held:
                count("received", case.channel, {entry.holder_unit_id})
                count("topic", branch, {entry.holder_unit_id})
            both = {0, held[-1] if held else entry.holder_unit_id}
            if entry.kind == "step":
                count("step", entry.step, both)
                if table.state(entry.to_state).phase is Phase.ENDED:
                    count("ended", "", both)
            if entry.kind == "step" and entry.step in ("contact", "hear"):
                heard = True
            if entry.kind == "step" and entry.step == "accept":
                told = date.fromisoformat(entry.data["notified_on"])
                count("accepted", str(max((told - case.received_on).days, 0)), both)
            if entry.kind == "step" and entry.step == "decide":
                count("heard", "yes" if heard else "no", both)
                decided_by = entry.holder_unit_id
            if entry.kind == "step" and entry.step in ("decide_review", "decide_re_review"):
                count("revised", entry.data["review_result"], {0, decided_by})
            if entry.kind == "step" and entry.step in decides:
                day = entry.at.astimezone(CHINA).date()
                count("days", str((day - case.received_on).days), both)
                if "result" in entry.data:
                    count("result", entry.data["result"], both)
            for clock in ClockRow.objects.filter(case=case, stop_seq=entry.seq).exclude(obliges="resident"):
                assert clock.stopped_at is not None
                late = clock.due_at is not None and clock.stopped_at >= clock.due_at
                names = ("late", "met") if clock.stopped_by == "met" else ("lapsed", "void")
                count(names[not late], clock.name, both)
            held.append(entry.holder_unit_id)
    return dict(found)
