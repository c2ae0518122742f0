"""Argon2id with parameters for a machine that also serves pages."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class TunedArgon2PasswordHasher(Argon2PasswordHasher):
    """OWASP's second profile (19 MiB, 2 passes, 1 lane).

    Django's default takes 100 MiB per attempt: a few sign-ins at nine o'clock would exhaust a small server.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
