"""Checklists with versions, plans, draws, officers' certificates and what an inspection found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Account, Unit
from bihuan.safety.enterprises.models import Enterprise


class Checklist(models.Model):
    """A checklist of one sector in one version. Once an inspection has used it, the database refuses any change."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    sector = models.CharField(max_length=40, blank=True)
    content_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="checklist_once_per_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class CheckItem(models.Model):
    """One item, at three levels, with its legal reference. Rows belong to a version and never change."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    level1 = models.CharField(max_length=120)
    level2 = models.CharField(max_length=200, blank=True)
    level3 = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    reference = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="check_item_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.number}"


class OfficerCertificate(models.Model):
    """An enforcement certificate (执法证) of an officer: two such officers inspect (行政处罚法 art. 42)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="enforcement_certificates")
    number = models.CharField(max_length=40, unique=True)
    issued_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")), name="officer_certificate_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Plan(models.Model):
    """An inspection plan of a unit for a year: 安全生产法 art. 62. Sized by the working days its officers have."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    officers = models.PositiveSmallIntegerField()
    days_per_officer = (
        models.PositiveSmallIntegerField()
    )  # working days left after leave, training, other duties
    days_per_inspection = models.DecimalField(max_digits=3, decimal_places=1)
    approved_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="plan_once_per_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class PlanLine(models.Model):
    """An enterprise in a plan, in a month, and why it is there."""

    class Why(models.TextChoices):
        KEY = "key", _("重点企业")
        DRAW = "draw", _("双随机抽查")
        SPECIAL = "special", _("专项检查")
        JOINT = "joint", _("联合检查")
        UNANNOUNCED = "unannounced", _("四不两直")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=12, choices=Why.choices)
    week = models.DateField(null=True)  # the Monday of the week it is arranged for
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, related_name="+"
    )  # the inspection made of it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "enterprise", "month"], name="plan_line_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="plan_line_month"),
        ]
        indexes = [models.Index(fields=["plan", "week"], name="plan_line_week")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.enterprise_id}"


class Draw(models.Model):
    """A double-random draw, with all that anybody needs to repeat it."""

    number = models.CharField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=128)
    pool = models.JSONField()  # the snapshot drawn from
    pool_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.number


class Replacement(models.Model):
    """An officer drawn and then replaced: only with a reason. Rows are added, never changed."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="replacements")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    out = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="replacement_has_reason")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.enterprise_id}"


class Inspection(models.Model):
    """What an inspection has beside its case."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("日常检查")
        SPECIAL = "special", _("专项检查")
        JOINT = "joint", _("联合检查")
        UNANNOUNCED = "unannounced", _("四不两直")
        DRAWN = "drawn", _("双随机抽查")

    class Signature(models.TextChoices):
        NONE = "", _("未签")
        SIGNED = "signed", _("已签字")
        REFUSED = "refused", _("拒绝签字")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="inspection")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, null=True)
    lead = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    certificates = models.JSONField(default=list)  # the two numbers, as they were on the day
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="inspections")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=160, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    clock_offset = models.IntegerField(null=True)  # seconds the device's clock was ahead of ours
    signature = models.CharField(max_length=8, choices=Signature.choices, blank=True)
    signed_by = models.CharField(max_length=40, blank=True)
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lead__isnull=True) | Q(second__isnull=True) | ~Q(lead=F("second")),
                name="inspection_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(signature="refused") | ~Q(refusal=""), name="refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"inspection {self.case_id}"


class Finding(models.Model):
    """The answer to one item. One per item: the same record sent twice writes once."""

    class Answer(models.TextChoices):
        PASSED = "passed", _("合格")
        FAILED = "failed", _("不合格")
        NOT_APPLICABLE = "na", _("不适用")

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    note = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    photos = models.JSONField(default=list)  # [{"sha256": …, "at": …, "longitude": …}]
    hazard = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once_per_item"),
            models.CheckConstraint(condition=~Q(answer="failed") | ~Q(note=""), name="failed_item_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.answer}"
