"""Where government sits: jurisdictions by official code, and the units (organs) in them.

Both carry dates, because a town is merged and a bureau is renamed while cases of the old one are still read.
All `valid_to` dates are **inclusive**: the last day on which the row held; empty means it still holds.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Jurisdiction(models.Model):
    """A place with a 12-digit code of the statistical division list (统计用区划代码)."""

    class Level(models.TextChoices):
        CITY = "city", _("市")  # the level above, because it reviews what the district decided (art. 35-36)
        DISTRICT = "district", _("区（县）")
        TOWN = "town", _("乡镇、街道")
        VILLAGE = "village", _("村、社区")

    code = models.CharField(
        max_length=12, unique=True, validators=[RegexValidator(r"^\d{12}$", _("区划代码应为 12 位数字。"))]
    )
    name = models.CharField(max_length=64)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="jurisdiction_code_12_digits", condition=Q(code__regex=r"^[0-9]{12}$")
            ),
            models.CheckConstraint(
                name="jurisdiction_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="jurisdiction_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An organ or centre that can hold a case. `superior` is the organ that reviews what it decided."""

    class Kind(models.TextChoices):
        REGISTRY = "registry", _("信访部门")
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("乡镇、街道")
        GOVERNMENT = "government", _("人民政府")
        DISCIPLINE = "discipline", _("纪检监察")
        COURT_SIDE = "court_side", _("政法")
        HOTLINE = "hotline", _("热线")
        ENTERPRISE = "enterprise", _("企业")  # no organ: it holds the cases it must put right (docs/adr/0085)

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=96)
    short_name = models.CharField(max_length=32)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="units")
    superior = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="unit_not_its_own_superior", condition=~Q(superior=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name
