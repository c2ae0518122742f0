"""Risk points, the tables their assessments are read by, and the history of their colours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.safety.enterprises.models import Enterprise


class Colour(models.TextChoices):
    """Four colours of risk, the highest first."""

    RED = "red", _("红（重大）")
    ORANGE = "orange", _("橙（较大）")
    YELLOW = "yellow", _("黄（一般）")
    BLUE = "blue", _("蓝（低）")


class BandTable(models.Model):
    """From a score to a level and a colour, as a dated table: the boundaries differ between places."""

    class Method(models.TextChoices):
        LEC = "lec", _("作业条件危险性分析 LEC")
        MATRIX = "matrix", _("风险矩阵 LS")

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    method = models.CharField(max_length=8, choices=Method.choices)
    bands = (
        models.JSONField()
    )  # [{"from": "320", "from_open": true, "to": null, ..., "level": …, "colour": …}]
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class RiskPoint(models.Model):
    """A place, a process or a job where something may go wrong (风险点), with its inherent and residual risk."""

    class Level(models.TextChoices):
        COMPANY = "company", _("公司级")
        WORKSHOP = "workshop", _("车间级")
        TEAM = "team", _("班组级")
        POST = "post", _("岗位级")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="risk_points")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    factors = models.TextField()  # what is dangerous there
    accident = models.CharField(max_length=80, blank=True)  # GB 6441
    engineering = models.TextField(blank=True)  # 工程技术措施
    management = models.TextField(blank=True)  # 管理措施
    training = models.TextField(blank=True)  # 培训教育措施
    protection = models.TextField(blank=True)  # 个体防护措施
    response = models.TextField(blank=True)  # 应急处置措施
    control_level = models.CharField(max_length=8, choices=Level.choices)
    answerable = models.CharField(max_length=40, blank=True)  # post that answers for it
    inherent = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    residual = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    colour = models.CharField(max_length=8, choices=Colour.choices, blank=True)  # as it stands today
    reference = models.CharField(max_length=300, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)  # else where the enterprise is
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "name"], name="risk_point_once")]
        indexes = [models.Index(fields=["colour", "enterprise"], name="risk_point_colour")]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """One assessment by a named fixed formula. Numbers are exact; rows are added, never changed."""

    class Stage(models.TextChoices):
        INHERENT = "inherent", _("固有风险")
        RESIDUAL = "residual", _("剩余风险")

    point = models.ForeignKey(RiskPoint, on_delete=models.CASCADE, related_name="assessments")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    table = models.ForeignKey(BandTable, on_delete=models.PROTECT)
    likelihood = models.DecimalField(max_digits=5, decimal_places=2)
    exposure = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    consequence = models.DecimalField(max_digits=5, decimal_places=2)
    score = models.DecimalField(max_digits=9, decimal_places=4)
    level = models.CharField(max_length=40)
    colour = models.CharField(max_length=8, choices=Colour.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"{self.point_id} {self.score}"


class ColourChange(models.Model):
    """When and why the colour of a risk point changed."""

    point = models.ForeignKey(RiskPoint, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    before = models.CharField(max_length=8, blank=True)
    after = models.CharField(max_length=8)
    why = models.CharField(max_length=200)
    case_number = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.point_id} {self.after}"


class LibraryEntry(models.Model):
    """One line of a risk manual, to pick from. Brought in from a file the office has."""

    library = models.CharField(max_length=80)
    industry = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=200, blank=True)  # process and place of it
    factors = models.TextField()
    accident = models.CharField(max_length=120, blank=True)
    measures = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["library", "digest"], name="library_line_once"),
            models.CheckConstraint(condition=~Q(factors=""), name="library_line_says_something"),
        ]

    def __str__(self) -> str:
        return self.unit
