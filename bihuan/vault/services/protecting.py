"""Keep who somebody is: sealed, in one row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bihuan.common.rows import made
from bihuan.common.statement import copy_rows
from bihuan.vault import sealing
from bihuan.vault.errors import FieldTooLongError, NothingToProtectError
from bihuan.vault.fields import LONGEST, Field
from bihuan.vault.keys import KeyEncryptionKey, keyring
from bihuan.vault.models import Person


def protect(*, fields: Mapping[str, str], at: datetime) -> UUID:
    """Keep a person's fields, encrypted, in one INSERT. Empty ones are left out.

    Raises NothingToProtectError (an anonymous petitioner has no person) and FieldTooLongError.
    """
    person = _sealed(keyring().current, fields, at)
    person.save(force_insert=True)
    return person.id


def sealed(*, fields: Mapping[str, str], at: datetime) -> Person:
    """`protect` without its INSERT, for a caller that writes the row in a statement of its own."""
    return _sealed(keyring().current, fields, at)


def protect_many(*, people: Sequence[Mapping[str, str]], at: datetime) -> list[UUID]:
    """`protect` for an import: the ids in the order given. There is no such thing for opening."""
    key = keyring().current if people else None  # asked of the file system once for all
    persons = [_sealed(key, fields, at) for fields in people if key is not None]
    copy_rows(Person, persons)
    return [person.id for person in persons]


def _sealed(key: KeyEncryptionKey, fields: Mapping[str, str], at: datetime) -> Person:
    given = clean(fields)
    if not given:
        raise NothingToProtectError
    if any(len(text) > LONGEST for text in given.values()):
        raise FieldTooLongError
    person_id = uuid.uuid4()
    sealed = sealing.seal(key, person_id, given)
    identity, contact = sealing.indexes(key, given)
    return made(
        Person,
        {
            "id": person_id, "protected_at": at, "key_id": sealed.key_id, "wrapped_key": sealed.wrapped_key,
            "index_identity": identity, "index_contact": contact,
            **{f"seal_{field}": blob for field, blob in sealed.fields.items()},
        },
    )  # fmt: skip


def clean(fields: Mapping[str, str]) -> dict[Field, str]:
    """An unknown field is a mistake of the caller (ValueError), not of the user."""
    return {Field(field): text.strip() for field, text in fields.items() if text and text.strip()}
