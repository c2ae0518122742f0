"""Puts the sample letters into the database, through the engine's own services and at their own dates."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appeals.models import Appeal, Finding, ScreeningRound
from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.words import ORAL
from bihuan.appeals.sample.cast import Cast
from bihuan.appeals.sample.course import COMMENT, Event
from bihuan.appeals.sample.every import complete
from bihuan.appeals.sample.further import go_on
from bihuan.appeals.sample.letters import SampleLetter, SampleUnit, letters
from bihuan.appeals.sample.live import live
from bihuan.appeals.sample.orders import HOTLINE_UNIT, ORDERS, order_of, path_of, so_far
from bihuan.appeals.sample.others import Other, others
from bihuan.appeals.sample.places import SamplePlace
from bihuan.casework import registry
from bihuan.casework import services as casework
from bihuan.casework.errors import Refused
from bihuan.casework.limits import national
from bihuan.casework.models import Case
from bihuan.casework.services import Former, Later
from bihuan.casework.spec import Phase, Process, Who
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import RESIDENT, SYSTEM, Actor
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.organizations.sample import SampleRefusedError
from bihuan.vault import services as vault

SOURCE = "sample"
YEARS = 3
AT_ONCE = 500


class SampleMismatchError(RuntimeError):
    """The generator wrote a course that the process table refuses: one of the two has to follow the other."""


@dataclass(frozen=True, slots=True)
class Told:
    """A letter as the engine takes it, the internal notes that go with it, and its number in the sample."""

    process: str
    former: Former
    notes: tuple[Event, ...]
    serial: int
    letter: SampleLetter | None = None  # none: a matter without a person of its own


@transaction.atomic
def load_letters(
    *, seed: int, count: int, on: date | None, progress: Callable[[int, int], None] | None
) -> int:
    """See `sample.load`. All or nothing, in one transaction."""
    if not settings.DEMO:
        raise SampleRefusedError(_("正式环境不装载示例数据。"))
    if Appeal.objects.filter(source=SOURCE).exists():
        return 0
    on = on or timezone.localdate()
    last = on - timedelta(days=1)  # nothing of the sample lies in the future, whatever the hour
    district = District(datetime.combine(on, time(), CHINA))
    written = list(
        letters(seed, last - timedelta(days=365 * YEARS), last, district.units, district.places, count=count)
    )
    all_told = [
        told for serial, letter in enumerate(written, start=1) if (told := district.told(letter, serial))
    ]
    towns = tuple(unit.code for unit in Unit.objects.filter(kind=Unit.Kind.TOWN).order_by("code"))
    further = others(seed, last - timedelta(days=365 * YEARS), last, towns, times=max(4, count // 250))
    all_told += [
        told for serial, other in enumerate(further, start=1) if (told := district.of_other(other, serial))
    ]
    done = 0
    numbered = iter(complete(all_told, written, district))
    while some := list(islice(numbered, AT_ONCE)):
        done += bring_in_told(some, district)
        if progress is not None:
            progress(done, count)
    done += live(district)
    if progress is not None:
        progress(done, count)
    return done


class District:
    """What stands around the letters: units and places by code, who acted, the calendar."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        rows = Unit.objects.select_related("superior")
        self.unit_ids = {unit.code: unit.pk for unit in rows}
        self.units = {
            unit.code: SampleUnit(unit.code, unit.name, unit.superior.name if unit.superior else unit.name)
            for unit in rows
        }
        villages = Jurisdiction.objects.filter(level=Jurisdiction.Level.VILLAGE).select_related("parent")
        towns = dict(Unit.objects.filter(kind=Unit.Kind.TOWN).values_list("jurisdiction_id", "code"))
        self.place_ids = {place.code: place.pk for place in villages}
        self.places = [
            SamplePlace(place.code, place.name, place.parent.name, towns[place.parent.pk])
            for place in villages.order_by("code")
            if place.parent is not None
        ]
        self.cast = Cast()
        self.calendar = calendars.current()
        self.review_right = national(PETITION.clock("review_right"))

    def told(self, letter: SampleLetter, serial: int) -> Told | None:
        """The letter with an actor for each step, as far as there was somebody to take it.

        Most are petitions; most calls are orders of the hotline, and what belongs to a court is on its legal path.
        """
        dice = random.Random(f"further/{serial}")  # noqa: S311  (repeatable, nothing secret)
        age = (self.now.date() - letter.received_on).days
        if letter.channel == "call" and dice.random() < ORDERS:
            course, process, opened_at = (
                so_far(order_of(letter, dice), dice, chance=0.6 if age < 45 else 0.0),
                HOTLINE,
                HOTLINE_UNIT,
            )
        elif any(event.step == "direct" for event in letter.course):
            course, process, opened_at = (
                so_far(path_of(letter, dice), dice, chance=0.6 if age < 120 else 0.0),
                LEGAL_PATH,
                letter.registry,
            )
        else:
            course, process, opened_at = (
                go_on(letter, dice, recent=age < 240).course,
                PETITION,
                letter.registry,
            )
        return self._with(letter, course, process, serial, opened_at)

    def with_course(
        self, letter: SampleLetter, course: Sequence[Event], process: Process, serial: int
    ) -> Told | None:
        """The letter with a course written for it."""
        opened_at = HOTLINE_UNIT if process is HOTLINE else letter.registry
        return self._with(letter, course, process, serial, opened_at)

    def _with(
        self, letter: SampleLetter, course: Sequence[Event], process: Process, serial: int, opened_at: str
    ) -> Told | None:
        former, notes = self.former(
            process, course, serial, subject=letter.subject, body=letter.body, topic=letter.topic,
            channel=letter.channel, jurisdiction_id=self.place_ids[letter.place],
            registry_unit_id=self.unit_ids[opened_at],
        )  # fmt: skip
        return Told(process.name, former, notes, serial, letter) if former is not None else None

    def of_other(self, other: Other, serial: int) -> Told | None:
        """A matter with texts of its own, the same way."""
        town = Unit.objects.get(code=other.course[0].unit) if other.process == DISPUTE.name else None
        former, notes = self.former(
            registry.get(other.process), other.course, serial, subject=other.subject, body=other.body,
            topic=other.topic, channel=other.channel,
            jurisdiction_id=town.jurisdiction_id if town is not None else None,
            registry_unit_id=self.unit_ids[other.course[0].unit],
        )  # fmt: skip
        return Told(other.process, former, notes, serial) if former is not None else None

    def former(
        self, process: Process, course: Sequence[Event], serial: int, **about: Any
    ) -> tuple[Former | None, tuple[Event, ...]]:
        """The course with somebody for each step, up to where nobody was there or it has not happened yet."""
        first, *rest = course
        opener = self.cast.who(first.unit, first.step, first.at.date(), serial, process=process)
        if opener is None or first.at >= self.now:
            return None, ()
        direct = first.step == "receive"
        later: list[Later] = []
        notes: list[Event] = []
        for event in rest:
            if event.step == COMMENT:
                notes.append(event)
                continue
            at, actor = self._taken(process, event, rest, serial, direct=direct)
            if actor is None or at >= self.now:
                break
            later.append(Later(event.step, at, self._given(event), actor))
        asked = {one.name for one in process.step(first.step).gives}
        channel: dict[str, Any] = {"channel": about["channel"]} if "channel" in asked else {}
        if about["channel"] in ORAL and "read_back" in asked:
            channel["read_back"] = True
        return Former(
            step=first.step, at=first.at, given={**self._given(first), **channel}, later=later, actor=opener, **about
        ), tuple(notes)  # fmt: skip

    def _taken(
        self, process: Process, event: Event, course: Sequence[Event], serial: int, *, direct: bool
    ) -> tuple[datetime, Actor | None]:
        step = process.step(event.step)
        if step.who is Who.RESIDENT:
            return event.at, RESIDENT
        if step.who is Who.SYSTEM and event.step != "lapse":
            return event.at, SYSTEM
        if event.step == "lapse":
            served = next(date.fromisoformat(e.given["served_on"]) for e in course if e.step == "serve")
            at = due(
                self.review_right, start=datetime.combine(served, time(), CHINA), calendar=self.calendar
            ).due_at
            assert at is not None
            return at + timedelta(minutes=5), SYSTEM
        # Where the unit registered the letter itself, its head reports and the clerk confirms.
        head_first = direct and event.step == "report_execution"
        day = event.at.date()
        return event.at, self.cast.who(
            event.unit, event.step, day, serial, head_first=head_first, process=process
        )

    def _given(self, event: Event) -> dict[str, str | int]:
        given: dict[str, str | int] = dict(event.given)
        for name in ("to_unit", "accused_unit"):
            if name in event.given:
                given[name] = self.unit_ids[event.given[name]]
        return given


