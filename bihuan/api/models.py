"""Tokens by which a program acts for a person in a post."""

from __future__ import annotations

from django.db import models

from bihuan.organizations.models import Account, Appointment


class Token(models.Model):
    """One key of one program. Only its hash is kept; it acts as `account` in `appointment` and never as more."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="api_tokens")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(
        max_length=64, unique=True
    )  # SHA-256 in hex of 256 random bits: no salt is needed
    beginning = models.CharField(max_length=12)  # by which a person tells one token from another
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)  # the minute that `requests` counts
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_after_creation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.beginning}…"
