"""Beside an issued document, whose own row the database refuses to change: its files, its end, its printing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.casework.models import IssuedDocument


class DocumentVoid(models.Model):
    """A document that no longer holds, and the one in its place. Its number stays used, its text readable."""

    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, primary_key=True, related_name="void"
    )
    replacement = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(document=models.F("replacement")), name="void_by_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="void_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} void"


class DocumentFile(models.Model):
    """What a document was as a file when it was first made: made again, it must come out the same."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=8)  # docx, pdf, plain
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "form"], name="document_file_once")]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.form}"


class DocumentPrint(models.Model):
    """Somebody had a document printed."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="prints")
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    named = models.BooleanField(default=False)  # with the resident's name, from the vault

    def __str__(self) -> str:
        return f"{self.document_id} printed"
