"""What an appeal has beside its case. Who appeals is in the vault; here stands only the key to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.casework.models import Case, ClockRule
from bihuan.organizations.models import Account, Jurisdiction, Unit
from bihuan.vault.models import Person


class Appeal(models.Model):
    """An appeal (信访事项) of a resident. `person` is null when filed anonymously."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="appeal")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confidential = models.BooleanField(default=False)
    # Where a row of an old ledger came from; the pair makes bringing the same file in twice add nothing.
    source = models.CharField(max_length=80, blank=True)
    source_number = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"], name="appeal_once_per_source", condition=~Q(source_number="")
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"appeal {self.case_id}"


class Signatory(models.Model):
    """One more person behind a matter that several raised together: one investigation, and rights of their own.

    `seat` 0 is whoever filed (the `Appeal`); the others have 1, 2, …: their own code, notice, right of review and exit.
    Nothing here lets one signatory find another.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatories")
    seat = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    representative = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # The written reply as this person got it, and until when they may ask for a review of it (art. 35).
    served_on = models.DateField(null=True)
    review_until = models.DateField(null=True)
    asked_review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seat"], name="signatory_one_seat"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="signatory_beside_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seat}"


class ScreeningRound(models.Model):
    """A round of looking for disputes in a place (矛盾纠纷排查, 信访工作条例 art. 37¶1)."""

    place = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # who called it
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="round_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """A dispute found in a round."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="finding")
    round = models.ForeignKey(ScreeningRound, on_delete=models.PROTECT, related_name="findings")

    def __str__(self) -> str:
        return f"finding {self.case_id}"


class DatedSetting(models.Model):
    """A value that a district gave a setting from a day on: who, when, on which ground. Rows are only added.

    A time limit has its `rule`, which the engine counts by; any other figure its `value`. What a setting is, its default
    and its source: `settings.catalog`.
    """

    name = models.CharField(max_length=80)  # of the catalog
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, related_name="+")
    in_force_from = models.DateField()
    value = models.PositiveIntegerField(null=True)
    rule = models.OneToOneField(ClockRule, on_delete=models.PROTECT, null=True, related_name="setting")
    source = models.CharField(max_length=120)  # the local instrument and its article
    reason = models.TextField()
    set_at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=160)  # as it was written on that day: name, post, unit

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(rule__isnull=True), name="setting_figure_or_limit"
            )
        ]
        indexes = [models.Index(fields=["name", "in_force_from"], name="setting_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.in_force_from}"
