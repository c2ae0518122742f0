"""A person's rights, and the end of keeping: a copy, a correction, to be forgotten (个人信息保护法 45-47)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from bihuan.organizations.actor import SYSTEM, Actor
from bihuan.vault import sealing
from bihuan.vault.errors import (
    NothingToProtectError,
    PersonForgottenError,
    PersonNotFoundError,
    StillNeededError,
)
from bihuan.vault.fields import Field
from bihuan.vault.keys import keyring
from bihuan.vault.models import Amendment, Opening, Person
from bihuan.vault.purposes import BASES, Purpose
from bihuan.vault.retention import Kept, kept
from bihuan.vault.services.opening import read, who
from bihuan.vault.services.protecting import clean

COPY_LAW = "个人信息保护法 第四十五条"
CORRECT_LAW = "个人信息保护法 第四十六条"
FORGET_LAW = "个人信息保护法 第四十七条"
CHUNK = 1000
SEALS = tuple(f"seal_{field}" for field in Field)


@transaction.atomic
def copy_for(*, person_id: UUID, actor: Actor, case_number: str, at: datetime) -> dict[Field, str]:
    """All that is kept of a person, for themselves: whoever calls has made sure that it is they who ask."""
    person = _locked(person_id)
    opening = Opening(
        case_number=case_number, law=BASES[Purpose.ACCESS].law, purpose=Purpose.ACCESS, at=at, **who(actor)
    )
    given = read(person, list(Field), opening)
    _record(person, "copy", given, COPY_LAW, actor, case_number, at)
    return given


@transaction.atomic
def correct(
    *, person_id: UUID, fields: Mapping[str, str], actor: Actor, case_number: str, at: datetime
) -> None:
    """Put these values in the place of the old ones, at the person's own wish; an empty one removes the field.

    Raises PersonNotFoundError, PersonForgottenError, NothingToProtectError when nothing would be left.
    """
    person = _locked(person_id)
    ring = keyring()
    blobs = {field: getattr(person, f"seal_{field}") for field in Field}
    old = sealing.Sealed(
        person.key_id,
        bytes(person.wrapped_key),
        {f: bytes(blob) for f, blob in blobs.items() if blob is not None},
    )
    merged = {
        **sealing.unseal(ring.by_id(person.key_id), person.id, old),
        **{Field(f): v for f, v in fields.items()},
    }
    given = clean({field.value: text for field, text in merged.items()})
    if not given:
        raise NothingToProtectError
    new = sealing.seal(ring.current, person.id, given)
    for field in Field:
        setattr(person, f"seal_{field}", new.fields.get(field))
    person.key_id, person.wrapped_key = new.key_id, new.wrapped_key
    person.index_identity, person.index_contact = sealing.indexes(ring.current, given)
    person.save()
    _record(person, "correct", {Field(field): "" for field in fields}, CORRECT_LAW, actor, case_number, at)


@transaction.atomic
def forget(*, person_id: UUID, actor: Actor, case_number: str, at: datetime, on: date) -> None:
    """Destroy the person's key and all that was sealed under it, at their own wish, if nothing has it kept still.

    Raises StillNeededError, PersonNotFoundError, PersonForgottenError.
    """
    person = _locked(person_id)
    if any(one.until is None or one.until >= on for one in kept(person_id)):
        raise StillNeededError
    _destroy(person, "forget", actor, case_number, at)


def due(*, on: date) -> Iterator[Kept]:
    """Whose time of keeping is over on the day, in all their matters. Reads along; a million persons need no memory."""
    over = (one for one in kept() if one.until is not None and one.until < on)
    seen: set[UUID] = set()
    while chunk := list(itertools.islice(over, CHUNK)):
        ids = {one.person_id for one in chunk} - seen
        alive = set(Person.objects.filter(pk__in=ids, forgotten_at__isnull=True).values_list("pk", flat=True))
        for one in chunk:
            if one.person_id not in alive or one.person_id in seen:
                continue
            seen.add(one.person_id)
            if all(other.until is not None and other.until < on for other in kept(one.person_id)):
                yield one


def expire(*, at: datetime, on: date) -> int:
    """Forget everybody whose time is over, one transaction each; may be killed and run again. How many."""
    count = 0
    for one in due(on=on):
        with transaction.atomic():
            person = (
                Person.objects.select_for_update().filter(pk=one.person_id, forgotten_at__isnull=True).first()
            )
            if person is not None:
                _destroy(person, "expire", SYSTEM, one.case_number, at)
                count += 1
    return count


def _locked(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise PersonNotFoundError
    if person.forgotten_at is not None:
        raise PersonForgottenError
    return person


def _destroy(person: Person, kind: str, actor: Actor, case_number: str, at: datetime) -> None:
    gone = {field: "" for field in Field if getattr(person, f"seal_{field}") is not None}
    for column in SEALS:
        setattr(person, column, None)
    person.wrapped_key = b""
    person.index_identity = person.index_contact = None
    person.forgotten_at = at
    person.save()
    _record(person, kind, gone, FORGET_LAW, actor, case_number, at)


def _record(
    person: Person,
    kind: str,
    fields: Mapping[Field, str],
    law: str,
    actor: Actor,
    case_number: str,
    at: datetime,
) -> Model:
    return Amendment.objects.create(
        person=person, kind=kind, fields=[field.value for field in fields], law=law, case_number=case_number, at=at,
        **who(actor),
    )  # fmt: skip
