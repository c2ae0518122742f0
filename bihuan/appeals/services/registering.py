"""Registering an appeal: the letter becomes a case, the person goes into the vault, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.appeals.models import Appeal
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.processes.suggestion import SUGGESTION
from bihuan.appeals.processes.words import ORAL
from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours, Text
from bihuan.casework.models import Case
from bihuan.casework.permissions import openings_for
from bihuan.casework.spec import Process
from bihuan.organizations import directory
from bihuan.organizations.actor import Actor
from bihuan.organizations.models import Jurisdiction, Unit
from bihuan.vault import services as vault


@dataclass(frozen=True, slots=True)
class Letter:
    """What is registered, from whatever channel. `person` holds vault fields (name, phone, …); empty: anonymous."""

    subject: str
    body: str
    channel: str
    received_on: date
    person: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    topic: str = ""
    jurisdiction_id: int | None = None
    source: str = ""
    source_number: str = ""
    track: str = "petition"  # of TRACKS
    read_back: bool = False  # said by mouth, written down, read back to them and confirmed (art. 19¶1)
    more: Mapping[str, Any] = field(
        default_factory=dict
    )  # what the channel brings: `processes.words.OF_CHANNEL`


# Which table a matter begins in, and by which step: the petition by `opening_for`, the others by their own.
TRACKS: dict[str, tuple[Process, str]] = {
    "petition": (PETITION, ""),
    "hotline": (HOTLINE, "log_order"),
    "suggestion": (SUGGESTION, "receive_suggestion"),
    "report": (REPORT, "receive_report"),
}


def register(*, letter: Letter, actor: Actor, at: datetime, submission: UUID | None = None) -> Case:
    """Register a letter (信访工作条例 art. 17, 19, 22, 23) and start its clock from the day it was received.

    A registry opens by the step `register`, any other unit that got it directly by `receive`, the resident by the
    table's own opening. Raises casework.errors.
    Sent twice with one `submission` it registers once.

    A visit or a call is registered by whoever wrote it down: without `read_back` it is refused (art. 19¶1 "如实记录"),
    by whatever door it comes. Old ledgers do not pass here (`appeals.importing`): see there why they are exempt.
    """
    faults: dict[str, Text] = {}
    if not letter.subject.strip():
        faults["subject"] = _("请用一句话写明信访人反映什么。")
    if not letter.body.strip():
        faults["body"] = _("请如实记录信访人的请求、事实和理由。")
    if letter.track not in TRACKS:
        faults["track"] = _("请从列出的选项中选一个。")
    if letter.channel in ORAL and not letter.read_back:
        faults["read_back"] = _("口头提出的，如实记录以后向本人宣读，本人确认再登记（第十九条第一款）。")
    if faults:
        raise Incomplete(faults)
    process, step = TRACKS[letter.track]
    if letter.track == "hotline" and str(letter.more.get("reply") or "").strip():
        step = "answer_call"  # answered while they were on the line: what was said is kept, nothing runs
    registry_unit_id = None
    if not step:
        step, registry_unit_id = opening_for(actor, place=letter.jurisdiction_id)
    asked = {one.name for one in process.step(step).gives}
    brought = {**letter.more, "read_back": letter.read_back and letter.channel in ORAL}
    more = {
        name: value for name, value in brought.items() if name in asked and value not in (None, "", False)
    }

    def beside(case: Case) -> list[Model]:
        person = {name: value for name, value in letter.person.items() if value.strip()}
        sealed = vault.sealed(fields=person, at=at) if person else None
        appeal = Appeal(
            case=case, person=sealed, confidential=letter.confidential, source=letter.source,
            source_number=letter.source_number,
        )  # fmt: skip
        return [sealed, appeal] if sealed is not None else [appeal]

    return casework.open_case(
        process=process.name, step=step, actor=actor, at=at, subject=letter.subject.strip(), body=letter.body.strip(),
        given={**more, "channel": letter.channel, "received_on": letter.received_on}, topic=letter.topic,
        channel=letter.channel, jurisdiction_id=letter.jurisdiction_id, registry_unit_id=registry_unit_id,
        submission=submission, beside=beside,
    )  # fmt: skip


def opening_for(actor: Actor, *, place: int | None = None) -> tuple[str, int | None]:
    """How this actor opens an appeal, and the registry that takes it from there.

    The resident files into the queue of the petition office of the place. A registry registers and triages (art. 22).
    The hotline registers too, into the queue of the registry of its place,
    so that the two see each other's cases. Any other unit receives directly (art. 23¶1). NotYours without a unit.
    """
    if actor.is_resident:
        opening = next(iter(openings_for(PETITION.name, actor)), None)
        office = registry_for(place)
        if opening is None or office is None:
            raise NotYours
        return opening.name, office.id
    unit = directory.unit(actor.unit_id)
    if unit is None:
        raise NotYours
    if unit.kind == Unit.Kind.REGISTRY:
        return "register", unit.id
    if (
        unit.kind == Unit.Kind.HOTLINE
        and (registry := directory.registry_of(unit.jurisdiction_id)) is not None
    ):
        return "register", registry.id
    return "receive", unit.id


def registry_for(place: int | None) -> directory.UnitFacts | None:
    """The petition office of a place: its own, else that of what it lies in, else the first of the district."""
    while place is not None:
        if (office := directory.registry_of(place)) is not None:
            return office
        place = Jurisdiction.objects.filter(pk=place).values_list("parent_id", flat=True).first()
    offices = Unit.objects.filter(kind=Unit.Kind.REGISTRY, valid_to__isnull=True).select_related(
        "jurisdiction"
    )
    first = min(
        offices,
        key=lambda unit: (unit.jurisdiction.level != Jurisdiction.Level.DISTRICT, unit.code),
        default=None,
    )
    return directory.unit(first.pk) if first is not None else None


def receives_directly(actor: Actor) -> bool:
    """Whether this actor's unit handles what it registers (art. 23¶1), not triages it. NotYours without a unit."""
    return opening_for(actor)[0] == "receive"
