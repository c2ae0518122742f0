"""What a hidden hazard has beside its case, and the dated rule packs by which it is graded."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Account
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.risk.models import RiskPoint
from bihuan.vault.models import Person


class RulePack(models.Model):
    """Criteria of major hazards (重大事故隐患判定标准), in force between two days. A pack that was used never changes."""

    code = models.CharField(max_length=40)  # "MH-2017"
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True)  # the instrument that sets the criteria
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)  # inclusive
    content_sha256 = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="pack_once_per_version"),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="pack_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class RuleClause(models.Model):
    """One criterion of a pack, for a sector (empty: for every one)."""

    pack = models.ForeignKey(RulePack, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=20)  # in the pack: "17"
    sector = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=160, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="clause_once_per_pack")]

    def __str__(self) -> str:
        return f"{self.pack_id}/{self.number}"


class Hazard(models.Model):
    """A hidden hazard (事故隐患). Its state, holder and clocks are the case's; here stand the columns of the ledger."""

    class FoundBy(models.TextChoices):
        SELF = "self", _("企业自查")
        INSPECTION = "inspection", _("执法检查")
        REPORT = "report", _("群众举报")
        THIRD = "third", _("第三方检查")

    class Grade(models.TextChoices):
        UNJUDGED = "", _("未定级")
        GENERAL = "general", _("一般隐患")
        MAJOR = "major", _("重大隐患")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="hazard")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="hazards", db_index=False
    )
    found_by = models.CharField(max_length=12, choices=FoundBy.choices)
    found_on = models.DateField()
    grade = models.CharField(max_length=8, choices=Grade.choices, blank=True)
    place = models.CharField(max_length=120, blank=True)
    clause = models.CharField(max_length=200, blank=True)  # the standard it offends, as the finder gave it
    rectify_by = models.DateField(null=True)
    rectifier = models.CharField(max_length=40, blank=True)
    cost = models.PositiveIntegerField(null=True)  # yuan spent on it
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=40, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)  # failed acceptances
    open = models.BooleanField(default=True)
    # When the journal was told: what statistics as of a moment ask of each row, so that a million are read at once and not
    # looked up in the journal one by one. Null in rows of before; a job fills them in (hazards/stamping.py).
    recorded_at = models.DateTimeField(null=True)
    graded_at = models.DateTimeField(null=True)  # the present grade
    settled_at = models.DateTimeField(null=True)  # the close-out
    recurrence_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeats")
    risk_point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, null=True, related_name="hazards")
    reporter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Where a line of a ledger or of self-reports came from: the same line twice adds nothing.
    source = models.CharField(max_length=80, blank=True)
    source_number = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"],
                name="hazard_once_per_source",
                condition=~Q(source_number=""),
            ),
            models.CheckConstraint(condition=~Q(recurrence_of=F("case")), name="hazard_repeats_another"),
        ]
        indexes = [
            models.Index(fields=["-found_on", "-case"], name="hazard_newest"),
            models.Index(fields=["enterprise", "-found_on", "-case"], name="hazard_enterprise"),
            models.Index(fields=["grade", "open", "-found_on", "-case"], name="hazard_grade"),
            models.Index(fields=["enterprise"], name="hazard_open", condition=Q(open=True)),
            models.Index(fields=["-found_on", "-case"], name="hazard_open_newest", condition=Q(open=True)),
            models.Index(fields=["rectify_by", "case"], name="hazard_deadline", condition=Q(open=True)),
            models.Index(fields=["case"], name="hazard_unstamped", condition=Q(recorded_at__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"hazard {self.case_id}"


class Judgment(models.Model):
    """How a hazard was graded: by whom, by which pack, version and clause. Rows are added, never changed."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="judgments")
    grade = models.CharField(max_length=8, choices=Hazard.Grade.choices)
    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, null=True)
    clause = models.ForeignKey(RuleClause, on_delete=models.PROTECT, null=True)
    version = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.grade}"


class Suspicion(models.Model):
    """What the criteria say may be a major hazard: a suggestion that waits for a person. It changes no grade."""

    class Verdict(models.TextChoices):
        WAITING = "", _("待判断")
        MAJOR = "major", _("是重大隐患")
        NOT = "not", _("不是重大隐患")

    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="suspicions")
    clause = models.ForeignKey(RuleClause, on_delete=models.PROTECT)
    score = models.DecimalField(max_digits=4, decimal_places=3)
    raised_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hazard", "clause"], name="suspicion_once")]
        indexes = [models.Index(fields=["-score", "id"], name="suspicion_waiting", condition=Q(verdict=""))]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.score}"


class StatisticsReport(models.Model):
    """Quarterly or yearly statistics, frozen. The figures can be made again from the journal at any time."""

    period = models.CharField(max_length=8)  # 2026Q1, 2026
    regulator = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "regulator"], name="statistics_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.period


class Reward(models.Model):
    """A reward for a report that proved true (安全生产法 art. 73). To whom it goes, only the vault knows."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        APPROVED = "approved", _("待发放")
        REFUSED = "refused", _("不予奖励")
        PAID = "paid", _("已发放")

    hazard = models.OneToOneField(Hazard, on_delete=models.PROTECT, related_name="reward")
    amount = models.PositiveIntegerField()  # yuan
    basis = models.CharField(max_length=200)  # the local rule by which the amount is set
    state = models.CharField(max_length=8, choices=State.choices)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=160)
    proposer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField(null=True)
    paid_by = models.CharField(max_length=160, blank=True)
    voucher = models.CharField(max_length=80, blank=True)  # number of the payment slip, which names nobody

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reward_is_money"),
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(paid_on__isnull=False) & ~Q(voucher="")),
                name="reward_paid_with_voucher",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="reward_waiting")]

    def __str__(self) -> str:
        return f"reward {self.hazard_id}"