def bring_in_told(told: Sequence[Told], district: District) -> int:
    """Write these matters with their people; how many. The caller's transaction. Raises SampleMismatchError."""
    kept: list[tuple[Told, Case]] = []
    for process in sorted({one.process for one in told}):
        some = [one for one in told if one.process == process]
        outcomes = casework.bring_in(
            process=process, formers=[one.former for one in some], actor=SYSTEM, recorded_at=district.now
        )
        for one, outcome in zip(some, outcomes, strict=True):
            if isinstance(outcome, Refused):
                steps = [one.former.step, *(later.step for later in one.former.later)]
                raise SampleMismatchError(f"{one.process} {one.former.subject} {steps}: {outcome}")
            kept.append((one, outcome))
    named = [(one, case) for one, case in kept if one.letter is not None]
    people = dict(
        zip(
            (case.pk for _one, case in named),
            vault.protect_many(
                people=[_person(one.letter) for one, _case in named if one.letter], at=district.now
            ),
            strict=True,
        )
    )
    Appeal.objects.bulk_create(
        Appeal(
            case=case,
            person_id=people.get(case.pk),
            source=SOURCE,
            source_number=f"{one.process}/{one.serial}",
        )
        for one, case in kept
    )
    _round_up([case for one, case in kept if one.process == DISPUTE.name])
    for one, case in kept:
        if case.phase == Phase.OPEN:
            _furnish(one, case, district)
    return len(kept)


