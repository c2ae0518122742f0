"""What an appeal has beside its case. Who appeals is in the vault; here stands only the key to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.casework.models import Case
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
