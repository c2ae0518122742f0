"""What every slice shares in the database."""

from __future__ import annotations

from django.db import models


class CalendarYear(models.Model):
    """A year's holiday arrangement that the office brought in; it replaces the shipped one of that year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    days = models.JSONField()  # [["2027-01-01", "off", "元旦"], ...], as `calendar.papers.Paper.days`
    source = models.CharField(max_length=1000, blank=True)  # addresses of the published notices
    loaded_at = models.DateTimeField()
    sha = models.CharField(max_length=64)  # of the days; a process re-reads when it differs

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)
