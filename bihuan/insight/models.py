"""What the Board reads: small tables made from the journal. Nothing here is a record; `bihuan insight rebuild` makes
all of it again.

A key 0 stands for "all": the row of unit 0 and place 0 is the whole district. So any choice of unit and place is one
range of the index, whatever the number of cases. Places are towns; a case of a village counts to its town.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.insight.measures import VERSION


class Bucket(models.Model):
    """How often something happened in a month. What is counted under which `measure` and `key`: `measures.py`."""

    pk = models.CompositePrimaryKey("process", "measure", "place", "unit", "month", "key")
    process = models.CharField(max_length=64)
    measure = models.CharField(max_length=12)
    place = models.BigIntegerField()
    unit = models.BigIntegerField()
    month = models.DateField()
    key = models.CharField(max_length=120)
    count = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} {self.key}: {self.count}"


class Standing(models.Model):
    """What lay open at the moment `Counted.standing_at`. `clock` empty: cases; else running clocks of that name."""

    process = models.CharField(max_length=64)
    unit = models.BigIntegerField()
    place = models.BigIntegerField()
    clock = models.CharField(max_length=32, blank=True)
    running = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()  # of these, waiting for the resident
    overdue = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "unit", "place", "clock"], name="standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.clock}: {self.running}"


class WalledStanding(models.Model):
    """What one open case before which a wall stands is in `Standing`. The key to the case keeps the row from those behind."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="+")
    process = models.CharField(max_length=64)
    unit = models.BigIntegerField()
    place = models.BigIntegerField()
    clock = models.CharField(max_length=32, blank=True)
    running = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock}: {self.running}"


class Counted(models.Model):
    """How far the journal has been counted. One row; its lock lets one counter work at a time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last_entry = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    rebuilt_at = models.DateTimeField(null=True)
    standing_at = models.DateTimeField(null=True)
    version = models.SmallIntegerField(default=VERSION)  # of `measures`: an older one is counted again

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="counted_one_row")]

    def __str__(self) -> str:
        return f"up to entry {self.last_entry}"


class Gap(models.Model):
    """Keys of journal entries below `Counted.last_entry` that were not there yet: given out to a transaction that had
    not committed, or never will. Looked at again until no transaction of that time is left."""

    low = models.BigIntegerField()
    high = models.BigIntegerField()  # inclusive
    noticed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.low}–{self.high}"
