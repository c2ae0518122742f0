"""Protected persons and the record of who opened them. No plain personal field exists here or elsewhere."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Person(models.Model):
    """Who appeals. All but the id is ciphertext; `seal_*` columns hold nonce, text and tag (AES-256-GCM)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    protected_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    wrapped_key = models.BinaryField()
    seal_name = models.BinaryField(null=True)
    seal_phone = models.BinaryField(null=True)
    seal_address = models.BinaryField(null=True)
    seal_identity_number = models.BinaryField(null=True)
    seal_id_kind = models.BinaryField(null=True)
    seal_email = models.BinaryField(null=True)
    seal_other = models.BinaryField(null=True)
    index_identity = models.BinaryField(null=True)
    index_contact = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["index_identity"],
                name="vault_identity",
                condition=models.Q(index_identity__isnull=False),
            ),
            models.Index(
                fields=["index_contact"],
                name="vault_contact",
                condition=models.Q(index_contact__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.id}"


class WhoAndWhy(models.Model):
    """The official as they were at that moment: a copy, because posts change and this must not."""

    account_id = models.BigIntegerField(null=True)
    appointment_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=128)
    unit_name = models.CharField(max_length=255)
    post_title = models.CharField(max_length=255)
    law = models.CharField(max_length=128)
    case_number = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Opening(WhoAndWhy):
    """Somebody read these fields of this person. The database refuses to change or delete the row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    purpose = models.CharField(max_length=16)
    fields = ArrayField(models.CharField(max_length=16))

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="vault_opening_person")]

    def __str__(self) -> str:
        return f"Opening of {self.person_id} at {self.at:%Y-%m-%d %H:%M}"


class LookUp(WhoAndWhy):
    """Somebody asked whether this person has a matter in progress (信访工作条例 19). Append-only too."""

    found = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"LookUp at {self.at:%Y-%m-%d %H:%M}"
