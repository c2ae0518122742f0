"""What comes in from phones: devices, photographs with their origin, and every record as it was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.models import Account
from bihuan.safety.inspections.models import CheckItem, Inspection


class Device(models.Model):
    """A phone on which an officer keeps inspections. `half` is the server's half of the key they are sealed under."""

    key = models.UUIDField(unique=True)  # made on the device
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="field_devices")
    half = models.BinaryField()  # 32 random bytes; gone when the device is ended
    name = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=160, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A photograph or a signature of an inspection, as the device made it. Rows are added and never changed.

    The bytes lie in the store under their hash, which was taken on the device.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        LEAD = "lead", _("主办人员签名")
        SECOND = "second", _("协办人员签名")
        UNIT = "unit", _("被检查单位签名")

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()  # by the device's clock
    clock_offset = models.IntegerField(
        null=True
    )  # seconds the device was ahead, measured when it last heard us
    offset_at = models.DateTimeField(null=True)  # when that was, by the device's clock
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    accuracy = models.PositiveIntegerField(null=True)  # metres
    no_place = models.CharField(max_length=40, blank=True)  # why there is no place, as the device said
    received_at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "sha256"], name="evidence_once_per_content"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="evidence_place_whole_or_none",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="evidence_by_content")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.sha256[:12]}"


class Arrival(models.Model):
    """A record as it came from a phone, to the letter. Taken, or held because something had changed meanwhile.

    What is held waits for a person who says what becomes of it; nothing that arrived is ever thrown away.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("已采用")
        HELD = "held", _("暂存，待处理")

    class Why(models.TextChoices):
        NONE = "", "—"
        SUBMITTED = "submitted", _("另一份记录已经提交")
        MOVED = "moved", _("检查已经取消或者进入别的程序")
        REPLACED = "replaced", _("检查人员已经更换")
        CHECKLIST = "checklist", _("派给这次检查的检查表已经换了")
        REFUSED = "refused", _("记录不合要求")

    submission = models.UUIDField(unique=True)  # made on the device
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="arrivals")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    said = models.TextField(blank=True)  # the sentence the officer was shown
    remarks = models.JSONField(default=list)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    clock_offset = models.IntegerField(null=True)  # seconds the device was ahead when it sent
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=160, blank=True)
    settled_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="held") | ~Q(why=""), name="held_for_a_reason"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_how=""), name="settled_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.outcome}"
