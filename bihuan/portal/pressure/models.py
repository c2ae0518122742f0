"""What somebody reports about pressure: the words are sealed in the vault, only where they lie is here."""

from __future__ import annotations

from django.db import models

from bihuan.casework.models import Case
from bihuan.vault.models import Person


class PressureReport(models.Model):
    """Beside its case. `words` points at a row of the vault that holds the text and how to reach the writer."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="pressure")
    words = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    # The matter it is about, if the writer followed one just then: its number, never a link that could be listed by.
    matter = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"pressure {self.case_id}"
