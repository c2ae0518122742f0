"""An import, its rows that still wait, what became of each, and the mappings remembered.

A ledger holds names, telephone numbers, addresses. Until a row is applied (and the slice has put the person into the
vault) they lie here, so whatever comes from the file is sealed (`sealing`), goes as soon as the row is done, and
what was rejected is forgotten after 30 days.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.common.tables.reasons import Reason
from bihuan.organizations.models import Account, Unit


class Import(models.Model):
    """One file brought in for one target."""

    class State(models.TextChoices):
        RECEIVED = "received", _("等待核对列")
        READY = "ready", _("可以导入")
        REHEARSING = "rehearsing", _("正在试运行")
        RUNNING = "running", _("正在导入")
        DONE = "done", _("导入完成")
        CANCELLED = "cancelled", _("已停止")
        BROKEN = "broken", _("出错，已停止")

    target = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    appointment_id = models.BigIntegerField(
        null=True
    )  # no key: an import does not hold an appointment in place
    by_name = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)
    head_row = models.PositiveIntegerField(default=0)  # last row of the heading; rows below it are read
    fingerprint = models.CharField(max_length=64, blank=True)
    headings = models.JSONField(default=list)  # [index of the column, text]
    mapping = models.JSONField(default=dict)  # name of the target's column -> index
    notices = models.JSONField(default=list)
    preview = models.BinaryField(default=bytes)  # sealed: the first rows
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    staged = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    rehearsal = models.JSONField(default=dict)  # counts of the last trial run
    problem = models.JSONField(default=dict)  # the Reason of BROKEN
    received_at = models.DateTimeField()
    rehearsed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "sha256"], name="imports_file_once")]
        indexes = [models.Index(fields=["unit", "-received_at"], name="imports_by_unit")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def busy(self) -> bool:
        """A job is at work on it, or will be again."""
        return self.state in (self.State.REHEARSING, self.State.RUNNING)

    @property
    def begun(self) -> bool:
        """Rows of it have been applied: its mapping stands."""
        return self.started_at is not None

    @property
    def problem_text(self) -> str:
        """What broke it, in the reader's language."""
        return str(Reason.from_json(self.problem)) if self.problem else ""

    @property
    def notice_texts(self) -> list[str]:
        """What to know about the file, in the reader's language."""
        return [str(Reason.from_json(notice)) for notice in self.notices]


class Batch(models.Model):
    """Rows of the file that are still to be done: [[number, cells], …], sealed. Gone once they are done."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="batches")
    place = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="imports_batch_place")]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.place}"


class Outcome(models.Model):
    """What became of a row, in the run or (`rehearsal`) in the last trial. Cells are kept of rejected rows only."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="outcomes")
    row = models.PositiveIntegerField()
    rehearsal = models.BooleanField(default=False)
    state = models.CharField(max_length=8)
    label = models.CharField(max_length=80, blank=True)
    link = models.CharField(max_length=200, blank=True)
    reasons = models.JSONField(default=list)
    cells = models.BinaryField(null=True)  # sealed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "rehearsal", "row"], name="imports_row_once")]
        indexes = [
            models.Index(
                fields=["job", "rehearsal", "row"],
                name="imports_not_applied",
                condition=~models.Q(state="applied"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.row} {self.state}"

    @property
    def why(self) -> str:
        """All reasons, in the reader's language."""
        return gettext("；").join(str(Reason.from_json(reason)) for reason in self.reasons)


class ImportedKey(models.Model):
    """A row that is in, by its natural key: the same row of another file is not added again."""

    target = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)
    job = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "digest"], name="imports_key_once")]

    def __str__(self) -> str:
        return f"{self.target}:{bytes(self.digest).hex()}"


class RememberedMapping(models.Model):
    """How a unit last mapped headings like these."""

    target = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit", "fingerprint"], name="imports_mapping_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]
