"""Seal and unseal one person's fields: AES-256-GCM under that person's own key, itself wrapped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bihuan.vault.errors import VaultTamperedError
from bihuan.vault.fields import Field, comparable, comparable_phone, pad, unpad
from bihuan.vault.keys import NONCE, SIZE, KeyEncryptionKey


@dataclass(frozen=True, slots=True)
class Sealed:
    """What may lie in the database."""

    key_id: str
    wrapped_key: bytes
    fields: dict[Field, bytes]


def seal(key: KeyEncryptionKey, person_id: UUID, fields: Mapping[Field, str]) -> Sealed:
    """Encrypt each field, bound to the person and the field's name, so that no value can be moved."""
    data_key = os.urandom(SIZE)
    cipher = AESGCM(data_key)
    sealed = {}
    for field, text in fields.items():
        nonce = os.urandom(NONCE)
        sealed[field] = nonce + cipher.encrypt(nonce, pad(text), _bound_to(person_id, field))
    return Sealed(key.key_id, key.wrap(data_key, context=person_id.bytes), sealed)


def unseal(key: KeyEncryptionKey, person_id: UUID, sealed: Sealed) -> dict[Field, str]:
    """The texts again. Raises VaultTamperedError if a ciphertext was changed or belongs elsewhere."""
    cipher = AESGCM(key.unwrap(sealed.wrapped_key, context=person_id.bytes))
    try:
        return {
            field: unpad(cipher.decrypt(blob[:NONCE], blob[NONCE:], _bound_to(person_id, field)))
            for field, blob in sealed.fields.items()
        }
    except InvalidTag as error:
        raise VaultTamperedError from error


def indexes(key: KeyEncryptionKey, fields: Mapping[Field, str]) -> tuple[bytes | None, bytes | None]:
    """Blind indexes of identity number, and of name with phone. A name alone has none."""
    number = comparable(fields.get(Field.IDENTITY_NUMBER, ""))
    name = comparable(fields.get(Field.NAME, ""))
    phone = comparable_phone(fields.get(Field.PHONE, ""))
    return (
        key.index(b"identity\0" + number.encode()) if number else None,
        key.index(b"name+phone\0" + name.encode() + b"\0" + phone.encode()) if name and phone else None,
    )


def _bound_to(person_id: UUID, field: Field) -> bytes:
    return person_id.bytes + field.value.encode()


def only(fields: Mapping[Field, bytes], wanted: Iterable[Field]) -> dict[Field, bytes]:
    """The ciphertexts of the wanted fields that are there."""
    return {field: fields[field] for field in wanted if field in fields}
