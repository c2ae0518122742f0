"""What an enforcement case has beside its case: the enterprise, the penalty's own columns, dated local rows."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Account, Jurisdiction
from bihuan.safety.enterprises.models import Enterprise


class PenaltyArticle(models.Model):
    """A district's own dated row beside the national table: local regulations, ministries' rules."""

    code = models.CharField(max_length=60)
    conduct = models.CharField(max_length=200)
    party = models.CharField(max_length=12)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    stage = models.CharField(max_length=8, default="first")
    percent = models.BooleanField(default=False)
    suspends = models.BooleanField(default=False)
    instrument = models.CharField(max_length=120)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="penalty_range_in_order"),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="penalty_article_dates_in_order",
            ),
            models.UniqueConstraint(fields=["code", "in_force_from"], name="penalty_article_once"),
        ]

    def __str__(self) -> str:
        return self.code


class LocalAmount(models.Model):
    """A dated local number that a law leaves open: from what fine on a hearing is to be offered (行政处罚法 art. 63), how long a
    listed hazard may take, how early an extension is asked for."""

    class Kind(models.TextChoices):
        LARGE_UNIT = "large_unit", _("对单位的较大数额罚款")
        LARGE_INDIVIDUAL = "large_individual", _("对个人的较大数额罚款")
        # Of listed supervision, for which there are only local rules: days, by the level that lists.
        LIST_DISTRICT = "list_days_district", _("区级挂牌治理最长天数")
        LIST_CITY = "list_days_city", _("市级挂牌治理最长天数")
        LIST_PROVINCE = "list_days_province", _("省级挂牌治理最长天数")
        LIST_ASK = "list_ask_before", _("申请挂牌延期应当提前的工作日")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    amount = models.PositiveIntegerField()
    article = models.CharField(max_length=120)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Penalty(models.Model):
    """A penalty case. Its state, holder and clocks are the case's."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="penalty")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="penalties", db_index=False
    )
    hazard = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    party = models.CharField(max_length=12)
    article = models.CharField(max_length=60, blank=True)
    amount = models.PositiveIntegerField(null=True)  # yuan
    lead = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    second = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    ordered_on = models.DateField(
        null=True
    )  # correction ordered and refused: art. 112 counts from the day after
    corrected_on = models.DateField(null=True)
    executed_on = models.DateField(null=True)
    annulled_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)  # as the case says: the desk reads its few open ones by it

    class Meta:
        indexes = [
            models.Index(fields=["enterprise", "-decided_on"], name="penalty_enterprise"),
            models.Index(fields=["case"], name="penalty_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["-ended_at"], name="penalty_ended", condition=Q(ended_at__isnull=False)),
            # The counter over all enterprises reads the last year and nothing else.
            models.Index(
                fields=["decided_on", "enterprise"], name="penalty_counted",
                condition=Q(decided_on__isnull=False, annulled_on__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"penalty {self.case_id}"


class Matter(models.Model):
    """The enterprise, and the hazard if there is one, of a closure proposal, an interview, a warning or a listing."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="matter")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="matters")
    hazard = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"matter {self.case_id}"


class Filing(models.Model):
    """What the enterprise said in its own case, in its own words and at its own moment. Only added to."""

    class Kind(models.TextChoices):
        DEFENCE = "defence", _("陈述申辩")
        HEARING = "hearing", _("要求听证")
        REPORT = "report", _("整改情况报告")
        REPLY = "reply", _("回复警示通报")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    seq = models.PositiveIntegerField()  # of the journal entry that holds the same text
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    filed_at = models.DateTimeField()
    by = models.CharField(max_length=160)
    read_at = models.DateTimeField(null=True)  # answered by a step of the office
    # Attachments of the case that came with it: what the enterprise sent, and alone may fetch again from its own page.
    files = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="filing_once_per_entry")]
        indexes = [models.Index(fields=["case"], name="filing_waiting", condition=Q(read_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
