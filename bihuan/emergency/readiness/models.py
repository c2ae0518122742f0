"""What stands ready, and what was done when it was needed. Rows of what happened are added, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Account, Jurisdiction, Unit

EVENTS = (
    ("flood", _("洪涝")), ("fire", _("火灾")), ("mine", _("矿山事故")), ("traffic", _("交通事故")), ("chemical",
    _("危险化学品事故")),
    ("crowd", _("大型活动人群安全")), ("other", _("其他")),
)  # fmt: skip


class Plan(models.Model):
    """An emergency plan of an office or a unit (GB/T 29639-2020: comprehensive, special, on-site)."""

    class Kind(models.TextChoices):
        COMPREHENSIVE = "comprehensive", _("综合预案")
        SPECIAL = "special", _("专项预案")
        ON_SITE = "onsite", _("现场处置方案")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="emergency_plans")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    event = models.CharField(max_length=12, choices=EVENTS)
    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    issued_on = models.DateField()
    filed_on = models.DateField(null=True, blank=True)  # 应急条例 art. 7
    filing_number = models.CharField(max_length=60, blank=True)
    changes = models.TextField(blank=True)  # of a new version: what is different and why
    # The office that an enterprise's plan is filed with and that keeps these rows for it; empty: the unit's own plan.
    kept_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Art. 8 para. 2: dangerous goods, mines, smelting, rail, construction, crowded places drill every half year.
    half_yearly = models.BooleanField(default=True, db_default=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "title", "version"], name="plan_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class PlanTrigger(models.Model):
    """A reason to revise a plan in time: the six of 生产安全事故应急条例 art. 6."""

    class Reason(models.TextChoices):
        LAW = "law", _("制定预案所依据的法律、法规、规章、标准发生重大变化")
        BODY = "body", _("应急指挥机构及其职责发生调整")
        RISK = "risk", _("安全生产面临的风险发生重大变化")
        RESOURCES = "resources", _("重要应急资源发生重大变化")
        PROBLEM = "problem", _("在演练或者应急救援中发现需要修订预案的重大问题")
        OTHER = "other", _("其他应当修订的情形")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="triggers")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    noted_on = models.DateField()
    note = models.CharField(max_length=200)
    revised_by = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.reason}"


class Team(models.Model):
    """A rescue team: how many it is and what it has."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rescue_teams")
    name = models.CharField(max_length=80)
    event = models.CharField(max_length=12, choices=EVENTS)
    strength = models.PositiveIntegerField()
    equipment = models.CharField(max_length=200, blank=True)
    ready = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Supply(models.Model):
    """Supplies in store."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="emergency_supplies")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    least = models.PositiveIntegerField(default=0)  # below it must be bought
    measure = models.CharField(max_length=12)
    expires_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Shelter(models.Model):
    """A place where people find shelter."""

    name = models.CharField(max_length=80)
    place = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)  # open to people since; null: closed
    usable = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return self.name


class Drill(models.Model):
    """A drill and what it showed (应急条例 art. 8)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="drills")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="drills")
    held_on = models.DateField()
    scenario = models.CharField(max_length=200)
    taking_part = models.PositiveIntegerField()
    evaluation = models.TextField(blank=True)
    to_improve = models.TextField(blank=True)
    evaluated_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-held_on"], name="drill_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.held_on}"


class Shift(models.Model):
    """Somebody's hours on duty (应急条例 art. 14), handed over to the next with a note."""

    class Duty(models.TextChoices):
        LEADER = "leader", _("带班领导")
        DUTY = "duty", _("值班员")
        TECHNICAL = "technical", _("技术值班")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shifts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="shifts")
    duty = models.CharField(max_length=12, choices=Duty.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    handover = models.TextField(blank=True)
    taken_over_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_times_in_order")
        ]
        indexes = [models.Index(fields=["unit", "duty", "starts_at"], name="shift_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at}"


class Response(models.Model):
    """An emergency response at a level, from its start to its end."""

    class Level(models.TextChoices):
        FIRST = "1", _("一级响应")
        SECOND = "2", _("二级响应")
        THIRD = "3", _("三级响应")
        FOURTH = "4", _("四级响应")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="responses")
    event = models.CharField(max_length=12, choices=EVENTS)
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=1, choices=Level.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.title


class LogLine(models.Model):
    """A line of a response: a situation report, a change of level, a leader on site, an item of the checklist done."""

    class Kind(models.TextChoices):
        SITUATION = "situation", _("情况报告")
        LEVEL = "level", _("响应级别")
        LEADER = "leader", _("领导到场")
        DONE = "done", _("清单完成")

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    item = models.CharField(max_length=40, blank=True)  # of the checklist
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["response", "-at"], name="logline_response")]

    def __str__(self) -> str:
        return f"{self.response_id} {self.kind}"


class CallOut(models.Model):
    """A call to come: to whom it went stands in its summonses."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, related_name="callouts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    wanted = models.PositiveIntegerField()  # how many must come; the reserve is called for who cannot
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.text[:40]


class Summons(models.Model):
    """One account that was called: when, and what it answered. The reserve waits in `rank` order."""

    class Answer(models.TextChoices):
        NONE = "", _("未答复")
        COMING = "coming", _("到位")
        CANNOT = "cannot", _("不能到位")

    callout = models.ForeignKey(CallOut, on_delete=models.CASCADE, related_name="summonses")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    called_at = models.DateTimeField(null=True)  # null: reserve, not called yet
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["callout", "account"], name="summons_once")]
        indexes = [
            models.Index(fields=["callout", "rank"], name="summons_reserve", condition=Q(called_at__isnull=True)),
            models.Index(fields=["account"], name="summons_open", condition=Q(answer="", called_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.callout_id}/{self.rank}"


class Alert(models.Model):
    """A public alert (CAP 1.2). Written by one, sent by another."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, related_name="alerts")
    identifier = models.CharField(max_length=60)
    message_type = models.CharField(max_length=8, default="Alert")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=8, default="Actual")
    event = models.CharField(max_length=12, choices=EVENTS)
    urgency = models.CharField(max_length=10)
    severity = models.CharField(max_length=10)
    certainty = models.CharField(max_length=10)
    headline = models.CharField(max_length=160)
    description = models.TextField()
    instruction = models.TextField()
    area = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sender = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    refused_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identifier"], name="alert_once"),
            # The second person stands in the database too.
            models.CheckConstraint(
                condition=Q(sender__isnull=True) | ~Q(sender=F("author")), name="alert_by_two"
            ),
            models.CheckConstraint(
                condition=Q(sender__isnull=True, sent_at__isnull=True)
                | Q(sender__isnull=False, sent_at__isnull=False),
                name="alert_sent_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.identifier
