"""Official documents, their versions, and what each orders, linked to the span of its words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Unit


class Directive(models.Model):
    """One version of an official document, with its text as read. The text is never changed: spans point into it."""

    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)  # 文号
    issuer = models.CharField(max_length=120, blank=True)  # 发文机关, as written
    issued_on = models.DateField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    source_kind = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # which keeps it
    brought_in_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    earlier = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )

    class Meta:
        ordering = ["-brought_in_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-brought_in_at"], name="directive_of_unit")]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A heading with its place in the tree, as read."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    numbering = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=400)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start", "pk"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """What one sentence orders, as read and then as people mended it. `start` and `end` never leave the document's words."""

    class Standing(models.TextChoices):
        READ = "read", _("待确认")
        ACCEPTED = "accepted", _("已交办")
        DISMISSED = "dismissed", _("不是任务")
        MERGED = "merged", _("已并入")

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="measures")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    wording = models.TextField()
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.READ)
    found = models.JSONField(default=dict)  # what was read, each with its words and span
    lead = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    co_units = models.ManyToManyField(Unit, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=120, blank=True)
    success = models.TextField(blank=True)
    budget_line = models.CharField(max_length=120, blank=True)
    controls_persons = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="measure")

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(name="measure_span_in_order", condition=Q(end__gt=F("start"))),
            # Held by the database too: an order to control persons never becomes a case.
            models.CheckConstraint(
                name="measure_no_control_of_persons",
                condition=Q(controls_persons=False) | Q(case__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.wording[:60]
