"""What the residents' pages keep. Who somebody is, is not here: it is in the vault, or sealed until a letter is filed.

`seat` tells the people of one case apart where several signed one letter: 0 is whoever filed it. A code, a wish, a
rating and a message belong to one seat, so that signatories never see each other's.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from bihuan.casework.models import Attachment, Case
from bihuan.organizations.models import Account, Unit


class Draft(models.Model):
    """A letter being written. `sealed` opens only with the random key that the writer's phone holds in a cookie."""

    digest = models.CharField(
        max_length=64, unique=True
    )  # of the phone's key; the key itself is nowhere here
    sealed = models.BinaryField()
    submission = models.UUIDField(default=uuid.uuid4)  # a letter sent twice is registered once
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """A file of a letter being written, so that the sweep of files leaves it. Its name is sealed with the draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "sha256"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"file {self.pk}"


class AccessCode(models.Model):
    """What lets somebody follow a case with its number: a slow keyed hash of twelve random digits."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="codes")
    seat = models.PositiveSmallIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=16)
    issue = models.PositiveSmallIntegerField(default=1)  # the second one makes the first worthless
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seat"], name="code_once_per_seat")]

    def __str__(self) -> str:
        return f"code of {self.case_id}"


class Bucket(models.Model):
    """How full a leaky bucket was at a moment. Its key is a keyed hash: no address and no number lies here."""

    key = models.CharField(primary_key=True, max_length=64)
    level = models.FloatField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"bucket {self.level:.1f}"


class Wish(models.Model):
    """How somebody wishes to be told: by SMS, by e-mail, on paper, or not at all because they look themselves."""

    class Channel(models.TextChoices):
        SMS = "sms"
        EMAIL = "email"
        PAPER = "paper"
        NONE = "none"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wishes")
    seat = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=8, default="zh-hans")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seat"], name="wish_once_per_seat")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.channel}"


class Question(models.Model):
    """What an office asks whoever filed, and the answer. The journal keeps the hash of both."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    seat = models.PositiveSmallIntegerField(default=0)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"question {self.pk}"


class Rating(models.Model):
    """What somebody thinks of an office's work on their case (信访工作条例 art. 21¶2). Given once."""

    class Target(models.TextChoices):
        REGISTRY = "registry"  # 信访部门
        HANDLER = "handler"  # 有权处理机关、单位

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    seat = models.PositiveSmallIntegerField(default=0)
    target = models.CharField(max_length=8, choices=Target.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seat", "target"], name="rating_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.target}: {self.score}"


class Sent(models.Model):
    """A file that somebody sent with or after their letter: each seat sees its own."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, primary_key=True, related_name="sent"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"file {self.attachment_id}"


class Publication(models.Model):
    """What an office publishes of itself (art. 18¶1). Each change is a new row; the newest is shown."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channels = models.TextField(blank=True)
    address = models.TextField(blank=True)
    telephone = models.TextField(blank=True)
    reception = models.TextField(blank=True)
    how_to_query = models.TextField(blank=True)
    procedure = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["unit", "-published_at"], name="publication_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.published_at:%Y-%m-%d}"


class Message(models.Model):
    """Something to tell whoever filed. Where it goes is looked up in the vault only when it is sent."""

    key = models.CharField(max_length=80, unique=True)  # what makes it the same message: told once
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    seat = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(
        null=True
    )  # when it is tried next; null: nothing more is to be done by itself
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(
        max_length=80, blank=True
    )  # why the last try failed; never an address or a number
    done_at = models.DateTimeField(null=True)  # handed to the gateway, or printed
    gave_up_at = models.DateTimeField(null=True)  # then it is on paper instead

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="message_to_try", condition=Q(next_at__isnull=False)),
            models.Index(fields=["created_at"], name="message_on_paper", condition=Q(channel="paper", done_at__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class ReadUpTo(models.Model):
    """How far the journal has been read for messages. One row; reading starts a while before its end, see `telling`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    entry = models.BigIntegerField(default=0)
    next_entry = models.BigIntegerField(default=0)
    marked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="read_up_to_one_row")]

    def __str__(self) -> str:
        return f"up to entry {self.entry}"
