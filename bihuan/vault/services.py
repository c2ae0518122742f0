"""Protect a person, open one for a stated purpose, ask whether the same person's matter is in progress."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.common.statement import copy_rows
from bihuan.organizations.actor import Actor
from bihuan.vault import sealing
from bihuan.vault.errors import (
    CaseMissingError,
    FieldTooLongError,
    NothingToProtectError,
    OpeningRefusedError,
    PersonNotFoundError,
    PurposeMissingError,
)
from bihuan.vault.fields import LONGEST, Field
from bihuan.vault.keys import keyring
from bihuan.vault.models import LookUp, Opening, Person
from bihuan.vault.purposes import BASES, MAY_OPEN, SAME_MATTER_LAW, Purpose


def protect(*, fields: Mapping[str, str], at: datetime) -> UUID:
    """Keep a person's fields, encrypted, in one INSERT. Empty ones are left out.

    Raises NothingToProtectError (an anonymous petitioner has no person) and FieldTooLongError.
    """
    person = _sealed(fields, at)
    person.save(force_insert=True)
    return person.id


def sealed(*, fields: Mapping[str, str], at: datetime) -> Person:
    """`protect` without its INSERT, for a caller that writes the row in a statement of its own."""
    return _sealed(fields, at)


def protect_many(*, people: Sequence[Mapping[str, str]], at: datetime) -> list[UUID]:
    """`protect` for an import: the ids in the order given. There is no such thing for opening."""
    persons = [_sealed(fields, at) for fields in people]
    copy_rows(Person, persons)
    return [person.id for person in persons]


def open(  # noqa: A001  read as vault.services.open
    *,
    person_id: UUID,
    fields: Collection[str],
    purpose: Purpose | str,
    actor: Actor,
    case_number: str,
    at: datetime,
) -> dict[Field, str]:
    """The fields asked for, as plain text, and a record of who opened them, for what, in which case.

    The record is written first, in the same transaction. Called outside a transaction it is committed before
    anything is returned, so whatever the caller does next cannot undo it. Called inside one it shares its
    fate: a caller that shows the result to anybody must not be inside a transaction that may still roll back.
    Raises PurposeMissingError, CaseMissingError, OpeningRefusedError, PersonNotFoundError,
    VaultTamperedError, VaultKeyError.
    """
    why = _purpose(purpose)
    wanted = [Field(field) for field in fields]
    if not case_number:
        raise CaseMissingError
    if not (actor.is_system or actor.has(*MAY_OPEN)):
        raise OpeningRefusedError
    with transaction.atomic():
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise PersonNotFoundError
        Opening.objects.create(
            person=person,
            purpose=why,
            fields=[field.value for field in wanted],
            law=BASES[why].law,
            case_number=case_number,
            at=at,
            **_who(actor),
        )
        key = keyring().by_id(person.key_id)
        blobs = {field: getattr(person, f"seal_{field}") for field in wanted}
        sealed = sealing.Sealed(
            person.key_id,
            bytes(person.wrapped_key),
            {f: bytes(blob) for f, blob in blobs.items() if blob is not None},
        )
        return sealing.unseal(key, person.id, sealed)


def find_same(
    *, fields: Mapping[str, str], actor: Actor, case_number: str = "", at: datetime
) -> tuple[UUID, ...]:
    """Ids of persons with the same identity number, or the same name and phone: for 信访工作条例 19(3) alone.

    Nothing is opened. Every look-up is recorded with its actor and how many it found; `case_number` may be
    empty because a matter is looked up before it is registered. Raises OpeningRefusedError.
    """
    if not (actor.is_system or actor.has(*MAY_OPEN)):
        raise OpeningRefusedError
    clean = _clean(fields)
    same = Q(pk__in=[])
    for key in keyring().all:
        identity, contact = sealing.indexes(key, clean)
        if identity is not None:
            same |= Q(index_identity=identity)
        if contact is not None:
            same |= Q(index_contact=contact)
    with transaction.atomic():
        found = tuple(Person.objects.filter(same).values_list("pk", flat=True))
        LookUp.objects.create(
            found=len(found), law=SAME_MATTER_LAW, case_number=case_number, at=at, **_who(actor)
        )
    return found


def _sealed(fields: Mapping[str, str], at: datetime) -> Person:
    clean = _clean(fields)
    if not clean:
        raise NothingToProtectError
    if any(len(text) > LONGEST for text in clean.values()):
        raise FieldTooLongError
    key = keyring().current
    person_id = uuid.uuid4()
    sealed = sealing.seal(key, person_id, clean)
    identity, contact = sealing.indexes(key, clean)
    return Person(
        id=person_id,
        protected_at=at,
        key_id=sealed.key_id,
        wrapped_key=sealed.wrapped_key,
        index_identity=identity,
        index_contact=contact,
        **{f"seal_{field}": blob for field, blob in sealed.fields.items()},
    )


def _clean(fields: Mapping[str, str]) -> dict[Field, str]:
    """An unknown field is a mistake of the caller (ValueError), not of the user."""
    return {Field(field): text.strip() for field, text in fields.items() if text and text.strip()}


def _purpose(purpose: Purpose | str) -> Purpose:
    try:
        return Purpose(purpose)
    except ValueError:
        raise PurposeMissingError from None


def _who(actor: Actor) -> dict[str, int | str | None]:
    return {
        "account_id": actor.account_id,
        "appointment_id": actor.appointment_id,
        "unit_id": actor.unit_id,
        "actor_name": actor.name,
        "unit_name": actor.unit_name,
        "post_title": actor.post_title,
    }
