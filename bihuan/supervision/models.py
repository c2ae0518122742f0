"""What supervision keeps beside its cases: duties by year, days on which leaders hear people, meetings, campaigns, money,
the steps of escalation, and what an office says to its trace. No row here is about somebody who appeals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case, ClockRow
from bihuan.organizations.models import Account, Jurisdiction, Unit


class Letter(models.Model):
    """A responsibility letter (责任书): what a unit's first responsible person answers for in a year."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Who signed, as the post stood on that day; the account is kept so that a change of office is seen.
    signer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    signer_post = models.CharField(max_length=64)
    signed_on = models.DateField()
    duties = models.TextField()

    class Meta:
        ordering = ["-year", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="letter_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.unit_id}"


class Sector(models.Model):
    """Who answers for a sector ("三个必须": 管行业、管业务、管生产经营都必须管安全; 安全生产法第三条第三款)."""

    class Kind(models.TextChoices):
        SECTOR = "sector", _("管行业必须管安全")
        BUSINESS = "business", _("管业务必须管安全")
        OPERATION = "operation", _("管生产经营必须管安全")
        PETITIONS = "petitions", _("分管领域的信访工作")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # inclusive, like an appointment

    class Meta:
        ordering = ["name", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="sector_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Hearing(models.Model):
    """A day on which a leader hears people: reception, letters read, or a visit to a place (条例第十八条第二款)."""

    class Kind(models.TextChoices):
        RECEPTION = "reception", _("领导接访")
        LETTER = "letter", _("阅批来信")
        VISIT = "visit", _("下访")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=64)  # as it stood when the day was set
    remit = models.CharField(max_length=120, blank=True)  # 分管工作
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120)
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    called_off = models.CharField(max_length=200, blank=True)  # the reason

    class Meta:
        ordering = ["on", "starts", "pk"]
        indexes = [models.Index(fields=["on", "leader"], name="hearing_day")]
        constraints = [
            models.CheckConstraint(
                name="hearing_hours_in_order", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gt=F("starts"))
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Heard(models.Model):
    """One matter heard on such a day: the matter, never who brought it."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="heard")
    matter = models.TextField()
    answered = models.TextField(blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    promise = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="heard"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.matter[:40]


class Duty(models.Model):
    """Whose name stands on a case of this slice: the leader in charge, or who gave the promise."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="duty")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties", db_index=False)
    post = models.CharField(max_length=64, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["leader", "case"], name="duty_of_leader")]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.case_id}"


class Meeting(models.Model):
    """A joint meeting (信访工作联席会议, 条例第十三条) with its agenda."""

    title = models.CharField(max_length=160)
    on = models.DateField()
    place = models.CharField(max_length=120)
    convenor = models.CharField(max_length=120)  # post and name, as in the notice
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    units = models.ManyToManyField(Unit, related_name="+", blank=True)
    minutes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One point of the agenda, and what was decided; what must be done is a case of its own."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided = models.TextField(blank=True)
    decision = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_item"
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Campaign(models.Model):
    """A campaign over a backlog of old hard cases (集中化解). It counts cases, never the people in them."""

    title = models.CharField(max_length=160)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    goal = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="campaign_dates_in_order", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.title


class CampaignCase(models.Model):
    """A case taken into a campaign, with its age then."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "case"], name="campaign_takes_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.case_id}"


class BudgetLine(models.Model):
    """A line of the budget (预算科目), of one year. Not a payment system: it says what was meant and what became of it."""

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned = models.DecimalField(max_digits=16, decimal_places=2)  # yuan

    class Meta:
        ordering = ["-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="budget_line_once_a_year"),
            models.CheckConstraint(name="budget_not_negative", condition=Q(planned__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code} {self.title}"


class Money(models.Model):
    """One movement on a line for a case or a campaign. Never changed: a mistake is set right by an opposite row."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("已申请")
        GRANTED = "granted", _("已批复")
        PLANNED = "planned", _("计划")
        COMMITTED = "committed", _("已签约")
        SPENT = "spent", _("已支出")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="moves")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="money")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="money"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2)  # yuan; negative sets an earlier row right
    on = models.DateField()
    evidence = models.CharField(max_length=200)  # 合同号、凭证号
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="money_for_one_thing", condition=Q(case__isnull=False) ^ Q(campaign__isnull=False)),
            models.CheckConstraint(name="money_not_nothing", condition=~Q(amount=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Escalation(models.Model):
    """One step of telling further up that a clock has run out, to one account, with its reason. Told once."""

    clock = models.ForeignKey(ClockRow, on_delete=models.PROTECT, related_name="escalations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # which had the ball
    stage = models.CharField(max_length=12)  # escalation.STAGES
    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=16)  # why this account: head, acting, superior, supervisor, sector

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="escalation_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["clock", "unit", "stage", "due_at"], name="escalated_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"


class Statement(models.Model):
    """What the office concerned says to its trace. It stays with it, and is never changed."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    about = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # which says it
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="statement_about_one_thing", condition=Q(case__isnull=False) ^ Q(about__isnull=False))
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%Y-%m-%d}"
