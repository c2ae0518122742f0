"""Jurisdictions, units, posts, appointments with dates, accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class Account(AbstractBaseUser):
    """Someone who can sign in. What they may do comes from their current appointments alone."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
