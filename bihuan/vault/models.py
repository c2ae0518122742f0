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
    # When the person's key was destroyed: the row stays, because openings point at it, and can never be read again.
    forgotten_at = models.DateTimeField(null=True)

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
    bulk = models.ForeignKey(
        "BulkRequest", on_delete=models.PROTECT, null=True, related_name="openings", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="vault_opening_person"),
            models.Index(fields=["account_id", "-at"], name="vault_opening_account"),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.person_id} at {self.at:%Y-%m-%d %H:%M}"


class LookUp(WhoAndWhy):
    """Somebody asked whether this person has a matter in progress (信访工作条例 19). Append-only too."""

    found = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"LookUp at {self.at:%Y-%m-%d %H:%M}"


class BulkRequest(WhoAndWhy):
    """Somebody asks to open several persons at once. Nothing opens until a second person has approved it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=16)
    fields = ArrayField(models.CharField(max_length=16))
    persons = ArrayField(models.UUIDField())
    numbers = ArrayField(models.CharField(max_length=64))  # of their cases, in the same order
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"BulkRequest {self.id}"


class BulkApproval(WhoAndWhy):
    """The second person. It holds until `until`, and once."""

    request = models.OneToOneField(BulkRequest, on_delete=models.PROTECT, related_name="approval")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"BulkApproval of {self.request_id}"


class Emergency(WhoAndWhy):
    """The glass was broken: a person opened in danger, outside the ordinary purposes. It holds until `until`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="vault_emergency_newest")]

    def __str__(self) -> str:
        return f"Emergency {self.pk}"


class EmergencyReview(WhoAndWhy):
    """What somebody else found afterwards. Once, and never changed."""

    emergency = models.OneToOneField(Emergency, on_delete=models.PROTECT, related_name="review")
    needed = models.BooleanField()
    words = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"EmergencyReview of {self.emergency_id}"


class Alarm(models.Model):
    """An opening that is not as openings usually are. Told to whoever supervises; never a reason to refuse by itself."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    rule = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "rule"], name="alarm_once")]
        indexes = [models.Index(fields=["-at"], name="vault_alarm_newest")]

    def __str__(self) -> str:
        return f"{self.rule} of {self.opening_id}"


class Amendment(WhoAndWhy):
    """A person's own right carried out: a copy given, a field corrected, everything forgotten. Without the values."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=8)  # copy, correct, forget, expire
    fields = ArrayField(models.CharField(max_length=16))

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
