"""The register. What is kept of persons is their work contact alone, and lists mask it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.models import Jurisdiction, Unit


class Enterprise(models.Model):
    """An enterprise (生产经营单位). Its unit holds the cases it must put right and carries its accounts' posts."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="enterprise")
    credit_code = models.CharField(max_length=18)
    name = models.CharField(max_length=96)
    industry = models.CharField(max_length=5, blank=True)  # GB/T 4754-2017
    sector = models.CharField(max_length=40, blank=True)  # the sector whose rule packs and checklists apply
    place = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    # 安全生产法 art. 3 (三管三必须): who manages the sector also manages its safety.
    regulator = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff = models.PositiveIntegerField(null=True)
    key = models.BooleanField(default=False)  # 重点企业: first in the plan
    closed_on = models.DateField(null=True)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], name="enterprise_once_per_code"),
            models.CheckConstraint(
                condition=Q(credit_code__regex=r"^[0-9A-Z]{18}$"), name="enterprise_code_shape"
            ),
        ]
        indexes = [
            models.Index(fields=["name"], name="enterprise_name"),
            models.Index(fields=["regulator", "name"], name="enterprise_regulator"),
            models.Index(fields=["place", "name"], name="enterprise_place"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The file's page."""
        return reverse("safety:enterprise", args=(self.credit_code,))


class Contact(models.Model):
    """A person in a duty of the enterprise: name and work phone, nothing more."""

    class Duty(models.TextChoices):
        PRINCIPAL = "principal", _("主要负责人")
        SAFETY_HEAD = "safety_head", _("安全负责人")
        SAFETY_OFFICER = "safety_officer", _("专职安全管理人员")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts")
    duty = models.CharField(max_length=16, choices=Duty.choices)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "duty", "name"], name="contact_once_per_duty")
        ]

    def __str__(self) -> str:
        return self.duty


class Certificate(models.Model):
    """A licence of the enterprise or a certificate of one of its people, with its last day."""

    class Kind(models.TextChoices):
        LICENCE = "licence", _("安全生产许可证")
        OPERATING = "operating", _("经营许可证")
        PRINCIPAL = "principal", _("主要负责人考核合格证")
        MANAGER = "manager", _("安全管理人员考核合格证")
        SPECIAL = "special", _("特种作业操作证")
        EQUIPMENT = "equipment", _("特种设备作业人员证")
        OTHER = "other", _("其他证照")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=60)
    holder = models.CharField(max_length=40, blank=True)  # empty: the enterprise itself
    scope = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind", "number"], name="certificate_once"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="certificate_expiry")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class WorkPlace(models.Model):
    """A place of work of the enterprise (生产经营场所)."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="places_of_work")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    """Equipment that must be examined at intervals (特种设备)."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="equipment")
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=60, blank=True)
    examine_by = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class MajorHazardInstallation(models.Model):
    """A major hazard installation (重大危险源), filed with the regulator: 安全生产法 art. 40."""

    class Grade(models.TextChoices):
        FIRST = "1", _("一级")
        SECOND = "2", _("二级")
        THIRD = "3", _("三级")
        FOURTH = "4", _("四级")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="installations")
    name = models.CharField(max_length=80)
    grade = models.CharField(max_length=1, choices=Grade.choices)  # GB 18218-2018
    substance = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(null=True)
    filing_number = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Contractor(models.Model):
    """Who works on the enterprise's ground for it (相关方): 安全生产法 art. 49."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contractors")
    name = models.CharField(max_length=96)
    work = models.CharField(max_length=120)
    agreement_signed_on = models.DateField(null=True)
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class FileChange(models.Model):
    """Who changed what in a file, and when: rows are added, never changed. Of persons only that it did."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    part = models.CharField(max_length=16)  # "file", "certificate" and so on
    what = models.CharField(max_length=200)  # what the line is called
    changed = models.JSONField(default=dict)  # field: [before, after]

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-at"], name="file_change_newest")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.part}"
