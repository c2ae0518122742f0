"""Another key-encryption key, while people work: each person's own key is wrapped anew, and their blind indexes made anew.

The fields themselves stay as they are: they are sealed under the person's own key, which does not change.
A batch is one transaction and takes rows that no other run holds, so it may be killed, run again and run twice at once.
"""

from __future__ import annotations

from django.db import transaction

from bihuan.vault import sealing
from bihuan.vault.fields import Field
from bihuan.vault.keys import keyring
from bihuan.vault.models import Person

INDEXED = (Field.NAME, Field.PHONE, Field.IDENTITY_NUMBER)
BATCH = 500
CHANGED = ("key_id", "wrapped_key", "index_identity", "index_contact")


def rewrap(*, batch: int = BATCH) -> int:
    """Bring up to `batch` persons under the key in use; how many. 0 when all are.

    Raises VaultKeyError when a person's key is not at hand, VaultTamperedError when a row was changed.
    """
    ring = keyring()
    with transaction.atomic():
        rows = list(
            Person.objects.exclude(key_id=ring.current.key_id)
            .filter(forgotten_at__isnull=True)
            .select_for_update(skip_locked=True)
            .order_by("pk")[:batch]
        )
        for person in rows:
            old = ring.by_id(person.key_id)
            bound = person.id.bytes
            blobs = {field: getattr(person, f"seal_{field}") for field in INDEXED}
            sealed = sealing.Sealed(
                person.key_id,
                bytes(person.wrapped_key),
                {f: bytes(b) for f, b in blobs.items() if b is not None},
            )
            plain = sealing.unseal(old, person.id, sealed)
            person.wrapped_key = ring.current.wrap(
                old.unwrap(sealed.wrapped_key, context=bound), context=bound
            )
            person.index_identity, person.index_contact = sealing.indexes(ring.current, plain)
            person.key_id = ring.current.key_id
        Person.objects.bulk_update(rows, CHANGED)
    return len(rows)
