"""What a campaign has beside its case: its kind, goals, units, weekly reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Unit
from bihuan.safety.enterprises.models import Enterprise


class OwnKind(models.Model):
    """A kind of campaign that an office added."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    sectors = models.JSONField(default=list)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "label"], name="campaign_kind_once")]

    def __str__(self) -> str:
        return self.label


class Campaign(models.Model):
    """A campaign. Its state, holder and clocks are the case's."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="campaign")
    kind = models.CharField(max_length=24)  # a code of kinds.KINDS, or "own-" and the key of an OwnKind
    label = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    stopped_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"campaign {self.case_id}"


class Goal(models.Model):
    """A goal that is measured from records: so many percent of something."""

    class Measure(models.TextChoices):
        CHECKED = "checked", _("检查到位率（%）")
        RECTIFIED = "rectified", _("隐患整改率（%）")
        MAJOR = "major", _("重大隐患整改率（%）")
        RESUMED = "resumed", _("停产企业验收复产或者依法处置率（%）")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="goals")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "measure"], name="goal_once_per_measure"),
            models.CheckConstraint(condition=models.Q(percent__lte=100, percent__gte=1), name="goal_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.percent}%"


class Member(models.Model):
    """An enterprise the campaign is about, and its suspension when the sector was stopped."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="campaigns")
    # Another campaign may have ordered it, or an inspector: it is tracked here all the same.
    suspension = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="campaign_member")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "enterprise"], name="campaign_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.enterprise_id}"


class Weekly(models.Model):
    """A weekly report as it was made from the records. Never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="weeks")
    seq = models.PositiveIntegerField()  # of the journal entry
    made_at = models.DateTimeField()
    figures = models.JSONField()
    note = models.TextField()
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "seq"], name="week_once_per_entry")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.seq}"
