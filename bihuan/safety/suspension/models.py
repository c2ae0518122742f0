"""What a suspension has beside its case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.safety.enterprises.models import Enterprise


class Suspension(models.Model):
    """A suspension of production. Its state, holder and clocks are the case's."""

    class Kind(models.TextChoices):
        MEASURE = "measure", _("现场处理措施")
        PENALTY = "penalty", _("责令停产停业整顿（行政处罚）")

    class Scope(models.TextChoices):
        ALL = "all", _("全部停产停业")
        WORKSHOP = "workshop", _("部分车间、区域")
        EQUIPMENT = "equipment", _("部分设施、设备")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="suspension")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="suspensions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    scope = models.CharField(max_length=12, choices=Scope.choices)
    scope_text = models.TextField(blank=True)
    ordered_on = models.DateField()
    until = models.DateField(null=True)
    hazard = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    published_on = models.DateField(null=True)
    cut_notified_at = models.DateTimeField(null=True)
    cut_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    resumed_on = models.DateField(null=True)
    resumption_published_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"suspension {self.case_id}"
