"""Puts the sample letters into the database, through the engine's own services and at their own dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.appeals.models import Appeal
from bihuan.appeals.process import PETITION
from bihuan.appeals.sample.cast import Cast
from bihuan.appeals.sample.course import COMMENT, Event
from bihuan.appeals.sample.letters import SampleLetter, SampleUnit, letters
from bihuan.appeals.sample.places import SamplePlace
from bihuan.casework import services as casework
from bihuan.casework.errors import Refused
from bihuan.casework.limits import national
from bihuan.casework.models import Case
from bihuan.casework.services import Former, Later
from bihuan.casework.spec import Phase
from bihuan.common import calendars
from bihuan.common.calendar.deadlines import due
from bihuan.common.calendar.working import CHINA
from bihuan.organizations.actor import SYSTEM, Actor
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

    letter: SampleLetter
    former: Former
    notes: tuple[Event, ...]
    serial: int


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
    written = letters(
        seed, last - timedelta(days=365 * YEARS), last, district.units, district.places, count=count
    )
    numbered = enumerate(written, start=1)
    done = 0
    while some := list(islice(numbered, AT_ONCE)):
        done += bring_in_told(
            [told for serial, letter in some if (told := district.told(letter, serial))], district
        )
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
        """The letter with an actor for each step, as far as there was somebody to take it."""
        first, *rest = letter.course
        opener = self.cast.who(first.unit, first.step, first.at.date(), serial)
        if opener is None:
            return None
        direct = first.step == "receive"
        later: list[Later] = []
        notes: list[Event] = []
        for event in rest:
            if event.step == COMMENT:
                notes.append(event)
                continue
            at, actor = self._taken(event, rest, serial, direct=direct)
            if actor is None or at >= self.now:
                break
            later.append(Later(event.step, at, self._given(event), actor))
        former = Former(
            step=first.step, at=first.at, subject=letter.subject, body=letter.body,
            given={**first.given, "channel": letter.channel}, topic=letter.topic, channel=letter.channel,
            jurisdiction_id=self.place_ids[letter.place], registry_unit_id=self.unit_ids[letter.registry],
            later=later, actor=opener,
        )  # fmt: skip
        return Told(letter, former, tuple(notes), serial)

    def _taken(
        self, event: Event, course: Sequence[Event], serial: int, *, direct: bool
    ) -> tuple[datetime, Actor | None]:
        if event.step == "lapse":
            served = next(date.fromisoformat(e.given["served_on"]) for e in course if e.step == "serve")
            at = due(
                self.review_right, start=datetime.combine(served, time(), CHINA), calendar=self.calendar
            ).due_at
            assert at is not None
            return at + timedelta(minutes=5), SYSTEM
        # Where the unit registered the letter itself, its head reports and the clerk confirms.
        head_first = direct and event.step == "report_execution"
        return event.at, self.cast.who(event.unit, event.step, event.at.date(), serial, head_first=head_first)

    def _given(self, event: Event) -> dict[str, str | int]:
        given: dict[str, str | int] = dict(event.given)
        if "to_unit" in event.given:
            given["to_unit"] = self.unit_ids[event.given["to_unit"]]
        return given


def bring_in_told(told: Sequence[Told], district: District) -> int:
    """Write these letters with their people; how many. The caller's transaction. Raises SampleMismatchError."""
    outcomes = casework.bring_in(
        process=PETITION.name, formers=[one.former for one in told], actor=SYSTEM, recorded_at=district.now
    )
    kept: list[tuple[Told, Case]] = []
    for one, outcome in zip(told, outcomes, strict=True):
        if isinstance(outcome, Refused):
            raise SampleMismatchError(f"{one.letter.matter} {[e.step for e in one.letter.course]}: {outcome}")
        kept.append((one, outcome))
    people = vault.protect_many(people=[_person(one.letter) for one, _case in kept], at=district.now)
    Appeal.objects.bulk_create(
        Appeal(case=case, person_id=person, source=SOURCE, source_number=str(one.serial))
        for (one, case), person in zip(kept, people, strict=True)
    )
    for one, case in kept:
        if case.phase == Phase.OPEN:
            _furnish(one, case, district)
    return len(kept)


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
