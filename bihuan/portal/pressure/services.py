"""Reporting pressure, reading the report, and whom it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.casework import services as casework
from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.casework.permissions import shut_out
from bihuan.casework.wall.rounds import next_higher
from bihuan.common.calendar.working import CHINA
from bihuan.organizations import directory
from bihuan.organizations.actor import RESIDENT, Actor
from bihuan.organizations.models import Post
from bihuan.organizations.roles import Role
from bihuan.portal.pressure.models import PressureReport
from bihuan.portal.pressure.process import PRESSURE
from bihuan.portal.services.codes import IssuedCode, issue_code
from bihuan.vault import services as vault
from bihuan.vault.fields import LONGEST, Field
from bihuan.vault.models import Person
from bihuan.vault.purposes import Purpose

SUBJECT = "有人因为信访受到压力或者报复"  # nothing of what was written: lists and notices show the subject


# With the words and not as a telephone: nothing is ever sent to somebody under pressure, they come and look.
CONTACT = "联系方式："


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported. `contact` may be empty: then only number and code lead back to the writer."""

    about_unit: int
    words: str
    contact: str = ""
    matter: str = ""


def above(unit_id: int, at: datetime) -> directory.UnitFacts | None:
    """The unit that the law has answer for this one (art. 46: its higher organ); else the one that supervises the district."""
    found = next_higher(unit_id, {unit_id}, at)
    if found is not None:
        return found
    supervising = (
        Post.objects.filter(roles__contains=[Role.SUPERVISOR.value])
        .exclude(unit_id=unit_id)
        .order_by("pk")
        .first()
    )
    return directory.unit(supervising.unit_id) if supervising is not None else None


def report(*, given: Report, at: datetime, submission: UUID) -> tuple[Case, IssuedCode | None]:
    """Open the case with the unit above, the words sealed, the unit reported behind its wall from the first moment.

    Sent twice with one `submission` it is there once, and the second time without a code. Raises Incomplete.
    """
    words, contact = given.words.replace("\x00", "").strip(), given.contact.replace("\x00", "").strip()
    faults = {}
    unit = directory.unit(given.about_unit)
    higher = (
        above(given.about_unit, at)
        if unit is not None and unit.open_on(at.astimezone(CHINA).date())
        else None
    )
    if unit is None or higher is None:
        faults["about_unit"] = _("请从列表里选是哪个单位。")
    if len(words) < 10:
        faults["words"] = _("请写明发生了什么：什么时候、什么人、说了什么、做了什么。")
    if len(words) > LONGEST - 200:
        faults["words"] = _("最多 %(most)s 个字，请写主要的。") % {"most": LONGEST - 200}
    if faults or unit is None or higher is None:
        raise Incomplete(faults)
    with transaction.atomic():
        sealed = vault.sealed(fields={Field.OTHER: f"{words}\n\n{CONTACT}{contact[:100]}"}, at=at)

        def beside(case: Case) -> tuple[Person, PressureReport]:
            return sealed, PressureReport(case=case, words=sealed, matter=given.matter[:64])

        case = casework.open_case(
            process=PRESSURE.name, step="report_pressure", actor=RESIDENT, at=at, subject=SUBJECT, channel="web",
            given={"to_unit": higher.id, "about_unit": unit.id}, registry_unit_id=higher.id, submission=submission,
            beside=beside,
        )  # fmt: skip
    if PressureReport.objects.filter(case=case, words=sealed).exists():
        return case, issue_code(case=case, actor=RESIDENT, at=at)
    return case, None


def may_read(case: Case, actor: Actor) -> bool:
    """Only the unit that holds it, which is the one above: nobody else in the district, leaders and auditors included."""
    return actor.unit_id == case.holder_unit_id and not shut_out(case, actor)


def read(*, case: Case, actor: Actor, at: datetime) -> tuple[str, str]:
    """(the words, how to reach the writer); the opening is written, and the writer sees it. Raises NotYours, VaultError."""
    if not may_read(case, actor):
        raise NotYours
    row = PressureReport.objects.get(case=case)
    opened = vault.open(
        person_id=row.words_id, fields=(Field.OTHER,), purpose=Purpose.HEARING, actor=actor, case_number=case.number, at=at,
    )  # fmt: skip
    words, _mark, contact = opened[Field.OTHER].rpartition(f"\n\n{CONTACT}")
    return words, contact
