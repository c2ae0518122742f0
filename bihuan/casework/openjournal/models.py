"""The tree over the journal. Every table is append-only: the database refuses UPDATE, DELETE and TRUNCATE."""

from __future__ import annotations

from django.db import models

from bihuan.casework.models import Entry


class SigningKey(models.Model):
    """A public key under which heads are signed, and how the one before handed over to it. No secret is here."""

    public = models.BinaryField(max_length=32, unique=True)
    key_id = models.CharField(max_length=8)
    since = models.DateTimeField()
    # The former key's signature of this one; empty for the first, and where the former was lost.
    endorsement = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return self.key_id


class Leaf(models.Model):
    """One entry at its place in the tree. It repeats what was hashed, so that a changed entry can be named."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")
    case_number = models.CharField(max_length=32)
    seq = models.PositiveIntegerField()
    entry_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="leaf_index_from_zero")]

    def __str__(self) -> str:
        return f"{self.index}: {self.case_number}/{self.seq}"


class Tile(models.Model):
    """256 hashes of one level, side by side, and the root over them. Written when whole (common/merkle/tiles.py)."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    hashes = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class SignedHead(models.Model):
    """What was published: the first `size` leaves had this root then. `note` is the text that others keep."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    # No entry up to this key was missing when the head was made but those still being written.
    highest_entry = models.BigIntegerField()
    # Everything then in the journal was in the tree; false where one case's entries were put in first, for a receipt.
    whole = models.BooleanField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="head_at")]

    def __str__(self) -> str:
        return f"{self.size} at {self.at:%Y-%m-%d %H:%M}"