def _round_up(disputes: Sequence[Case]) -> None:
    """Each dispute belongs to the quarter's round of its place."""
    for case in disputes:
        first = case.received_on.replace(month=(case.received_on.month - 1) // 3 * 3 + 1, day=1)
        last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
        assert case.jurisdiction_id is not None
        found, _new = ScreeningRound.objects.get_or_create(
            place_id=case.jurisdiction_id, starts_on=first, ends_on=last,
            defaults={
                "title": f"{first.year}年第{(first.month - 1) // 3 + 1}季度矛盾纠纷排查", "unit_id": case.registry_unit_id,
                "opened_at": case.registered_at,
            },
        )  # fmt: skip
        Finding.objects.create(case=case, round=found)


def _person(letter: SampleLetter) -> dict[str, str]:
    who = letter.petitioner
    return {"name": who.name, "phone": who.phone, "address": who.address}


def _furnish(one: Told, case: Case, district: District) -> None:
    """An open case lies on somebody's desk, most of the time, with the notes that were made on it."""
    last = one.former.later[-1].at if one.former.later else one.former.at
    at = min(last + timedelta(minutes=40), district.now - timedelta(minutes=5))
    unit = next(code for code, pk in district.unit_ids.items() if pk == case.holder_unit_id)
    head = district.cast.who(unit, "assign", at.date(), one.serial)
    officer = district.cast.who(unit, COMMENT, at.date(), one.serial)
    if (
        case.state in ("handling", "decided", "executing")
        and head
        and officer
        and officer.account_id
        and one.serial % 4
    ):
        casework.assign(case_id=case.pk, account_id=officer.account_id, actor=head, at=at)
    for note in one.notes:
        author = district.cast.who(note.unit, COMMENT, note.at.date(), one.serial)
        if author is not None and note.unit == unit:
            casework.comment(case_id=case.pk, text=note.given["text"], actor=author, at=max(note.at, at))
