"""Open a person for a stated purpose; ask whether the same person's matter is in progress."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.organizations.actor import Actor
from bihuan.vault import sealing
from bihuan.vault.alarms import Circumstance, watch
from bihuan.vault.errors import (
    CaseMissingError,
    OpeningRefusedError,
    PersonForgottenError,
    PersonNotFoundError,
    PurposeMissingError,
)
from bihuan.vault.fields import Field
from bihuan.vault.keys import keyring
from bihuan.vault.models import LookUp, Opening, Person
from bihuan.vault.purposes import BASES, MAY_OPEN, SAME_MATTER_LAW, Purpose
from bihuan.vault.services.protecting import clean


def open(  # noqa: A001  read as vault.services.open
    *,
    person_id: UUID,
    fields: Collection[str],
    purpose: Purpose | str,
    actor: Actor,
    case_number: str,
    at: datetime,
    circumstances: Collection[Circumstance] = (),
) -> dict[Field, str]:
    """The fields asked for, as plain text, and a record of who opened them, for what, in which case.

    The record is written first, in the same transaction. Called outside a transaction it is committed before
    anything is returned, so whatever the caller does next cannot undo it. Called inside one it shares its
    fate: a caller that shows the result to anybody must not be inside a transaction that may still roll back.
    `circumstances` are what makes this opening unusual; each raises an alarm.
    Raises PurposeMissingError, CaseMissingError, OpeningRefusedError, PersonNotFoundError, PersonForgottenError,
    VaultTamperedError, VaultKeyError.
    """
    why = as_purpose(purpose)
    if why is Purpose.EMERGENCY:
        raise PurposeMissingError
    if not case_number:
        raise CaseMissingError
    refuse_unless_may_open(actor)
    with transaction.atomic():
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise PersonNotFoundError
        opening = Opening(case_number=case_number, law=BASES[why].law, purpose=why, at=at, **who(actor))
        return read(person, [Field(field) for field in fields], opening, circumstances)


def read(
    person: Person,
    fields: Sequence[Field],
    opening: Opening,
    circumstances: Collection[Circumstance] = (),
) -> dict[Field, str]:
    """Write the opening, watch it, unseal. For the services of the vault alone, inside a transaction."""
    if person.forgotten_at is not None:
        raise PersonForgottenError
    opening.person = person
    opening.fields = [field.value for field in fields]
    opening.save(force_insert=True)
    watch(opening, circumstances, at=opening.at)
    blobs = {field: getattr(person, f"seal_{field}") for field in fields}
    sealed = sealing.Sealed(
        person.key_id,
        bytes(person.wrapped_key),
        {f: bytes(blob) for f, blob in blobs.items() if blob is not None},
    )
    return sealing.unseal(keyring().by_id(person.key_id), person.id, sealed)


def find_same(
    *, fields: Mapping[str, str], actor: Actor, case_number: str = "", at: datetime
) -> tuple[UUID, ...]:
    """Ids of persons with the same identity number, or the same name and phone: for 信访工作条例 19(3) alone.

    Nothing is opened. Every look-up is recorded with its actor and how many it found; `case_number` may be
    empty because a matter is looked up before it is registered. Raises OpeningRefusedError.
    """
    refuse_unless_may_open(actor)
    given = clean(fields)
    same = Q(pk__in=[])
    for key in keyring().all:
        identity, contact = sealing.indexes(key, given)
        if identity is not None:
            same |= Q(index_identity=identity)
        if contact is not None:
            same |= Q(index_contact=contact)
    with transaction.atomic():
        found = tuple(Person.objects.filter(same).values_list("pk", flat=True))
        LookUp.objects.create(
            found=len(found), law=SAME_MATTER_LAW, case_number=case_number, at=at, **who(actor)
        )
    return found


def refuse_unless_may_open(actor: Actor) -> None:
    """Raises OpeningRefusedError: the actor's posts do not deal with persons."""
    if not (actor.is_system or actor.has(*MAY_OPEN)):
        raise OpeningRefusedError


def as_purpose(purpose: Purpose | str) -> Purpose:
    """Raises PurposeMissingError."""
    try:
        return Purpose(purpose)
    except ValueError:
        raise PurposeMissingError from None


def who(actor: Actor) -> dict[str, Any]:
    """The actor as they are now, for a row that keeps it."""
    return {
        "account_id": actor.account_id,
        "appointment_id": actor.appointment_id,
        "unit_id": actor.unit_id,
        "actor_name": actor.name,
        "unit_name": actor.unit_name,
        "post_title": actor.post_title,
    }
