"""The record of each change to units, posts, appointments and accounts. Rows are never changed or deleted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.organizations.models.accounts import Account


class OrganizationChange(models.Model):
    """Who changed what and when, with the values before and after. A trigger refuses UPDATE and DELETE."""

    class Subject(models.TextChoices):
        JURISDICTION = "jurisdiction", _("区划")
        UNIT = "unit", _("机构")
        POST = "post", _("岗位")
        APPOINTMENT = "appointment", _("任职")
        ACCOUNT = "account", _("账号")

    at = models.DateTimeField()
    by_account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=64)
    action = models.CharField(max_length=32)
    subject = models.CharField(max_length=16, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=160)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(name="change_subject", fields=["subject", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.action} {self.label}"
