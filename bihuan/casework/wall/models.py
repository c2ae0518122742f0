"""One row per case and whoever may not receive it. The case itself repeats it in its facts (`named`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bihuan.casework.models import Case
from bihuan.organizations.models import Account, Unit


class Wall(models.Model):
    """A unit (an enterprise is one) or an official behind the wall of a case, from `since` until it was taken down.

    A unit means everybody who holds a post in it, or held one since. Written in the transaction of the step that names
    them; never deleted.
    """

    class Why(models.TextChoices):
        COMPLAINED = "complained", _("被投诉、反映")
        ACCUSED = "accused", _("被检举、控告")
        RECUSED = "recused", _("回避")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="walls")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    why = models.CharField(max_length=12, choices=Why.choices)
    since = models.DateTimeField()
    by = models.CharField(max_length=160)  # who named them, as written on that day
    until = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, account__isnull=False) | Q(unit__isnull=False, account__isnull=True),
                name="wall_before_one",
            ),
            models.UniqueConstraint(
                fields=["unit", "case"], name="wall_once_per_unit", condition=Q(until__isnull=True, unit__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["account", "case"], name="wall_once_per_account",
                condition=Q(until__isnull=True, account__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id or self.account_id}"
