"""What an accident has beside its case: when things were known, its grade now, and every report as it was made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Unit


class Accident(models.Model):
    """An accident. Its state, holder and clocks are the case's."""

    class Grade(models.TextChoices):
        ORDINARY = "ordinary", _("一般事故")
        LARGER = "larger", _("较大事故")
        MAJOR = "major", _("重大事故")
        EXTRAORDINARY = "extraordinary", _("特别重大事故")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="accident")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    unit_name = models.CharField(max_length=96)
    place = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    type = models.CharField(max_length=40)
    type_code = models.CharField(max_length=20, blank=True)  # by the edition of GB 6441 of the day
    occurred_at = models.DateTimeField()
    learned_at = models.DateTimeField()  # by the unit's head: the hour begins
    received_at = models.DateTimeField()  # by this office
    grade = models.CharField(max_length=16, choices=Grade.choices)
    deaths = models.PositiveIntegerField()
    serious = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    loss = models.PositiveBigIntegerField()  # yuan

    class Meta:
        indexes = [models.Index(fields=["-occurred_at"], name="accident_newest")]

    def __str__(self) -> str:
        return f"accident {self.case_id}"


class Report(models.Model):
    """A report as it was made: cumulative casualties, and what they made the grade. Rows are added, never changed.

    `counted` is False for what happened after the window (order 493 art. 13): recorded, and without effect on the grade.
    """

    accident = models.ForeignKey(Accident, on_delete=models.PROTECT, related_name="reports")
    seq = models.PositiveIntegerField()  # of the journal entry
    at = models.DateTimeField()
    changed_on = models.DateField()
    deaths = models.PositiveIntegerField()
    serious = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    loss = models.PositiveBigIntegerField()
    grade = models.CharField(max_length=16, choices=Accident.Grade.choices)
    counted = models.BooleanField()
    contents = models.JSONField()
    by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["accident", "seq"], name="report_once_per_entry")]

    def __str__(self) -> str:
        return f"{self.accident_id}/{self.seq}"
