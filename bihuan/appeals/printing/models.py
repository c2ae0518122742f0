"""Templates with all their versions, texts to reply with, and what was printed. Nobody's name is kept here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import IssuedDocument
from bihuan.organizations.models import Account, Unit


class LetterTemplate(models.Model):
    """One version of a unit's template for a kind of document; `unit` null: the district's. Never changed or removed,
    because documents are made from it again. Without content: from then on the built-in form holds."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "version"], name="template_version_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class ReplyText(models.Model):
    """A piece of text for a field of a document, shared in a unit; places in it are filled from the case."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    field = models.CharField(max_length=32)
    topic = models.CharField(
        max_length=120, blank=True
    )  # of the cases it suits, and all below; empty: every one
    title = models.CharField(max_length=80)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "field", "title"], name="reply_text_once")
        ]

    def __str__(self) -> str:
        return self.title


class PrintRun(models.Model):
    """Documents printed together. What was made lies sealed in the data folder and is forgotten after a day."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("等待另一人确认")
        RUNNING = "running", _("正在生成")
        DONE = "done", _("可以打印")
        FAILED = "failed", _("没有生成")
        FORGOTTEN = "forgotten", _("文件已清除")

    class Envelope(models.TextChoices):
        NONE = "", _("不要")
        DL = "dl", _("DL 信封（220×110 毫米）")
        C5 = "c5", _("C5 信封（229×162 毫米）")
        LABELS = "labels", _("地址标签（A4，每页21张）")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    appointment_id = models.BigIntegerField()
    by = models.CharField(max_length=160)
    at = models.DateTimeField()
    named = models.BooleanField(default=False)  # with names and addresses from the vault
    plain = models.BooleanField(default=False)  # with the large-print copy after each
    duplex = models.BooleanField(default=False)  # each begins on a new sheet
    envelope = models.CharField(max_length=8, choices=Envelope.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    requests = models.JSONField(default=list)  # keys of the vault's requests that a second person approves
    confirmed_by = models.CharField(max_length=160, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="print_run_of_unit")]

    def __str__(self) -> str:
        return f"print run {self.pk}"


class PrintItem(models.Model):
    """A copy of a document in a run, in its place. `seat`: for whom of those who raised the matter together (0 filed it)."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)  # why it has no envelope, or was not made

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="print_item_place"),
            models.UniqueConstraint(fields=["run", "document", "seat"], name="print_item_once_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.place}"
