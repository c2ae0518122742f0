"""Break the glass: open a person in danger, outside the ordinary purposes. Somebody else is told at once and reviews it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role
from bihuan.vault.alarms import Circumstance, reaches
from bihuan.vault.errors import (
    CaseMissingError,
    EmergencyReasonError,
    NobodyToTellError,
    OpeningRefusedError,
    OwnEmergencyError,
    PersonNotFoundError,
    ReasonMissingError,
)
from bihuan.vault.fields import Field
from bihuan.vault.models import Emergency, EmergencyReview, Opening, Person
from bihuan.vault.purposes import BASES, MAY_BREAK, Purpose
from bihuan.vault.services.opening import read, who

HOLDS = timedelta(hours=2)
SHORTEST = 10  # characters of a reason
MAY_REVIEW = frozenset({Role.SUPERVISOR, Role.AUDITOR})


def break_glass(
    *, person_id: UUID, fields: Collection[str], reason: str, actor: Actor, case_number: str, at: datetime
) -> dict[Field, str]:  # fmt: skip
    """The fields asked for, because somebody's life, health or property is in danger (个人信息保护法 13¶1(4)).

    It holds two hours for this account, person and case: within them the reason need not be written again. Each reading is
    an opening of its own, with the purpose of an emergency, which the person sees; each raises an alarm in the same
    transaction. Where an alarm would reach nobody else, nothing opens.
    Raises OpeningRefusedError, CaseMissingError, EmergencyReasonError, NobodyToTellError, PersonNotFoundError,
    PersonForgottenError, VaultTamperedError, VaultKeyError.
    """
    if actor.account_id is None or not actor.has(*MAY_BREAK):
        raise OpeningRefusedError
    if not case_number:
        raise CaseMissingError
    if not reaches(at, case_number) - {actor.account_id}:
        raise NobodyToTellError
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise PersonNotFoundError
        law = BASES[Purpose.EMERGENCY].law
        if not _running(person_id, actor, case_number, at):
            if len(reason.strip()) < SHORTEST:
                raise EmergencyReasonError
            Emergency.objects.create(
                person=person, reason=reason.strip()[:500], until=at + HOLDS, law=law, case_number=case_number, at=at,
                **who(actor),
            )  # fmt: skip
        opening = Opening(case_number=case_number, law=law, purpose=Purpose.EMERGENCY, at=at, **who(actor))
        return read(person, [Field(field) for field in fields], opening, [Circumstance.EMERGENCY])


def running(*, person_id: UUID, actor: Actor, case_number: str, at: datetime) -> bool:
    """Whether this account has broken the glass for this person and case within the two hours."""
    return _running(person_id, actor, case_number, at)


def review_emergency(
    *, emergency_id: int, needed: bool, words: str, actor: Actor, at: datetime
) -> EmergencyReview:
    """Say afterwards whether it was needed. Once; by somebody else who supervises or audits.

    Raises OpeningRefusedError, OwnEmergencyError, ReasonMissingError, PersonNotFoundError (none waits under this number).
    """
    if not actor.has(*MAY_REVIEW):
        raise OpeningRefusedError
    if not words.strip():
        raise ReasonMissingError
    with transaction.atomic():
        found = Emergency.objects.select_for_update().filter(pk=emergency_id)
        row = found.first()
        if row is None or EmergencyReview.objects.filter(emergency=row).exists():
            raise PersonNotFoundError
        if row.account_id == actor.account_id:
            raise OwnEmergencyError
        return EmergencyReview.objects.create(
            emergency=row, needed=needed, words=words.strip()[:500], law=row.law, case_number=row.case_number, at=at,
            **who(actor),
        )  # fmt: skip


def _running(person_id: UUID, actor: Actor, case_number: str, at: datetime) -> bool:
    return Emergency.objects.filter(
        person_id=person_id, account_id=actor.account_id, case_number=case_number, at__lte=at, until__gte=at
    ).exists()
